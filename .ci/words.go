//go:build ignore

// Makes generator/pinyin/words.txt: how characters are read, and the words by which
// names are cut and read.
//
//	go run .ci/words.go DICT READINGS CHARACTERS > generator/pinyin/words.txt
//
// DICT is jieba's small dictionary (jieba.dict.small.utf8 of yanyiwu/cppjieba, MIT
// licence), a word, how often it was found and its class a line; READINGS is
// pinyin.txt of mozillazg/phrase-pinyin-data (MIT licence), a word and its
// reading a line; CHARACTERS is pinyin.txt of mozillazg/pinyin-data (MIT licence), a
// character and its readings, the commonest first, a line. All stand in
// generator/pinyin/NOTICE.
package main

import (
	"bufio"
	"cmp"
	"fmt"
	"log"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: go run .ci/words.go DICT READINGS CHARACTERS")
	}
	alone := map[rune]string{}
	each(os.Args[3], func(line string) {
		var r rune
		line, _, _ = strings.Cut(line, "#")
		code, all, _ := strings.Cut(line, ":")
		if _, err := fmt.Sscanf(code, "U+%X", &r); err == nil {
			first, _, _ := strings.Cut(strings.TrimSpace(all), ",")
			alone[r] = plain(first)
		}
	})
	readings := map[string]string{}
	each(os.Args[2], func(line string) {
		line, _, _ = strings.Cut(line, "#")
		if word, reading, found := strings.Cut(line, ":"); found && readings[word] == "" {
			readings[word] = plain(strings.TrimSpace(reading))
		}
	})
	often := map[string]int{}
	each(os.Args[1], func(line string) {
		f := strings.Fields(line)
		n, _ := strconv.Atoi(f[1])
		if !strings.ContainsFunc(f[0], func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			often[f[0]] = max(n, often[f[0]])
		}
	})
	var lines []string
	for word, n := range often {
		r := []rune(word)
		length := len(r)
		read := readings[word]
		each := readAlone(alone, r)
		if read == strings.Join(each, " ") || len(strings.Fields(read)) != length {
			read = ""
		}
		if read == "" && len(each) != length {
			continue
		}
		// Four characters that are two words are cut as two, unless they are read otherwise.
		if length > 4 || length == 1 && n < 100 || length == 4 && read == "" && often[string(r[:2])] > 0 && often[string(r[2:])] > 0 {
			continue
		}
		line := fmt.Sprintf("%s %d", word, int(math.Round(10*math.Log10(float64(n)))))
		if read != "" {
			line += " " + read
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	fmt.Printf("%s\n\n%s\n", strings.Join(bySyllable(alone), "\n"), strings.Join(lines, "\n"))
}

// readAlone returns the commonest readings of those of the characters that have one.
func readAlone(alone map[rune]string, characters []rune) []string {
	var syllables []string
	for _, r := range characters {
		if alone[r] != "" {
			syllables = append(syllables, alone[r])
		}
	}
	return syllables
}

// bySyllable returns a line for each syllable: it and the characters read so.
func bySyllable(alone map[rune]string) []string {
	lines := map[string]string{}
	for _, r := range slices.Sorted(maps.Keys(alone)) {
		if s := alone[r]; s != "" {
			lines[s] = cmp.Or(lines[s], s+" ") + string(r)
		}
	}
	return slices.Sorted(maps.Values(lines))
}

// plain returns a reading without its tones: ü is written v, as in addresses.
func plain(reading string) string {
	reading = strings.NewReplacer("ü", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ǖ", "v").Replace(norm.NFC.String(reading))
	out, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), reading)
	if err != nil {
		log.Fatal(err)
	}
	return out
}

func each(file string, f func(line string)) {
	r, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	for s := bufio.NewScanner(r); s.Scan(); {
		if strings.TrimSpace(s.Text()) != "" {
			f(s.Text())
		}
	}
}
