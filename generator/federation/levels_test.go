package federation

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"minglu/generator/bundle"
	"minglu/generator/opendata"
	publicsite "minglu/generator/site"
)

// dataOf returns the open data of a site, in which every number of every brand stands.
func dataOf(t testing.TB, s *publicsite.Site) map[string]string {
	t.Helper()
	all := map[string]string{}
	var mu sync.Mutex
	err := opendata.Write(s, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		all[path] = string(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestThreeLevels: 95 counties publish, 13 cities collect them, a province the cities, each
// with acts of its own. The province's data are those of one repository that holds all files;
// an archive of bundles makes the same again without a network; a second look changes nothing.
func TestThreeLevels(t *testing.T) {
	w := newWorld(t, "320000")
	province := w.rules.Region("320000")
	flat := w.found(province)
	take := func(d *directory) { // as the province's own
		for name, f := range d.files {
			if strings.HasPrefix(name, "content/notices/") {
				name = strings.Replace(name, "content/notices/", "content/notices/"+d.region.Code+"-", 1)
			}
			if name != "content/site.yaml" {
				flat.files[name] = f
			}
		}
	}
	var cities, counties []*directory
	var best []string
	for _, c := range w.rules.RegionsIn(province) {
		if !c.IsCity() {
			continue
		}
		var below []*directory
		for _, r := range w.rules.RegionsIn(c) {
			if !r.IsCounty() {
				continue
			}
			d := w.county(r)
			if n := len(counties) + len(below); n == 0 || n == 1 || n == 50 { // one name in a city, and in two, is no mistake of either
				d.act("liangji", "县级", r.Name+"又一个", d.brand(r, "same", "同名水晶雕刻工匠"))
			}
			w.publishes(d)
			take(d)
			below = append(below, d)
		}
		counties = append(counties, below...)
		city := w.found(c, below...)
		city.brand(c, "own", c.Name+"自有工匠")
		city.act("shiji", "市级", c.Name+"市级劳务品牌", below[0].region.Slug+"-a", c.Slug+"-own")
		w.sound(city)
		w.publishes(city)
		take(city)
		cities = append(cities, city)
		best = append(best, below[0].region.Slug+"-a")
	}
	if len(counties) != 95 || len(cities) != 13 {
		t.Fatal(len(counties), len(cities))
	}
	top := w.found(province, cities...)
	top.act("shengji", "省级", "江苏省省级劳务品牌", best...)
	flat.act("shengji", "省级", "江苏省省级劳务品牌", best...)
	w.sound(top)
	s := w.site(top)
	if got, want := len(s.Listed), 2*95+3+13; got != want {
		t.Errorf("%d brands, want %d", got, want)
	}

	// recomputed
	e, bad := w.edition(flat)
	for _, m := range bad { // in one repository two brands of one name are a mistake
		if !strings.Contains(m.Message, "同名水晶雕刻工匠") {
			t.Fatal(m)
		}
	}
	again := publicsite.New(e)
	plain := *s
	plain.Sources = nil // but for whose brands are
	got, want := dataOf(t, &plain), dataOf(t, again)
	for path := range want {
		if got[path] != want[path] {
			t.Errorf("%s differs from what one repository gives:\n%s", path, firstDifference(got[path], want[path]))
		}
	}
	for _, of := range []func(publicsite.Stats) any{
		func(s publicsite.Stats) any { return s.Places }, func(s publicsite.Stats) any { return s.Counties }, func(s publicsite.Stats) any { return s.Types },
		func(s publicsite.Stats) any { return s.Levels }, func(s publicsite.Stats) any { return s.Years }, func(s publicsite.Stats) any { return s.Workers },
	} {
		if got, want := fmt.Sprint(of(s.Stats)), fmt.Sprint(of(again.Stats)); got != want {
			t.Errorf("rolled up %s\nrecomputed %s", got, want)
		}
	}

	// provenance, on three levels
	for _, b := range s.Brands {
		if b.Source == nil {
			t.Fatalf("%s comes from nowhere", b.Slug)
		}
		if want := w.base(b.Region.Code) + "brands/" + b.Slug + ".html"; b.Source.Page != want || b.Source.Region != b.Region {
			t.Errorf("%s: %v, want %s", b.Slug, b.Source, want)
		}
	}

	// the same again: nothing changes, nothing is sent
	lock, err := os.ReadFile(top.dir + "/sources.lock")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.sound(top) {
		if p.Changed {
			t.Errorf("%s changed", p.Name)
		}
	}
	if now, err := os.ReadFile(top.dir + "/sources.lock"); err != nil || !bytes.Equal(now, lock) {
		t.Error("the lock changed", err)
	}

	// an archive rebuilds the same bytes, though every server is gone
	first, err := bundle.Write(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	archive := *top
	archive.dir = t.TempDir()
	if err := os.CopyFS(archive.dir, os.DirFS(top.dir)); err != nil {
		t.Fatal(err)
	}
	rebuilt := w.site(&archive)
	second, err := bundle.Write(rebuilt, nil)
	if err != nil || !bytes.Equal(first, second) {
		t.Error("the archive gives another bundle", err)
	}
	got, data := dataOf(t, s), dataOf(t, rebuilt)
	for path := range got {
		if data[path] != got[path] {
			t.Errorf("the archive gives another %s", path)
		}
	}
	// and what is gone is told, and stands
	for _, p := range w.pull(top) {
		if p.State != "unreachable" || p.Since != today || p.Brands == 0 {
			t.Errorf("%s: %s since %s, %d brands", p.Name, p.State, p.Since, p.Brands)
		}
	}
	if len(w.site(top).Listed) != len(s.Listed) {
		t.Error("brands went with the servers")
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return ""
}
