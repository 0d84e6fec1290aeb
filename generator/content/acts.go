package content

import (
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// A claim is what a 认定 gives to a brand.
type claim struct {
	brand *Brand
	level *criteria.Level
	honor string
}

// uniteHonors gives honours whose names look the same the name that the first
// act gave them: they are one.
func (c *Content) uniteHonors() {
	first := map[string]string{}
	for _, n := range c.Notices {
		key := unseen.Fold(n.Honor)
		if first[key] == "" {
			first[key] = n.Honor
		}
		n.Honor = first[key]
	}
}

// checkActs goes through the acts in the order in which they act and reports a
// 认定 of what already stands and a 退出 of what does not. The day of the build
// has no part in it: what is right today stays right.
func (j *joiner) checkActs() {
	j.exemptDoubtful()
	if j.unknown {
		return
	}
	last := map[claim]*Notice{}  // the 认定 that stands, nil where a 退出 ended it
	held := map[claim][]string{} // by brand and level, honor empty: the honours given there
	for _, n := range j.content.Notices {
		for _, e := range n.Entries {
			if j.exempt[e.Brand] {
				continue
			}
			switch n.Kind {
			case Recognition:
				j.recognize(last, held, n, e)
			case Withdrawal:
				j.withdraw(last, held, n, e)
			}
		}
	}
}

// exemptDoubtful leaves alone the brands of notices with mistakes: what follows
// from these is not reported.
func (j *joiner) exemptDoubtful() {
	for _, n := range j.content.Notices {
		if !n.doubtful {
			continue
		}
		for _, e := range n.Entries {
			j.exempt[e.Brand] = true
		}
		j.unknown = j.unknown || n.unlisted
	}
}

func (j *joiner) recognize(last map[claim]*Notice, held map[claim][]string, n *Notice, e Entry) {
	c := claim{e.Brand, n.Level, n.Honor}
	before, given := last[c]
	if before != nil && before.ValidUntil.IsZero() {
		j.source(&n.origin).Report(e.at, diag.DuplicateRecognition,
			"“%s”（%s）已由 %s 认定为%s，没有期限，也没有退出，请从名单中删去，或核对级别和荣誉名称。", e.slug, e.Brand.Name, before.File, honorName(n))
	}
	last[c] = n
	if !given {
		all := claim{e.Brand, n.Level, ""}
		held[all] = append(held[all], n.Honor)
	}
}

func (j *joiner) withdraw(last map[claim]*Notice, held map[claim][]string, n *Notice, e Entry) {
	honors := []string{n.Honor}
	if n.Honor == "" {
		honors = held[claim{e.Brand, n.Level, ""}]
	}
	ended := false
	for _, honor := range honors {
		c := claim{e.Brand, n.Level, honor}
		if last[c] != nil {
			ended, last[c] = true, nil
		}
	}
	if !ended {
		j.source(&n.origin).Report(e.at, diag.WithdrawnWithoutRecognition,
			"“%s”（%s）此前没有被认定为%s，或已经退出，请从名单中删去，或核对级别、荣誉名称和日期。", e.slug, e.Brand.Name, honorName(n))
	}
}

// honorName names what a notice gives or ends.
func honorName(n *Notice) string {
	if n.Honor != "" {
		return n.Level.Name + "“" + n.Honor + "”"
	}
	return n.Level.Name + "劳务品牌"
}
