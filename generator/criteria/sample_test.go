package criteria

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"minglu/generator/values"
)

// sample returns the rules that tests are written by, read once: a copy of two official
// standards and what they are written in, so that whoever changes the rules of the repository
// changes no test.
var sample = sync.OnceValue(func() *Rules {
	rules, bad, err := Load(os.DirFS("../testdata/rules"))
	if err != nil {
		panic(err)
	}
	if len(bad) > 0 {
		var b strings.Builder
		bad.Text(&b)
		panic(b.String())
	}
	return rules
})

func TestARegionContainsWhatLiesInIt(t *testing.T) {
	rules := sample()
	province, city, county := rules.Region("320000"), rules.Region("320700"), rules.Region("320722")
	if !province.Contains(county) || !province.Contains(city) || !city.Contains(county) || !county.Contains(county) {
		t.Error("东海县 lies in 连云港市, and that in 江苏省")
	}
	if city.Contains(rules.Region("320116")) || county.Contains(city) || city.Contains(nil) {
		t.Error("连云港市 contains what it does not")
	}
	if county.City() != city || city.City() != city || province.City() != nil {
		t.Error("City is wrong")
	}
	for r, want := range map[*Region]string{county: "连云港市东海县", city: "连云港市", province: "江苏省"} {
		if got := r.FullName(); got != want {
			t.Errorf("full name %s, want %s", got, want)
		}
	}
}

func TestAStandardCoversItsRegionAndTypesInItsTime(t *testing.T) {
	rules := sample()
	city, province := rules.Standard("lianyungang-2024"), rules.Standard("jiangsu-2022")
	tourism := rules.Type("文化旅游类")
	if !city.Covers(tourism, rules.Region("320722")) || city.Covers(tourism, rules.Region("320116")) || !province.Covers(tourism, rules.Region("320116")) {
		t.Error("a standard covers exactly the counties of its region")
	}
	if city.Covers(&Type{Name: "第五类"}, rules.Region("320722")) {
		t.Error("a standard covers a type that it has no items for")
	}
	for _, c := range []struct {
		s    *Standard
		date string
		want bool
	}{
		{province, "2022-04-17", false},
		{province, "2022-04-18", true},
		{province, "2022-04", true}, // some day of April lies in its time
		{province, "2022-03", false},
		{province, "2022", true},
		{province, "2021", false},
		{city, "2023-12-31", false},
		{city, "2024-01-01", true},
		{city, "2030", true},
	} {
		d, ok := values.ParseDate(c.date, true)
		if !ok {
			t.Fatal(c.date)
		}
		if got := c.s.InForce(d); got != c.want {
			t.Errorf("%s in force on %s: %t", c.s.ID, c.date, got)
		}
	}
	until := &Standard{From: values.Date{Year: 2024}, Until: values.Date{Year: 2024}}
	for d, want := range map[values.Date]bool{{Year: 2024, Month: 12, Day: 31}: true, {Year: 2025, Month: 1, Day: 1}: false, {}: false} {
		if until.InForce(d) != want {
			t.Errorf("from 2024 until 2024, in force on %s: %t", d, !want)
		}
	}
}

func TestClausesAreExactlyTheItemsThatReadAFact(t *testing.T) {
	rules := sample()
	got := map[string][]string{}
	for _, f := range rules.Facts {
		for _, c := range f.Clauses {
			got[f.ID] = append(got[f.ID], c.Standard.ID+" "+c.Item.ID)
		}
	}
	for id, want := range map[string][]string{
		"workers": {
			"lianyungang-2024 skilled-1", "lianyungang-2024 service-1", "lianyungang-2024 tourism-1", "lianyungang-2024 livelihood-1",
			"jiangsu-2022 service-1", "jiangsu-2022 tourism-1", "jiangsu-2022 livelihood-1",
		},
		"trademark_registered": {"lianyungang-2024 basic-3"},
		"artisan_honors":       {"lianyungang-2024 tourism-2"},
		"migrant_ratio":        {"lianyungang-2024 livelihood-2", "jiangsu-2022 livelihood-2"},
		"product_recognition":  {"lianyungang-2024 tourism-3", "jiangsu-2022 tourism-3"},
	} {
		if !slices.Equal(got[id], want) {
			t.Errorf("%s is read by %v, want %v", id, got[id], want)
		}
	}
}
