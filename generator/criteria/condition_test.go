package criteria

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// told returns a condition that is t of the facts that told states.
func told(t Truth) *Condition {
	f := sample().Fact("implementation_plan")
	switch t {
	case True:
		return &Condition{Fact: f, Test: Is, Number: values.DecimalOf(1)}
	case False:
		return &Condition{Fact: f, Test: Is}
	}
	return &Condition{Fact: sample().Fact("development_plan"), Test: Is}
}

// The tables are those of the contract, row by row: F false, T true, U unknown.
func TestAllAnyAndNotFollowTheirTables(t *testing.T) {
	letter := map[rune]Truth{'F': False, 'T': True, 'U': Unknown}
	stated := facts(t, nil, map[string]string{"implementation_plan": "是"})
	for _, row := range []string{
		// parts, all, any
		"FF F F", "FT F T", "FU F U", "TF F T", "TT T T", "TU U T", "UF F U", "UT U T", "UU U U",
		"FUT F T", "UTF F T", "TUF F T", "UUT U T", "UUF F U", "TTU U T", "FFU F U", "TTT T T", "FFF F F", "UUU U U",
	} {
		parts, results, _ := strings.Cut(row, " ")
		all, any := &Condition{Op: All}, &Condition{Op: Any}
		for _, p := range parts {
			all.Parts = append(all.Parts, told(letter[p]))
			any.Parts = append(any.Parts, told(letter[p]))
		}
		if got := all.Eval(stated); got != letter[rune(results[0])] {
			t.Errorf("all of %s is %d", parts, got)
		}
		if got := any.Eval(stated); got != letter[rune(results[2])] {
			t.Errorf("any of %s is %d", parts, got)
		}
	}
	for truth, want := range map[Truth]Truth{False: True, True: False, Unknown: Unknown} {
		if got := (&Condition{Op: Not, Parts: []*Condition{told(truth)}}).Eval(stated); got != want {
			t.Errorf("not %d is %d, want %d", truth, got, want)
		}
	}
}

// condition reads a condition as criteria/ writes it.
func condition(t testing.TB, text string) *Condition {
	t.Helper()
	src := diag.NewSource("condition.yaml", "when: "+text+"\n", nil)
	m := fields.Parse(src, 1, src.Lines())
	if m == nil {
		t.Fatalf("%s: %v", text, src.List)
	}
	// Nil would admit the facts of every type alone: any type's facts may occur.
	rules := *sample()
	rules.factsByID = map[string]*Fact{}
	for _, f := range rules.Facts {
		free := *f
		free.Types = nil
		rules.factsByID[f.ID] = &free
	}
	c := (&itemReader{rules: &rules, standard: &Standard{}}).condition(m.Node("when"), nil)
	if c == nil || len(src.List) > 0 {
		t.Fatalf("%s: %v", text, src.List)
	}
	return c
}

