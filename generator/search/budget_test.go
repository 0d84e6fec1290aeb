package search

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
)

// typical returns what people may ask of the documents: trades, parts of names
// across word borders, places, both together, pinyin, one character.
func typical(docs []Document, n int) []string {
	r := rand.New(rand.NewPCG(3, 3))
	out := make([]string, n)
	for i := range out {
		d := docs[r.IntN(len(docs))]
		name := []rune(d.Name)
		from := r.IntN(len(name) - 2)
		switch i % 8 {
		case 0, 1:
			out[i] = d.Industry
		case 2:
			out[i] = string(name[from : from+2])
		case 3:
			out[i] = string(name[from : from+3])
		case 4:
			out[i] = d.County.Short + d.Industry
		case 5:
			out[i] = d.County.Short
		case 6:
			out[i] = spell(d.Industry)[0].full()
		case 7:
			out[i] = string(name[len(name)-1:])
		}
	}
	return out
}

func TestBudgetX(t *testing.T) {
	for _, n := range []int{10000} {
		corpus := Corpus{Documents: generated(n)}
		files, _ := built(t, corpus)
		var m manifest
		json.Unmarshal(files[manifestPath], &m)
		c := newClient(t, bundle(t), files, corpus)
		measure := func(cold bool) {
			var bytes, reqs, rowreqs, rowbytes []int
			for _, q := range typical(corpus.Documents, 48) {
				c.loaded = nil
				if _, err := c.ask(Request{Text: q, Size: 10}, cold); err != nil {
					t.Fatal(err)
				}
				b, rb, rr := 0, 0, 0
				for _, f := range c.loaded {
					l := len(files["search/"+m.Folder+"/"+f])
					b += l
					if f[0] == 'r' || f[0] == 'k' {
						rb += l
						rr++
					}
				}
				bytes, reqs, rowreqs, rowbytes = append(bytes, b), append(reqs, len(c.loaded)), append(rowreqs, rr), append(rowbytes, rb)
				if cold {
					t.Log(q, b, len(c.loaded), rb, rr)
				}
			}
			for _, l := range [][]int{bytes, reqs, rowreqs, rowbytes} {
				slices.Sort(l)
				t.Log(n, cold, "median", l[len(l)/2], "p90", l[len(l)*9/10], "max", l[len(l)-1])
			}
		}
		t.Log(len(files[manifestPath]), len(files["search/"+m.Folder+"/docs.bin"]))
		measure(true)
		measure(false)
	}
}
