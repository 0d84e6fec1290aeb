package edition_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minglu/generator/diag"
)

// The handbook says of every rule what it means and how to mend it.
func TestTheHandbookNamesEveryRule(t *testing.T) {
	told := tableOf(t, "检查出的错误")
	rules := []string{string(diag.LogRewritten)} // what content/ breaks together with the log of a signed site
	for _, rule := range contentRules {
		rules = append(rules, string(rule))
	}
	slices.Sort(rules)
	slices.Sort(told)
	if !slices.Equal(rules, told) {
		t.Errorf("the rules are\n%s\nthe handbook names\n%s", strings.Join(rules, " "), strings.Join(told, " "))
	}
}

// tableOf returns what stands in backticks in the first column of the section
// whose heading matches.
func tableOf(t *testing.T, heading string) []string {
	t.Helper()
	text, err := os.ReadFile("../../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := cutAt(string(text), regexp.MustCompile(`(?m)^## `+heading+`$`))
	if !found {
		t.Fatalf("the handbook has no section %s", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var first []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(section, -1) {
		first = append(first, row[1])
	}
	return first
}

func cutAt(s string, at *regexp.Regexp) (before, after string, found bool) {
	place := at.FindStringIndex(s)
	if place == nil {
		return s, "", false
	}
	return s[:place[0]], s[place[1]:], true
}
