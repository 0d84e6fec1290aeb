package criteria

import (
	"slices"
	"testing"
)

// Every spelling of every region means that region, and besides none but those that share
// the spelling.
func TestRegionsAreFoundByWhatTheyAreCalled(t *testing.T) {
	rules := sample()
	for _, code := range []string{"320000", "320700"} {
		site := rules.Region(code)
		all := rules.RegionsIn(site)
		sharedBy := func(name string, pick func(*Region) []string) (those []*Region) {
			for _, r := range all {
				if slices.Contains(pick(r), name) {
					those = append(those, r)
				}
			}
			return those
		}
		full := func(r *Region) []string { names, _ := r.Called(); return names }
		casual := func(r *Region) []string { _, names := r.Called(); return names }
		for _, r := range all {
			for _, name := range append(full(r), r.FullName()) {
				if got := rules.RegionsNamed(site, name); !slices.Contains(got, r) || !slices.Equal(got, sharedBy(name, full)) {
					t.Errorf("%s in %s means %v", name, site.Name, got)
				}
			}
			for _, name := range append(casual(r), r.Short) {
				want := sharedBy(name, full)
				if len(want) == 0 {
					want = sharedBy(name, casual)
				}
				if got := rules.RegionsNamed(site, name); !slices.Equal(got, want) {
					t.Errorf("%s in %s means %v", name, site.Name, got)
				}
			}
			// Short names are unambiguous but where two places share them.
			if got := rules.RegionsNamed(site, r.Slug); len(got) != 1 || got[0] != r {
				t.Errorf("%s in %s means %v", r.Slug, site.Name, got)
			}
			want := r
			if r == site {
				want = nil
			}
			for _, text := range []string{r.FullName() + "劳务品牌汇总表", "江苏省" + r.FullName() + "2026年名单.xlsx 汇总"} {
				if got := rules.RegionMentioned(site, text); got != want {
					t.Errorf("%s tells of %v", text, got)
				}
			}
		}
		for _, nothing := range []string{"", "某县", "东海县、灌云县", "市"} {
			if got := rules.RegionMentioned(site, nothing); got != nil {
				t.Errorf("%q tells of %s", nothing, got.Name)
			}
			if got := rules.RegionsNamed(site, nothing); got != nil {
				t.Errorf("%q means %v", nothing, got)
			}
		}
	}
	province := rules.Region("320000")
	if got := rules.RegionsNamed(province, "鼓楼区"); len(got) != 2 {
		t.Errorf("鼓楼区 means %v", got)
	}
	if rules.RegionMentioned(province, "鼓楼区劳务品牌") != nil || rules.RegionMentioned(province, "南京市鼓楼区、徐州市鼓楼区") != nil {
		t.Error("two places have one name, and one of them was taken")
	}
	if got := rules.RegionMentioned(rules.Region("320700"), "汇总.xlsx 东海"); got == nil || got.Name != "东海县" {
		t.Errorf("a sheet called 东海 is of %v", got)
	}
}

func TestTypesAreFoundByWhatTheyAreCalled(t *testing.T) {
	rules := sample()
	for _, typ := range rules.Types {
		for _, name := range append(typ.Called(), typ.Name+"劳务品牌", "一、"+typ.Name, typ.Called()[1]+"型") {
			if got := rules.TypeMentioned(name); got != typ {
				t.Errorf("%s is the type %v", name, got)
			}
		}
	}
	for _, nothing := range []string{"", "类", "养生类", rules.Types[0].Name + "、" + rules.Types[1].Name} {
		if got := rules.TypeMentioned(nothing); got != nil {
			t.Errorf("%q is the type %s", nothing, got.Name)
		}
	}
}
