package pinyin

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadingsFitTheirWords(t *testing.T) {
	for word, syllables := range readings {
		if n := utf8.RuneCountInString(word); len(strings.Fields(syllables)) != n || n > longestReading {
			t.Errorf("%s: %s", word, syllables)
		}
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]string{
		"东海水晶": "dong hai shui jing", "重庆银行": "chong qing yin hang", "4A级": "4 A ji", "，〇": "ling", "": "",
	} {
		if got := strings.Join(Read(text), " "); got != want {
			t.Errorf("%s is read %q, want %q", text, got, want)
		}
	}
	if got := strings.Join(ReadAlone("重庆"), " "); got != "zhong qing" {
		t.Errorf("each alone: %s", got)
	}
}
