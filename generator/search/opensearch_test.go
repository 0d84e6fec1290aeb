package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// An export is read as it is written: every document once, under the name that another export
// gives it too, with what bleve indexes of it.
func TestOpenSearch(t *testing.T) {
	groups, asking := words()
	corpus := Corpus{Documents: generated(60), Groups: groups, Asking: asking}
	o, err := corpus.OpenSearch("320700")
	if err != nil {
		t.Fatal(err)
	}
	shuffled := Corpus{Documents: slices.Clone(corpus.Documents), Groups: groups, Asking: asking}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(shuffled.Documents), func(i, j int) {
		shuffled.Documents[i], shuffled.Documents[j] = shuffled.Documents[j], shuffled.Documents[i]
	})
	if again, err := shuffled.OpenSearch("320700"); err != nil || again.Index != o.Index || !bytes.Equal(again.Bulk, o.Bulk) {
		t.Errorf("the same brands are another export: %v", err)
	}
	ids := map[string]bool{}
	lines := bytes.SplitAfter(o.Bulk, []byte("\n"))
	if len(lines) != 2*len(corpus.Documents)+1 || len(lines[len(lines)-1]) > 0 {
		t.Fatalf("%d lines of %d documents", len(lines), len(corpus.Documents))
	}
	for i := 0; i+1 < len(lines); i += 2 {
		var where struct {
			Index map[string]string `json:"index"`
		}
		var fields map[string]any
		if err := json.Unmarshal(lines[i], &where); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(lines[i+1], &fields); err != nil {
			t.Fatal(err)
		}
		if id := where.Index["_id"]; where.Index["_index"] != o.Index || ids[id] || id != "320700-"+fields["slug"].(string) {
			t.Errorf("%s", lines[i])
		}
		ids[where.Index["_id"]] = true
		for field := range fields {
			if _, known := kinds[field]; !known && field != "publisher" && field != "slug" {
				t.Errorf("%s has a field %s", lines[i], field)
			}
		}
	}
	corpus.Documents[7].Intro += "改"
	if changed, err := corpus.OpenSearch("320700"); err != nil || changed.Index == o.Index {
		t.Errorf("another text lies in the index %s too: %v", o.Index, err)
	}
	var settings struct {
		Mappings struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(o.Settings, &settings); err != nil || len(settings.Mappings.Properties) != len(kinds)+2 {
		t.Errorf("%d fields, %v", len(settings.Mappings.Properties), err)
	}
}

// Folding rule by rule and character by character, as Lucene does, comes to the runs
// that runs has, for every character.
func TestFoldings(t *testing.T) {
	rules := map[string]string{}
	read := func(s string) string {
		var units []uint16
		for len(s) > 0 {
			if code, found := strings.CutPrefix(s, `\u`); found {
				n, err := strconv.ParseUint(code[:4], 16, 16)
				if err != nil {
					t.Fatal(err)
				}
				units, s = append(units, uint16(n)), code[4:]
			} else {
				units, s = append(units, uint16(s[0])), s[1:]
			}
		}
		return string(utf16.Decode(units))
	}
	for _, rule := range foldings() {
		from, to, _ := strings.Cut(rule, "=>")
		rules[read(from)] = read(to)
	}
	for r := rune(0); r <= 0x10ffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		text := "水" + string(r) + "晶"
		folded := ""
		for _, c := range text {
			to, found := rules[string(c)]
			if !found {
				to = string(c)
			}
			folded += to
		}
		folded = strings.Map(func(c rune) rune {
			if within(letters, c) {
				return c
			}
			return ' '
		}, folded)
		if got, want := strings.Fields(folded), runs(text); !slices.Equal(got, want) {
			t.Fatalf("%U: %q, where runs has %q", r, got, want)
		}
	}
}