func TestEveryTestOfEveryKindMeansWhatItsWordSays(t *testing.T) {
	for _, c := range []struct{ condition, holds, fails string }{
		// yes-no
		{"{trademark_registered: 是}", "是", "否"},
		{"{trademark_registered: 否}", "否", "是"},
		{"{trademark_registered: true}", "是", "否"},
		// count
		{"{workers: {at_least: 3000}}", "3000 3001 999999999", "0 2999"},
		{"{workers: {above: 3000}}", "3001", "0 2999 3000"},
		{"{workers: {at_most: 3000}}", "0 2999 3000", "3001"},
		{"{workers: {below: 3000}}", "0 2999", "3000 3001"},
		{"{workers: {below: 1}}", "0", "1"},
		// number
		{"{labor_income: {at_least: 25}}", "25 25.000001", "0 24.999999"},
		{"{labor_income: {above: 25}}", "25.000001", "24.999999 25"},
		{"{labor_income: {at_most: 25}}", "24.999999 25", "25.000001"},
		{"{labor_income: {below: 25}}", "24.999999", "25 25.000001"},
		// percent, also below zero
		{"{skilled_ratio: {at_least: 70}}", "70 70.01 100", "69.99"},
		{"{skilled_ratio: {above: 70}}", "70.01", "69.99 70"},
		{"{skilled_ratio: {at_most: 70}}", "69.99 70", "70.01"},
		{"{skilled_ratio: {below: 70}}", "0 69.99", "70 70.01"},
		{"{wage_premium: {at_least: -5}}", "-5 -4.99 0", "-5.01 -100"},
		// choice: 无, 市级, 省级, 国家级
		{"{product_recognition: {is: 市级}}", "市级", "无 省级 国家级"},
		{"{product_recognition: {is: 无}}", "无", "市级 省级 国家级"},
		{"{product_recognition: {at_least: 无}}", "无 市级 省级 国家级", ""},
		{"{product_recognition: {at_least: 市级}}", "市级 省级 国家级", "无"},
		{"{product_recognition: {at_least: 省级}}", "省级 国家级", "无 市级"},
		{"{product_recognition: {at_least: 国家级}}", "国家级", "无 市级 省级"},
		// set
		{"{culture_carriers: {has: 非遗工坊}}", "[非遗工坊] [传承示范基地,非遗工坊]", "[] [传承示范基地]"},
		{"{culture_carriers: {has_any: [非遗工坊, 传承示范基地]}}", "[非遗工坊] [传承示范基地] [非遗工坊,传承示范基地,传统工艺工作站]", "[] [传统工艺工作站]"},
		{"{culture_carriers: {has_any: 非遗工坊}}", "[非遗工坊]", "[] [传统工艺工作站]"},
		{"{culture_carriers: {count_at_least: 1}}", "[非遗工坊] 非遗工坊", "[] 无"},
		{"{culture_carriers: {count_at_least: 2}}", "[非遗工坊,传统工艺工作站]", "[] [非遗工坊]"},
		{"{culture_carriers: {count_at_least: 4}}", "[乡土人才大师工作室,传承示范基地,非遗工坊,传统工艺工作站]", "[非遗工坊,传承示范基地,传统工艺工作站]"},
		// several tests of one fact must all hold
		{"{workers: {at_least: 3000, below: 5000}}", "3000 4999", "2999 5000"},
		{"{culture_carriers: {has: 非遗工坊, count_at_least: 2}}", "[非遗工坊,传承示范基地]", "[非遗工坊] [传承示范基地,传统工艺工作站]"},
		{"{not: {workers: {at_least: 3000}}}", "2999", "3000"},
	} {
		cond := condition(t, c.condition)
		f := cond.Facts()[0]
		for truth, values := range map[Truth]string{True: c.holds, False: c.fails} {
			for _, value := range strings.Fields(values) {
				if got := cond.Eval(facts(t, nil, map[string]string{f.ID: value})); got != truth {
					t.Errorf("%s of %s is %d, want %d", c.condition, value, got, truth)
				}
			}
		}
		if got := cond.Eval(Facts{}); got != Unknown {
			t.Errorf("%s is %d where nothing is stated", c.condition, got)
		}
	}
}

func TestEveryKindHasARowForEachOfItsTests(t *testing.T) {
	// The table above is by hand; this holds it against the code's list.
	want := map[FactKind][]Test{
		YesNo: {Is}, Count: {AtLeast, Above, AtMost, Below}, Decimal: {AtLeast, Above, AtMost, Below},
		Percent: {AtLeast, Above, AtMost, Below}, Choice: {Is, AtLeast}, Set: {Has, HasAny, CountAtLeast},
	}
	for kind, tests := range tests {
		if !slices.Equal(tests, want[kind]) {
			t.Errorf("%s understands %v, the table tests %v", kind, tests, want[kind])
		}
	}
}

