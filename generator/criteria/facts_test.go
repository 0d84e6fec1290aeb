package criteria

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// The values of one brand, as people read them and as open data gives them.
func TestValuesAreGivenAsStated(t *testing.T) {
	for _, c := range []struct{ id, written, text, data string }{
		{"trademark_registered", "是", "是", "true"},
		{"trademark_registered", "否", "否", "false"},
		{"trademark_registered", "true", "是", "true"},
		{"workers", "12600", "12,600 人", "12600"},
		{"workers", "0", "0 人", "0"},
		{"labor_income", "1234.5", "1,234.5 亿元", "1234.5"},
		{"skilled_ratio", "70", "70%", "70"},
		{"skilled_ratio", "69.99", "69.99%", "69.99"},
		{"wage_premium", "-3.5", "-3.5%", "-3.5"},
		{"product_recognition", "省级", "省级", `"省级"`},
		{"product_recognition", "无", "无", `"无"`},
		{"artisan_honors", "[]", "无", "[]"},
		{"artisan_honors", "无", "无", "[]"},
		{"artisan_honors", "高级乡村振兴技师", "高级乡村振兴技师", `["高级乡村振兴技师"]`},
		// Members stand in the order of facts.yaml, however they were written.
		{"artisan_honors", "[高级乡村振兴技师, 国家级荣誉]", "国家级荣誉、高级乡村振兴技师", `["国家级荣誉","高级乡村振兴技师"]`},
	} {
		f := sample().Fact(c.id)
		v, stated := facts(t, nil, map[string]string{c.id: c.written}).Of(f)
		if !stated || v.Fact != f {
			t.Errorf("%s: %s is not stated", c.id, c.written)
			continue
		}
		data, err := json.Marshal(v.JSON())
		if err != nil || v.String() != c.text || string(data) != c.data {
			t.Errorf("%s: %s reads %s and is %s, want %s and %s", c.id, c.written, v, data, c.text, c.data)
		}
		if v.Yes() != (f.Kind == YesNo && c.text == "是") || f.IsNumber() && v.Number().String() != c.data {
			t.Errorf("%s: %s is yes %t, number %s", c.id, c.written, v.Yes(), v.Number())
		}
	}
}

func TestFactsAreStatedInTheOrderOfTheForm(t *testing.T) {
	all := facts(t, nil, map[string]string{"parks": "1", "workers": "2", "implementation_plan": "否", "labor_income": "3"})
	var ids []string
	for _, v := range all.Stated() {
		ids = append(ids, v.Fact.ID)
	}
	if want := "implementation_plan parks workers labor_income"; strings.Join(ids, " ") != want {
		t.Errorf("stated %v, want %s", ids, want)
	}
	if _, stated := all.Of(sample().Fact("trademark_registered")); stated || len((Facts{}).Stated()) > 0 {
		t.Error("what is not stated is stated")
	}
	for _, f := range sample().Facts {
		if _, stated := (Facts{}).Of(f); stated {
			t.Errorf("a brand without facts states %s", f.ID)
		}
	}
}

func TestAReasonNamesWhatItReadsAndWhatItMisses(t *testing.T) {
	s := sample().Standard("lianyungang-2024")
	stated := facts(t, nil, map[string]string{"leading_enterprises": "1", "leading_enterprise_sales": "3"})
	r := s.Item("basic-7").evaluate(stated, nil, true)
	bonus := r.reasons[slices.IndexFunc(r.reasons, func(r Reason) bool { return r.Kind == BonusRule })]
	if reads := bonus.Reads(); len(reads) != 1 || reads[0].Fact.ID != "leading_enterprise_sales" {
		t.Errorf("reads %v", reads)
	}
	var missing []string
	for _, f := range bonus.Missing() {
		missing = append(missing, f.ID)
	}
	if strings.Join(missing, " ") != "leading_enterprise_assets leading_enterprise_debt_ratio" {
		t.Errorf("misses %v", missing)
	}
	silent := sample().Standard("jiangsu-2022").Item("skilled-1").evaluate(stated, nil, true).reasons[0]
	if len(silent.Reads()) > 0 || len(silent.Missing()) > 0 {
		t.Error("what the standard leaves open reads nothing")
	}
}

// A label means the one fact that has it, of those that the type is asked for: where
// two have it nobody can tell which is meant.
func TestALabelMeansTheFactOfItsType(t *testing.T) {
	one, other := &Type{Name: "一类"}, &Type{Name: "二类"}
	r := &Rules{Facts: []*Fact{
		{ID: "apples", Label: "人数", Types: []*Type{one}}, {ID: "oranges", Label: "人数", Types: []*Type{other}},
		{ID: "lemons", Label: "展馆面积", Types: []*Type{other}}, {ID: "cherries", Label: "展馆面积", Types: []*Type{other}},
	}}
	for _, c := range []struct {
		label string
		of    *Type
		id    string
	}{{"人数", one, "apples"}, {"人 数", other, "oranges"}, {"人数", nil, ""}, {"展馆面积", other, ""}, {"展馆面积", one, ""}} {
		if id, certain := r.MeantFact(c.label, c.of); id != c.id || certain != (id != "") {
			t.Errorf("%s of %v means %q, certain %v", c.label, c.of, id, certain)
		}
	}
}

// A part of a label means the fact whose label alone ends with it, or else alone has it;
// that is never certain.
func TestAPartOfALabelMeansTheFactThatAloneHasIt(t *testing.T) {
	r := sample()
	service, tourism := r.Type("高品质服务类"), r.Type("文化旅游类")
	for _, c := range []struct {
		part string
		of   *Type
		id   string
	}{
		{"客户满意度", service, "satisfaction"},
		{"客户满意度", nil, "satisfaction"},
		{"客户满意度", tourism, ""}, // another type's
		{"龙头企业", service, "leading_enterprises"},
		{"注册商标", service, "trademark_registered"},
		{"零工市场", service, "gig_market_offline"},
		{"信用承诺", service, "credit_commitment"},
		{"培训", service, ""},
		{"人数", service, ""},
		{"员", service, ""},
		{"微信", service, ""},
	} {
		if id, certain := r.MeantFact(c.part, c.of); id != c.id || certain {
			t.Errorf("%s of %v means %q, certain %v", c.part, c.of, id, certain)
		}
	}
}
