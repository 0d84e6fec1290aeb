package criteria

import (
	"fmt"
	"testing"
)

// Whatever of a clause differs is told, also for whom it is; awards add up, and of a bonus
// the highest counts.
func TestWhatAStandardSaysOtherwiseIsTold(t *testing.T) {
	one, two := &Type{Name: "甲类"}, &Type{Name: "乙类"}
	plan := &Condition{Fact: &Fact{ID: "plan", Label: "有方案", Kind: YesNo}, Number: 1_000_000}
	level, region := &Level{Name: "市级"}, &Region{Name: "某市"}
	of := func(of *Type, edit func(*Item)) *Standard {
		item := &Item{ID: "a", Group: "一", Text: "有方案。", Type: of, Points: 10 * Point,
			Awards: []Rule{{6 * Point, plan, "有"}}, Bonus: []Bonus{{[]Rule{{2 * Point, plan, "多"}}}}}
		edit(item)
		return &Standard{Title: "表", Level: level, Region: region, Kind: Scorecard, ByType: map[*Type][]*Item{of: {item}}}
	}
	same := func(*Item) {}
	for want, now := range map[string]*Standard{
		"[]":             of(one, same),
		"[{适用类型 甲类 乙类}]": of(two, same),
		"[{得分 6分：有（有方案） 6分：有（有方案）；4分：又有（有方案）}]": of(one, func(i *Item) { i.Awards = append(i.Awards, Rule{4 * Point, plan, "又有"}) }),
		"[{加分 2分：多（有方案） 2分：多（有方案）；取高者：1.5分：少（有方案）}]": of(one, func(i *Item) {
			i.Bonus[0].Highest = append(i.Bonus[0].Highest, Rule{Point * 3 / 2, plan, "少"})
		}),
	} {
		var got []Edit
		edits, items := now.Since(of(one, same))
		for _, i := range items {
			got = append(got, i.Edits...)
		}
		if fmt.Sprint(got) != want || len(edits) > 0 {
			t.Errorf("%v %v, want %s", edits, got, want)
		}
	}
	newer := of(one, same)
	newer.Replaces = &Standard{ID: "old"}
	if edits, _ := newer.Since(of(one, same)); fmt.Sprint(edits) != "[{代替  old}]" {
		t.Errorf("%v", edits)
	}
}
