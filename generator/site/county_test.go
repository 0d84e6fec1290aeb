package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
)

// spread moves the brands of a history to other counties, and gives them types and links.
func spread(r *rand.Rand, files fstest.MapFS) fstest.MapFS {
	counties := []struct{ slug, name string }{{"donghai", "东海县"}, {"guanyun", "灌云县"}, {"ganyu", "赣榆区"}, {"lianyungang", "连云港市"}}
	types := []string{"", "type: 文化旅游类\n", "type: 民生保障类\n"}
	links := []string{"", "links: [{label: 岗位, url: https://example.org/a, kind: 招聘}, {label: 班, url: https://example.org/b, kind: 培训}]\n"}
	moved := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320000\nbureaus: [{county: 东海县, unit: 甲局}, {county: 连云港市, unit: 乙局}]\n")}}
	for i := range 12 {
		slug := fmt.Sprintf("b%d", i)
		if files["content/brands/donghai/"+slug+".md"] == nil {
			continue
		}
		c := counties[r.IntN(len(counties))]
		moved["content/brands/"+c.slug+"/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\nname: " + slug + "匠\ncounty: " + c.name + "\n" + types[r.IntN(len(types))] + links[r.IntN(len(links))] + "---\n")}
	}
	for path, file := range files {
		if _, is := moved[path]; !is && path[:len("content/n")] == "content/n" {
			moved[path] = file
		}
	}
	var some []string
	for i := range 12 {
		if files[fmt.Sprintf("content/brands/donghai/b%d.md", i)] != nil && r.IntN(2) == 0 {
			some = append(some, fmt.Sprintf("b%d", i))
		}
	}
	for i, days := range []string{"from: 2026-06-29\nto: 2026-07-03", "from: 2026-01-05\nto: 2026-01-09"} {
		moved[fmt.Sprintf("content/notices/g%d.md", i)] = &fstest.MapFile{Data: []byte(fmt.Sprintf("---\nkind: 公示\ntitle: 公示\nlevel: 市级\n%s\nbrands: [%s]\n---\n", days, joined(some)))}
	}
	return moved
}

func joined(all []string) (s string) {
	for i, a := range all {
		if i > 0 {
			s += ", "
		}
		s += a
	}
	return s
}

// What a place tells follows from the brands and the notices alone: the types that it lacks
// are those without a listed brand there; each act that names a brand of it that may be named
// is told once, with all of these; and what it counts as ended is on the page of what ended.
func TestPlacesTellWhatTheirBrandsAndActsSay(t *testing.T) {
	sites := allSites(t)
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 7))
		sites[fmt.Sprint("history ", seed)] = siteOf(t, spread(r, history(r)))
	}
	told, running, bureaus, offers := 0, 0, 0, 0
	for name, s := range sites {
		for _, l := range s.Places {
			in := func(b *content.Brand) bool { return l.Region.Contains(b.Region) }
			for _, kind := range s.Rules.Types {
				has := slices.ContainsFunc(s.Listed, func(b *Brand) bool { return in(b.Brand) && b.Type == kind })
				if slices.Contains(l.Place.Missing, kind) == has {
					t.Errorf("%s: %s has a brand of %s: %v, and lacks %v", name, l.Name, kind.Name, has, l.Place.Missing)
				}
			}
			all := slices.Concat(l.Place.Running, l.Place.History)
			for _, n := range s.Notices {
				want := map[string]bool{}
				for _, row := range n.Rows {
					if l.Region.Contains(row.Region) {
						want[row.Name] = true
					}
				}
				got, times := map[string]bool{}, 0
				for _, c := range all {
					if c.Notice == n && c.Kind != Expiry {
						times++
						for _, row := range c.Rows {
							got[row.Name] = true
						}
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(want) || times != min(1, len(want)) {
					t.Errorf("%s: %s tells %s %d times of %v, want of %v", name, l.Name, n.Slug, times, got, want)
				}
				told += times
			}
			for _, c := range l.Place.Running {
				if running++; !c.Notice.Running || c.Kind != Publicity {
					t.Errorf("%s: %s says that %s runs", name, l.Name, c.Notice.Slug)
				}
			}
			if !slices.IsSortedFunc(l.Place.History, func(a, b *Change) int { return b.Date.Compare(a.Date) }) {
				t.Errorf("%s: the history of %s is not the newest first", name, l.Name)
			}
			work := map[string]int{}
			for _, b := range s.Listed {
				for _, link := range b.Links {
					for _, e := range Errands {
						if in(b.Brand) && slices.Contains(e.Kinds, link.Kind) {
							work[e.Name]++
						}
					}
				}
			}
			for _, c := range l.Place.Work {
				if c.Number != work[c.Name] || c.Number == 0 || c.Path == "" {
					t.Errorf("%s: %s offers %d of %s at %q, want %d", name, l.Name, c.Number, c.Name, c.Path, work[c.Name])
				}
				offers, work[c.Name] = offers+c.Number, 0
			}
			for errand, n := range work {
				if n > 0 {
					t.Errorf("%s: %s keeps quiet of %d of %s", name, l.Name, n, errand)
				}
			}
			ended := 0
			for _, b := range s.Brands {
				if in(b.Brand) {
					ended += len(b.Standing.Honors) - len(b.Standing.Holding())
				}
			}
			if ended != l.Place.Ended {
				t.Errorf("%s: %d honours of %s have ended, and it tells %d", name, ended, l.Name, l.Place.Ended)
			}
			named := slices.ContainsFunc(s.Settings.Bureaus, func(b content.Bureau) bool { return b.Region == l.Region })
			if b := l.Place.Bureau; (b != nil) != named || b != nil && b.Region != l.Region {
				t.Errorf("%s: the bureau of %s is %+v", name, l.Name, b)
			} else if b != nil {
				bureaus++
			}
		}
		for _, l := range slices.Concat(s.Types, s.Both, s.Levels, s.Years) {
			if l.Place != nil {
				t.Errorf("%s: %s tells what a place does", name, l.Path)
			}
		}
	}
	if told == 0 || running == 0 || bureaus == 0 || offers == 0 {
		t.Errorf("the sites tell of %d acts, %d running, %d bureaus, %d offers", told, running, bureaus, offers)
	}
}

// A county tells no more of a 公示 that is over than that it led to a brand.
func TestPlacesKeepQuietOfWhatCameToNothing(t *testing.T) {
	s := siteOf(t, acts("kind: 公示; from: 2026-01-05; to: 2026-01-09; brands: [a, b]", "kind: 认定; date: 2026-02-01; brands: [a]"))
	p := list(t, s, "counties/donghai.html").Place
	if c := p.History[len(p.History)-1]; len(p.History) != 2 || c.Noticed != 1 || len(c.Rows) != 1 {
		t.Errorf("the county tells %+v of a 公示 that led to one brand", c)
	}
}

// A word of acts leads to its place in the glossary, where there is one.
func TestWordsLeadToWhereTheyAreExplained(t *testing.T) {
	files := acts("kind: 认定; date: 2026-02-01; brands: [a]")
	if link := siteOf(t, files).Explained("认定"); link != (Link{Name: "认定"}) {
		t.Errorf("without a glossary 认定 leads to %q", link.Path)
	}
	files["content/pages/glossary.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 用语\n---\n## 进入\n\n### 收录\n\n文。\n")}
	s := siteOf(t, files)
	for word, want := range map[string]string{"收录": "glossary.html#s-收录", "认定": ""} {
		if link := s.Explained(word); link != (Link{word, want}) {
			t.Errorf("%s leads to %q, want %q", word, link.Path, want)
		}
	}
}
