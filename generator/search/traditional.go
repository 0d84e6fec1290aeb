package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// traditional has a line for each simplified character: it, a space, and its traditional
// forms.
//
//go:embed traditional.txt
var traditional string

// simpleForms returns the simplified form of each traditional character.
var simpleForms = sync.OnceValue(func() map[rune]rune {
	forms := make(map[rune]rune, 4000)
	for line := range strings.Lines(traditional) {
		to, from, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		simple, _ := utf8.DecodeRuneInString(to)
		for _, r := range from {
			forms[r] = simple
		}
	}
	return forms
})

// simplified returns the simplified form of a traditional character, any other as it is: 電 is
// 电. Where a character has several it is the commonest, whatever the word: 乾 is 干, also in
// 乾隆. So what is compared is simplified on both sides.
func simplified(r rune) rune {
	if simple, is := simpleForms()[r]; is {
		return simple
	}
	return r
}
