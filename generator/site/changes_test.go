package site

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// acts returns the content of the notices, each a head without its kind's
// lines, and of the brands that they name.
func acts(notices ...string) fstest.MapFS {
	files := fstest.MapFS{"content/site.yaml": {Data: []byte("title: 名录\npublisher: 主办\nregion: 320700\n")}}
	for i, head := range notices {
		text := fmt.Sprintf("---\ntitle: 通知%d\nlevel: 市级\n%s\n---\n", i, strings.ReplaceAll(head, "; ", "\n"))
		if strings.Contains(head, "level:") {
			text = strings.Replace(text, "level: 市级\n", "", 1)
		}
		files[fmt.Sprintf("content/notices/n%02d.md", i)] = &fstest.MapFile{Data: []byte(text)}
		_, list, _ := strings.Cut(head, "brands: [")
		for slug := range strings.SplitSeq(strings.TrimSuffix(list, "]"), ", ") {
			files["content/brands/donghai/"+slug+".md"] = &fstest.MapFile{Data: []byte("---\nname: 东海" + slug + "匠\ncounty: 东海县\n---\n")}
		}
	}
	return files
}

// walk calls visit for every period of c, a whole before its parts.
func walk(c Changes, visit func(*Period)) {
	var all func(p *Period)
	all = func(p *Period) {
		visit(p)
		for _, part := range p.Parts {
			all(part)
		}
	}
	if c.Undated != nil {
		all(c.Undated)
	}
	for _, year := range c.Years {
		all(year)
	}
}

func TestChangesAreWhatTheActsDid(t *testing.T) {
	for name, c := range map[string]struct {
		acts []string
		want string
	}{
		"recognized and withdrawn": {
			[]string{"kind: 认定; date: 2024-12-06; brands: [a, b]", "kind: 退出; date: 2025-06-20; brands: [a]"},
			"2024-12 认定2 2/2 | 2025-06 退出1 1/1"},
		"expired on the day after": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2025-06-30; brands: [a]"},
			"2023-06 认定1 1/1 | 2025-07 到期1 0/0"},
		"valid through the site's day": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2026-06-30; brands: [a]"},
			"2023-06 认定1 1/1"},
		"ended the day before the site's": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2026-06-29; brands: [a]"},
			"2023-06 认定1 1/1 | 2026-06 到期1 0/0"},
		"renewed in time": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2025-06-14; brands: [a]", "kind: 认定; date: 2025-05-01; brands: [a]"},
			"2023-06 认定1 1/1 | 2025-05 认定1延续1 1/1"},
		"renewed on the day after": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2025-06-14; brands: [a]", "kind: 认定; date: 2025-06-15; brands: [a]"},
			"2023-06 认定1 1/1 | 2025-06 认定1延续1 1/1"},
		"recognized again after an expiry": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2025-06-14; brands: [a]", "kind: 认定; date: 2025-12-05; brands: [a]"},
			"2023-06 认定1 1/1 | 2025-06 到期1 0/0 | 2025-12 认定1 1/1"},
		"withdrawn after an expiry": {
			[]string{"kind: 认定; date: 2023-06-15; valid_until: 2025-06-14; brands: [a]", "kind: 退出; date: 2025-12-05; brands: [a]"},
			"2023-06 认定1 1/1 | 2025-06 到期1 0/0 | 2025-12 退出1已到期1 0/0"},
		"withdrawn and recognized on one day": {
			[]string{"kind: 认定; date: 2024-12-06; brands: [a]", "kind: 认定; date: 2025-06-20; brands: [a]", "kind: 退出; date: 2025-06-20; brands: [a]"},
			"2024-12 认定1 1/1 | 2025-06 认定1退出1 1/1"},
		"at two levels": {
			[]string{"kind: 认定; level: 县级; date: 2023-01-01; brands: [a]", "kind: 认定; date: 2024-01-01; brands: [a]", "kind: 退出; date: 2025-01-01; brands: [a]"},
			"2023-01 认定1 1/1 | 2024-01 认定1 2/1 | 2025-01 退出1 1/1"},
		"a whole level withdrawn": {
			[]string{"kind: 认定; honor: 甲; date: 2023-01-01; brands: [a]", "kind: 认定; honor: 乙; date: 2024-01-01; brands: [a]", "kind: 退出; date: 2025-01-01; brands: [a]"},
			"2023-01 认定1 1/1 | 2024-01 认定1 2/1 | 2025-01 退出2 0/0"},
		"as far as the source says": {
			[]string{"kind: 认定; brands: [a]", "kind: 认定; date: 2022; brands: [b]", "kind: 认定; date: 2022-11; brands: [c]"},
			"undated 认定1 1/1 | 2022 认定1 3/3 | 2022-11 认定1 3/3"},
		"under 公示, with its first day": {
			[]string{"kind: 公示; date: 2025-10-30; from: 2025-11-03; to: 2025-11-07; brands: [a, b]"},
			"2025-11 公示2 0/0"},
		"not yet": {
			[]string{"kind: 认定; date: 2026-07-01; brands: [a]"},
			""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			changes := siteOf(t, acts(c.acts...)).Changes
			walk(changes, func(p *Period) {
				if p.Own != (Tally{}) {
					got = append(got, fmt.Sprintf("%s %s %d/%d", p.ID, tallyText(p.Own), p.Honors, p.Brands))
				}
			})
			if text := strings.Join(oldestFirst(got), " | "); text != c.want {
				t.Errorf("changes: %s\nwant:    %s", text, c.want)
			}
		})
	}
}

