package pinyin

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestOurWordsAreReadWhole(t *testing.T) {
	for word, syllables := range ours {
		if n := utf8.RuneCountInString(word); len(strings.Fields(syllables)) != n || n > longestWord {
			t.Errorf("%s: %s", word, syllables)
		}
	}
}

func TestDictionaryIsSortedAndReadWhole(t *testing.T) {
	readings, dictionary, _ := strings.Cut(File(), "\n\n")
	syllables := strings.Split(readings, "\n")
	if !slices.IsSorted(syllables) {
		t.Error("syllables are not ascending")
	}
	seen := map[rune]string{}
	for _, line := range syllables {
		syllable, characters, _ := strings.Cut(line, " ")
		if strings.Trim(syllable, "abcdefghijklmnopqrstuvwxyz") != "" || characters == "" {
			t.Errorf("%s", line)
		}
		for _, r := range characters {
			if r < utf8.RuneSelf || seen[r] != "" {
				t.Errorf("%c is read %s and %s", r, seen[r], syllable)
			}
			seen[r] = syllable
		}
	}
	lines := strings.Split(strings.TrimSuffix(dictionary, "\n"), "\n")
	if !slices.IsSorted(lines) {
		t.Error("words are not ascending")
	}
	for _, line := range lines {
		f := strings.Fields(line)
		common, err := strconv.Atoi(f[1])
		reading := f[2:]
		if len(reading) == 0 {
			reading = Standard().ReadAlone(f[0])
		}
		if n := utf8.RuneCountInString(f[0]); err != nil || n > longestWord || len(reading) != n || common < 0 || common > everything {
			t.Errorf("%s", line)
		}
	}
}

// Where there is no dictionary nothing is read, but for letters.
func TestWithoutADictionary(t *testing.T) {
	var none *Dictionary
	if got := none.Read("东海3D民宿"); strings.Join(got, " ") != "3 D" || none.IsWord("民宿") {
		t.Errorf("read %q", got)
	}
	for _, file := range []string{"", "\n\n", "a 啊\n", "a 啊\n\n"} {
		if _, err := New(file); err == nil {
			t.Errorf("%q is taken for a dictionary", file)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"木材加工": "木材 加工", "网络主播": "网络 主播", "调味品": "调味品", "水晶雕刻工匠": "水晶 雕刻 工匠", "": "", "3D打印": "3 D 打印",
		"中国人民": "中国 人民", "㐀㐁": "㐀 㐁",
	} {
		var got []string
		for _, w := range Standard().Words(text) {
			got = append(got, w.Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"东海水晶": "dong hai shui jing", "重庆银行": "chong qing yin hang", "4A级": "4 A ji", "，〇": "ling", "": "",
		"调味品": "tiao wei pin", "尿\xff": "niao",
	} {
		if got := strings.Join(Standard().Read(text), " "); got != want {
			t.Errorf("%s is read %q, want %q", text, got, want)
		}
	}
	if got := strings.Join(Standard().ReadAlone("重庆"), " "); got != "zhong qing" {
		t.Errorf("each alone: %s", got)
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		Standard().Read("东海水晶雕刻工匠连云港市东海县")
	}
}
