package review_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/review"
)

// A veto that is lifted is decided on, with both conclusions.
func TestALiftedVetoIsToBeDecided(t *testing.T) {
	before, _ := changed(t, base(t), txtar.Parse([]byte("-- content/brands/ganyu/menjian.md --\nplan: 是 => plan: 否\n-- want --\n")))
	after, changes := changed(t, before, txtar.Parse([]byte("-- content/brands/ganyu/menjian.md --\nplan: 否 => plan: 是\nas_of: 2024-05-31 => as_of: 2024-06-30\n-- want --\n")))
	text, _ := review.Compare(read(t, before), read(t, after), changes).Document("与 main 比较").Markdown(review.CommentLimit)
	if strings.Contains(text, "须决定的 0 项") || !strings.Contains(text, "| city-2024 | 有 1 条基本条件未达到，一票否决；得分 10，加分 0，总分 10，第 3 名 | 基本条件全部达到；得分 10，加分 0，总分 10，第 3 名 | basic-1：未达到 → 达到 |") {
		t.Error(text)
	}
}

// A concluded is what the rules and the acts make of one brand, reckoned here by
// itself: by standard its conclusion, its vetoes and its rank, and what it holds.
type concluded struct {
	outcome, vetoed, text string
	rank                  int
}

func conclusions(s *review.Side) map[string]map[string]concluded {
	all := map[string]map[string]concluded{}
	for _, b := range s.Content.Brands {
		of := map[string]concluded{}
		held := ""
		for _, h := range b.Standing.Holding() {
			held += h.Level.Name + h.Name + " "
		}
		of["级别"] = concluded{outcome: held}
		for _, e := range s.Evaluations[b] {
			c := concluded{outcome: string(e.Outcome), vetoed: strings.Join(e.Vetoed, " "), text: e.Conclusion()}
			if e.Standard.Kind == criteria.Scorecard {
				c.rank = 1
				for _, other := range s.Content.Brands {
					for _, o := range s.Evaluations[other] {
						if other.Type == b.Type && o.Standard == e.Standard && o.Total > e.Total {
							c.rank++
						}
					}
				}
			}
			of[e.Standard.ID] = c
		}
		all[b.Slug] = of
	}
	return all
}

// decisions returns the rows that somebody has to decide on. They come before
// everything else.
func decisions(t *testing.T, d *review.Document) (rows []string) {
	t.Helper()
	for i, s := range d.Sections {
		decided := strings.HasPrefix(s.Title, "须决定")
		if decided != (s.Decide > 0) || decided && i > 0 && d.Sections[i-1].Decide == 0 {
			t.Errorf("%q: %d decisions, in place %d", s.Title, s.Decide, i)
		}
		if decided {
			for _, b := range s.Blocks {
				for _, row := range b.Rows {
					rows = append(rows, strings.Join(row, " | "))
				}
			}
		}
	}
	return rows
}

// invented returns a repository with the standards of base.txtar and random brands.
func invented(t *testing.T, random *rand.Rand) (fstest.MapFS, []string) {
	root := base(t)
	for name := range root {
		if strings.HasPrefix(name, "content/brands/") || strings.HasPrefix(name, "content/notices/") {
			delete(root, name)
		}
	}
	var files []string
	for i := range 3 + random.IntN(5) {
		county := []string{"donghai 东海县", "ganyu 赣榆区"}[random.IntN(2)]
		folder, name, _ := strings.Cut(county, " ")
		file := fmt.Sprintf("content/brands/%s/brand-%c.md", folder, 'a'+i)
		files = append(files, file)
		root[file] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nname: %s第%c工匠\ntype: 文旅类\ncounty: %s\nbuilder: 单位\nas_of: 2026-0%d-01\nfacts: {plan: %s, market: %s, workers: %d, product: %s}\nevidence: {workers: 年报}\n---\n简介。\n",
			name, 'A'+i, name, 1+random.IntN(5), yesNo(random), yesNo(random), workers(random), product(random))}
	}
	return root, files
}

func yesNo(random *rand.Rand) string   { return []string{"是", "是", "否"}[random.IntN(3)] }
func product(random *rand.Rand) string { return []string{"无", "市级", "省级"}[random.IntN(3)] }
func workers(random *rand.Rand) int    { return []int{100, 1999, 2000, 2100, 3000, 9000}[random.IntN(6)] }

