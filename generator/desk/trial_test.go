package desk

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/opendata"
	"minglu/generator/site"
)

// trialOf returns the trial of a brand's public data that layouts/desk/try.ts makes, with
// some facts changed.
func trialOf(t *testing.T, data []byte, changes map[string]any) Trial {
	var file struct {
		Brand struct {
			Type, County, Place string
			AsOf                string `json:"as_of"`
			Facts, Evidence     map[string]any
			Years               []struct {
				Year  int
				Facts map[string]any
			}
			Honors      []struct{ Level string }
			Evaluations []struct {
				Standard string
				Items    []struct {
					ID, Outcome string
					Points      criteria.Points
				}
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	b := file.Brand
	years := map[int]any{}
	for _, y := range b.Years {
		years[y.Year] = y.Facts
	}
	text := func(facts map[string]any) string {
		front, err := json.Marshal(map[string]any{"type": b.Type, "county": b.County, "as_of": b.AsOf, "facts": facts, "evidence": b.Evidence, "years": years})
		if err != nil {
			t.Fatal(err)
		}
		return "---\n" + string(front) + "\n---\n"
	}
	tried := maps.Clone(b.Facts)
	maps.Copy(tried, changes)
	trial := Trial{Text: text(b.Facts), Tried: text(tried), Given: map[string]map[string]criteria.Points{}}
	for _, h := range b.Honors {
		trial.Held = append(trial.Held, h.Level)
	}
	for _, e := range b.Evaluations {
		trial.Given[e.Standard] = map[string]criteria.Points{}
		for _, i := range e.Items {
			if i.Outcome != "undetermined" {
				trial.Given[e.Standard][i.ID] = i.Points
			}
		}
	}
	return trial
}

// Public data tell enough of a brand to evaluate it as its repository does; what is tried
// changes that.
func TestABrandIsTried(t *testing.T) {
	e := repository(t)
	d := opened(t, e)
	pages := map[string][]byte{}
	var mu sync.Mutex
	if err := opendata.Write(site.New(e), func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		pages[path] = append([]byte(nil), data...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	judged := 0
	for _, b := range e.Content.Brands {
		data := pages["brands/"+b.Slug+".json"]
		if data == nil || !b.HasFacts {
			continue
		}
		got, err := d.Try(trialOf(t, data, nil))
		if err != nil || len(got.Mistakes) > 0 || len(got.Evaluations) != len(e.Evaluations[b]) {
			t.Fatalf("%s: %v %v, %d evaluations", b.Slug, err, got.Mistakes, len(got.Evaluations))
		}
		for i, v := range e.Evaluations[b] {
			want := evaluationOf(v, b)
			want.Self = ""
			if len(b.Judgements[v.Standard.ID]) > 0 { // why it was judged so is not told
				judged++
				for j := range want.Items {
					want.Items[j].Reasons, got.Evaluations[i].Items[j].Reasons = nil, nil
				}
			}
			if !reflect.DeepEqual(got.Evaluations[i], want) {
				t.Errorf("%s is evaluated otherwise than in its repository:\n%+v\n%+v", b.Slug, got.Evaluations[i], want)
			}
		}
	}
	if judged == 0 {
		t.Error("no judged brand was tried")
	}
	one := slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool { return b.Slug == "guanyun-zhenzhi" })
	standards := len(e.Evaluations[e.Content.Brands[one]])
	data := pages["brands/guanyun-zhenzhi.json"]
	tried, err := d.Try(trialOf(t, data, map[string]any{"credit_commitment": true, "workers": 50000, "labor_income": "很多"}))
	if err != nil || len(tried.Evaluations) != standards {
		t.Fatal(err, tried)
	}
	if got := tried.Evaluations[0].Outcome; got == "failed" {
		t.Errorf("what was vetoed is still %s", got)
	}
	if len(tried.Mistakes) != 1 || !strings.Contains(tried.Mistakes[0].Message, "很多") || tried.Mistakes[0].Path[1].Key != "labor_income" {
		t.Errorf("%+v", tried.Mistakes)
	}
	asked := trialOf(t, data, map[string]any{"credit_commitment": true})
	asked.Coach = true
	if got, err := d.Try(asked); err != nil || len(got.Coach) != standards || len(got.Coach[standards-1].Steps) == 0 || len(tried.Coach) != 0 {
		t.Errorf("%v: the coach says %+v", err, got.Coach)
	}
	if _, err := d.Try(Trial{Text: "---\n[\n---\n", Tried: NewText}); err != nil {
		t.Error(err)
	}
}
