package values

import (
	"strings"
	"testing"
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

func TestNearest(t *testing.T) {
	keys := []string{"name", "type", "county", "workers", "leader", "builder"}
	for s, want := range map[string]string{
		"nmae": "name", "Name": "name", "worker": "workers", "countys": "county", "x": "", "abcdefg": "", "": "", strings.Repeat("name", 1000): "",
	} {
		if got := Nearest(s, keys); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", s, got, want)
		}
	}
	if got := Nearest("东海", []string{"东海县", "海州区"}); got != "东海县" {
		t.Errorf("东海 is near %q", got)
	}
	if got := Nearest("ab", []string{"ac", "ad"}); got != "" {
		t.Errorf("of two equally near, %q", got)
	}
}