// edit changes one thing that decides something, or may.
func edit(random *rand.Rand, root fstest.MapFS, files []string, n int) {
	file := files[random.IntN(len(files))]
	slug := strings.TrimSuffix(path.Base(file), ".md")
	replace := func(name, pattern, with string) {
		if f := root[name]; f != nil {
			root[name] = &fstest.MapFile{Data: regexp.MustCompile(pattern).ReplaceAll(f.Data, []byte(with))}
		}
	}
	switch random.IntN(9) {
	case 0:
		replace(file, `plan: .`, "plan: "+yesNo(random))
	case 1:
		replace(file, `workers: \d+`, fmt.Sprint("workers: ", workers(random)))
	case 2:
		replace(file, `product: ..`, "product: "+product(random))
	case 3:
		replace(file, `type: .*`, "type: "+[]string{"文旅类", "技能类"}[random.IntN(2)])
	case 4:
		root["content/judgements/city-2024/"+slug+".yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "tourism-2: {points: %d, reason: 手艺, by: 甲}\n", random.IntN(11))}
	case 5:
		delete(root, file)
	case 6:
		replace("criteria/standards/city-2024.yaml", `at_least: \d+`, fmt.Sprint("at_least: ", workers(random)))
	case 7:
		replace("criteria/standards/city-2024.yaml", `type_points: 20\n(pass_total: \d+\n)?`, fmt.Sprintf("type_points: 20\npass_total: %d\n", 1+random.IntN(20)))
	case 8:
		kind := []string{"认定", "退出"}[random.IntN(2)]
		root[fmt.Sprintf("content/notices/n-%d.md", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nkind: %s\ntitle: 通知\nlevel: %s\ndate: 2026-06-1%d\nbrands: [%s]\n---\n文。\n", kind, []string{"县级", "市级"}[random.IntN(2)], n, slug)}
	}
}

// Whatever changes what a standard concludes of a brand, whom it vetoes or ranks
// where, or what a brand holds, is among the decisions, wherever it was written.
func TestWhateverTurnsAConclusionIsToBeDecided(t *testing.T) {
	turned := 0
	for seed := range uint64(150) {
		random := rand.New(rand.NewPCG(seed, 2))
		before, files := invented(t, random)
		for n := range 3 {
			edit(random, before, files, n)
		}
		after := maps.Clone(before)
		for n := range 1 + random.IntN(3) {
			edit(random, after, files, n+3)
		}
		was, now := read(t, before), read(t, after)
		d := review.Compare(was, now, differences(before, after)).Document("与 main 比较")
		rows := decisions(t, d)
		old := conclusions(was)
		for slug, of := range conclusions(now) {
			name := now.Content.Brands[slices.IndexFunc(now.Content.Brands, func(b *content.Brand) bool { return b.Slug == slug })].Name
			for by, c := range of {
				o, known := old[slug][by]
				same := o
				same.text = c.text
				if same == c || old[slug] == nil && by != "级别" {
					continue
				}
				turned++
				if !slices.ContainsFunc(rows, func(row string) bool {
					return strings.Contains(row, name) && strings.Contains(row, by) && (!known || o.outcome == c.outcome || strings.Contains(row, o.text) && strings.Contains(row, c.text))
				}) {
					t.Fatalf("seed %d: %s %s: %+v, then %+v, is not among\n%s", seed, slug, by, o, c, strings.Join(rows, "\n"))
				}
			}
			for by, o := range old[slug] {
				if _, still := of[by]; !still && !slices.ContainsFunc(rows, func(row string) bool {
					return strings.Contains(row, name) && strings.Contains(row, by) && strings.Contains(row, o.text)
				}) {
					t.Fatalf("seed %d: that %s no longer measures %s is not among\n%s", seed, by, slug, strings.Join(rows, "\n"))
				}
			}
		}
	}
	if turned < 150 {
		t.Errorf("only %d conclusions have turned: the test shows little", turned)
	}
}

// A story told otherwise gives nobody anything to decide.
func TestAStoryIsNoDecision(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 3))
		before, files := invented(t, random)
		for n := range 4 {
			edit(random, before, files, n)
		}
		after := maps.Clone(before)
		for _, file := range files {
			if f := after[file]; f != nil && random.IntN(2) == 0 {
				after[file] = &fstest.MapFile{Data: slices.Concat(f.Data, []byte("\n## 品牌故事\n\n一刀一刀。\n"))}
			}
		}
		d := review.Compare(read(t, before), read(t, after), differences(before, after)).Document("与 main 比较")
		if rows := decisions(t, d); d.Sections[0].Decide != 0 || !strings.Contains(strings.Join(d.Lead, ""), "须决定的 0 项") {
			t.Errorf("seed %d: %s\n%s", seed, d.Sections[0].Title, strings.Join(rows, "\n"))
		}
	}
}

