package search

import (
	"math/rand/v2"
	"testing"
)

// An edit of a text publishes the shards of its pairs anew, and hardly any other file: what
// lies behind them keeps its place and its name.
func TestAnEditChangesFewFiles(t *testing.T) {
	const documents, edits, words = 800, 6, 8
	corpus := Corpus{Documents: generated(documents)}
	before, _ := built(t, corpus)
	r := rand.New(rand.NewPCG(15, 15))
	for range edits {
		d := &corpus.Documents[r.IntN(documents)]
		was := d.Intro
		text := []rune(was)
		at, n := 100+r.IntN(100), 1+r.IntN(words) // behind what a row shows
		insert := []rune(gibberish(r, n))
		d.Intro = string(text[:at]) + string(insert) + string(text[at+r.IntN(n+1):])
		after, _ := built(t, corpus)
		anew, same := 0, 0
		for path := range after {
			if _, there := before[path]; there {
				same++
			} else {
				anew++
			}
		}
		t.Logf("%d characters: %d files of %d are new", n, anew, len(after))
		if most := 2*(n+1) + 2*(n+1)/2 + 3; anew > most { // pairs that go and come, some shards cut otherwise, the manifest
			t.Errorf("%d characters: %d files are new, more than %d", n, anew, most)
		}
		d.Intro = was
	}
}
