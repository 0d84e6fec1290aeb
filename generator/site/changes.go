package site

import (
	"slices"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/values"
)

// A ChangeKind is the kind of an act, or 到期: what ended by itself.
type ChangeKind string

const (
	Publicity   = ChangeKind(content.Publicity)
	Recognition = ChangeKind(content.Recognition)
	Withdrawal  = ChangeKind(content.Withdrawal)
	Expiry      = ChangeKind("到期")
)

// A Change is what one notice did, or what ended on one day with the term that
// one notice had set.
type Change struct {
	Kind   ChangeKind
	Date   values.Date // as far as the source says; of a 公示 its first day, of an 到期 the day after the last
	Notice *Notice     // of an 到期 the 认定 that set the term
	Rows   []ChangeRow // brands that may be named, in the notice's order
	Tally

	totals Totals // by how much they moved
}

// A ChangeRow is one brand of a Change.
type ChangeRow struct {
	Name  string // on the day of the change
	Brand *Brand // nil: a brand without a page, under a running 公示
	Note  string // 延续, 重新认定, 此前已到期; "" as a rule

	honors int // by how many honours the brand holds more, or less
}

// A Tally counts changes. Brands are counted under a 公示, honours elsewhere: a
// brand recognized at two levels counts twice.
type Tally struct {
	Noticed    int
	Recognized int
	Renewed    int // of Recognized: stood already, and adds nothing
	Withdrawn  int
	Lapsed     int // of Withdrawn: had expired before, and takes nothing
	Expired    int
}

// Totals are what stands at one time: honours, and the brands that hold any.
type Totals struct{ Honors, Brands int }

func (t *Tally) add(u Tally) {
	t.Noticed += u.Noticed
	t.Recognized += u.Recognized
	t.Renewed += u.Renewed
	t.Withdrawn += u.Withdrawn
	t.Lapsed += u.Lapsed
	t.Expired += u.Expired
}

func (t *Totals) add(u Totals) { t.Honors += u.Honors; t.Brands += u.Brands }

// newActs returns what the notices did, in the order in which it happened: undated
// acts first, on one day acts before expiries.
func newActs(events []edition.Event, published map[*content.Notice]*Notice, bySource map[*content.Brand]*Brand) []*Change {
	type cause struct { // of one change: what runs out on one day by one notice is another
		notice *content.Notice
		ranOut bool
		day    values.Date
	}
	byCause := map[cause]*Change{}
	var all []*Change
	for _, e := range events {
		n, ranOut := published[e.Notice], e.Deed == edition.RanOut
		change := byCause[cause{e.Notice, ranOut, e.Day}]
		if change == nil {
			change = &Change{Kind: ChangeKind(n.Kind), Date: e.Day, Notice: n}
			if ranOut {
				change.Kind = Expiry
			}
			byCause[cause{e.Notice, ranOut, e.Day}] = change
			all = append(all, change)
		}
		change.take(e, bySource[e.Brand])
	}
	addTotals(all)
	return all
}

// expiries returns what of changes ended by itself.
func expiries(all []*Change) []*Change {
	return slices.DeleteFunc(slices.Clone(all), func(c *Change) bool { return c.Kind != Expiry })
}

// take adds an event to the change that it is part of. A 退出 may end several
// honours of a brand, which are one row.
func (c *Change) take(e edition.Event, b *Brand) {
	row := ChangeRow{Name: e.Brand.NameOn(e.Day), Brand: b}
	switch e.Deed {
	case edition.Named:
		if c.Noticed++; b == nil && !c.Notice.Running {
			return // as in the notice's own rows
		}
	case edition.Given:
		c.Recognized++
	case edition.Regiven:
		c.Recognized++
		row.Note = "重新认定"
	case edition.Extended:
		c.Recognized, c.Renewed = c.Recognized+1, c.Renewed+1
		row.Note = "延续"
	case edition.Ended:
		c.Withdrawn++
	case edition.EndedLate:
		c.Withdrawn, c.Lapsed = c.Withdrawn+1, c.Lapsed+1
		row.Note = "此前已到期"
	case edition.EndedNone:
		if b == nil {
			return
		}
	case edition.RanOut:
		c.Expired++
	}
	last := len(c.Rows) - 1
	if c.Kind != Withdrawal || last < 0 || c.Rows[last].Brand != b {
		c.Rows, last = append(c.Rows, row), last+1
	}
	if c.Rows[last].honors += e.Adds(); c.Rows[last].honors != 0 && c.Kind == Withdrawal {
		c.Rows[last].Note = ""
	}
}

// addTotals fills the totals of changes in their order.
func addTotals(changes []*Change) {
	holds := map[*Brand]int{}
	for _, c := range changes {
		for _, row := range c.Rows {
			before := holds[row.Brand]
			holds[row.Brand] += row.honors
			c.totals.Honors += row.honors
			c.totals.Brands += min(1, holds[row.Brand]) - min(1, before)
		}
	}
}
