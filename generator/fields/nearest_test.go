package fields

import (
	"slices"
	"strings"
	"testing"

	"minglu/generator/diag"
)

// A slip can be nothing else; another word or number can.
func TestSlip(t *testing.T) {
	for _, c := range []struct {
		s, candidate string
		want         bool
	}{
		{"worker", "workers", true},
		{"wrokers", "workers", true},
		{"implementation-plan", "implementation_plan", true},
		{"Ｗorkers", "workers", true},
		{"wor\u200bkers", "workers", true},
		{"gig_market_online", "gig_market_offline", false},
		{"市级", "省级", false},
		{"lianyungang-2023", "lianyungang-2024", false},
		{"tourism-33", "tourism-3", false},
		{"", "", false},
	} {
		if got := Slip(c.s, c.candidate); got != c.want {
			t.Errorf("%q for %q: %v", c.s, c.candidate, got)
		}
	}
}

func TestAbridged(t *testing.T) {
	choices := []string{"无", "市级", "省级", "国家级", "省乡土人才“三带”名人", "未居前列", "国内前列"}
	for s, want := range map[string]string{
		"国家": "国家级", "省乡土人才三带名人": "省乡土人才“三带”名人", "国家级。": "国家级", "“市级”": "市级",
		"级": "", "国际前列": "", "已居前列": "", "县级": "", "": "", "、": "",
	} {
		if got := Abridged(s, choices); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// Of two keys that were meant to be one, or one that is there already, only the
// author can say which to keep.
func TestNoKeyIsSuggestedTwice(t *testing.T) {
	for text, want := range map[string]string{
		"nam: 甲\nnmae: 乙\n":  "1:1-4 unknown-field name\n2:1-5 unknown-field\n",
		"name: 甲\n名称: 乙\n":   "2:1-3 unknown-field\n",
		"名称: 甲\ntitle: 乙\n":  "1:1-3 unknown-field name\n",
		"\"nam\": 甲\n":       "1:1-6 unknown-field \"name\"\n",
		"'名 称': 甲\n":         "1:1-6 unknown-field 'name'\n",
		"Also-Known-As: 甲\n": "1:1-14 unknown-field also_known_as\n",
	} {
		m, src := parse(text)
		for _, key := range []string{"name", "title", "also_known_as"} {
			m.Node(key)
		}
		m.Done()
		if got := mistakes(src); got != want {
			t.Errorf("%q: got\n%swant\n%s", text, got, want)
		}
	}
}

// What stands in a key's place under another name is one mistake.
func TestAMisspeltKeyIsNotMissing(t *testing.T) {
	m, src := parse("conty: 东海县\n")
	m.Text("county")
	m.Require("county", "name")
	m.Done()
	var rules []diag.Rule
	for _, found := range src.List {
		rules = append(rules, found.Rule)
	}
	if !slices.Equal(rules, []diag.Rule{diag.MissingField, diag.UnknownField}) || !strings.Contains(src.List[0].Message, "name") {
		t.Errorf("%v", src.List)
	}
}
