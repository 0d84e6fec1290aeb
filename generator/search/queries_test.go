package search

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// public is the corpus that queries of the public are held against: brands of many
// trades and places, invented, and the words of criteria/ as they once were. Nothing of
// the repository's content is in it.
func public(t testing.TB) Corpus {
	t.Helper()
	var c Corpus
	for file, v := range map[string]any{"brands.json": &c.Documents, "words.json": &c} {
		data, err := os.ReadFile("testdata/" + file)
		if err == nil {
			err = json.Unmarshal(data, v)
		}
		if err != nil {
			t.Fatal(file, err)
		}
	}
	c.Levels = []string{"省级", "市级", "县级"}
	return c
}

// A wanted is a query with what should be found first: one of some; "-" where nothing is to be found.
type wanted struct {
	query string
	slugs []string
}

func queries(t testing.TB) []wanted {
	t.Helper()
	data, err := os.ReadFile("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []wanted
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if query, slugs, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(line, "#") {
			out = append(out, wanted{query, strings.Fields(slugs)})
		}
	}
	return out
}

// What the public types finds what it looks for, in bleve and in the browser.
func TestQueriesOfThePublic(t *testing.T) {
	corpus := public(t)
	files, x := built(t, corpus)
	cl := newClient(t, bundle(t), files, corpus)
	all := queries(t)
	met := 0
	for _, w := range all {
		asked := Request{Text: w.query, Size: 5}
		a, err := x.Search(context.Background(), asked)
		if err != nil {
			t.Fatal(err)
		}
		got, err := cl.ask(asked, false)
		if d := different(a, got); d != "" || err != nil {
			t.Errorf("%s: in the browser %s, %v", w.query, d, err)
		}
		if len(a.Hits) == 0 && w.slugs[0] == "-" || len(a.Hits) > 0 && slices.Contains(w.slugs, a.Hits[0].Slug) {
			met++
			continue
		}
		t.Errorf("%s: %d found, %v first, not %v; said %q, loose %v", w.query, a.Total, slugs(a), w.slugs, a.Said, a.Loose)
	}
	t.Logf("%d of %d queries find first what they should", met, len(all))
	if len(all) < 150 {
		t.Error("fewer than 150 queries")
	}
}
