package edition

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// A Deed is what an act, or a term that ran out, did to one brand.
type Deed int8

const (
	Named     Deed = iota // 公示
	Given                 // 认定 of what the brand never held
	Regiven               // 认定 of what had expired or been withdrawn
	Extended              // 认定 of what stood: it adds nothing
	Ended                 // 退出
	EndedLate             // 退出 of what had expired before: it takes nothing
	EndedNone             // 退出 of nothing, which is a mistake
	RanOut                // 到期: it ended by itself
)

// An Event is one line of the ledger: what the notices did, in the order in which
// it happened, to one honour of one brand. Standings, the mistakes of history and
// the changes over time all follow from it.
type Event struct {
	Deed
	content.Entry
	Day    values.Date     // as far as the source says: of a 公示 its first, of what ran out the one after its last
	Notice *content.Notice // of what ran out the 认定 that had set the term
	Level  *criteria.Level // of the honour; nil of a 公示 and of EndedNone
	Honor  string
	Before *content.Notice // the 认定 of what stood, or has ended; nil where none stood
}

// Adds returns by how many the honours that stand are more, or less, since e.
func (e Event) Adds() int {
	switch e.Deed {
	case Given, Regiven:
		return 1
	case Ended, RanOut:
		return -1
	}
	return 0
}

// byAct orders notices as they act: undated first (认定 before 退出), then by
// date, on one day 退出 before 认定, then by slug.
func byAct(a, b *content.Notice) int {
	return cmp.Or(a.Begins().Compare(b.Begins()), cmp.Compare(rankOnDay(a), rankOnDay(b)), cmp.Compare(a.Slug, b.Slug))
}

// rankOnDay is the order on one day; without a day a 退出 must have ended something.
func rankOnDay(n *content.Notice) int {
	order := []content.NoticeKind{content.Publicity, content.Withdrawal, content.Recognition}
	if n.Begins().IsZero() {
		order = []content.NoticeKind{content.Publicity, content.Recognition, content.Withdrawal}
	}
	return slices.Index(order, n.Kind)
}

// isIdle reports whether n does nothing, since what it does, or at which level,
// could not be read.
func isIdle(n *content.Notice) bool { return n.Kind == "" || n.Level == nil }

// A holding is an honour in a brand's hands, as far as the ledger has come.
type holding struct {
	level  *criteria.Level
	name   string
	since  *content.Notice
	status content.Status
}

// A ledger is what the notices do, whatever the day.
type ledger struct {
	events []Event // in the order of the acts; what ran out stands before the act that found it so
	held   map[*content.Brand][]*holding
}

// newLedger goes through the notices, which are in the order in which they act, those
// that do nothing left out.
func newLedger(notices []*content.Notice) *ledger {
	l := &ledger{held: map[*content.Brand][]*holding{}}
	for _, n := range notices {
		if isIdle(n) || n.Kind == content.Publicity && n.From.IsZero() {
			continue
		}
		for _, e := range n.Entries {
			switch n.Kind {
			case content.Publicity:
				l.events = append(l.events, Event{Deed: Named, Entry: e, Day: n.From, Notice: n})
			case content.Recognition:
				l.recognize(n, e)
			case content.Withdrawal:
				l.withdraw(n, e)
			}
		}
	}
	return l
}

func (l *ledger) recognize(n *content.Notice, e content.Entry) {
	given := Event{Deed: Given, Entry: e, Day: n.Date, Notice: n, Level: n.Level, Honor: n.Honor}
	i := slices.IndexFunc(l.held[e.Brand], func(h *holding) bool { return h.level == n.Level && h.name == n.Honor })
	if i < 0 {
		l.held[e.Brand] = append(l.held[e.Brand], &holding{n.Level, n.Honor, n, content.Recognized})
	} else {
		h := l.held[e.Brand][i]
		l.settle(e.Brand, h, n.Date)
		given.Deed = Regiven
		if h.status == content.Recognized {
			given.Deed, given.Before = Extended, h.since
		}
		h.since, h.status = n, content.Recognized
	}
	l.events = append(l.events, given)
}

// withdraw ends the honour, or all of the level where the act names none.
func (l *ledger) withdraw(n *content.Notice, e content.Entry) {
	none := true
	for _, h := range l.held[e.Brand] {
		if h.level != n.Level || n.Honor != "" && n.Honor != h.name || h.status == content.Withdrawn {
			continue
		}
		l.settle(e.Brand, h, n.Date)
		ended := Event{Deed: Ended, Entry: e, Day: n.Date, Notice: n, Level: h.level, Honor: h.name, Before: h.since}
		if h.status == content.Expired {
			ended.Deed = EndedLate
		}
		h.status, none = content.Withdrawn, false
		l.events = append(l.events, ended)
	}
	if none {
		l.events = append(l.events, Event{Deed: EndedNone, Entry: e, Day: n.Date, Notice: n})
	}
}

// settle writes down that h ran out, if its term did before the day. What is given
// anew, or ended, on the very day after its term did not.
func (l *ledger) settle(b *content.Brand, h *holding, day values.Date) {
	end := h.since.Expiry()
	if h.status != content.Recognized || end.IsZero() || !end.Before(day) {
		return
	}
	h.status = content.Expired
	l.events = append(l.events, Event{Deed: RanOut, Entry: content.Entry{Brand: b}, Day: end, Notice: h.since, Level: h.level, Honor: h.name, Before: h.since})
}

// until returns what happened up to the day, in the order of days: undated acts
// first, on one day acts before what ran out.
func (l *ledger) until(day values.Date, brands []*content.Brand) []Event {
	for _, b := range brands {
		for _, h := range l.held[b] {
			l.settle(b, h, day.Next())
		}
	}
	past := slices.DeleteFunc(l.events, func(e Event) bool { return e.Day.After(day) })
	late := func(e Event) int {
		if e.Deed == RanOut {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(past, func(a, b Event) int { return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(late(a), late(b))) })
	return past
}

// HeldOn returns the brands that hold an honour of the level at the end of a day up to
// that of e, of any level where that is nil.
func (e *Edition) HeldOn(level *criteria.Level, day values.Date) map[*content.Brand]bool {
	honors, held := map[*content.Brand]int{}, map[*content.Brand]bool{}
	for _, event := range e.Events {
		if (level == nil || event.Level == level) && !event.Day.After(day) {
			honors[event.Brand] += event.Adds()
		}
	}
	for b, n := range honors {
		if n > 0 {
			held[b] = true
		}
	}
	return held
}