// A number that is more than doubled or halved, or that a bound lies between, comes
// first, and nothing else does.
func TestFiguresAreWeighed(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	before := base(t)
	const file = "content/brands/ganyu/menjian.md"
	counts := map[bool]int{}
	for range 150 {
		a, b := 1+random.IntN(8000), 1+random.IntN(8000)
		if random.IntN(4) == 0 {
			a = []int{1000, 1500, 1999, 2000, 3000, 0}[random.IntN(6)]
			b = 2*a + random.IntN(3) - 1
		}
		if b < 0 || a == b {
			continue
		}
		before[file] = &fstest.MapFile{Data: edited(t, string(base(t)[file].Data), fmt.Sprintf("workers: 2100 => workers: %d", a))}
		after := maps.Clone(before)
		after[file] = &fstest.MapFile{Data: edited(t, string(before[file].Data), fmt.Sprintf("workers: %d => workers: %d", a, b))}
		p := review.Compare(read(t, before), read(t, after), differences(before, after))
		want := max(a, b) > 2*min(a, b)
		for _, bound := range []int{2000, 3000} { // of city-2024 and province-2022
			want = want || (a < bound) != (b < bound)
		}
		counts[want]++
		if f := p.Brands[0].Facts; len(f) != 1 || f[0].Heavy != want {
			t.Errorf("from %d to %d: %+v", a, b, f)
		}
	}
	if counts[true] < 20 || counts[false] < 20 {
		t.Error("the numbers show little:", counts)
	}
}

// Of generated acts those are out of order that recognize whom no 公示 of the level
// showed since the last act on him, or before its end; a 公示 of too few days, and one of
// who holds the level already.
func TestActsKeepTheirOrder(t *testing.T) {
	type lapse struct {
		notice string
		kind   review.LapseKind
		slug   string
	}
	kinds := map[review.LapseKind]int{}
	for seed := range uint64(80) {
		random := rand.New(rand.NewPCG(seed, 4))
		before := base(t)
		delete(before, "content/notices/rending-2024.md")
		before["content/site.yaml"] = &fstest.MapFile{Data: append(slices.Clip(before["content/site.yaml"].Data), "publicity_days: 4\n"...)}
		after := maps.Clone(before)
		for n := range 2 + random.IntN(8) {
			brands := []string{"banhua", "menjian", "shuijing", "zaochuan"}
			random.Shuffle(len(brands), func(i, j int) { brands[i], brands[j] = brands[j], brands[i] })
			day := 1 + random.IntN(20)
			when := fmt.Sprintf("kind: %s\ndate: 2026-05-%02d", []string{"认定", "认定", "退出"}[random.IntN(3)], day)
			if random.IntN(2) == 0 {
				when = fmt.Sprintf("kind: 公示\nfrom: 2026-05-%02d\nto: 2026-05-%02d", day, day+random.IntN(6))
			}
			after[fmt.Sprintf("content/notices/n-%d.md", n)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\n%s\ntitle: 文\nlevel: %s\nbrands: [%s]\n---\n文。\n",
				when, []string{"县级", "市级"}[random.IntN(2)], strings.Join(brands[:1+random.IntN(4)], ", "))}
		}
		side := read(t, after)
		want, got := map[lapse]bool{}, map[lapse]bool{}
		names := func(n *content.Notice, b *content.Brand) bool {
			return slices.ContainsFunc(n.Entries, func(e content.Entry) bool { return e.Brand == b })
		}
		all := side.Content.Notices // in the order in which they act
		for i, n := range all {
			if n.Kind == content.Publicity && n.To.Day-n.From.Day+1 < 4 {
				want[lapse{n.Slug, review.Short, ""}] = true
			}
			for _, e := range n.Entries {
				holds := false
				for _, o := range all[:i] {
					if o.Level == n.Level && o.Kind != content.Publicity && names(o, e.Brand) {
						holds = o.Kind == content.Recognition
					}
				}
				if n.Kind == content.Publicity && holds {
					want[lapse{n.Slug, review.Held, e.Brand.Slug}] = true
				}
			}
			if n.Kind != content.Recognition {
				continue
			}
			for _, e := range n.Entries {
				var last *content.Notice // that decides of the brand at the level before n
				for _, o := range all[:i] {
					if o.Level == n.Level && names(o, e.Brand) {
						last = o
					}
				}
				switch {
				case last == nil || last.Kind != content.Publicity:
					want[lapse{n.Slug, review.Unshown, e.Brand.Slug}] = true
				case n.Date.Day <= last.To.Day:
					want[lapse{n.Slug, review.Early, e.Brand.Slug}] = true
				}
			}
		}
		for _, l := range review.Compare(read(t, before), side, differences(before, after)).Lapses {
			kinds[l.Kind]++
			for _, b := range l.Brands {
				got[lapse{l.Notice.Slug, l.Kind, b.Slug}] = true
			}
			if l.Brands == nil {
				got[lapse{l.Notice.Slug, l.Kind, ""}] = true
			}
		}
		if !maps.Equal(got, want) {
			t.Fatalf("seed %d: got %v, want %v", seed, got, want)
		}
		if again := review.Compare(side, read(t, after), nil).Lapses; again != nil {
			t.Fatalf("seed %d: %v are told again", seed, again)
		}
	}
	if len(kinds) != 4 {
		t.Error("the acts show little:", kinds)
	}
}
