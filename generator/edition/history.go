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

// checkActs reports a 认定 of what already stands and a 退出 of what does not. The
// day of the build has no part in it: what is right today stays right.
func (j *joiner) checkActs(l *ledger) {
	j.exemptDoubtful()
	if j.unknown {
		return
	}
	for _, e := range l.events {
		n := e.Notice
		switch {
		case j.exempt[e.Brand]:
		case e.Deed == Extended && e.Before.ValidUntil.IsZero():
			j.reportEntry(n, e.Entry, diag.DuplicateRecognition,
				"“%s”（%s）已由 %s 认定为%s，没有期限，也没有退出，请从名单中删去，或核对级别和荣誉名称。", e.Slug, e.Brand.Name, e.Before.File, honorName(n))
		case e.Deed == EndedNone:
			j.reportEntry(n, e.Entry, diag.WithdrawnWithoutRecognition,
				"“%s”（%s）此前没有被认定为%s，或已经退出，请从名单中删去，或核对级别、荣誉名称和日期。", e.Slug, e.Brand.Name, honorName(n))
		}
	}
}

// exemptDoubtful leaves alone the brands of notices with mistakes: what follows
// from these is not reported.
func (j *joiner) exemptDoubtful() {
	for _, n := range j.content.Notices {
		if !n.Doubtful {
			continue
		}
		for _, e := range n.Entries {
			j.exempt[e.Brand] = true
		}
		j.unknown = j.unknown || n.Unlisted
	}
}

// honorName names what a notice gives or ends.
func honorName(n *content.Notice) string {
	if n.Honor != "" {
		return n.Level.Name + "“" + n.Honor + "”"
	}
	return n.Level.Name + "劳务品牌"
}