func TestSeveralFactsOfOneMappingMustAllHold(t *testing.T) {
	c := condition(t, "{vocational_program: 是, workers: {at_least: 10}, any: [{parks: {at_least: 1}}, {trademark_registered: 是}]}")
	for stated, want := range map[string]Truth{
		"vocational_program: 是; workers: 10; parks: 1; trademark_registered: 否": True,
		"vocational_program: 是; workers: 10; parks: 0; trademark_registered: 是": True,
		"vocational_program: 是; workers: 10; parks: 0; trademark_registered: 否": False,
		"vocational_program: 是; workers: 9; parks: 1":                           False,
		"vocational_program: 否":                        False,
		"vocational_program: 是; workers: 10; parks: 0": Unknown,
		"vocational_program: 是; workers: 10; parks: 1": True,
		"workers: 10; parks: 1":                        Unknown,
	} {
		values := map[string]string{}
		for s := range strings.SplitSeq(stated, "; ") {
			key, value, _ := strings.Cut(s, ": ")
			values[key] = value
		}
		if got := c.Eval(facts(t, nil, values)); got != want {
			t.Errorf("%s: %d, want %d", stated, got, want)
		}
	}
	var ids []string
	for _, f := range c.Facts() {
		ids = append(ids, f.ID)
	}
	if got := strings.Join(ids, " "); got != "vocational_program workers parks trademark_registered" {
		t.Errorf("the condition reads %s", got)
	}
}

// A dice makes choices from bytes, so that a fuzzer can steer them.
type dice struct{ data []byte }

func (d *dice) upTo(n int) int {
	if len(d.data) == 0 {
		return 0
	}
	b := int(d.data[0])
	d.data = d.data[1:]
	return b % n
}

// condition makes a condition of at most depth levels. Few facts and bounds are
// used, so that parts bear on each other.
func (d *dice) condition(depth int) *Condition {
	if op := Op(d.upTo(6)); depth > 0 && op != TestOf && op <= Not {
		c := &Condition{Op: op, Parts: []*Condition{d.condition(depth - 1)}}
		for op != Not && len(c.Parts) < 3 && d.upTo(3) > 0 {
			c.Parts = append(c.Parts, d.condition(depth-1))
		}
		return c
	}
	names := []string{"trademark_registered", "hard_to_employ", "workers", "parks", "skilled_ratio", "market_rank", "service_standard", "culture_carriers", "employment_carriers"}
	f := sample().Fact(names[d.upTo(len(names))])
	c := &Condition{Fact: f, Test: tests[f.Kind][d.upTo(len(tests[f.Kind]))]}
	switch {
	case f.Kind == YesNo:
		c.Number = values.DecimalOf(d.upTo(2))
	case f.Kind == Choice:
		c.Choice = d.upTo(len(f.Choices))
	case c.Test == CountAtLeast:
		c.Number = values.DecimalOf(1 + d.upTo(len(f.Choices)))
	case c.Test == Has:
		c.Set = 1 << d.upTo(len(f.Choices))
	case c.Test == HasAny:
		c.Set = uint64(1 + d.upTo(1<<len(f.Choices)-1))
	case f.Kind == Count:
		c.Number = values.DecimalOf(d.upTo(4))
	default:
		c.Number = values.DecimalOf(d.upTo(4)) + values.DecimalOf(1)/2
	}
	return c
}

// value makes a value of f.
func (d *dice) value(f *Fact) Value {
	v := Value{Fact: f}
	switch f.Kind {
	case YesNo:
		v.number = values.DecimalOf(d.upTo(2))
	case Choice:
		v.choice = d.upTo(len(f.Choices))
	case Set:
		v.set = uint64(d.upTo(1 << len(f.Choices)))
	case Count:
		v.number = values.DecimalOf(d.upTo(5))
	default:
		v.number = values.DecimalOf(d.upTo(5)) + values.DecimalOf(d.upTo(2))/2
	}
	return v
}

// facts states about half of the facts.
func (d *dice) facts() Facts {
	s := Facts{values: make([]Value, len(sample().Facts))}
	for _, f := range sample().Facts {
		if d.upTo(2) > 0 {
			s.values[f.index] = d.value(f)
		}
	}
	return s
}