// TestForConsumers writes into the folder CONSUMERS what other search engines are held
// against, of DOCUMENTS brands and QUERIES queries: the export, texts with their terms,
// queries with what bleve finds, and the same for Sphinx. .ci/consumers runs it.
func TestForConsumers(t *testing.T) {
	dir := os.Getenv("CONSUMERS")
	if dir == "" {
		t.Skip("CONSUMERS names no folder")
	}
	number := func(name string, otherwise int) int {
		n, err := strconv.Atoi(os.Getenv(name))
		if err != nil {
			return otherwise
		}
		return n
	}
	groups, asking := words()
	corpus := Corpus{Documents: generated(number("DOCUMENTS", 2000)), Groups: groups, Asking: asking, Meant: meant}
	known, err := corpus.sorted()
	if err != nil {
		t.Fatal(err)
	}
	o, err := corpus.OpenSearch("320700")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("settings.json", o.Settings)
	write("bulk.ndjson", o.Bulk)
	write("tokens.ndjson", tokenCases(t))

	store := filepath.Join(t.TempDir(), "index")
	if err := build(t.Context(), known, store); err != nil {
		t.Fatal(err)
	}
	x, err := open(known, store)
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	at := map[string]int{}
	for i, d := range known.Documents {
		at[d.Slug] = i + 1
	}
	var queries, sphinx bytes.Buffer
	n, found, loose, narrowed := number("QUERIES", 1000), 0, 0, 0
	for _, r := range requests(known.Documents, n, 16) {
		r.From, r.Size = 0, len(known.Documents)
		a, err := x.Search(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		slugs, numbers := []string{}, []int{}
		for _, h := range a.Hits {
			slugs, numbers = append(slugs, h.Slug), append(numbers, at[h.Slug])
		}
		slices.Sort(slugs)
		slices.Sort(numbers)
		asked, err := x.QueryFor(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		var query struct {
			Query map[string]any `json:"query"`
		}
		if err := json.Unmarshal(asked, &query); err != nil {
			t.Fatal(err)
		}
		line, err := jsonOf(map[string]any{"text": r.Text, "query": query.Query, "slugs": slugs})
		if err != nil {
			t.Fatal(err)
		}
		queries.Write(line)
		fmt.Fprintf(&sphinx, "%s\t%s\n", forSphinx(query.Query), strings.Trim(fmt.Sprint(numbers), "[]"))
		found += min(1, len(slugs))
		if a.Loose {
			loose++
		}
		if strings.Contains(string(asked), `"`+fieldLevel+`"`) {
			narrowed++
		}
	}
	if found < n/2 || loose < n/100 || narrowed < n/100 {
		t.Errorf("of %d queries %d find something, %d loosely, %d by a level: too few to tell", n, found, loose, narrowed)
	}
	t.Logf("%d documents; of %d queries %d find something, %d loosely, %d by a level", len(known.Documents), n, found, loose, narrowed)
	write("queries.ndjson", queries.Bytes())
	write("queries.tsv", sphinx.Bytes())

	lexicon := known.lexicon()
	byName, byDate := known.orders()
	var rows bytes.Buffer
	for i := range known.Documents {
		e := entry{&known.Documents[i], byName[i], byDate[i], lexicon}
		fmt.Fprint(&rows, i+1)
		for _, v := range e.values() {
			if !slices.Contains(sphinxFields, v.field) {
				continue
			}
			terms := map[string]bool{}
			cut := kinds[v.field].cut
			if v.field == fieldText {
				cut = pairs
			}
			for _, text := range v.texts {
				cut(text, func(term string) {
					for end := range term + " " {
						if end == len(term) || end > 0 && slices.Contains(begunFields, v.field) {
							terms[term[:end]] = true
						}
					}
				})
			}
			rows.WriteByte('\t')
			for _, term := range slices.Sorted(maps.Keys(terms)) {
				rows.WriteString(word(term) + " ")
			}
		}
		rows.WriteByte('\n')
	}
	write("documents.tsv", rows.Bytes())
	var fields []string
	for _, v := range (entry{&known.Documents[0], "", "", lexicon}).values() {
		if slices.Contains(sphinxFields, v.field) {
			fields = append(fields, v.field)
		}
	}
	write("fields", []byte(strings.Join(fields, "\n")+"\n"))
}

// sphinxFields are what queries ask for.
var sphinxFields = []string{fieldName, fieldPlace, fieldBuilder, fieldIndustry, fieldPinyin, fieldAround, fieldText, fieldNumber, fieldPhone, fieldTrade, fieldGroup,
	fieldStatus, fieldType, fieldCounty, fieldLevel, fieldYear, fieldOffer, fieldHonor}

// begunFields are those in which the beginning of a term is asked for. Sphinx, whose words
// are of 42 bytes at most, has each beginning as a word of its own.
var begunFields = []string{fieldPinyin, fieldAround, fieldNumber, fieldPhone, fieldTrade, fieldGroup}

// word is a term as Sphinx takes it for one word.
func word(term string) string {
	sum := sha256.Sum256([]byte(term))
	return "x" + hex.EncodeToString(sum[:10])
}

// forSphinx is a query in the language of Sphinx; "" finds everything.
func forSphinx(q map[string]any) string {
	for kind, what := range q {
		switch kind {
		case "match_all":
			return ""
		case "match_none":
			return "@" + fieldName + " none"
		case "term", "prefix":
			for field, term := range what.(map[string]any) {
				return "(@" + field + " " + word(term.(string)) + ")"
			}
		case "bool":
			list := func(name string) (out []string) {
				some, _ := what.(map[string]any)[name].([]any)
				for _, c := range some {
					out = append(out, forSphinx(c.(map[string]any)))
				}
				return out
			}
			all := list("must")
			if some := list("should"); len(some) > 0 {
				var ways []string
				for _, way := range ofSize(some, int(what.(map[string]any)["minimum_should_match"].(float64))) {
					ways = append(ways, "("+strings.Join(way, " ")+")")
				}
				all = append(all, "("+strings.Join(ways, " | ")+")")
			}
			return "(" + strings.Join(all, " ") + ")"
		}
	}
	panic("no such query")
}

// ofSize returns the ways to take n of a list.
func ofSize(list []string, n int) [][]string {
	if n == 0 {
		return [][]string{nil}
	}
	var out [][]string
	for i := range list {
		for _, rest := range ofSize(list[i+1:], n-1) {
			out = append(out, append([]string{list[i]}, rest...))
		}
	}
	return out
}

// tokenCases returns texts with their terms, sorted: every character that is anything to
// us or to Unicode, between others, and noise.
func tokenCases(t *testing.T) []byte {
	var b bytes.Buffer
	add := func(text string) {
		terms := map[string][]string{analyzerPairs: {}, analyzerPart: {}}
		pairs(text, func(term string) { terms[analyzerPairs] = append(terms[analyzerPairs], term) })
		tails(partWidth)(text, func(term string) {
			for end := range term + " " {
				if end > 0 {
					terms[analyzerPart] = append(terms[analyzerPart], term[:end])
				}
			}
		})
		for _, list := range terms {
			slices.Sort(list)
		}
		line, err := jsonOf(map[string]any{"text": text, "terms": terms})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(line)
	}
	r := rand.New(rand.NewPCG(16, 4))
	between, signs := []rune("晶a1 ，é"), []rune("水晶東匠AbZ19 ，。①㎡½é\u0301\u200b\u3000〇々Ａ１ｱﾞ한\U00020bb7\U0002f800ßΣд")
	text := []rune("水")
	for c := rune(0); c <= 0x10ffff; c++ {
		if c >= 0xd800 && c < 0xe000 || c > 0x40000 && c < 0xdfff0 {
			continue
		}
		if text = append(text, c, between[r.IntN(len(between))]); len(text) > 200 {
			add(string(text))
			text = []rune("水")
		}
	}
	for _, d := range generated(200) {
		add(d.Name)
		add(d.Intro)
	}
	for range 3000 {
		noise := make([]rune, 1+r.IntN(30))
		for i := range noise {
			noise[i] = signs[r.IntN(len(signs))]
		}
		add(string(noise))
	}
	return b.Bytes()
}
