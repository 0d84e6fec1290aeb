package criteria

import "testing"

func TestConclusionsClaimNoMoreThanTheStandardSays(t *testing.T) {
	typed := map[*Type][]*Item{{}: nil}
	card, list, alone := &Standard{Kind: Scorecard, ByType: typed}, &Standard{Kind: Checklist, ByType: typed}, &Standard{Kind: Scorecard}
	items := func(outcomes ...Outcome) (results []Result) {
		for _, o := range outcomes {
			results = append(results, Result{Item: &Item{}, Outcome: o})
		}
		return results
	}
	spared := items(Met, Unmet)
	for i := range spared { // the clause says that it vetoes nothing (veto: 否)
		spared[i].Item.Basic = true
	}
	for want, e := range map[string]Evaluation{
		"基本条件全部达到":                         {Standard: card, Outcome: Passed, Items: items(Met, Unmet)},
		"基本条件全部达到，总分达到合格分数线":               {Standard: card, Pass: 60, Outcome: Passed, Items: items(Met, Partial)},
		"没有一票否决的情形，基本条件有 1 条未达到，总分达到合格分数线": {Standard: card, Pass: 60, Outcome: Passed, Items: spared},
		"总分未达到合格分数线":                       {Standard: card, Pass: 60, Outcome: Failed, Items: items(Met, Unmet)},
		"有 2 条基本条件未达到，一票否决":                {Standard: card, Outcome: Failed, Vetoed: []string{"basic-1", "basic-2"}, Items: items(Unmet, Unmet, Unmet)},
		"各条全部达到":                           {Standard: alone, Outcome: Passed, Items: items(Met)},
		"有 1 条未达到，一票否决":                    {Standard: alone, Outcome: Failed, Vetoed: []string{"a"}, Items: items(Unmet)},
		"全部达到":                             {Standard: list, Outcome: Passed, Items: items(Met, Met)},
		"有 3 条未达到":                         {Standard: list, Outcome: Failed, Vetoed: []string{"basic-1"}, Items: items(Unmet, Unmet, Unmet, Unstated)},
		"有 2 条未填报或待定，尚无结论":                 {Standard: list, Outcome: Incomplete, Items: items(Met, Unstated, Undetermined)},
	} {
		if got := e.Conclusion(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
