package site

import (
	"cmp"
	"slices"
	"time"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/fields"
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
	Date   fields.Date // as far as the source says; of a 公示 its first day, of an 到期 the day after the last
	Notice *Notice     // of an 到期 the 认定 that set the term
	Rows   []ChangeRow // brands that may be named, in the notice's order
	Tally

	totals Totals // by how much they moved
}

// A ChangeRow is one brand of a Change.
type ChangeRow struct {
	Name  string
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

// changes returns what the notices did up to the site's day, in the order in
// which it happened: undated acts first, on one day acts before expiries.
func (s *Site) changes(c *content.Content, bySource map[*content.Brand]*Brand) []*Change {
	published := make(map[*content.Notice]*Notice, len(s.Notices))
	for _, n := range s.Notices {
		published[n.Notice] = n
	}
	l := ledger{bySource: bySource, published: published, holds: map[*Brand][]*hold{}, expiries: map[expiry]*Change{}}
	for _, n := range c.Notices { // in the order in which they act
		if notice := published[n]; notice != nil {
			l.enter(notice)
		}
	}
	for _, b := range s.Brands {
		for _, h := range l.holds[b] {
			l.settle(b, h, nextDay(s.Date))
		}
	}
	slices.SortStableFunc(l.changes, func(a, b *Change) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.lateness(), b.lateness()))
	})
	addTotals(l.changes)
	return l.changes
}

func (c *Change) lateness() int {
	if c.Kind == Expiry {
		return 1
	}
	return 0
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

// A ledger goes through the acts and writes down what each did to the honours,
// by the rules by which content derives what stands.
type ledger struct {
	bySource  map[*content.Brand]*Brand
	published map[*content.Notice]*Notice
	holds     map[*Brand][]*hold
	expiries  map[expiry]*Change
	changes   []*Change
}

// A hold is an honour in a brand's hands, as far as the ledger has come.
type hold struct {
	level  *criteria.Level
	name   string
	since  *content.Notice
	status content.Status
}

// An expiry is all that ends on one day by one notice.
type expiry struct {
	day    fields.Date
	notice *content.Notice
}

func (l *ledger) enter(n *Notice) {
	c := &Change{Kind: ChangeKind(n.Kind), Date: n.Date, Notice: n}
	l.changes = append(l.changes, c)
	if n.Kind == content.Publicity {
		c.Date, c.Noticed = n.From, len(n.Entries)
		for _, row := range n.Rows {
			c.Rows = append(c.Rows, ChangeRow{Name: row.Name, Brand: row.Brand})
		}
		return
	}
	for _, e := range n.Entries {
		b := l.bySource[e.Brand]
		if n.Kind == content.Recognition {
			l.recognize(c, b)
		} else if b != nil {
			l.withdraw(c, b)
		}
	}
}

func (l *ledger) recognize(c *Change, b *Brand) {
	n, row := c.Notice, ChangeRow{Name: b.Name, Brand: b, honors: 1}
	c.Recognized++
	i := slices.IndexFunc(l.holds[b], func(h *hold) bool { return h.level == n.Level && h.name == n.Honor })
	if i < 0 {
		l.holds[b] = append(l.holds[b], &hold{n.Level, n.Honor, n.Notice, content.Recognized})
		c.Rows = append(c.Rows, row)
		return
	}
	h := l.holds[b][i]
	l.settle(b, h, n.Date)
	row.Note = "重新认定"
	if h.status == content.Recognized {
		row.Note, row.honors = "延续", 0
		c.Renewed++
	}
	h.since, h.status = n.Notice, content.Recognized
	c.Rows = append(c.Rows, row)
}

// withdraw ends the honour, or all of the level where the act names none.
func (l *ledger) withdraw(c *Change, b *Brand) {
	n, row := c.Notice, ChangeRow{Name: b.Name, Brand: b}
	lapsed := 0
	for _, h := range l.holds[b] {
		if h.level != n.Level || n.Honor != "" && n.Honor != h.name || h.status == content.Withdrawn {
			continue
		}
		l.settle(b, h, n.Date)
		c.Withdrawn++
		if h.status == content.Expired {
			lapsed++
		} else {
			row.honors--
		}
		h.status = content.Withdrawn
	}
	c.Lapsed += lapsed
	if lapsed > 0 && row.honors == 0 {
		row.Note = "此前已到期"
	}
	c.Rows = append(c.Rows, row)
}

// settle writes down that h expired, if its term ran out before the day. What is
// given anew, or ended, on the very day after its term did not expire.
func (l *ledger) settle(b *Brand, h *hold, day fields.Date) {
	end := h.since.ValidUntil
	if h.status != content.Recognized || end.IsZero() || !nextDay(end).Before(day) {
		return
	}
	h.status = content.Expired
	key := expiry{nextDay(end), h.since}
	c := l.expiries[key]
	if c == nil {
		c = &Change{Kind: Expiry, Date: key.day, Notice: l.published[h.since]}
		l.expiries[key] = c
		l.changes = append(l.changes, c)
	}
	c.Expired++
	c.Rows = append(c.Rows, ChangeRow{Name: b.Name, Brand: b, honors: -1})
}

func nextDay(d fields.Date) fields.Date {
	t := time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC)
	return fields.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
