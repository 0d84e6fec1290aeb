package criteria

import (
	"cmp"
	"slices"
	"strings"
)

// An Edit is one thing that is not as it was, in words.
type Edit struct{ What, Before, After string }

// Changed returns the edits that change anything.
func Changed(edits ...Edit) []Edit {
	return slices.DeleteFunc(edits, func(e Edit) bool { return e.Before == e.After })
}

// An ItemChange is what became of one item, in words.
type ItemChange struct {
	ID            string
	Before, After *Item  // nil: none
	Edits         []Edit // of a new item all that it says, of one that is gone none
}

// Since says in what s differs from an earlier standard, or from itself as it was: as a
// whole, and item by item, which are the same where their ids are. The items of s come
// first, in its order, then those that it no longer has.
func (s *Standard) Since(old *Standard) (edits []Edit, items []ItemChange) {
	edits = Changed(
		Edit{"名称", old.Title, s.Title},
		Edit{"级别", old.Level.Name, s.Level.Name},
		Edit{"适用地区", old.Region.Name, s.Region.Name},
		Edit{"出处", old.Document, s.Document},
		Edit{"代替", replacedText(old), replacedText(s)},
		Edit{"施行", old.From.String(), s.From.String()},
		Edit{"适用至", old.Until.String(), s.Until.String()},
		Edit{"种类", old.Kind.Word(), s.Kind.Word()},
		Edit{"各条分值之和", old.TypePoints.String(), s.TypePoints.String()},
		Edit{"合格分数线", old.PassTotal.String(), s.PassTotal.String()},
		Edit{"口径说明", strings.Join(old.Readings, "；"), strings.Join(s.Readings, "；")},
	)
	gone := map[string]*Item{}
	for _, item := range old.Items(nil) {
		gone[item.ID] = item
	}
	for _, item := range s.Items(nil) {
		if edits := item.since(gone[item.ID]); len(edits) > 0 {
			items = append(items, ItemChange{item.ID, gone[item.ID], item, edits})
		}
		delete(gone, item.ID)
	}
	for _, item := range old.Items(nil) {
		if gone[item.ID] != nil {
			items = append(items, ItemChange{ID: item.ID, Before: item})
		}
	}
	return edits, items
}

// since says in what i differs from old, nil for none.
func (i *Item) since(old *Item) []Edit {
	old = cmp.Or(old, &Item{Veto: i.Veto, Type: i.Type})
	return Changed(
		Edit{"适用类型", old.Type.name(), i.Type.name()},
		Edit{"类别", old.Group, i.Group},
		Edit{"标准", old.Text, i.Text},
		Edit{"简称", old.Short, i.Short},
		Edit{"评分依据", old.Basis, i.Basis},
		Edit{"口径说明", old.Reading, i.Reading},
		Edit{"条件", conditionText(old.Met), conditionText(i.Met)},
		Edit{"算法", strings.Join(old.Methods(), "；"), strings.Join(i.Methods(), "；")},
		Edit{"一票否决", yesNo(old.Veto), yesNo(i.Veto)},
		Edit{"分值", pointsText(old.Points), pointsText(i.Points)},
		Edit{"得分", rulesText(old.Awards, "；"), rulesText(i.Awards, "；")},
		Edit{"扣分", rulesText(old.Deducts, "；"), rulesText(i.Deducts, "；")},
		Edit{"加分", old.bonusText(), i.bonusText()},
		Edit{"加分上限", pointsText(old.BonusCap), pointsText(i.BonusCap)},
		Edit{"须评定的情形", conditionText(old.Judge), conditionText(i.Judge)},
		Edit{"待定", old.Undetermined, i.Undetermined},
	)
}

func replacedText(s *Standard) string {
	if s.Replaces == nil {
		return ""
	}
	return s.Replaces.ID
}

// name is what t is called; of items for all types, that they are.
func (t *Type) name() string {
	if t == nil {
		return "各类型"
	}
	return t.Name
}

// pointsText returns a number of points, "" where there are none.
func pointsText(points Points) string {
	if points <= 0 {
		return ""
	}
	return points.String()
}

func (i *Item) bonusText() string {
	var all []string
	for _, b := range i.Bonus {
		all = append(all, rulesText(b.Highest, "；取高者："))
	}
	return strings.Join(all, "；")
}

func conditionText(c *Condition) string {
	if c == nil {
		return ""
	}
	return c.String()
}

// rulesText puts rules into words: those of a bonus, of which the highest counts, with another
// word between than those that add up.
func rulesText(rules []Rule, between string) string {
	var all []string
	for _, r := range rules {
		all = append(all, r.Points.String()+"分："+r.Text+"（"+conditionText(r.When)+"）")
	}
	return strings.Join(all, between)
}
