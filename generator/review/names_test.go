package review_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minglu/generator/review"
)

// repository is the real one, whose layouts and rules are used.
var repository fs.FS = os.DirFS("../..")

// Names are like each other in three ways; each pair is told once, by the
// plainest of them.
func TestLikenesses(t *testing.T) {
	const (
		no    = -1
		same  = int(review.SameName)
		apart = int(review.OneApart)
		trade = int(review.SameTrade)
	)
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"东海采茶工", "东海采茶工 ", same},
		{"东海ＡＢ缝纫工", "东海ab缝纫工", same},
		{"东海 采茶 工", "东海采茶工", same},
		{"东海采茶工", "东海采茶匠", apart},
		{"东海采茶工", "东海采茶工匠", apart},
		{"东海采茶工", "东海茶采工", no}, // two characters have changed places
		{"采茶人", "采茶客", no},     // too short to say anything
		{"东海县采茶工", "东海采茶工匠师", trade},
		{"连云港采茶工匠", "东海采茶师", trade},
		{"东海工匠", "东海县工匠师", no}, // no trade at all
		{"东海采茶工", "东海种菜员", no},
		{"采茶人家", "采茶人客", apart},
		{strings.Repeat("长", 39) + "甲", strings.Repeat("长", 39) + "乙", apart},
		{strings.Repeat("长", 40) + "甲", strings.Repeat("长", 40) + "乙", no},
		{strings.Repeat("长", 37) + "工匠师", strings.Repeat("长", 37) + "师", trade},
		{strings.Repeat("长", 38) + "工匠师", strings.Repeat("长", 38) + "师", no},
	} {
		got := no
		if all := likenesses(t, c.a, c.b); len(all) > 1 {
			t.Errorf("%s, %s: %d likenesses", c.a, c.b, len(all))
		} else if len(all) == 1 {
			got = int(all[0].Kind)
		}
		if got != c.want {
			t.Errorf("%s, %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// likenesses returns what is found when brands of these names are new.
func likenesses(t *testing.T, names ...string) []review.Likeness {
	t.Helper()
	before := base(t)
	for name := range before {
		if strings.HasPrefix(name, "content/brands/") || strings.HasPrefix(name, "content/notices/") {
			delete(before, name)
		}
	}
	var text strings.Builder
	for i, name := range names {
		fmt.Fprintf(&text, "-- content/brands/donghai/b%d.md --\n---\nname: %q\ncounty: 东海县\n---\n", i, name)
	}
	after, changes := changed(t, before, txtar.Parse([]byte(text.String()+"-- want --\n")))
	return review.Compare(read(t, before), read(t, after), changes).Likenesses
}

// A thousand names of which any could be taken for any other are no list for
// anybody, and no reason to be slow.
func TestLikenessesEnd(t *testing.T) {
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("东海采茶%c工", rune(0x4e00+i)))
	}
	if n := len(likenesses(t, names...)); n == 0 || n > 300 {
		t.Errorf("%d likenesses", n)
	}
}
