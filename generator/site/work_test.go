package site

import (
	"cmp"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// Every kind of link that the table knows leads to one errand.
func TestEveryKindOfLinkIsOfOneErrand(t *testing.T) {
	var kinds []string
	for _, e := range Errands {
		kinds = append(kinds, e.Kinds...)
	}
	known := slices.Clone(keys.Find(keys.Find(keys.Brand, "links").Fields, "kind").Choices)
	slices.Sort(kinds)
	slices.Sort(known)
	if !slices.Equal(kinds, known) {
		t.Errorf("errands are of %q, links of %q", kinds, known)
	}
}

// A busy is the content of invented brands with links and people, and what of it should be
// shown on a day, reckoned from what was written alone.
type busy struct {
	files  fstest.MapFS
	offers map[string][]string // by kind of link and county: labels
	people []string            // name and role
}

// newBusy invents n brands. Half of them are recognized; links end before, on and after the
// day.
func newBusy(seed uint64, n int, region string, day values.Date) busy {
	random := rand.New(rand.NewPCG(seed, 11))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	w := busy{fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办单位\nregion: " + region + "\n")}}, map[string][]string{}, nil}
	counties := []struct{ slug, name string }{{"haizhou", "海州区"}, {"ganyu", "赣榆区"}, {"donghai", "东海县"}, {"guannan", "灌南县"}, {"lianyungang", "连云港市"}}
	until := map[string]bool{"": true, day.String(): true, day.Next().String(): true, "2026-12-31": true, "2026-06-29": false, "2025-06-30": false}
	recognized := []string{"s0"}
	for i := range n {
		slug := fmt.Sprintf("s%d", i)
		county := counties[random.IntN(len(counties))]
		stands := i == 0 || random.IntN(2) == 0
		if stands && i > 0 {
			recognized = append(recognized, slug)
		}
		text := fmt.Sprintf("---\nname: 第%d号工\ncounty: %s\n%slinks:\n", i, county.name, pick("", "type: 文化旅游类\n", "type: 民生保障类\n"))
		for j := range random.IntN(5) {
			label, kind, end := fmt.Sprintf("链接%d-%d", i, j), pick("", "招聘", "培训", "店铺", "用工需求"), pick("", day.String(), day.Next().String(), "2026-12-31", "2026-06-29", "2025-06-30")
			text += fmt.Sprintf("  - {label: %s, url: https://example.org/%d/%d, kind: %s, since: %s, until: %s}\n", label, i, j, kind, pick("", "2025-01-01"), end)
			if stands && kind != "" && until[end] {
				w.offers[kind+county.name] = append(w.offers[kind+county.name], label)
			}
		}
		text = strings.TrimSuffix(text, "links:\n") + "people:\n"
		for j := range random.IntN(3) {
			name, role := fmt.Sprintf("人%d-%d", i, j), pick("", "创立人", "传承人", "领军人", "师傅")
			text += fmt.Sprintf("  - {name: %s, role: %s, story: %s}\n", name, role, pick("", "说来话长，一言难尽。后来好了。"))
			if stands {
				w.people = append(w.people, name+role)
			}
		}
		w.files["content/brands/"+county.slug+"/"+slug+".md"] = &fstest.MapFile{Data: []byte(strings.TrimSuffix(text, "people:\n") + "---\n")}
	}
	half := len(recognized) / 2
	for i, slugs := range [][]string{recognized[:half], recognized[half:]} {
		if len(slugs) > 0 {
			w.files[fmt.Sprintf("content/notices/n%d.md", i)] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nkind: 认定\ntitle: 第%d批\nlevel: 市级\ndate: %d-05-06\nbrands: [%s]\n---\n", i, 2024+i, strings.Join(slugs, ", "))}
		}
	}
	return w
}

// TestWorkIsWhatStandingBrandsOffer holds the pages of work and people, their counts and
// addresses, what lists mark and count, against what was written.
func TestWorkIsWhatStandingBrandsOffer(t *testing.T) {
	day := values.Date{Year: 2026, Month: 6, Day: 30}
	for seed := range uint64(12) {
		n := []int{1, 7, 40, 260}[seed%4]
		w := newBusy(seed, n, []string{"320700", "320000"}[seed/4%2], day)
		s := siteOn(t, w.files, day)
		s.checkOffers(t, w.offers)
		s.checkPeople(t, w.people)
		for _, l := range s.All() {
			s.checkOfferFacet(t, l)
		}
	}
}

func (s *Site) checkOffers(t *testing.T, want map[string][]string) {
	t.Helper()
	got, places := map[string][]string{}, map[string]int{}
	for n, page := range s.Work.Pages {
		entries := 0
		for _, section := range page {
			for _, id := range []string{section.ID, section.Errand.ID, section.TypeID} {
				places[WorkPagePath(n+1)+"#"+id] += len(section.Offers)
				places[id] += len(section.Offers)
			}
			for _, o := range section.Offers {
				entries++
				if !slices.Contains(section.Errand.Kinds, o.Kind) {
					t.Errorf("%s is under %s", o.Label, section.Errand.Name)
				}
				if !s.isIn(o.Brand, section.Place) && section.Place != WholeName(s.Settings.Region) {
					t.Errorf("%s of %s is under %s", o.Label, o.Brand.RegionName(), section.Place)
				}
				if name := cmp.Or(o.Brand.TypeName(), Unstated); name != section.Type {
					t.Errorf("%s of %s is under %s", o.Label, name, section.Type)
				}
				key := o.Kind + o.Brand.Region.Name
				got[key] = append(got[key], o.Label)
			}
		}
		if entries > PageSize || entries == 0 && n > 0 {
			t.Errorf("page %d has %d entries", n+1, entries)
		}
	}
	for _, m := range []map[string][]string{got, want} {
		for _, labels := range m {
			slices.Sort(labels)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("offers\n%v\nwant\n%v", got, want)
	}
	for _, e := range s.Work.Errands {
		number, sum := 0, 0
		for key, labels := range want {
			if slices.ContainsFunc(e.Kinds, func(kind string) bool { return strings.HasPrefix(key, kind) }) {
				number += len(labels)
			}
		}
		for _, c := range e.Places {
			sum += c.Number
			if places[c.Path] == 0 {
				t.Errorf("%s leads to %s, where nothing begins", c.Name, c.Path)
			}
		}
		for _, of := range e.Types {
			rest := of.Number
			for _, c := range of.Places {
				_, id, _ := strings.Cut(c.Path, "#")
				if rest -= c.Number; places[c.Path] == 0 || places[id] != c.Number {
					t.Errorf("%s of %s counts %d, and of %s there are %d", c.Name, of.Name, c.Number, c.Path, places[id])
				}
			}
			if sum -= of.Number; rest != 0 {
				t.Errorf("the places of %s add up to %d less than %d", of.Name, rest, of.Number)
			}
		}
		if e.Number != number || sum != 0 || number > 0 && places[e.Path] == 0 {
			t.Errorf("%s counts %d, its places and its types differ by %d, want %d; it leads to %s", e.Errand.Name, e.Number, sum, number, e.Path)
		}
	}
}

func (s *Site) checkPeople(t *testing.T, want []string) {
	t.Helper()
	var got []string
	sum := 0
	for n, page := range s.People.Pages {
		entries := 0
		for _, role := range page {
			entries += len(role.People)
			for _, p := range role.People {
				got = append(got, p.Name+p.Role)
				if p.Role != role.Name && (p.Role != "" || role.Name != roleless) {
					t.Errorf("%s is under %s", p.Name, role.Name)
				}
			}
		}
		if entries > PageSize || entries == 0 && n > 0 {
			t.Errorf("page %d has %d people", n+1, entries)
		}
	}
	for _, role := range s.People.Roles {
		sum += role.Total
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || s.People.Number != len(want) || sum != len(want) {
		t.Errorf("%d people, by roles %d: %q, want %q", s.People.Number, sum, got, want)
	}
}

// checkOfferFacet counts the brands of a list anew, and follows its counts.
func (s *Site) checkOfferFacet(t *testing.T, l *List) {
	t.Helper()
	want := map[string]int{}
	for _, b := range l.Brands {
		for _, mark := range b.Offers() {
			want[mark]++
		}
	}
	var counts []Count
	if i := slices.IndexFunc(l.Facets, func(f Facet) bool { return f.Label == "按机会" }); i >= 0 {
		counts = l.Facets[i].Counts
	}
	got := map[string]int{}
	for _, c := range counts {
		got[c.Name] = c.Number
		if _, query, isSearch := strings.Cut(c.Path, "?"); isSearch {
			if found := s.matching(t, query); len(found) != c.Number || slices.ContainsFunc(found, func(b *Brand) bool { return !slices.Contains(l.Brands, b) }) {
				t.Errorf("%s counts %d of %s, but %s leads to %q", l.Path, c.Number, c.Name, c.Path, slugs(found))
			}
			continue
		}
		brands := map[*Brand]bool{}
		_, id, _ := strings.Cut(c.Path, "#")
		for _, page := range s.Work.Pages {
			for _, section := range page {
				for _, o := range section.Offers {
					brands[o.Brand] = brands[o.Brand] || section.ID == id || section.TypeID == id
				}
			}
		}
		led := 0
		for b, in := range brands {
			if in {
				led++
				if !slices.Contains(l.Brands, b) {
					t.Errorf("%s: %s leads to %s, where %s is", l.Path, c.Name, c.Path, b.Slug)
				}
			}
		}
		if led != c.Number {
			t.Errorf("%s counts %d of %s, but %s has %d brands", l.Path, c.Number, c.Name, c.Path, led)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s counts %v, want %v", l.Path, got, want)
	}
}

// A link is there on its last day, and gone on the next, from every value of the site.
func TestALinkEndsWithItsLastDay(t *testing.T) {
	last := values.Date{Year: 2026, Month: 6, Day: 30}
	w := newBusy(1, 1, "320700", last)
	files := fs.FS(w.files)
	for name, file := range w.files {
		if strings.HasPrefix(name, "content/brands/") {
			file.Data = []byte("---\nname: 海州甲工\ncounty: 海州区\nlinks: [{label: 招工, url: https://example.org, kind: 招聘, until: 2026-06-30}]\n---\n")
			w.files["content/brands/haizhou/s0.md"] = file
			if name != "content/brands/haizhou/s0.md" {
				delete(w.files, name)
			}
		}
	}
	for _, c := range []struct {
		day  values.Date
		want int
	}{{last, 1}, {last.Next(), 0}} {
		s := siteOn(t, files, c.day)
		b := s.Brands[0]
		if len(b.Links) != c.want || len(b.Offers()) != c.want || s.Work.Errands[0].Number != c.want || len(s.Work.Errands[0].Newest) != c.want {
			t.Errorf("on %s: links %v, marks %q, %d offers", c.day, b.Links, b.Offers(), s.Work.Errands[0].Number)
		}
	}
}

// The first page shows, each day, other brands of the newest honours and other people, none
// twice, and all of them in time.
func TestTheFirstPageTurns(t *testing.T) {
	start := values.Date{Year: 2026, Month: 6, Day: 30}
	w := newBusy(5, 120, "320700", start)
	brands, people := map[string]bool{}, map[string]bool{}
	s := siteOn(t, w.files, start)
	pool := newlyHonoured(s.Listed)
	for day, i := start, 0; i < 130; day, i = day.Next(), i+1 {
		home := newHome(s.Lists, s.Listed, s.Notices, s.Stats.Coverage, day)
		today := map[string]bool{}
		for _, b := range home.Featured {
			today[b.Slug], brands[b.Slug] = true, true
		}
		if len(today) != homeFeatured {
			t.Fatalf("on %s %d different brands: %s", day, len(today), slugs(home.Featured))
		}
		clear(today)
		for _, p := range home.People {
			today[p.Name], people[p.Name] = true, true
			if p.Story == "" {
				t.Errorf("%s has no story", p.Name)
			}
		}
		if len(today) != homePeople {
			t.Fatalf("on %s %d different people", day, len(today))
		}
	}
	if len(people) != len(told(s.Listed)) {
		t.Errorf("%d of %d people were shown", len(people), len(told(s.Listed)))
	}
	if len(brands) != len(pool) || len(pool) < newestPool {
		t.Errorf("%d of %d brands were shown", len(brands), len(pool))
	}
	newest := pool[0].RecognizedBy().Date
	for _, b := range pool {
		if b.RecognizedBy().Date != newest {
			t.Errorf("%s is of %s, though more than %d are of %s", b.Slug, b.RecognizedBy().Date, newestPool, newest)
		}
	}
}

func TestNumberedPagesOfWorkAndPeopleAreAddresses(t *testing.T) {
	w := newBusy(3, 300, "320700", values.Date{Year: 2026, Month: 6, Day: 30})
	s := siteOf(t, w.files)
	addresses := s.Addresses()
	if len(s.Work.Pages) < 3 || len(s.People.Pages) < 2 {
		t.Fatalf("%d and %d pages", len(s.Work.Pages), len(s.People.Pages))
	}
	for _, want := range []string{edition.WorkPath, edition.PeoplePath, edition.EditorsPath, WorkPagePath(len(s.Work.Pages)), PeoplePagePath(len(s.People.Pages))} {
		if !slices.Contains(addresses, want) {
			t.Errorf("no address %s", want)
		}
	}
}