// oldestFirst turns lines of years, which come newest first, around: undated,
// then by time.
func oldestFirst(lines []string) []string {
	byYear := map[string][]string{}
	var years []string
	for _, line := range lines {
		year, _, _ := strings.Cut(strings.Fields(line)[0], "-")
		if byYear[year] == nil && year != edition.Undated {
			years = append([]string{year}, years...)
		}
		byYear[year] = append(byYear[year], line)
	}
	sorted := byYear[edition.Undated]
	for _, year := range years {
		sorted = append(sorted, byYear[year]...)
	}
	return sorted
}

func tallyText(t Tally) string {
	var b strings.Builder
	for _, part := range []struct {
		word string
		n    int
	}{{"公示", t.Noticed}, {"认定", t.Recognized}, {"延续", t.Renewed}, {"退出", t.Withdrawn}, {"已到期", t.Lapsed}, {"到期", t.Expired}} {
		if part.n > 0 {
			fmt.Fprintf(&b, "%s%d", part.word, part.n)
		}
	}
	return b.String()
}

// TestTotalsAreWhatStoodAtTheEnd holds each period's totals, of histories made
// at random, against what content derives for the period's last day.
func TestTotalsAreWhatStoodAtTheEnd(t *testing.T) {
	for seed := range uint64(3) {
		files := history(rand.New(rand.NewPCG(seed, 7)))
		s := siteOf(t, files)
		checkSums(t, s.Changes)
		walk(s.Changes, func(p *Period) {
			end, ok := lastDay(p, s.Date)
			if !ok {
				return
			}
			then := siteOn(t, files, end)
			honors := 0
			for _, b := range then.Brands {
				honors += len(b.Standing.Holding())
			}
			if p.Honors != honors || p.Brands != len(then.Listed) {
				t.Errorf("seed %d, %s: %d honours of %d brands, but on %s %d of %d stood", seed, p.ID, p.Honors, p.Brands, end, honors, len(then.Listed))
			}
		})
	}
}

// checkSums holds every total against the one before it and the tally between
// them, and every whole against its parts.
func checkSums(t *testing.T, c Changes) {
	t.Helper()
	honors := 0
	if c.Undated != nil {
		honors = c.Undated.Honors
	}
	for i := len(c.Years) - 1; i >= 0; i-- {
		y := c.Years[i]
		sum := y.Own
		for _, q := range y.Parts {
			sum.add(q.Tally)
		}
		if sum != y.Tally {
			t.Errorf("%s: the parts add up to %+v, not %+v", y.ID, sum, y.Tally)
		}
		honors += y.Recognized - y.Renewed - y.Withdrawn + y.Lapsed - y.Expired
		if honors != y.Honors {
			t.Errorf("%s: the tallies add up to %d honours, not %d", y.ID, honors, y.Honors)
		}
	}
}

