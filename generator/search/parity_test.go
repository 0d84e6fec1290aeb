package search

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
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
		sounds := func() string {
			syllables := spell(d.Name)[0]
			from := r.IntN(len(syllables))
			return syllables[from:min(len(syllables), from+2+r.IntN(3))].full()
		}
		groups, asking := words()
		nth := func(list []string, i int) string { return slices.Concat(list, make([]string, i+1))[i] } // papers have none
		switch r.IntN(22) {
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
			full := spell(d.Name)[0].full()
			if len(full) >= longestPinyin && r.IntN(3) == 0 { // the last letter that counts
				return full[:longestPinyin-1] + string(rune('a'+r.IntN(26)))
			}
			return strings.ToUpper(part(full, 12))
		case 9:
			return spell(d.County.Name)[0].initials() + " " + part(d.Name, 2)
		case 10:
			return part(d.Name, 3) + part(document().Name, 3) + part(document().Intro, 2)
		case 11: // letters wrong, missing, swapped
			s := []byte(sounds())
			switch i := r.IntN(len(s) - 1); r.IntN(3) {
			case 0:
				s = slices.Delete(s, i, i+1)
			case 1:
				s[i], s[i+1] = s[i+1], s[i]
			default:
				s[i] = 'a' + byte(r.IntN(26))
			}
			return string(s)
		case 12: // syllables apart
			return strings.Join(spell(part(d.Name, 4))[0], " ") + part(" 县级", 3)
		case 13:
			return part(d.County.Short+" ", 3) + groups[r.IntN(len(groups))].Words[r.IntN(2)]
		case 14:
			return asking[r.IntN(len(asking))] + part(d.Name, 4) + asking[r.IntN(len(asking))] + part(d.Intro, 2)
		case 15: // levels and years, apart, together, among other words, in quotation marks
			h := slices.Concat(d.Honors, []Honor{{"市级", "2024年"}})[0]
			return []string{h.Level, h.Year, strings.TrimSuffix(h.Year, "年"), h.Level + " " + h.Year, h.Year + h.Level, h.Level + d.Industry, "“" + h.Level + "”", d.statuses()[0] + d.Industry, "公示中 " + h.Level, "有岗位的", "找工作", "哪里可以学手艺", "招工" + d.Industry, "找工作 " + h.Level}[r.IntN(14)] + part(" "+d.Industry, 4)
		case 16:
			return []string{nth(d.Numbers, 0), strings.NewReplacer("〔", "[", "〕", "]").Replace(nth(d.Numbers, 0)), part(nth(d.Numbers, 0), 9), "第" + part("12345", 1) + "号 " + part(d.Name, 2)}[r.IntN(4)]
		case 17:
			return part(nth(d.People, 0), 3) + part(" "+nth(d.shown(), 1), 5)
		case 18:
			return part(spellings(strings.TrimPrefix(nth(d.shown(), 2), "电话 "))[r.IntN(11)], 20)
		case 19: // traditional characters
			traditional := map[rune]rune{}
			for from, to := range simpleForms() {
				traditional[to] = max(traditional[to], from)
			}
			return strings.Map(func(c rune) rune { return cmp.Or(traditional[c], c) }, part(d.Name+d.Intro, 5))
		case 20: // about as long as may be, and far longer
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
			q.Types = append(q.Types, document().kinds()...)
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
			q.Offers = append(q.Offers, document().Offers...)
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
	collectSeldom(t)
	source := bundle(t)
	for _, c := range []struct{ documents, requests int }{{1, 60}, {7, 140}, {36, 500}, {150, 400}} {
		t.Run(fmt.Sprint(c.documents), func(t *testing.T) {
			t.Parallel()
			corpus := Corpus{Documents: generated(c.documents)}
			corpus.Groups, corpus.Asking = words()
			corpus.Meant = meant
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
		})
	}
}

