package edition

import (
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// uniteHonors gives honours whose names look the same the name that the first
// act gave them: they are one.
func (j *joiner) uniteHonors() {
	first := map[string]string{}
	for _, n := range j.content.Notices {
		key := unseen.Fold(n.Honor)
		if first[key] == "" {
			first[key] = n.Honor
		}
		n.Honor = first[key]
	}
}

// An acting is what notices do to brands, or to units, as its mistakes are told.
type acting struct {
	notices []*content.Notice
	exempt  map[*content.Brand]bool // whose history a mistake leaves open
	unknown bool                    // a mistake leaves open the history of all
	named   func(content.Entry) string
	honor   string // what the honour's name is called
}

// actsOnBrands returns what the notices do to brands.
func (j *joiner) actsOnBrands() *acting {
	return &acting{notices: j.content.Notices, exempt: j.exempt, unknown: j.unknown, honor: "荣誉名称",
		named: func(e content.Entry) string { return "“" + e.Slug + "”（" + e.Brand.Name + "）" }}
}

// checkActs reports a 认定 of what already stands and a 退出 of what does not. The
// day of the build has no part in it: what is right today stays right.
func (j *joiner) checkActs(l *ledger, a *acting) {
	a.exemptDoubtful()
	if a.unknown {
		return
	}
	for _, e := range l.events {
		n := e.Notice
		switch {
		case a.exempt[e.Brand]:
		case e.Deed == Extended && e.Before.ValidUntil.IsZero():
			j.reportEntry(n, e.Entry, diag.DuplicateRecognition,
				"%s已由 %s 认定为%s，没有期限，也没有退出，请从名单中删去，或核对级别和%s。", a.named(e.Entry), e.Before.File, honorName(n), a.honor)
		case e.Deed == EndedNone:
			j.reportEntry(n, e.Entry, diag.WithdrawnWithoutRecognition,
				"%s此前没有被认定为%s，或已经退出，请从名单中删去，或核对级别、%s和日期。", a.named(e.Entry), honorName(n), a.honor)
		}
	}
}

// exemptDoubtful leaves alone whom notices with mistakes name: what follows from these
// is not reported.
func (a *acting) exemptDoubtful() {
	for _, n := range a.notices {
		if !n.Doubtful {
			continue
		}
		for _, e := range n.Entries {
			a.exempt[e.Brand] = true
		}
		a.unknown = a.unknown || n.Unlisted
	}
}

// honorName names what a notice gives or ends.
func honorName(n *content.Notice) string {
	if n.Honor != "" {
		return n.Level.Name + "“" + n.Honor + "”"
	}
	return n.Level.HonorName("")
}