func lastDay(p *Period, today values.Date) (values.Date, bool) {
	if p.Open {
		return today, true
	}
	var year, n int
	if _, err := fmt.Sscanf(p.ID, "%d-q%d", &year, &n); err == nil {
		return values.Date{Year: year, Month: n * 3}.Last(), true
	}
	day, ok := values.ParseDate(p.ID, true)
	return day.Last(), ok
}

// history makes notices at random that may follow each other: a brand that
// stands without end is not recognized again, one that does not is not
// withdrawn.
func history(r *rand.Rand) fstest.MapFS {
	type hold struct{ brand, level string }
	held := map[hold]string{} // "", open, limited
	var notices []string
	day := values.Date{Year: 2022, Month: 1, Day: 2}
	for range 60 {
		for range 1 + r.IntN(40) {
			day = day.Next()
		}
		partial := r.IntN(5) == 0
		for partial && day.Day > 1 {
			day = day.Next()
		}
		h := hold{fmt.Sprintf("b%d", r.IntN(12)), []string{"县级", "市级"}[r.IntN(2)]}
		date := day.String()
		switch {
		case partial && day.Month == 1:
			date = date[:4]
		case partial:
			date = date[:7]
		}
		head := fmt.Sprintf("level: %s; date: %s; brands: [%s]", h.level, date, h.brand)
		switch {
		case held[h] == "open", held[h] == "limited" && r.IntN(2) == 0:
			notices, held[h] = append(notices, "kind: 退出; "+head), ""
		case r.IntN(2) == 0:
			end := values.Date{Year: day.Year + r.IntN(2), Month: 12, Day: 31 - r.IntN(32-day.Day)}
			notices, held[h] = append(notices, fmt.Sprintf("kind: 认定; valid_until: %s; %s", end, head)), "limited"
		default:
			notices, held[h] = append(notices, "kind: 认定; "+head), "open"
		}
	}
	return acts(notices...)
}

func TestChangesEndWithWhatTheSiteLists(t *testing.T) {
	s := load(t)
	rows := 0
	for _, level := range s.Roll {
		rows += level.Total
	}
	if now := s.Changes.Years[0]; now.Brands != len(s.Listed) || now.Honors != rows {
		t.Errorf("the changes end with %d honours of %d brands; the roll has %d of %d", now.Honors, now.Brands, rows, len(s.Listed))
	}
	checkSums(t, s.Changes)
}

func TestChangesNameOnlyWhoMayBeNamed(t *testing.T) {
	named := map[string]bool{}
	walk(load(t).Changes, func(p *Period) {
		for _, c := range p.Changes {
			for _, row := range c.Rows {
				named[row.Name] = true
			}
			if c.Notice.Kind == content.Publicity && c.Noticed != len(c.Notice.Entries) {
				t.Errorf("%s: %d brands under 公示, the notice names %d", c.Notice.Slug, c.Noticed, len(c.Notice.Entries))
			}
		}
	})
	if named["赣榆候选工"] || !named["赣榆公示工"] || !named["赣榆到期工"] {
		t.Errorf("named are %v: a candidate of a 公示 that is over may not be, one of a running 公示 is", named)
	}
}

func TestPeriodsReachToTheSitesDay(t *testing.T) {
	y := load(t).Changes.Years[0]
	if y.ID != "2026" || !y.Open || len(y.Parts) != 2 || len(y.Parts[1].Parts) != 3 || y.Parts[1].Parts[2].ID != "2026-06" {
		t.Errorf("on 2026-06-30 the year has %d quarters", len(y.Parts))
	}
}
