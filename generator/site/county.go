package site

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
)

// A Place is what the page of a county, or of a city, tells besides its brands.
type Place struct {
	Bureau  *content.Bureau  // nil: the settings name none
	Missing []*criteria.Type // of which no recognized brand is of the place
	Untyped int              // recognized brands of which no act states the type: they may be of those
	Running []*Change        // 公示 that run on the day, newest first
	History []*Change        // all else that happened to its brands, newest first
	Work    []Count          // what its brands offer, by errand, with where it is listed
	Ended   int              // honours of its brands that stand no more, as on the page of these
}

// tellPlaces gives each list by place what its page tells. A change holds those of its
// brands alone that belong to the place; of a 公示 that is over, it counts none that it did
// not lead to: one county's would be no secret.
func (all Lists) tellPlaces(e *edition.Edition, published map[*content.Notice]*Notice, bySource map[*content.Brand]*Brand, over []EndedLevel, work Work) {
	events, ended := map[*criteria.Region][]edition.Event{}, map[*criteria.Region]int{}
	for _, event := range e.Events {
		if bySource[event.Brand] == nil && !published[event.Notice].Running {
			continue
		}
		for r := event.Brand.Region; r != nil; r = r.Parent {
			events[r] = append(events[r], event)
		}
	}
	for _, level := range over {
		for _, row := range level.Rows {
			for r := row.Brand.Region; r != nil; r = r.Parent {
				ended[r]++
			}
		}
	}
	bureaus := map[*criteria.Region]*content.Bureau{}
	for i, b := range e.Settings.Bureaus {
		bureaus[b.Region] = &e.Settings.Bureaus[i]
	}
	for _, l := range all.Places {
		p := &Place{Bureau: bureaus[l.Region], Work: work.at(l), Ended: ended[l.Region]}
		for _, b := range l.Brands {
			if b.Type == nil {
				p.Untyped++
			}
		}
		for _, t := range e.Rules.Types {
			if !slices.ContainsFunc(l.Brands, func(b *Brand) bool { return b.Type == t }) {
				p.Missing = append(p.Missing, t)
			}
		}
		for _, c := range slices.Backward(newActs(events[l.Region], published, bySource)) {
			if c.Kind == Publicity && c.Notice.Running {
				p.Running = append(p.Running, c)
			} else {
				p.History = append(p.History, c)
			}
		}
		l.Place = p
	}
}

// Bureau returns the bureau of r, or else of the nearest place around it; nil where the
// settings name none.
func (s *Site) Bureau(r *criteria.Region) *content.Bureau {
	for ; r != nil; r = r.Parent {
		if i := slices.IndexFunc(s.Settings.Bureaus, func(b content.Bureau) bool { return b.Region == r }); i >= 0 {
			return &s.Settings.Bureaus[i]
		}
	}
	return nil
}

// at counts what the brands of a list by place offer. Where the page of work has no part for
// the place alone, the count leads to that of the place around it.
func (w Work) at(l *List) []Count {
	var all []Count
	for _, e := range w.Errands {
		c := Count{Link: Link{e.Errand.Name, ""}}
		for _, b := range l.Brands {
			c.Number += len(b.For(e.Errand))
		}
		if c.Number == 0 {
			continue
		}
		for r := l.Region; r != nil && c.Path == ""; r = r.Parent {
			c.Path = w.place(&List{Region: r}, e.Errand)
		}
		c.Path = cmp.Or(c.Path, e.Path)
		all = append(all, c)
	}
	return all
}
