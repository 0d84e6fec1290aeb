package criteria

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"gopkg.in/yaml.v3"
)

// A second opinion on conditions: what stands in criteria/ is translated to the Common
// Expression Language, from the YAML and by nothing of this package, and evaluated by
// cel-go, which has three values of its own: what is not stated is an unknown attribute.

// celOf translates a condition as it is written.
func celOf(t *testing.T, rules *Rules, written any) string {
	t.Helper()
	var parts []string
	of, ok := written.(map[string]any)
	if !ok {
		t.Fatalf("%v is no condition", written)
	}
	for _, key := range slices.Sorted(maps.Keys(of)) {
		switch key {
		case "all", "any":
			var each []string
			for _, part := range of[key].([]any) {
				each = append(each, celOf(t, rules, part))
			}
			parts = append(parts, "("+strings.Join(each, map[string]string{"all": " && ", "any": " || "}[key])+")")
		case "not":
			parts = append(parts, "!("+celOf(t, rules, of[key])+")")
		default:
			parts = append(parts, celOfFact(t, rules.factsByID[key], of[key])...)
		}
	}
	return strings.Join(parts, " && ")
}

// celOfFact translates what is asked of one fact.
func celOfFact(t *testing.T, f *Fact, asked any) (parts []string) {
	if f.Kind == YesNo {
		return []string{f.ID + " == " + map[any]string{"是": "true", "否": "false", true: "true", false: "false"}[asked]}
	}
	for test, value := range asked.(map[string]any) {
		sign := map[string]string{"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}[test]
		switch {
		case f.Kind == Choice && test == "is":
			parts = append(parts, fmt.Sprintf("%s == %q", f.ID, value))
		case f.Kind == Choice: // this one or better
			better := f.Choices[slices.Index(f.Choices, value.(string)):]
			parts = append(parts, fmt.Sprintf("%s in %s", f.ID, celList(better)))
		case test == "has":
			parts = append(parts, fmt.Sprintf("%q in %s", value, f.ID))
		case test == "has_any":
			var each []string
			for _, member := range value.([]any) {
				each = append(each, fmt.Sprintf("%q in %s", member, f.ID))
			}
			parts = append(parts, "("+strings.Join(each, " || ")+")")
		case test == "count_at_least":
			parts = append(parts, fmt.Sprintf("size(%s) >= %v", f.ID, value))
		case sign == "":
			t.Fatalf("%s: no test %s", f.ID, test)
		case f.Kind == Count:
			parts = append(parts, fmt.Sprintf("%s %s %v", f.ID, sign, value))
		default:
			parts = append(parts, fmt.Sprintf("%s %s double(%v)", f.ID, sign, value))
		}
	}
	return parts
}

func celList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// celType is the type of the values of f.
func celType(f *Fact) *cel.Type {
	switch f.Kind {
	case YesNo:
		return cel.BoolType
	case Count:
		return cel.IntType
	case Choice:
		return cel.StringType
	case Set:
		return cel.ListType(cel.StringType)
	}
	return cel.DoubleType
}

// celFacts returns what facts state, and the names of what they do not.
func celFacts(t *testing.T, rules *Rules, facts Facts) (stated map[string]any, unknown []*cel.AttributePatternType) {
	stated = map[string]any{}
	for _, f := range slices.Concat(rules.Facts, rules.Derived) {
		v, known := facts.Of(f)
		if !known {
			unknown = append(unknown, cel.AttributePattern(f.ID))
			continue
		}
		switch f.Kind {
		case YesNo, Choice, Set:
			stated[f.ID] = v.JSON()
		case Count:
			stated[f.ID] = v.number.Int()
		default:
			n, err := strconv.ParseFloat(v.number.String(), 64)
			if err != nil {
				t.Fatal(err)
			}
			stated[f.ID] = n
		}
	}
	return stated, unknown
}

// A translated condition is read by both.
type translated struct {
	where, expression string
	ours              *Condition
	theirs            cel.Program
}

// translations returns the conditions of all standards of the repository, and those that
// the handbook gives for examples, which have every form.
func translations(t *testing.T, rules *Rules) []translated {
	var declared []cel.EnvOption
	for _, f := range slices.Concat(rules.Facts, rules.Derived) {
		declared = append(declared, cel.Variable(f.ID, celType(f)))
	}
	env, err := cel.NewEnv(declared...)
	if err != nil {
		t.Fatal(err)
	}
	var all []translated
	add := func(where string, ours *Condition, written any) {
		expression := celOf(t, rules, written)
		ast, issues := env.Compile(expression)
		if issues.Err() != nil {
			t.Fatalf("%s: %s: %v", where, expression, issues.Err())
		}
		program, err := env.Program(ast, cel.EvalOptions(cel.OptPartialEval))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, translated{where, expression, ours, program})
	}
	for _, s := range rules.Standards {
		written := writtenItems(t, rules, s)
		for _, item := range s.Items(nil) {
			conditions := writtenConditions(written[item.ID])
			if len(conditions) != len(item.Conditions()) {
				t.Fatalf("%s %s: %d conditions are written, %d read", s.ID, item.ID, len(conditions), len(item.Conditions()))
			}
			for i, c := range item.Conditions() {
				add(s.ID+" "+item.ID, c, conditions[i])
			}
		}
	}
	for _, text := range handbookConditions(t) {
		var written any
		if err := yaml.Unmarshal([]byte(text), &written); err != nil {
			t.Fatal(err)
		}
		add("criteria/README.md", condition(t, text), written)
	}
	return all
}

