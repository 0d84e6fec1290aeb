package content

import (
	"cmp"
	"slices"

	"minglu/generator/fields"
)

// stand derives where every brand stands on c.Date, by the notices alone.
func (c *Content) stand() {
	histories := map[*Brand]*history{}
	for _, n := range c.Notices {
		if n.isIdle() || !n.hasCome(c.Date) {
			continue
		}
		for _, e := range n.Entries {
			h := histories[e.Brand]
			if h == nil {
				h = &history{}
				histories[e.Brand] = h
			}
			h.add(n, e, c.Date)
		}
	}
	for _, b := range c.Brands {
		b.Standing = Standing{Status: Candidate}
		if h := histories[b]; h != nil {
			b.Standing = h.standing(c.Date)
		}
	}
}

// hasCome reports whether n acts on the day or before. Without a day it does; a
// 公示 without its first day never does.
func (n *Notice) hasCome(date fields.Date) bool {
	if n.Kind == Publicity && n.From.IsZero() {
		return false
	}
	return !n.day().After(date)
}

// A history is what has been done to one brand, in the order of the acts.
type history struct {
	acts    []*Notice
	running []*Notice
	honors  []Honor // in the order in which each was first given
	decided []int   // for each honour the number of the act that decides
}

func (h *history) add(n *Notice, e Entry, date fields.Date) {
	h.acts = append(h.acts, n)
	switch n.Kind {
	case Publicity:
		if !n.To.IsZero() && !date.After(n.To) {
			h.running = append(h.running, n)
		}
	case Recognition:
		h.recognize(n)
	case Withdrawal:
		h.withdraw(n, e.Reason)
	}
}

func (h *history) recognize(n *Notice) {
	i := slices.IndexFunc(h.honors, func(o Honor) bool { return o.Level == n.Level && o.Name == n.Honor })
	if i < 0 {
		i = len(h.honors)
		h.honors, h.decided = append(h.honors, Honor{}), append(h.decided, 0)
	}
	h.honors[i] = Honor{Level: n.Level, Name: n.Honor, Since: n}
	h.decided[i] = len(h.acts)
}

// withdraw ends what stands of the honour, or of the whole level where none is
// named.
func (h *history) withdraw(n *Notice, reason string) {
	for i := range h.honors {
		o := &h.honors[i]
		if o.Level == n.Level && (n.Honor == "" || n.Honor == o.Name) && o.Ended == nil {
			o.Ended, o.Reason = n, reason
			h.decided[i] = len(h.acts)
		}
	}
}

func (h *history) standing(date fields.Date) Standing {
	s := Standing{Running: h.running, History: h.acts}
	order := make([]int, len(h.honors))
	for i := range h.honors {
		order[i] = i
		h.honors[i].Status = h.honors[i].statusOn(date)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			cmp.Compare(h.honors[b].Level.Order, h.honors[a].Level.Order),
			cmp.Compare(h.decided[a], h.decided[b]),
		)
	})
	for _, i := range order {
		s.Honors = append(s.Honors, h.honors[i])
	}
	s.Status = s.whole()
	return s
}

// statusOn: a 退出 counts also after an expiry; a 认定 stands through its last day.
func (o Honor) statusOn(date fields.Date) Status {
	switch {
	case o.Ended != nil:
		return Withdrawn
	case !o.Since.ValidUntil.IsZero() && date.After(o.Since.ValidUntil):
		return Expired
	}
	return Recognized
}

// whole is the status of the brand as a whole.
func (s Standing) whole() Status {
	has := func(status Status) bool {
		return slices.ContainsFunc(s.Honors, func(o Honor) bool { return o.Status == status })
	}
	switch {
	case has(Recognized):
		return Recognized
	case len(s.Running) > 0:
		return Noticed
	case has(Withdrawn):
		return Withdrawn
	case has(Expired):
		return Expired
	}
	return Candidate
}
