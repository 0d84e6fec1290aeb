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

// A deed is one act on one brand, as the generator writes it.
type deed struct {
	notice             int
	kind, level, honor string
	day, until         string // of a 公示 its first and last day
	brand              string
}

// deeds makes notices at random, sensible ones and others, in the order in which
// they act, and returns them with their files.
func deeds(r *rand.Rand) ([]deed, fstest.MapFS) {
	files := fstest.MapFS{}
	var all []deed
	day := 0
	date := func(n int) string { return fmt.Sprintf("%d-%02d-%02d", 2023+n/336, n/28%12+1, n%28+1) }
	for n := range 40 {
		d := deed{notice: n, kind: []string{"公示", "认定", "认定", "退出"}[r.IntN(4)], level: []string{"县级", "市级"}[r.IntN(2)], honor: []string{"", "", "示范"}[r.IntN(3)]}
		day += 1 + r.IntN(50)
		d.day = date(day)
		text := fmt.Sprintf("---\ntitle: 第%d号\nkind: %s\nlevel: %s\n", n, d.kind, d.level)
		if d.honor != "" {
			text += "honor: " + d.honor + "\n"
		}
		if d.kind == "公示" {
			d.until = date(day + r.IntN(20))
			text += fmt.Sprintf("from: %s\nto: %s\n", d.day, d.until)
		} else {
			text += "date: " + d.day + "\n"
		}
		if d.kind == "认定" && r.IntN(2) == 0 {
			d.until = date(day + r.IntN(300))
			text += "valid_until: " + d.until + "\n"
		}
		text += "brands:\n"
		for _, b := range r.Perm(4)[:1+r.IntN(3)] {
			d.brand = fmt.Sprintf("b%d", b)
			all = append(all, d)
			if d.kind == "退出" {
				text += fmt.Sprintf("  - {slug: %s, reason: 理由}\n", d.brand)
			} else {
				text += "  - " + d.brand + "\n"
			}
			files["content/brands/donghai/"+d.brand+".md"] = &fstest.MapFile{Data: []byte("---\nname: 东海" + d.brand + "匠\ncounty: 东海县\n---\n")}
		}
		files[fmt.Sprintf("content/notices/n%02d.md", n)] = &fstest.MapFile{Data: []byte(text + "---\n正文。\n")}
	}
	return all, files
}

// touches reports whether d gives or ends an honour.
func (d deed) touches(brand, level, honor string) bool {
	return d.kind != "公示" && d.brand == brand && d.level == level && (d.honor == honor || d.kind == "退出" && d.honor == "")
}

// statusOn is where an honour stands by definition: the last act up to the day
// decides, and a 认定 stands through its last day. "" is what was never given.
func statusOn(all []deed, day, brand, level, honor string) content.Status {
	status := content.Status("")
	for _, d := range all {
		switch {
		case d.day > day || !d.touches(brand, level, honor):
		case d.kind == "认定" && d.until != "" && day > d.until:
			status = content.Expired
		case d.kind == "认定":
			status = content.Recognized
		case status != "":
			status = content.Withdrawn
		}
	}
	return status
}

// TestTheLedger holds what the notices lead to, on days all over their time,
// against what each honour is by definition: standings, mistakes, and the sums of
// what changed.
func TestTheLedger(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 9))
		all, files := deeds(r)
		var want []string
		for i, d := range all {
			if w := historyMistake(all[:i], d); w != "" {
				want = append(want, fmt.Sprintf("content/notices/n%02d.md %s %s", d.notice, d.brand, w))
			}
		}
		slices.Sort(want)
		for range 8 {
			day, _ := values.ParseDate(fmt.Sprintf("%d-%02d-%02d", 2023+r.IntN(5), 1+r.IntN(12), 1+r.IntN(28)), false)
			e, bad := editionOf(t, files, day)
			if got := historyMistakes(bad); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %s: mistakes\n%s\nwant\n%s", seed, day, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			for _, b := range e.Content.Brands {
				checkStanding(t, seed, all, day.String(), b)
			}
			checkEvents(t, seed, e)
		}
	}
}

// historyMistake says what is wrong with d behind the acts before it.
func historyMistake(before []deed, d deed) diag.Rule {
	switch last := lastOn(before, d, d.honor); {
	case d.kind == "认定" && last.kind == "认定" && last.until == "":
		return diag.DuplicateRecognition
	case d.kind == "退出" && !heldBy(before, d):
		return diag.WithdrawnWithoutRecognition
	}
	return ""
}

// lastOn returns the last act of another notice on an honour of d's brand.
func lastOn(before []deed, d deed, honor string) (last deed) {
	for _, e := range before {
		if e.notice != d.notice && e.touches(d.brand, d.level, honor) {
			last = e
		}
	}
	return last
}

// heldBy reports whether any honour that d would end was given and not ended.
func heldBy(before []deed, d deed) bool {
	for _, honor := range []string{"", "示范"} {
		if (d.honor == "" || d.honor == honor) && lastOn(before, d, honor).kind == "认定" {
			return true
		}
	}
	return false
}

func historyMistakes(bad diag.List) []string {
	var all []string
	for _, m := range bad {
		if m.Rule == diag.DuplicateRecognition || m.Rule == diag.WithdrawnWithoutRecognition {
			_, rest, _ := strings.Cut(m.Message, "“")
			slug, _, _ := strings.Cut(rest, "”")
			all = append(all, fmt.Sprintf("%s %s %s", m.File, slug, m.Rule))
		}
	}
	slices.Sort(all)
	return all
}

func checkStanding(t *testing.T, seed uint64, all []deed, day string, b *content.Brand) {
	t.Helper()
	got := map[string]content.Status{}
	for _, h := range b.Standing.Honors {
		got[h.Level.Name+h.Name] = h.Status
	}
	for _, level := range []string{"县级", "市级"} {
		for _, honor := range []string{"", "示范"} {
			if want := statusOn(all, day, b.Slug, level, honor); got[level+honor] != want {
				t.Errorf("seed %d, %s: %s is %q of %s%s, want %q", seed, day, b.Slug, got[level+honor], level, honor, want)
			}
		}
	}
	acts, running := 0, 0
	for i, d := range all {
		if d.brand == b.Slug && d.day <= day {
			if i == 0 || all[i-1].notice != d.notice || all[i-1].brand != d.brand {
				acts++
			}
			if d.kind == "公示" && day <= d.until {
				running++
			}
		}
	}
	if len(b.Standing.History) != acts || len(b.Standing.Running) != running {
		t.Errorf("seed %d, %s: %s has %d acts, %d running, want %d and %d", seed, day, b.Slug, len(b.Standing.History), len(b.Standing.Running), acts, running)
	}
}

// checkEvents: what the events add up to is what stands, and they are in order.
func checkEvents(t *testing.T, seed uint64, e *edition.Edition) {
	t.Helper()
	sums, stands := map[*content.Brand]int{}, map[*content.Brand]int{}
	c := e.Content
	for i, event := range e.Events {
		sums[event.Brand] += event.Adds()
		if i > 0 && event.Day.Before(e.Events[i-1].Day) || event.Day.After(c.Date) {
			t.Errorf("seed %d, %s: event %d of %s", seed, c.Date, i, event.Day)
		}
	}
	for _, b := range c.Brands {
		stands[b] = len(b.Standing.Holding())
		if sums[b] != stands[b] {
			t.Errorf("seed %d, %s: the events of %s add up to %d, %d stand", seed, c.Date, b.Slug, sums[b], stands[b])
		}
	}
}
