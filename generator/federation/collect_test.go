package federation

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/proof"
	"minglu/generator/review"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// TestWhoSpeaksOfABrand: the collector's own file stands before a source's, the source that is
// named first before others, and no source speaks of another's brands.
func TestWhoSpeaksOfABrand(t *testing.T) {
	w := newWorld(t, "320700")
	donghai, ganyu := w.county(w.rules.Region("320722")), w.county(w.rules.Region("320707"))
	// Ganyu takes an old address that Donghai's brand has
	ganyu.write("content/brands/ganyu/ganyu-b.md", strings.Replace(string(ganyu.files["content/brands/ganyu/ganyu-b.md"].Data), "county:", "former_slugs: [donghai-a]\ncounty:", 1))
	w.publishes(donghai)
	w.publishes(ganyu)
	city := w.found(w.rules.Region("320700"), donghai, ganyu)
	city.brand(donghai.region, "b", "东海自己留的工匠")
	all := w.pull(city)
	want := map[string]string{
		"content/brands/donghai/donghai-b.md": "本站自己已在使用",
		"content/notices/320722-xianji.md":    "donghai-b 没有采用",
		"content/brands/ganyu/ganyu-b.md":     "东海县名录”已在使用",
		"content/notices/320707-xianji.md":    "ganyu-b 没有采用",
	}
	for _, p := range all {
		for _, r := range p.Refused {
			if !strings.Contains(r.Why, want[r.Path]) || want[r.Path] == "" {
				t.Errorf("%s: %s", r.Path, r.Why)
			}
			delete(want, r.Path)
		}
	}
	if len(want) > 0 {
		t.Error("not refused:", want)
	}
}

// TestActsUponOthersBrands: the collector recognizes a brand that lives in a county's bundle, and
// the county's own act stands beside it; names that two counties have both stand, and wait for
// the bureau.
func TestActsUponOthersBrands(t *testing.T) {
	w := newWorld(t, "320700")
	donghai, ganyu := w.county(w.rules.Region("320722")), w.county(w.rules.Region("320707"))
	for _, d := range []*directory{donghai, ganyu} {
		d.act("tongming", "县级", d.region.Name+"又一个荣誉", d.brand(d.region, "same", "同名水晶雕刻工匠"))
		w.publishes(d)
	}
	city := w.found(w.rules.Region("320700"), donghai, ganyu)
	city.act("shiji", "市级", "连云港市市级劳务品牌", "donghai-a")
	w.sound(city)
	s := w.site(city)
	var levels []string
	for _, b := range s.Brands {
		if b.Slug == "donghai-a" {
			for _, badge := range b.Badges {
				levels = append(levels, badge.Level.Name)
			}
		}
	}
	if strings.Join(levels, " ") != "市级 县级" {
		t.Errorf("donghai-a holds %v", levels)
	}
	e, bad := w.edition(city)
	queue := review.Wait(&review.Side{Edition: e, Mistakes: bad})
	found := false
	for _, l := range queue.Likenesses {
		found = found || l.Kind == review.SameName && l.Brands[0].Slug == "donghai-same" && l.Brands[1].Slug == "ganyu-same"
	}
	if !found || len(bad) > 0 {
		t.Errorf("the bureau is not told that two counties have one name: %v %v", queue.Likenesses, bad)
	}
}

// TestWhatABuildNeeds: without a lock, or a bundle that it names, or with one that was altered, a
// build says what is to be done.
func TestWhatABuildNeeds(t *testing.T) {
	w := newWorld(t, "320700")
	county := w.county(w.rules.Region("320722"))
	w.publishes(county)
	city := w.found(w.rules.Region("320700"), county)
	w.sound(city)
	settings, _, err := content.LoadSettings(city.files, w.rules)
	if err != nil {
		t.Fatal(err)
	}
	says := func() string {
		_, err := Merge(checkout.Open(city.dir))(city.files, w.rules, settings, today)
		if err == nil {
			return ""
		}
		return err.Error()
	}
	if got := says(); got != "" {
		t.Fatal(got)
	}
	kept, err := filepath.Glob(filepath.Join(city.dir, Folder, "*.tar.gz"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	data, err := os.ReadFile(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1
	if err := os.WriteFile(kept[0], data, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := says(); !strings.Contains(got, "记的不同") || !strings.Contains(got, "pull") {
		t.Errorf("altered: %q", got)
	}
	if err := os.Remove(kept[0]); err != nil {
		t.Fatal(err)
	}
	if got := says(); !strings.Contains(got, "没有“") || !strings.Contains(got, "pull") {
		t.Errorf("absent: %q", got)
	}
	if err := os.Remove(filepath.Join(city.dir, edition.LockFile)); err != nil {
		t.Fatal(err)
	}
	if got := says(); !strings.Contains(got, "还没有取来") {
		t.Errorf("no lock: %q", got)
	}
	for _, lock := range []string{"", "{}", `{"format":1,"sources":[{"region":"320722","sha256":"../../x"}]}`, `{"format":1,"sources":[{"region":"320722","state":"<b>"}]}`} {
		if err := os.WriteFile(filepath.Join(city.dir, edition.LockFile), []byte(lock), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Merge(checkout.Open(city.dir))(city.files, w.rules, settings, values.Date{})
		if wrong := usage.Error(""); !errors.As(err, &wrong) {
			t.Errorf("%s: %v", lock, err)
		}
	}
}

// TestWhoCollectsProvesItsOwnActs: the log of a collector has its own acts alone, so that a
// county that takes one back rewrites nothing of the city's.
func TestWhoCollectsProvesItsOwnActs(t *testing.T) {
	w := newWorld(t, "320700")
	county := w.county(w.rules.Region("320722"))
	w.publishes(county)
	city := w.found(w.rules.Region("320700"), county)
	city.act("shiji", "市级", "连云港市市级劳务品牌", "donghai-a")
	w.sound(city)
	w.bundle(city)
	if city.log.Size() != 1 || city.log.Acts[0].Slug != "donghai-a" || city.log.Acts[0].Level != "市级" {
		t.Errorf("the city's log has %v", city.log.Acts)
	}
	s := w.site(city)
	book, _, err := proof.New(s, city.ring, city.log)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range s.Brands {
		shown, err := book.Of(b)
		if err != nil {
			t.Fatal(err)
		}
		if want := map[string]int{"donghai-a": 1}[b.Slug]; len(shown) != want || want == 1 && shown[0].Badge.Level.Name != "市级" {
			t.Errorf("%s has %d proofs of the city", b.Slug, len(shown))
		}
	}
}