// writtenItems returns the items of a standard by id, as YAML.
func writtenItems(t *testing.T, rules *Rules, s *Standard) map[string]map[string]any {
	i := slices.IndexFunc(rules.Files, func(f string) bool { return strings.HasSuffix(f, "/standards/"+s.ID+".yaml") })
	data, err := os.ReadFile("../testdata/rules/" + rules.Files[i])
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Basic []map[string]any
		Types map[string][]map[string]any
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]any{}
	for _, items := range append(slices.Collect(maps.Values(file.Types)), file.Basic) {
		for _, item := range items {
			all[item["id"].(string)] = item
		}
	}
	return all
}

// writtenConditions returns those of an item in the order of Item.Conditions.
func writtenConditions(item map[string]any) (all []any) {
	if met, has := item["met"]; has {
		all = append(all, met)
	}
	rules := func(of any) {
		list, _ := of.([]any)
		for _, rule := range list {
			all = append(all, rule.(map[string]any)["when"])
		}
	}
	rules(item["award"])
	rules(item["deduct"])
	if judge, has := item["judge"]; has {
		all = append(all, judge)
	}
	bonuses, _ := item["bonus"].([]any)
	for _, b := range bonuses {
		if highest, has := b.(map[string]any)["highest"]; has {
			rules(highest)
		} else {
			rules([]any{b})
		}
	}
	return all
}

// Of each of 10,000 brands both say the same of every condition: true, false or unknown.
func TestCELAgreesOnEveryCondition(t *testing.T) {
	rules := sample()
	all := translations(t, rules)
	brands := 10_000
	if testing.Short() {
		brands = 500
	}
	seen := map[Truth]int{}
	for seed := range brands {
		d := &dice{randomBytes(uint64(seed), 200)}
		facts := d.brand(rules.Types[seed%len(rules.Types)])
		stated, unknown := celFacts(t, rules, facts)
		vars, err := cel.PartialVars(stated, unknown...)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range all {
			out, _, err := c.theirs.Eval(vars)
			if err != nil {
				t.Fatalf("%s: %s: %v", c.where, c.expression, err)
			}
			theirs := Unknown
			if !types.IsUnknown(out) {
				theirs = truthOf(out.Value().(bool))
			}
			ours := c.ours.Eval(facts)
			if seen[ours]++; ours != theirs {
				t.Fatalf("brand %d, %s: %s is %d, %s is %d", seed, c.where, c.ours, ours, c.expression, theirs)
			}
		}
	}
	for _, truth := range []Truth{False, True, Unknown} {
		if seen[truth] < brands {
			t.Errorf("only %d conditions came out as %d: the brands show little", seen[truth], truth)
		}
	}
}
