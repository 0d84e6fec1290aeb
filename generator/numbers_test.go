package main

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"minglu/generator/fixture"
)

var numbersSeed = flag.Uint64("numbers-seed", 0, "the first of the seeds by which the archives of TestEveryNumber are drawn")

// TestEveryNumber recomputes every number that a page, a chart or a data file prints from the
// files of brands and acts alone, for sites of a city, a county, a province, and one whose rules
// have no types. What is expected must be there, and no other number may stand on a page but
// those of texts that it quotes.
func TestEveryNumber(t *testing.T) {
	for i, s := range scopes {
		t.Run(s.name, func(t *testing.T) {
			dir := fixture.Repository(t, nil)
			fixture.Write(t, dir, newNumbersArchive(s, uint64(i)+*numbersSeed))
			if !s.typed {
				fixture.Write(t, dir, map[string]string{"../criteria/" + s.region + "/facts.yaml": untypedFacts,
					"../criteria/" + s.region + "/honors.yaml": "honors:\n  - {name: " + unitHonors[0] + ", slug: bases}\n  - {name: " + unitHonors[1] + ", slug: leading}\n"})
			}
			mark(t, filepath.Join(dir, "criteria/regions/32.yaml"))
			out, cached, day := t.TempDir(), t.TempDir(), numbersDay.Format(time.DateOnly)
			if code, stdout, stderr := minglu("build", "-C", dir, "--out", out, "--date", day, "--cache", cached); code != exitFine {
				t.Fatalf("build: %d\n%s%s", code, stdout, stderr)
			}
			n := &numbers{T: t, oracle: newOracle(t, dir, day), files: fixture.Files(t, out), dir: dir, cached: cached}
			n.reckon()
			n.lists()
			n.home()
			n.roll()
			n.stats()
			n.changes()
			n.offers()
			n.notices()
			n.standards()
			if !s.typed {
				n.units()
			}
			n.ranks()
			n.data()
			for _, level := range append(n.levels, nil) {
				n.search(level.text("name"))
			}
			for path := range n.files {
				if strings.HasSuffix(path, ".html") && !n.seen[path] && !strings.HasPrefix(path, "brands/") && !strings.HasPrefix(path, "embed/brand/") && !slices.Contains(wordy, path) {
					t.Errorf("%s: no expectation is held against it", path)
				}
			}
		})
	}
}

// mark makes one of the districts agricultural: it counts for the coverage then.
func mark(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	text := strings.Replace(string(data), "slug: haizhou,", "slug: haizhou, agricultural: 示例文件,", 1)
	if err != nil || text == string(data) || os.WriteFile(file, []byte(text), 0o644) != nil {
		t.Fatal(file, err)
	}
}

// untypedFacts are the figures of a city whose rules have no types.
const untypedFacts = "facts:\n  - {id: workers, label: 从业人员, kind: count, unit: 人, total: true}\n  - {id: exported_workers, label: 输出, kind: count, unit: 人}\n  - {id: implementation_plan, label: 方案, kind: yes-no}\n"

// wordy are the pages without counts: forms and what scripts fill.
var wordy = []string{"404.html", "compare.html", "editors.html", "lookup.html"}

// numbers holds a built site against an oracle.
type numbers struct {
	*testing.T
	*oracle
	files  map[string]string
	dir    string
	cached string // where the index of the search is kept
	seen   map[string]bool
	held   map[string][]hold // of each brand, on the day
	listed []record
	called map[string]bool // names of brands and acts, and the addresses of their data
	paged  map[string]bool // brands that were ever recognized
	whole  record
	done   []deed
	scores bool
	scored map[string][]scored // of each listed brand, what its own file says of it
}

// A scored is one evaluation, as the brand's file of the open data has it.
type scored struct {
	Standard string
	Total    float64
	Items    []struct{ ID, Outcome string }
}