// stating returns s with one more value.
func (s Facts) stating(v Value) Facts {
	values := slices.Clone(s.values)
	values[v.Fact.index] = v
	return Facts{values: values}
}

func randomBytes(seed uint64, n int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	data := make([]byte, 0, n+8)
	for len(data) < n {
		data = binary.LittleEndian.AppendUint64(data, r.Uint64())
	}
	return data
}

func negated(parts []*Condition) []*Condition {
	var not []*Condition
	for _, p := range parts {
		not = append(not, &Condition{Op: Not, Parts: []*Condition{p}})
	}
	return not
}

func FuzzConditionsFollowTheLawsOfThreeValues(f *testing.F) {
	for seed := range uint64(1500) {
		f.Add(randomBytes(seed, 250))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := &dice{data}
		c := d.condition(3)
		stated := d.facts()
		truth := c.Eval(stated)

		not := &Condition{Op: Not, Parts: []*Condition{c}}
		if got, want := not.Eval(stated), [...]Truth{False: True, True: False, Unknown: Unknown}[truth]; got != want {
			t.Fatalf("%s is %d, not of it %d", c, truth, got)
		}
		if got := (&Condition{Op: Not, Parts: []*Condition{not}}).Eval(stated); got != truth {
			t.Fatalf("%s is %d, not not of it %d", c, truth, got)
		}

		parts := []*Condition{c, d.condition(2), d.condition(1)}
		all, any := &Condition{Op: All, Parts: parts}, &Condition{Op: Any, Parts: parts}
		if got, want := all.Eval(stated).not(), (&Condition{Op: Any, Parts: negated(parts)}).Eval(stated); got != want {
			t.Fatalf("De Morgan: not all of %s is %d, any not %d", all, got, want)
		}
		if got, want := any.Eval(stated).not(), (&Condition{Op: All, Parts: negated(parts)}).Eval(stated); got != want {
			t.Fatalf("De Morgan: not any of %s is %d, all not %d", any, got, want)
		}
		turned := slices.Clone(parts)
		slices.Reverse(turned)
		if all.Eval(stated) != (&Condition{Op: All, Parts: turned}).Eval(stated) || any.Eval(stated) != (&Condition{Op: Any, Parts: turned}).Eval(stated) {
			t.Fatalf("the order of parts matters in %s", all)
		}

		// A condition that cannot be told names why; one that can names nothing.
		missing := c.missing(stated)
		if (truth == Unknown) != (len(missing) > 0) {
			t.Fatalf("%s is %d, missing %d facts", c, truth, len(missing))
		}
		for _, f := range missing {
			if _, ok := stated.Of(f); ok || !slices.Contains(c.Facts(), f) {
				t.Fatalf("%s: %s is not missing", c, f.ID)
			}
		}

		// Stating what is missing settles things and never unsettles them.
		more := stated
		for _, f := range c.Facts() {
			if _, ok := stated.Of(f); ok {
				continue
			}
			more = more.stating(d.value(f))
			if got := c.Eval(more); truth != Unknown && got != truth {
				t.Fatalf("%s was %d and is %d once %s is stated", c, truth, got, f.ID)
			}
		}
		if got := c.Eval(more); got == Unknown {
			t.Fatalf("%s is unknown though all its facts are stated", c)
		}
	})
}

// What a set holds is counted by its bits: the last choice counts as the first.
func TestASetCountsEachOfItsChoicesOnce(t *testing.T) {
	f := &Fact{Kind: Set, Choices: make([]string, maxChoices)}
	for set := range 64 {
		v := Value{Fact: f, set: 1 << set}
		c := &Condition{Fact: f, Test: CountAtLeast, Number: values.DecimalOf(bits.OnesCount64(v.set))}
		if !c.holds(v) || len(f.chosen(v.set)) != 1 {
			t.Errorf("choice %d does not count", set)
		}
	}
}
