package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// requests returns n requests about the documents: parts of their texts, words
// put together, pinyin, noise, with facets and orders; the same for one seed.
func requests(docs []Document, n int, seed uint64) []Request {
	r := rand.New(rand.NewPCG(seed, 11))
	document := func() *Document { return &docs[r.IntN(len(docs))] }
	part := func(text string, most int) string {
		chars := []rune(text)
		if len(chars) == 0 {
			return ""
		}
		from := r.IntN(len(chars))
		return string(chars[from:min(len(chars), from+1+r.IntN(most))])
	}
	text := func() string {
		d := document()
		switch r.IntN(13) {
		case 0:
			return d.Name
		case 1, 2:
			return part(d.Name, 6)
		case 3:
			return part(d.Intro, 6)
		case 4:
			return part(d.Intro, 40)
		case 5:
			return part(d.Builder, 9)
		case 6:
			return d.County.Short + part(d.Industry, 3)
		case 7:
			return part(d.Name, 3) + " " + part(document().Intro, 3)
		case 8:
			return strings.ToUpper(part(spell(d.Name)[0].full(), 12))
		case 9:
			return spell(d.County.Name)[0].initials() + " " + part(d.Name, 2)
		case 10:
			return part(d.Name, 3) + part(document().Name, 3) + part(document().Intro, 2)
		case 11: // about as long as may be, and far longer
			return strings.Repeat(part(d.Name, 6)+part("𠮷 ，é", 2), 1+r.IntN(80)) + d.Intro
		default:
			return part("ＡＢ１２ 𠮷 é水晶，。①㎡東匠", 5)
		}
	}
	out := make([]Request, n)
	for i := range out {
		q := Request{Text: text(), Size: 1 + r.IntN(30)}
		if r.IntN(20) == 0 {
			q.Text = ""
		}
		if r.IntN(7) == 0 {
			q.Types = append(q.Types, document().Type)
		}
		if r.IntN(9) == 0 {
			q.Counties = append(q.Counties, document().County.Name, document().County.Name)
		}
		if r.IntN(5) == 0 {
			q.Levels = append(q.Levels, document().levels()...)
		}
		if r.IntN(5) == 0 {
			q.Years = append(q.Years, document().years()...)
		}
		if r.IntN(6) == 0 {
			q.Statuses = append(q.Statuses, document().status(), document().status())
		}
		if r.IntN(6) == 0 {
			q.From = r.IntN(12)
		}
		q.Sort = []Sort{ByRelevance, ByRelevance, ByRelevance, ByName, ByDate}[r.IntN(5)]
		out[i] = q
	}
	return out
}

// The promise: ids, order, totals, facet counts and the bits of the scores are
// bleve's own.
func TestParity(t *testing.T) {
	source := bundle(t)
	for _, c := range []struct{ documents, requests int }{{1, 60}, {7, 140}, {36, 500}, {150, 400}} {
		corpus := Corpus{Documents: generated(c.documents)}
		files, x := built(t, corpus)
		cl := newClient(t, source, files, corpus)
		loose, none := 0, 0
		for _, q := range requests(corpus.Documents, c.requests, uint64(c.documents)) {
			want, err := x.Search(context.Background(), q)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			got, err := cl.ask(q, false)
			if err != nil {
				t.Fatalf("%+v: %v", q, err)
			}
			if d := different(want, got); d != "" {
				t.Errorf("%d documents, %+v: %s", c.documents, q, d)
			}
			if want.Loose {
				loose++
			}
			if want.Total == 0 {
				none++
			}
		}
		t.Logf("%d documents: %d requests, %d loosened, %d found nothing", c.documents, c.requests, loose, none)
	}
}

// Bits of JavaScript are 32: a facet with more values is counted and chosen alike.
func TestParityOfManyYears(t *testing.T) {
	docs := generated(80)
	for i := range docs {
		docs[i].Honors = []Honor{{"市级", fmt.Sprint(1980+i%40, "年")}, {"县级", fmt.Sprint(1980+(i+32)%40, "年")}}
	}
	corpus := Corpus{Documents: docs}
	files, x := built(t, corpus)
	cl := newClient(t, bundle(t), files, corpus)
	asked := []Request{{Size: 100}}
	for i := range 40 {
		asked = append(asked, Request{Size: 100, Years: []string{fmt.Sprint(1980+i, "年")}})
	}
	for _, q := range asked {
		want, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := cl.ask(q, false)
		if err != nil {
			t.Fatal(err)
		}
		if d := different(want, got); d != "" || want.Total == 0 {
			t.Errorf("%v: %d found, %s", q.Years, want.Total, d)
		}
	}
}

// A parity test that cannot fail proves nothing.
func TestParityFailsOnMutations(t *testing.T) {
	corpus := Corpus{Documents: generated(200)}
	files, x := built(t, corpus)
	asked := requests(corpus.Documents, 400, 5)
	for _, m := range [][2]string{
		{"const b = 0.75", "const b = 0.7500001"},
		{"const k1 = 1.2", "const k1 = 1.25"},
		{"sum * (matching / scores.length)", "sum"},
		{".sort((x, y) => x.count - y.count)", ""},
		{"Math.fround(1 / Math.sqrt(p.lengths[i] as number))", "1 / Math.sqrt(p.lengths[i] as number)"},
		{"Math.sqrt(freq)", "freq"},
		{"Math.ceil(distinct / n)", "distinct / n"},
		{"|| x - y", "|| y - x"},
		{"const keyBoost = 1e8", "const keyBoost = 1e7"},
		{"const partBoost = 1e6", "const partBoost = 1e5"},
		{"const mostTokens = 6", "const mostTokens = 7"},
		{"const longestQuery = 200", "const longestQuery = 201"},
		{"const idf = avg > 0 ? log(", "const idf = avg > 0 ? Math.log10("},
		{"(honor || f === 'level' || f === 'year')", "honor"},
		{"filter(([, year]) => has('year', year))", "filter(() => true)"},
		{"length >> 1", "1"},
		{"rankOf(columns, x) - rankOf(columns, y) || rank(y)", "rank(y)"},
		{"(counts || f === 'status')", "counts"},
		{": !rankOf(columns, doc)", ": true"},
		{"honor && fits('status')", "honor"},
		{"latin.test(char) ? 'NFKD' : 'NFKC'", "'NFC'"},
		{"-(places[doc] as number)", "0"},
	} {
		t.Run(m[0], func(t *testing.T) {
			cl := newClient(t, bundle(t, m[0], m[1]), files, corpus)
			if !slices.ContainsFunc(asked, func(q Request) bool {
				want, err := x.Search(context.Background(), q)
				if err != nil {
					t.Fatal(err)
				}
				got, err := cl.ask(q, false)
				return err != nil || different(want, got) != ""
			}) {
				t.Errorf("with %q the answers are still the same", m[1])
			}
		})
	}
}
