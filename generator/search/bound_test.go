package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// gibberish returns a text of n characters drawn by chance.
func gibberish(r *rand.Rand, n int) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = rune(0x4e00 + r.IntN(0x5000))
	}
	return string(text)
}

// distinctPairs counts what the texts that are read have, each once.
func distinctPairs(docs []Document) int {
	seen := map[[2]rune]bool{}
	for _, d := range docs {
		for _, text := range d.prose() {
			var before rune
			for _, r := range text {
				if !d.Unread {
					seen[[2]rune{before, r}] = true
				}
				before = r
			}
		}
	}
	return len(seen)
}

// Whatever texts there are, the index has no more pairs than are allowed; who writes as
// people do is read, whoever else does not, and copies of a text are worth no more than it.
func TestTextsAreBound(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 15))
		n := 50 + r.IntN(1500)
		docs := generated(n)
		wild := map[string]bool{}
		copied := gibberish(r, 3000)
		for range r.IntN(n) {
			d := &docs[r.IntN(n)]
			wild[d.Slug] = true
			if d.Body = gibberish(r, r.IntN(3000)); r.IntN(4) == 0 {
				d.Body = copied[r.IntN(1000):]
			}
		}
		most := mostPairs(n)
		before := distinctPairs(docs)
		corpus, err := Corpus{Documents: docs}.sorted()
		if err != nil {
			t.Fatal(err)
		}
		if after := distinctPairs(corpus.Documents); after > most+most/20 || before <= most && after != before {
			t.Errorf("seed %d: %d pairs of %d, %d are allowed", seed, after, before, most)
		}
		unread := 0
		for _, d := range corpus.Documents {
			if d.Unread {
				unread++
				if !wild[d.Slug] {
					t.Errorf("seed %d: %s is not read, and is written as people write", seed, d.Slug)
				}
			}
		}
		t.Logf("seed %d: %d documents, %d of chance, %d pairs, %d not read", seed, n, len(wild), before, unread)
	}
}

// What is not read is found by all but its text, in the browser as by bleve.
func TestUnreadTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 15))
	docs := generated(150)
	for i := range docs {
		if i%2 == 0 {
			docs[i].Body = gibberish(r, 4000)
		}
	}
	corpus := Corpus{Documents: docs}
	files, x := built(t, corpus)
	c := newClient(t, bundle(t), files, corpus)
	sorted, err := corpus.sorted()
	if err != nil {
		t.Fatal(err)
	}
	unread := 0
	for i := range sorted.Documents {
		d := &sorted.Documents[i]
		body := []rune(d.Body)
		if len(body) < 4000 || i%8 > 1 {
			continue
		}
		for q, want := range map[string]bool{d.Name: true, string(body[2000:2008]): !d.Unread} {
			request := Request{Text: fmt.Sprintf("“%s”", q), Size: 50}
			a, err := x.Search(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			found := slices.ContainsFunc(a.Hits, func(h Hit) bool { return h.Slug == d.Slug })
			if found != want {
				t.Errorf("%s: by %q found %v, want %v", d.Slug, q, found, want)
			}
			got, err := c.ask(request, false)
			if err != nil {
				t.Fatal(err)
			}
			if diff := different(a, got); diff != "" {
				t.Errorf("%s: %s", request.Text, diff)
			}
		}
		if d.Unread {
			unread++
		}
	}
	if unread == 0 {
		t.Error("all is read")
	}
}