// collectSeldom has garbage collected less often until a test ends: of what JavaScript
// leaves behind that takes a quarter of the time.
func collectSeldom(t *testing.T) {
	usual := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(usual) })
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
	collectSeldom(t)
	corpus := Corpus{Documents: generated(200)}
	corpus.Groups, corpus.Asking = words()
	corpus.Meant = meant
	files, x := built(t, corpus)
	var asked []Request
	for i, d := range corpus.Documents[:30] { // without the first letter of those that are tried
		asked = append(asked, Request{Text: spellings(strings.TrimPrefix(d.shown()[2], "电话 "))[i%11], Size: 10})
		asked = append(asked, Request{Text: strings.Replace(spell(d.Industry)[0].full(), "a", "", 1), Size: 10})
	}
	asked = append(asked, requests(corpus.Documents, 400, 5)...)
	wanted := make([]Answer, len(asked))
	for i, q := range asked {
		var err error
		if wanted[i], err = x.Search(context.Background(), q); err != nil {
			t.Fatal(err)
		}
	}
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
		{"f === 'year' ? 'level' : f", "f"},
		{"filter(([, year]) => has('year', year))", "filter(() => true)"},
		{"tokens.length >> 1", "1"},
		{"const pinyinBoost = 4", "const pinyinBoost = 5"},
		{"const aroundBoost = 1", "const aroundBoost = 2"},
		{"const numberBoost = 4", "const numberBoost = 5"},
		{"const tradeBoost = 1", "const tradeBoost = 2"},
		{"const asTypedBoost = 1e5", "const asTypedBoost = 1e4"},
		{"const tellingBoost = 1e5", "const tellingBoost = 1e4"},
		{"const writtenPinyin = 4", "const writtenPinyin = 5"},
		{"const longestPinyin = 16", "const longestPinyin = 15"},
		{"const shortestSlip = 4", "const shortestSlip = 5"},
		{"abcdefghijklmnopqrstuvwxyz", "bcdefghijklmnopqrstuvwxyz"},
		{"before + c + char + rest,", ""},
		{"rest.slice(0, 1) + char", "char"},
		{".sort(([x], [y]) => x - y)", ""},
		{"hasOthers(text)", "false"},
		{"asking.includes(piece)", "false"},
		{"mend && choices[piece]", "undefined"},
		{"alone || !c[3]", "!c[3]"},
		{"if (c) wish.push(c)", ""},
		{"folded && chooses.every", "chooses.some"},
		{"phone ? [phone]", "false ? []"},
		{"\\d{5,}", "\\d{6,}"},
		{"!count && grams[0]![4]", "false"},
		{"(?:0*86)?0?", "0?"},
		{"p!.lacks = ''", "p!.lacks = p!.lacks"},
		{"folded.replace(/第(\\d)/g, '$1')", "folded"},
		{"rankOf(columns, x) - rankOf(columns, y) || rank(y)", "rank(y)"},
		{"(counts || f === 'status')", "counts"},
		{"|| !rankOf(columns, doc)", "|| true"},
		{"offer: offersOf(columns, doc)", "offer: []"},
		{"status: bitsOf(listed.status, statusOf(columns, doc))", "status: [listed.status[rankOf(columns, doc)]!]"},
		{"missed === ofHonor(f)", "false"},
		{"latin.test(char) ? 'NFKD' : 'NFKC'", "'NFC'"},
		{"-(places[doc] as number)", "0"},
	} {
		t.Run(m[0], func(t *testing.T) {
			t.Parallel()
			cl := newClient(t, bundle(t, m[0], m[1]), files, corpus)
			for i, q := range asked {
				if got, err := cl.ask(q, false); err != nil || different(wanted[i], got) != "" {
					return
				}
			}
			t.Errorf("with %q the answers are still the same", m[1])
		})
	}
}

// spellings are ways to write a number such as 0518-80000007.
func spellings(number string) []string {
	area, local, _ := strings.Cut(number, "-")
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", "-", "－")
	half := len(local) / 2
	return []string{
		number, area + local, "(" + area + ") " + local[:half] + " " + local[half:], wide.Replace(number), "+86 " + strings.TrimPrefix(area, "0") + " " + local,
		area + "-" + local[:half] + "-" + local[half:], "（" + area + "）" + local, "0086" + strings.TrimPrefix(area, "0") + local, "电话" + area + " " + local, local, local[:half] + "-" + local[half:],
	}
}
