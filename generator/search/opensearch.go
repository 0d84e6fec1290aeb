package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// An OpenSearch is what a search engine made of Lucene, OpenSearch or Elasticsearch, takes
// to search the brands of many sites by the terms that this package cuts. Its indexes
// are named by publisher and content, its documents by publisher and slug: to hand it
// over twice changes nothing. .ci/consumers holds it against Lucene.
type OpenSearch struct {
	Index    string // the name of the index: minglu-320700-5f2c81d09a3e
	Settings []byte // of the index, and its fields
	Bulk     []byte // the documents, a line that says where each goes before each
	Aliases  []byte // what makes this index, instead of those before, that of the publisher
}

// OpenSearch returns the brands of the corpus for a search engine. publisher tells sites
// apart: the code of the region.
func (c *Corpus) OpenSearch(publisher string) (OpenSearch, error) {
	sorted, err := c.sorted()
	if err != nil {
		return OpenSearch{}, err
	}
	settings, err := jsonOf(map[string]any{"settings": analysisSettings(), "mappings": fieldMappings()})
	if err != nil {
		return OpenSearch{}, err
	}
	byName, byDate := sorted.orders()
	words := sorted.lexicon()
	documents := make([][]byte, len(sorted.Documents))
	sum := sha256.New()
	sum.Write(settings)
	for i := range sorted.Documents {
		e := entry{&sorted.Documents[i], byName[i], byDate[i], words}
		fields := map[string]any{"publisher": publisher, "slug": e.Slug}
		for _, v := range e.values() {
			if texts := slices.DeleteFunc(once(v.texts), func(s string) bool { return s == "" }); len(texts) > 0 {
				fields[v.field] = texts
			}
		}
		if documents[i], err = jsonOf(fields); err != nil {
			return OpenSearch{}, err
		}
		sum.Write(documents[i])
	}
	alias := "minglu-" + publisher
	o := OpenSearch{Index: alias + "-" + hex.EncodeToString(sum.Sum(nil))[:12], Settings: settings}
	var bulk bytes.Buffer
	for i := range documents {
		where, err := jsonOf(map[string]any{"index": map[string]string{"_index": o.Index, "_id": publisher + "-" + sorted.Documents[i].Slug}})
		if err != nil {
			return OpenSearch{}, err
		}
		bulk.Write(where)
		bulk.Write(documents[i])
	}
	o.Bulk = bulk.Bytes()
	var actions []any
	for _, name := range []string{alias, "minglu"} { // of the publisher, and of all
		actions = append(actions,
			map[string]any{"remove": map[string]any{"index": alias + "-*", "alias": name, "must_exist": false}},
			map[string]any{"add": map[string]any{"index": o.Index, "alias": name}})
	}
	o.Aliases, err = jsonOf(map[string]any{"actions": actions})
	return o, err
}

// jsonOf returns a line of JSON.
func jsonOf(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}

// longestRun is what Lucene's tokenizer takes for one run at most.
const longestRun = 1 << 20

// analysisSettings has Lucene cut as cuts does: characters are folded one by one, what is
// no letter parts the runs, and of these the grams are taken. Lucene's own tokenizer of
// grams would go by the letters of Java's Unicode tables, which differ between versions.
// What begins with a term of tails is a gram of up to that many characters.
func analysisSettings() map[string]any {
	filters, analyzers := map[string]any{}, map[string]any{}
	for name, width := range map[string]int{analyzerPairs: textWidth, analyzerPart: partWidth} {
		filters[name] = map[string]any{"type": "ngram", "min_gram": 1, "max_gram": width}
		analyzers[name] = map[string]any{"type": "custom", "char_filter": []string{"minglu_fold", "minglu_apart"}, "tokenizer": "minglu_runs", "filter": []string{name}}
	}
	return map[string]any{
		"index": map[string]any{"max_ngram_diff": partWidth - 1},
		"analysis": map[string]any{
			"char_filter": map[string]any{
				"minglu_fold":  map[string]any{"type": "mapping", "mappings": foldings()},
				"minglu_apart": map[string]any{"type": "pattern_replace", "pattern": noLetters(), "replacement": " "},
			},
			"tokenizer": map[string]any{"minglu_runs": map[string]any{"type": "whitespace", "max_token_length": longestRun}},
			"filter":    filters,
			"analyzer":  analyzers,
		},
	}
}

