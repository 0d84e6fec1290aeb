//go:build ignore

// Makes generator/pinyin/words.txt: the words by which names are cut and read.
//
//	go run .ci/words.go DICT READINGS > generator/pinyin/words.txt
//
// DICT is jieba's small dictionary (jieba.dict.small.utf8 of yanyiwu/cppjieba, MIT
// licence), a word, how often it was found and its class a line; READINGS is
// pinyin.txt of mozillazg/phrase-pinyin-data (MIT licence), a word and its
// reading a line. Both stand in generator/pinyin/NOTICE.
package main

import (
	"bufio"
	"fmt"
	"log"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"minglu/generator/pinyin"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: go run .ci/words.go DICT READINGS")
	}
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
		alone := pinyin.ReadAlone(word)
		if read == strings.Join(alone, " ") || len(strings.Fields(read)) != length {
			read = ""
		}
		if read == "" && len(alone) != length {
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
	fmt.Println(strings.Join(lines, "\n"))
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
