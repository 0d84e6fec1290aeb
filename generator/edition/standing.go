package edition

import (
	"cmp"
	"slices"

	"minglu/generator/content"
	"minglu/generator/values"
)

// stand derives where each of brands stands on the day, by the events alone.
func stand(brands []*content.Brand, date values.Date, events []Event) {
	histories := map[*content.Brand]*history{}
	for i, e := range events {
		h := histories[e.Brand]
		if h == nil {
			h = &history{}
			histories[e.Brand] = h
		}
		h.add(e, i, date)
	}
	for _, b := range brands {
		b.Standing = content.Standing{Status: content.Candidate}
		if h := histories[b]; h != nil {
			b.Standing = h.standing(date)
		}
	}
}

// deriveHeld adds what follows from the standings to the facts of brands.
func (j *joiner) deriveHeld() {
	if len(j.rules.Derived) == 0 {
		return
	}
	for _, b := range j.content.Brands {
		b.Facts = b.Facts.Holding(b.Standing.HeldOn(j.content.Date))
	}
}

// A history is what has been done to one brand, in the order of the acts.
type history struct {
	acts    []*content.Notice
	running []*content.Notice
	honors  []content.Honor // in the order in which each was first given
	decided []int           // for each honour the number of the event that decides
}

func (h *history) add(e Event, number int, date values.Date) {
	n := e.Notice
	if e.Deed != RanOut && (len(h.acts) == 0 || h.acts[len(h.acts)-1] != n) {
		h.acts = append(h.acts, n)
	}
	i := slices.IndexFunc(h.honors, func(o content.Honor) bool { return o.Level == e.Level && o.Name == e.Honor })
	switch e.Deed {
	case Named:
		if !n.To.IsZero() && !date.After(n.To) {
			h.running = append(h.running, n)
		}
	case Given:
		h.honors, h.decided = append(h.honors, content.Honor{Level: e.Level, Name: e.Honor, Since: n}), append(h.decided, number)
	case Regiven, Extended:
		h.honors[i], h.decided[i] = content.Honor{Level: e.Level, Name: e.Honor, Since: n}, number
	case Ended, EndedLate:
		h.honors[i].Ended, h.honors[i].Reason, h.decided[i] = n, e.Reason, number
	}
}

func (h *history) standing(date values.Date) content.Standing {
	s := content.Standing{Running: h.running, History: h.acts}
	order := make([]int, len(h.honors))
	for i := range h.honors {
		order[i] = i
		h.honors[i].Status = statusOn(h.honors[i], date)
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
	s.Status = whole(s)
	return s
}

// statusOn: a 退出 counts also after an expiry; a 认定 stands through its last day.
func statusOn(o content.Honor, date values.Date) content.Status {
	switch {
	case o.Ended != nil:
		return content.Withdrawn
	case !o.Since.ValidUntil.IsZero() && date.After(o.Since.ValidUntil):
		return content.Expired
	}
	return content.Recognized
}

// whole is the status of the brand as a whole.
func whole(s content.Standing) content.Status {
	has := func(status content.Status) bool {
		return slices.ContainsFunc(s.Honors, func(o content.Honor) bool { return o.Status == status })
	}
	switch {
	case has(content.Recognized):
		return content.Recognized
	case len(s.Running) > 0:
		return content.Noticed
	case has(content.Withdrawn):
		return content.Withdrawn
	case has(content.Expired):
		return content.Expired
	}
	return content.Candidate
}
