package site

import (
	"slices"
	"testing"
)

// TestHomeSaysWhatTheListsHold holds the first page's numbers, tiles and notices
// against the lists that they lead to.
func TestHomeSaysWhatTheListsHold(t *testing.T) {
	for name, s := range allSites(t) {
		t.Run(name, func(t *testing.T) {
			numbers, held := map[string]int{"list.html": len(s.Listed)}, 0
			for _, l := range s.Levels {
				held += len(l.Brands)
				if len(l.Brands) > 0 {
					numbers[l.Path] = len(l.Brands)
				}
			}
			if (s.Home.Note != "") != (held > len(s.Listed)) {
				t.Errorf("the levels add up to %d of %d brands, and the note beside them is %q", held, len(s.Listed), s.Home.Note)
			}
			counties := map[string]bool{}
			for _, b := range s.Listed {
				if b.Region.IsCounty() {
					counties[b.Region.Code] = true
				}
			}
			if slices.ContainsFunc(s.Places, func(l *List) bool { return l.Region.IsCounty() }) {
				numbers[CountiesAnchor] = len(counties)
			}
			if len(s.Home.Figures) != len(numbers) {
				t.Errorf("%d figures, want %d", len(s.Home.Figures), len(numbers))
			}
			for _, f := range s.Home.Figures {
				if f.Number != numbers[f.Path] {
					t.Errorf("%s is %d, want %d", f.Label, f.Number, numbers[f.Path])
				}
			}
			sum := s.Home.Grid.Whole.Number
			for _, l := range s.Home.Grid.Places() {
				sum += len(l.Brands)
			}
			if sum != len(s.Listed) {
				t.Errorf("the grid holds %d of %d brands", sum, len(s.Listed))
			}
			if n := min(6, len(s.Notices)); !slices.Equal(s.Home.Notices, s.Notices[:n]) {
				t.Errorf("the first page does not show the newest %d notices", n)
			}
			for _, level := range s.Roll {
				rows := 0
				for _, y := range level.Years {
					rows += len(y.Rows)
				}
				if level.Total != rows {
					t.Errorf("%s: %d in all, but %d rows", level.Level.Name, level.Total, rows)
				}
			}
		})
	}
}
