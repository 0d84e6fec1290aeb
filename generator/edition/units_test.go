package edition_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// TestUnitsStandAsBrandsDo names by the same acts, of brands and of units, four of each:
// where they stand, and what is wrong in their history, is the same on any day.
func TestUnitsStandAsBrandsDo(t *testing.T) {
	const honor = "劳务协作基地"
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 5))
		all, files := deeds(r)
		root := fstest.MapFS{"content/site.yaml": {Data: []byte(usualSite)},
			"criteria/honors.yaml": {Data: []byte("honors:\n  - {name: " + honor + ", slug: bases}\n")}}
		addCriteria(t, root)
		for name, f := range files {
			root[name] = f
		}
		units := map[int]string{}
		for _, d := range all {
			units[d.notice] += fmt.Sprintf("  - {name: %s, honor: %s%s}\n", d.brand, honor, map[bool]string{true: ", reason: 理由"}[d.kind == "退出"])
		}
		for n, list := range units {
			f := root[fmt.Sprintf("content/notices/n%02d.md", n)]
			text := strings.ReplaceAll(string(f.Data), "honor: 示范\n", "") // brands have one honour of a level, as units here
			f.Data = []byte(strings.Replace(text, "---\n正文", "units:\n"+list+"---\n正文", 1))
		}
		for range 4 {
			day, _ := values.ParseDate(fmt.Sprintf("%d-%02d-%02d", 2023+r.IntN(5), 1+r.IntN(12), 1+r.IntN(28)), false)
			e, bad, err := edition.Read(root, func(*content.Settings) values.Date { return day })
			if err != nil {
				t.Fatal(err)
			}
			standing := map[string]content.Standing{}
			for _, u := range e.Units {
				standing[u.Name] = u.Standing
			}
			for _, b := range e.Content.Brands {
				s := b.Standing
				if !b.HasPage() {
					s = content.Standing{}
				}
				if got, want := told(standing[b.Slug]), told(s); got != want {
					t.Errorf("seed %d, %s: the unit %s stands\n%s\nthe brand\n%s", seed, day, b.Slug, got, want)
				}
			}
			var ofBrands, ofUnits []string
			for _, m := range bad {
				where := fmt.Sprint(m.File, m.Rule, m.Subject)
				switch {
				case m.Rule != diag.DuplicateRecognition && m.Rule != diag.WithdrawnWithoutRecognition:
					t.Fatal(m)
				case strings.Contains(m.Message, honor):
					ofUnits = append(ofUnits, where)
				default:
					ofBrands = append(ofBrands, where)
				}
			}
			slices.Sort(ofBrands)
			slices.Sort(ofUnits)
			if !slices.Equal(ofBrands, ofUnits) {
				t.Errorf("seed %d: mistakes of brands\n%s\nof units\n%s", seed, strings.Join(ofBrands, "\n"), strings.Join(ofUnits, "\n"))
			}
		}
	}
}

// told writes a standing down, the honours' names aside.
func told(s content.Standing) string {
	var b strings.Builder
	b.WriteString(string(s.Status))
	for _, h := range s.Honors {
		fmt.Fprintf(&b, "\n%s %s %s", h.Level.Name, h.Status, h.Since.Slug)
		if h.Ended != nil {
			b.WriteString(" " + h.Ended.Slug + h.Reason)
		}
	}
	for _, list := range [][]*content.Notice{s.Running, s.History} {
		b.WriteString("\n")
		for _, n := range list {
			b.WriteString(" " + n.Slug)
		}
	}
	return b.String()
}
