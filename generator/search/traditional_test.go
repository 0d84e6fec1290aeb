package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTraditionalWordsAreSimplified(t *testing.T) {
	for from, to := range map[string]string{
		"灌雲": "灌云", "電焊": "电焊", "養老護理員": "养老护理员", "連雲港東海縣": "连云港东海县", "理髮師": "理发师", "發酵": "发酵",
		"灌云电焊": "灌云电焊", "SMT 3D": "SMT 3D", "": "",
	} {
		if got := strings.Map(simplified, from); got != to {
			t.Errorf("%s becomes %s, want %s", from, got, to)
		}
	}
}

// What is simplified stays as it is, and each character stands in one place: so it does not
// matter how often a text is simplified.
func TestTheTableOfTraditionalCharacters(t *testing.T) {
	seen := map[rune]bool{}
	var simple []string
	for line := range strings.Lines(traditional) {
		to, from, found := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if !found || utf8.RuneCountInString(to) != 1 || from == "" || !slices.IsSorted([]rune(from)) {
			t.Errorf("%q is no character and its forms, in order", line)
		}
		simple = append(simple, to)
		for _, r := range to + from {
			if seen[r] || !unicode.Is(unicode.Han, r) {
				t.Errorf("%c stands in two places, or is no character", r)
			}
			seen[r] = true
		}
		for _, r := range from {
			if again := simplified(simplified(r)); string(again) != to {
				t.Errorf("%c becomes %c, want %s", r, again, to)
			}
		}
		if got := strings.Map(simplified, to); got != to {
			t.Errorf("%s becomes %s", to, got)
		}
	}
	if !slices.IsSortedFunc(simple, strings.Compare) || len(simple) < 3000 {
		t.Errorf("%d lines, or not in order", len(simple))
	}
}

// The commonest characters of simplified texts are none of the traditional ones.
func TestTheCommonestCharactersStay(t *testing.T) {
	const common = "的一是不了人我在有他这中大来上个国说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长"
	if got := strings.Map(simplified, common); got != common {
		t.Errorf("becomes %s", got)
	}
}
