package edition

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/unseen"
)

// A Unit is a unit or base in one of the honours that acts give beside those of brands, or
// was in it. It has no file: acts name it, and whoever is called the same is the same.
type Unit struct {
	Name     string // as the first act writes it
	Place    string // as the last act that tells it says; "": none does
	Honor    *criteria.Honor
	Standing content.Standing // in this honour alone, at all levels
}

// What acts do to units is what they do to brands: the ledger, its mistakes and the
// standings are the same. So each unit in an honour is a stand-in brand, and each notice is
// a copy for each honour, which names the stand-ins; neither leaves this file.

// joinUnits returns the units that acts have given an honour up to the day, and reports
// the mistakes of their history. In the notices each has one name from then on.
func (j *joiner) joinUnits() []Unit {
	type key struct {
		honor *criteria.Honor
		name  string // folded
	}
	standIns := map[key]*content.Brand{}
	called := map[string]string{} // as the first act writes it, by the folded name
	inOrder := map[*criteria.Honor][]*content.Brand{}
	of := map[*content.Notice]*content.Notice{} // the notice that a copy is of
	unknown := len(j.content.Unread.Notices) > 0
	var acts []*content.Notice
	for _, n := range j.content.Notices {
		if n.Unnamed {
			unknown = true
		}
		named := map[key]bool{}
		copies := map[*criteria.Honor]*content.Notice{}
		united := make([]content.UnitEntry, 0, len(n.Units))
		for _, u := range n.Units {
			k := key{u.Honor, unseen.Fold(u.Name)}
			if called[k.name] == "" {
				called[k.name] = u.Name
			}
			u.Name = called[k.name]
			unit := standIns[k]
			if unit == nil {
				unit = &content.Brand{Name: u.Name}
				standIns[k] = unit
				inOrder[u.Honor] = append(inOrder[u.Honor], unit)
			}
			if u.Place != "" && !n.Begins().After(j.content.Date) {
				unit.Place = u.Place
			}
			e := content.Entry{Brand: unit, Slug: unit.Name, Reason: u.Reason, At: u.At}
			if named[k] {
				j.reportEntry(n, e, diag.DuplicateRecognition, "“%s”在名单中写了两次，称号相同，请删去一处。", u.Name)
				continue
			}
			named[k] = true
			united = append(united, u)
			act := copies[u.Honor]
			if act == nil {
				one := *n
				act = &one
				act.Honor, act.Entries, act.Unlisted = u.Honor.Name, nil, false
				copies[u.Honor], of[act], acts = act, n, append(acts, act)
			}
			act.Entries = append(act.Entries, e)
		}
		n.Units = united
	}
	l := newLedger(acts)
	j.checkActs(l, &acting{notices: acts, exempt: map[*content.Brand]bool{}, unknown: unknown, honor: "称号",
		named: func(e content.Entry) string { return "“" + e.Slug + "”" }})
	var all []*content.Brand
	for _, h := range j.rules.Honors {
		all = append(all, inOrder[h]...)
	}
	stand(all, j.content.Date, l.until(j.content.Date, all))
	var units []Unit
	for _, h := range j.rules.Honors {
		for _, unit := range inOrder[h] {
			if unit.HasPage() {
				units = append(units, Unit{unit.Name, unit.Place, h, originals(unit.Standing, of)})
			}
		}
	}
	return units
}

// originals returns a standing by the notices that copies are of.
func originals(s content.Standing, of map[*content.Notice]*content.Notice) content.Standing {
	for i := range s.Honors {
		s.Honors[i].Since, s.Honors[i].Ended = of[s.Honors[i].Since], of[s.Honors[i].Ended]
	}
	for _, list := range [][]*content.Notice{s.Running, s.History} {
		for i := range list {
			list[i] = of[list[i]]
		}
	}
	return s
}