// reckon finds what is asked for again and again.
func (n *numbers) reckon() {
	n.called = map[string]bool{}
	for _, act := range n.acts {
		document, _ := act["document"].(record)
		n.called[act.text("title")], n.called[document.text("number")] = true, true
	}
	for _, b := range n.brands {
		n.called["brands/"+b.text("slug")+".json"] = true
		for _, name := range append(b.under("former_names"), b) {
			n.called[name.text("name")] = true
		}
	}
	n.seen, n.held, n.paged, n.scored = map[string]bool{}, map[string][]hold{}, map[string]bool{}, map[string][]scored{}
	for _, p := range n.places {
		if p.text("code") == n.site.text("region") {
			n.whole = p
		}
	}
	for _, act := range n.acts {
		for _, b := range n.brands {
			if act.text("kind") == "认定" && n.names(act, b) {
				n.paged[b.text("slug")] = true
			}
		}
	}
	for _, b := range n.brands {
		slug := b.text("slug")
		if n.held[slug] = n.holds(slug, n.day); len(n.held[slug]) == 0 {
			continue
		}
		n.listed = append(n.listed, b)
		var own struct {
			Brand struct{ Evaluations []scored }
		}
		if err := json.Unmarshal([]byte(n.files["brands/"+slug+".json"]), &own); err != nil {
			n.Fatal(slug, err)
		}
		n.scored[slug] = own.Brand.Evaluations
	}
	n.done = n.deeds()
	n.scores = n.site.text("show_scores") == "true"
}

func (n *numbers) page(path string) *numbered {
	n.Helper()
	if n.seen[path] = true; n.files[path] == "" {
		n.Fatalf("%s is missing", path)
	}
	p := newNumbered(n.T, path, n.files[path])
	p.names = n.called
	return p
}

// names reports whether an act names a brand.
func (n *numbers) names(act, b record) bool {
	return act.names(b.text("slug"))
}

// An among says of which brands there is a count: those of a type, in a place or of the whole of it
// alone, with one honour of a level and a year.
type among struct {
	kind, level, year string
	untyped, alone    bool
	place             record
}

const anyYear = "*"

func (n *numbers) in(b, place record) bool {
	return place == nil || strings.HasPrefix(b["place of"].(record).text("code"), strings.TrimSuffix(strings.TrimSuffix(place.text("code"), "00"), "00"))
}

func (n *numbers) chosen(c among) (all []record) {
	for _, b := range n.listed {
		kind := b.text("type")
		if c.kind != "" && kind != c.kind || c.untyped && kind != "" || !n.in(b, c.place) || c.alone && b["place of"].(record).text("code") != c.place.text("code") {
			continue
		}
		if slices.ContainsFunc(n.held[b.text("slug")], func(h hold) bool {
			return (c.level == "" || h.level == c.level) && (c.year == anyYear || h.year == c.year)
		}) {
			all = append(all, b)
		}
	}
	return all
}

func (n *numbers) count(c among) int { return len(n.chosen(c)) }

// parts are the places right below one.
func (n *numbers) parts(of record) (all []record) {
	for _, p := range n.places {
		city := n.cityOf(p)
		if of.text("code")[2:] == "0000" && city == nil && p.text("code") != of.text("code") || city != nil && city.text("code") == of.text("code") {
			all = append(all, p)
		}
	}
	return all
}

// name is a place as this site calls it.
func (n *numbers) name(p record) string {
	if city := n.cityOf(p); city != nil && n.whole.text("code")[2:] == "0000" {
		return city.text("name") + p.text("name")
	}
	return p.text("name")
}

func (n *numbers) wholeName(p record) string {
	if code := p.text("code"); code[4:] == "00" && code[2:] != "0000" {
		return p.text("name") + "（全市）"
	}
	return p.text("name")
}

func partsWord(of record) string {
	if of.text("code")[2:] == "0000" {
		return "设区市"
	}
	return "县区"
}

// years are those of acts, the newest first.
func (n *numbers) years() []string {
	found := map[string]bool{}
	for _, act := range n.acts {
		found[act.text("year")] = true
	}
	all := slices.Sorted(maps.Keys(found))
	slices.Reverse(all)
	return all
}

func yearName(year string) string {
	if year == "" {
		return "年份未载明"
	}
	return year + "年"
}

var errands = []struct {
	name, mark string
	kinds      []string
}{{"找工作", "有岗位", []string{"招聘", "用工需求"}}, {"学手艺", "有培训", []string{"培训"}}, {"店铺", "有店铺", []string{"店铺"}}}

// open counts what a brand offers of some kinds on the day.
func (n *numbers) open(b record, kinds []string) (count int) {
	for _, l := range b.under("links") {
		if slices.Contains(kinds, l.text("kind")) && (l.text("until") == "" || l.text("until") >= n.day) {
			count++
		}
	}
	return count
}
