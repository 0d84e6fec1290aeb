//go:build !js

package criteria

import (
	"unicode/utf8"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/unseen"
)

const (
	shortestWord = 2  // characters of a trade's word: with one, nearly everything would be found
	longestWord  = 16 // characters of a word: nobody types more for a trade
	mostWords    = 16 // of a group, since each is one more thing to look for
)

// words reads what searches know beside the brands, where there is such a file.
func (l *loader) words() {
	if l.has(synonymsFile) {
		l.read(synonymsFile, l.synonyms)
	}
	if l.has(askingFile) {
		l.read(askingFile, l.asking)
	}
}

func (l *loader) synonyms(m *fields.Map, _ string) {
	m.Require("synonyms")
	names := map[string]bool{}
	for _, e := range m.Maps("synonyms") {
		name, own := e.Text("name"), e.Texts("words")
		e.Require("name", "words")
		e.Done()
		unique(e, names, "名称", name)
		if len(own)+1 > mostWords {
			e.Report(e.Node("words").At(), diag.OutOfRange, "一组连同名称最多 %d 个词，现在是 %d 个，请只留人们常说的。", mostWords, len(own)+1)
		}
		group, seen := Synonym{Name: name.V}, map[string]bool{}
		for _, word := range append([]fields.Text{name}, own...) {
			if word.Stated {
				unique(e, seen, "词", word)
				wordOf(e, word, shortestWord)
				group.Words = append(group.Words, word.V)
			}
		}
		l.rules.Synonyms = append(l.rules.Synonyms, group)
	}
	m.Done()
}

func (l *loader) asking(m *fields.Map, _ string) {
	m.Require("words")
	trades, seen := map[string]string{}, map[string]bool{}
	for _, group := range l.rules.Synonyms {
		for _, word := range group.Words {
			trades[unseen.Fold(word)] = group.Name
		}
	}
	list := func(key string) (words []string) {
		for _, word := range m.Texts(key) {
			unique(m, seen, "词", word)
			wordOf(m, word, 1)
			if group, is := trades[unseen.Fold(word.V)]; is {
				m.Report(word.At, diag.DuplicateID, "“%s”是 synonyms.yaml 中“%s”一组的词，当作提问的话略去就查不到这一行，请从其中一处删去。", word.V, group)
			}
			words = append(words, word.V)
		}
		return words
	}
	l.rules.Asking = list("words")
	l.rules.Errands = map[string][]string{"jobs": list("jobs"), "courses": list("courses")}
	m.Done()
}

// wordOf reports a word that is too short or too long to be looked for.
func wordOf(m *fields.Map, word fields.Text, least int) {
	if n := utf8.RuneCountInString(word.V); n < least || n > longestWord {
		m.Report(word.At, diag.OutOfRange, "“%s”有 %d 个字，词应有 %d 到 %d 个字，请改成人们查找时输入的说法。", diag.Short(word.V), n, least, longestWord)
	}
}
