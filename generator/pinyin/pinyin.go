// Package pinyin cuts Chinese text into words and reads it: the syllables by which
// names are found and from which addresses are made.
//
// Words come from a Dictionary of 98,000 (words.txt, made by .ci/words.go), and
// those that it lacks from a short table here. A word is read as it is read there
// (重庆 is chong qing); a character that stands in none by its commonest reading.
//
// The command has the dictionary in it (Standard). The engine in the browser is
// lighter without: it is handed the same file when it has come.
package pinyin

import (
	"errors"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// ours are the words that words.txt lacks or reads otherwise than here: above all
// names of places, and trades younger than it. Syllables are parted by spaces.
var ours = map[string]string{
	// Jiangsu
	"盐都": "yan du", "六合": "lu he", "甪直": "lu zhi", "浒墅关": "xu shu guan", "浒浦": "xu pu", "氾水": "fan shui",
	// elsewhere
	"浚县": "xun xian", "枞阳": "zong yang", "莘县": "shen xian", "单县": "shan xian", "大城": "dai cheng",
	"长垣": "chang yuan", "洪洞": "hong tong", "繁峙": "fan shi", "珲春": "hun chun", "什邡": "shi fang", "筠连": "jun lian",
	"荥经": "ying jing", "泌阳": "bi yang", "柘城": "zhe cheng", "长葛": "chang ge", "会稽": "kuai ji", "佛坪": "fo ping",
	"吴堡": "wu bu", "宕昌": "tan chang", "长武": "chang wu", "乐陵": "lao ling", "解州": "hai zhou", "长丰": "chang feng",
	"长白": "chang bai", "长清": "chang qing", "长岛": "chang dao", "长泰": "chang tai", "长宁": "chang ning",
	"长治": "chang zhi", "昌都": "chang du", "花都": "hua du", "新都": "xin du", "于都": "yu du", "宁都": "ning du",
	"丰都": "feng du", "石嘴山": "shi zui shan", "颍上": "ying shang", "朝天": "chao tian", "漯河": "luo he", "龟裂": "jun lie",
	// trades
	"弹棉": "tan mian", "参茸": "shen rong", "水果行": "shui guo hang", "主播": "zhu bo", "带货": "dai huo",
	"电商": "dian shang", "民宿": "min su", "运维": "yun wei", "月嫂": "yue sao", "小龙虾": "xiao long xia", "糖画": "tang hua",
	"新能源": "xin neng yuan", "网约车": "wang yue che", "钢结构": "gang jie gou", "家纺": "jia fang",
}

// A Dictionary knows how Chinese is cut and read. One that is nil knows no word and
// no reading: what comes of it is what comes of a text that cannot be read.
type Dictionary struct {
	tables func() tables // read when first asked for
}

// tables are what a dictionary's file says.
type tables struct {
	words map[rune]string // by the character that they begin with: lines, ascending
	alone map[rune]string // a character's commonest reading
}

// New returns the dictionary of a file. The file has two parts with an empty line
// between, sorted. A line of the first is a syllable and the characters that are
// read so when they stand alone. One of the second is a word, how common it is in
// decibels (ten times the logarithm of how often it was found) and, where its
// characters are read otherwise than alone, its syllables. See NOTICE for its
// sources.
func New(file string) (*Dictionary, error) {
	alone, words, found := strings.Cut(file, "\n\n")
	if !found || alone == "" || words == "" {
		return nil, errors.New("a dictionary has two parts, readings and words")
	}
	return &Dictionary{sync.OnceValue(func() tables { return tables{beginnings(words), readings(alone)} })}, nil
}

// all returns the tables, empty ones of a dictionary that is nil.
func (d *Dictionary) all() tables {
	if d == nil {
		return tables{}
	}
	return d.tables()
}

const (
	longestWord = 4 // characters

	// A cut costs the sum of its words: the rarer, the more.
	everything = 78 // decibels: all words of what the dictionary was counted in
	stranger   = 65 // a character that the dictionary does not know
	ourOwn     = 45
)

// A Word is a part of a text: a word of Han characters, or one character.
type Word struct {
	Text      string
	Syllables []string // of Han characters and ASCII, in order; other characters have none
}

// Words cuts text where the words are, all in all, the commonest (the cut of the
// least cost; among equals the longer first word). What is in also counts as a
// common word.
func (d *Dictionary) Words(text string, also ...string) []Word {
	known := d.all()
	type step struct {
		cost int
		entry
	}
	best := make([]step, len(text)+1) // by the place in bytes: the rest of the text, and its first word
	for at := len(text) - 1; at >= 0; at-- {
		if !utf8.RuneStart(text[at]) {
			continue
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		best[at] = step{best[at+n].cost + stranger, entry{word: text[at : at+n]}}
		take := func(e entry) {
			if slices.Contains(also, e.word) {
				e.cost = everything - ourOwn
			}
			if cost := best[at+len(e.word)].cost + e.cost; cost <= best[at].cost {
				best[at] = step{cost, e}
			}
		}
		if slices.Contains(also, best[at].word) {
			take(best[at].entry)
		}
		for _, e := range known.entries(text[at:]) {
			take(e)
		}
	}
	var words []Word
	for at := 0; at < len(text); at += len(best[at].word) {
		e := best[at].entry
		if e.reading == "" {
			words = append(words, Word{e.word, known.readAlone(e.word)})
		} else {
			words = append(words, Word{e.word, strings.Fields(e.reading)})
		}
	}
	return words
}

// IsWord reports whether text is a word of two characters or more.
func (d *Dictionary) IsWord(text string) bool {
	return utf8.RuneCountInString(text) > 1 &&
		slices.ContainsFunc(d.all().entries(text), func(e entry) bool { return e.word == text })
}

// An entry is a word of a dictionary, or of ours.
type entry struct {
	word    string
	cost    int
	reading string // "" where each character is read as alone
}

// entries returns the words that text begins with, those of ours last. Where there
// is no dictionary there are none.
func (t tables) entries(text string) []entry {
	if t.words == nil {
		return nil
	}
	var found []entry
	first, one := utf8.DecodeRuneInString(text)
	_, two := utf8.DecodeRuneInString(text[one:])
	lines := t.words[first]
	take := func(lines, begin string) {
		for line := range strings.Lines(lines) {
			if !strings.HasPrefix(line, begin) {
				return
			}
			word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			common, reading, _ := strings.Cut(rest, " ")
			if n, err := strconv.Atoi(common); err == nil && strings.HasPrefix(text, word) && ours[word] == "" {
				found = append(found, entry{word, everything - n, reading})
			}
		}
	}
	take(lines, text[:one]+" ")
	if two > 0 {
		begin := text[:one+two]
		at := sort.Search(len(lines), func(i int) bool {
			from := lineAt(lines, i)
			return from == len(lines) || lines[from:] >= begin
		})
		take(lines[lineAt(lines, at):], begin)
	}
	end := 0
	for range longestWord {
		_, n := utf8.DecodeRuneInString(text[end:])
		end += n
		if reading := ours[text[:end]]; reading != "" {
			found = append(found, entry{text[:end], everything - ourOwn, reading})
		}
	}
	return found
}

// lineAt returns where the first line begins that begins at i or behind it.
func lineAt(lines string, i int) int {
	if i == 0 || i == len(lines) || lines[i-1] == '\n' {
		return i
	}
	return i + strings.IndexByte(lines[i:], '\n') + 1
}

// beginnings returns the lines of the words that begin with a character.
func beginnings(words string) map[rune]string {
	lines := map[rune]string{}
	at := 0
	for line := range strings.Lines(words) {
		at += len(line)
		first, _ := utf8.DecodeRuneInString(line)
		lines[first] = words[at-len(line)-len(lines[first]) : at]
	}
	return lines
}

// readings returns the syllable of each character.
func readings(lines string) map[rune]string {
	alone := map[rune]string{}
	for line := range strings.Lines(lines) {
		syllable, characters, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		for _, r := range characters {
			alone[r] = syllable
		}
	}
	return alone
}

// Read returns a syllable for each Han character of text, as its words are read.
// ASCII characters stand as they are, one by one; others are left out.
func (d *Dictionary) Read(text string) []string {
	var syllables []string
	for _, w := range d.Words(text) {
		syllables = append(syllables, w.Syllables...)
	}
	return syllables
}

// ReadAlone reads each character as it is read alone.
func (d *Dictionary) ReadAlone(text string) []string { return d.all().readAlone(text) }

func (t tables) readAlone(text string) []string {
	var syllables []string
	for _, r := range text {
		if r < utf8.RuneSelf {
			syllables = append(syllables, string(r))
		} else if syllable := t.alone[r]; syllable != "" {
			syllables = append(syllables, syllable)
		}
	}
	return syllables
}