// foldings returns the rules by which Lucene folds, one for each code point that is not
// itself: 0x41 => a.
func foldings() []string {
	var out []string
	for r := rune(0); r <= 0x3ffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		to := fold(r)
		if within(ignored, r) {
			to = ""
		}
		if to == string(r) {
			continue
		}
		means := to == "" || within(letters, r) || strings.ContainsFunc(to, func(f rune) bool { return within(letters, f) })
		if means { // others part runs, as what they are folded to does
			out = append(out, escaped(string(r))+"=>"+escaped(to))
		}
	}
	for r := rune(0xe0000); r <= 0xe01ff; r++ {
		if within(ignored, r) {
			out = append(out, escaped(string(r))+"=>")
		}
	}
	return out
}

// escaped returns a side of a rule, in which what is no letter of ASCII is written by its
// UTF-16: spaces would be trimmed.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// noLetters is the pattern of what parts runs.
func noLetters() string {
	var b strings.Builder
	b.WriteString("[^")
	for _, p := range letters {
		fmt.Fprintf(&b, `\x{%x}-\x{%x}`, p[0], p[1])
	}
	b.WriteString("]")
	return b.String()
}

// fieldMappings says how Lucene reads the fields of kinds.
func fieldMappings() map[string]any {
	properties := map[string]any{"publisher": map[string]any{"type": "keyword"}, "slug": map[string]any{"type": "keyword"}}
	for name, k := range kinds {
		f := map[string]any{"type": "keyword"}
		switch k.analyzer {
		case analyzerPairs, analyzerText:
			f = map[string]any{"type": "text", "analyzer": analyzerPairs}
		case analyzerPart:
			f = map[string]any{"type": "text", "analyzer": analyzerPart}
		}
		if k.analyzer != analyzerWhole && k.options.SkipFreqNorm() {
			f["index_options"], f["norms"] = "docs", false
		}
		properties[name] = f
	}
	return map[string]any{"dynamic": false, "properties": properties}
}

// A clause is a query, or a part of one, in the language of OpenSearch.
type clause map[string]any

func termIn(field, t string) clause   { return clause{"term": clause{field: t}} }
func prefixIn(field, t string) clause { return clause{"prefix": clause{field: t}} }

func allOf(clauses []clause) clause { return clause{"bool": clause{"must": clauses}} }

func someOf(least int, clauses []clause) clause {
	return clause{"bool": clause{"should": clauses, "minimum_should_match": least}}
}

// QueryFor returns the query by which an engine finds, among the documents of OpenSearch,
// what Search finds for a request, in no order. It is OpenSearch's language.
func (x *Index) QueryFor(ctx context.Context, r Request) ([]byte, error) {
	p, err := x.plan(ctx, r.Text)
	if err != nil {
		return nil, err
	}
	return jsonOf(clause{"query": p.clause(r)})
}

// clause says which documents a request finds: query without what only orders them.
func (p plan) clause(r Request) clause {
	if !p.asks() && !blank(r.Text) {
		return clause{"match_none": clause{}} // signs alone ask for nothing
	}
	var all []clause
	if len(p.tokens) > 0 {
		tokens := make([]clause, len(p.tokens))
		for i, t := range p.tokens {
			tokens[i] = t.clause()
		}
		all = append(all, someOf(p.least(), tokens))
	}
	oneOf := func(field string, values []string) {
		var some []clause
		for _, v := range values {
			some = append(some, termIn(field, v))
		}
		if some != nil {
			all = append(all, someOf(1, some))
		}
	}
	for _, f := range facets {
		list := r.chosen(f)
		*list = once(append(slices.Clone(*list), p.values(f)...))
		oneOf(f, *list)
	}
	var honors []string
	for _, level := range r.Levels {
		for _, year := range r.Years {
			honors = append(honors, Honor{level, year}.term())
		}
	}
	oneOf(fieldHonor, honors)
	if all == nil {
		return clause{"match_all": clause{}}
	}
	return allOf(all)
}

// clause asks for any of what t may be.
func (t token) clause() clause {
	grams := make([]clause, len(t.grams))
	for i, g := range t.grams {
		var any []clause
		for _, f := range fieldBoosts {
			any = append(any, termIn(f.field, g))
		}
		grams[i] = someOf(1, append(any, termIn(fieldText, g)))
	}
	any := []clause{allOf(grams)}
	for _, a := range t.also {
		for _, s := range a.starts {
			any = append(any, prefixIn(a.field, s))
		}
	}
	return someOf(1, any)
}
