package criteria

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A Range is what values of a fact usually are, both ends included.
type Range struct{ From, To values.Decimal }

func (r Range) holds(n values.Decimal) bool { return r.From <= n && n <= r.To }

// A Share says what a fact usually is for each so many of another.
type Share struct {
	Fact  *Fact
	Each  int
	Usual Range
}

// A NamedBy says which items of a list of a brand's file a fact counts.
type NamedBy struct {
	List     string   // its key
	Kinds    []string // nil: of all kinds
	PastYear bool     // those alone of the year that ends on the day of the facts
}

// A Doubt is a stated value that is right in form and hardly in fact: no mistake,
// but to be looked at.
type Doubt struct {
	Fact *Fact
	Text string // 客户满意度填的是 0.965%，像是写成了小数。是不是 96.5%？请核对
}

// Doubts returns what of a brand's statements is to be looked at, in the order of
// facts.yaml. t is nil where the type is not known; named returns how many the brand
// names of what a fact counts.
func Doubts(t *Type, stated Facts, named func(*NamedBy) int) []Doubt {
	var all []Doubt
	for _, v := range stated.Stated() {
		text := ""
		if v.Fact.NamedBy != nil {
			text = v.unlike(named(v.Fact.NamedBy))
		}
		if text == "" {
			text = doubt(t, stated, v)
		}
		if text != "" {
			all = append(all, Doubt{v.Fact, text + "请核对"})
		}
	}
	return all
}

// unlike says how v differs from the number of what is named; none need be.
func (v Value) unlike(named int) string {
	f := v.Fact
	list := keys.Find(keys.Brand, f.NamedBy.List)
	switch {
	case named == 0:
	case f.Kind == YesNo && !v.Yes():
		return fmt.Sprintf("“%s”填的是“否”，而%s列出了 %d 项。", f.Short(), diag.Named(list.Label, list.Key), named)
	case f.Kind == Count && v.number != values.DecimalOf(named):
		of := ""
		if f.NamedBy.PastYear {
			of = "中这一年的"
		}
		return fmt.Sprintf("%s填的是 %s，而%s%s列出了 %s。", f.Short(), v, diag.Named(list.Label, list.Key), of, f.bound(values.DecimalOf(named)))
	}
	return ""
}

func doubt(t *Type, stated Facts, v Value) string {
	f, n := v.Fact, v.number
	usual, known := f.UsualOf(t)
	switch {
	case f.Kind == Percent && n != 0 && -values.DecimalOf(1) < n && n < values.DecimalOf(1):
		return fmt.Sprintf("%s填的是 %s，像是写成了小数。%s", f.Short(), v, f.asked(n, usual, known))
	case known && !usual.holds(n):
		return fmt.Sprintf("%s填的是 %s，通常在 %s至 %s之间。%s", f.Short(), v, f.bound(usual.From), f.bound(usual.To), f.asked(n, usual, true))
	}
	if f.PartOf != nil {
		if whole, is := stated.Of(f.PartOf); is && n > whole.number {
			return fmt.Sprintf("%s %s，多于%s %s。", f.Short(), v, f.PartOf.Short(), whole)
		}
	}
	if f.Per != nil {
		if of, is := stated.Of(f.Per.Fact); is && of.number > 0 {
			each, fits := scaled(n, int64(f.Per.Each)*int64(values.DecimalOf(1)), int64(of.number))
			if !fits {
				return fmt.Sprintf("%s %s，%s %s，相差太大。", f.Short(), v, f.Per.Fact.Short(), of)
			}
			if !f.Per.Usual.holds(each) {
				return fmt.Sprintf("%s %s，%s %s，平均每 %s为 %s，通常在 %s至 %s之间。", f.Short(), v, f.Per.Fact.Short(), of,
					f.Per.Fact.bound(values.DecimalOf(f.Per.Each)), f.bound(each.Rounded(2)), f.bound(f.Per.Usual.From), f.bound(f.Per.Usual.To))
			}
		}
	}
	return ""
}

// UsualOf returns what f usually is for brands of a type, and whether that is known.
func (f *Fact) UsualOf(t *Type) (Range, bool) {
	r, known := f.Usual[t]
	if !known {
		r, known = f.Usual[nil]
	}
	return r, known
}

// asked returns the question for the other reading of a value: of another unit, of a
// fraction for a percentage, of a digit too many. "" where none is usual.
func (f *Fact) asked(n values.Decimal, usual Range, known bool) string {
	for _, by := range f.readings() {
		if other, fits := scaled(n, by[0], by[1]); fits && (!known || usual.holds(other)) && (f.Kind != Count || other.IsInt()) {
			return "是不是 " + f.bound(other) + "？"
		}
	}
	return ""
}

// readings are the factors by which values of f are mistaken for others, the
// likeliest first: 0.6 for 60%, 万元 for 亿元, zeros. Nobody counts in parts of ten thousand.
func (f *Fact) readings() [][2]int64 {
	switch f.Kind {
	case Percent:
		return [][2]int64{{100, 1}, {10, 1}, {1, 10}, {1, 100}}
	case Count:
		return [][2]int64{{10000, 1}, {10, 1}, {1, 10}, {100, 1}, {1, 100}, {1000, 1}, {1, 1000}}
	}
	return [][2]int64{{10000, 1}, {1, 10000}, {10, 1}, {1, 10}, {100, 1}, {1, 100}, {1000, 1}, {1, 1000}}
}

// scaled returns n·times/by, and whether a plain number can say it.
func scaled(n values.Decimal, times, by int64) (values.Decimal, bool) {
	q := new(big.Int).Quo(new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(times)), big.NewInt(by))
	return values.Decimal(q.Int64()), q.IsInt64()
}

// readUsual reads usual, part_of and per of a fact.
func (l *loader) readUsual(e *fields.Map, f *Fact) {
	node := e.Node("usual")
	switch {
	case !node.Stated():
	case node.IsMap():
		f.Usual = map[*Type]Range{}
		m := node.Map()
		for _, t := range l.rules.Types {
			if r, is := readRange(m, t.Name); is {
				f.Usual[t] = r
			}
		}
		m.Done()
	default:
		if r, is := readRange(e, "usual"); is {
			f.Usual = map[*Type]Range{nil: r}
		}
	}
	f.PartOf = l.earlier(e, "part_of")
	if per := e.Map("per"); per != nil {
		share := Share{Fact: l.earlier(per, "fact"), Each: per.Int("each").V}
		r, is := readRange(per, "usual")
		share.Usual = r
		per.Require("fact", "each", "usual")
		per.Done()
		if is && share.Fact != nil && share.Each > 0 {
			f.Per = &share
		}
	}
	if !f.IsNumber() && tests[f.Kind] != nil && (node.Stated() || f.PartOf != nil || f.Per != nil) {
		e.Report(e.At(), diag.WrongKind, "usual、part_of 和 per 只用于 count、number 和 percent，请删去。")
	}
}

// readNamedBy reads in which list of a brand's file the names stand, and holds it
// against the lists that there are.
func (l *loader) readNamedBy(e *fields.Map, f *Fact) {
	m := e.Map("named_by")
	if m == nil {
		return
	}
	by := NamedBy{PastYear: m.Bool("past_year").V}
	list, kinds := m.Text("list"), m.Texts("kinds")
	m.Require("list")
	m.Done()
	of := keys.Find(keys.Brand, list.V)
	switch {
	case f.Kind != Count && f.Kind != YesNo:
		e.Report(e.At(), diag.WrongKind, "named_by 只用于 count 和 yes-no，请删去。")
		return
	case !list.Stated:
		return
	case of.Kind != keys.Groups:
		m.Report(list.At, diag.UnknownField, "品牌文件没有“%s”这个列表，请对照 content/README.md 核对。", list.V)
		return
	case by.PastYear && keys.Find(of.Fields, "date").Key == "":
		m.Report(list.At, diag.WrongKind, "列表%s没有日期，不能只数一年内的，请删去 past_year。", diag.Named(of.Label, of.Key))
		return
	}
	by.List = of.Key
	choices := keys.Find(of.Fields, "kind").Choices
	for _, k := range kinds {
		if !slices.Contains(choices, k.V) {
			m.Report(k.At, diag.UnknownChoice, "列表%s没有“%s”这一种，可选：%s。", diag.Named(of.Label, of.Key), k.V, strings.Join(choices, "、"))
			return
		}
		by.Kinds = append(by.Kinds, k.V)
	}
	f.NamedBy = &by
}

// readRange reads a pair of numbers.
func readRange(m *fields.Map, key string) (Range, bool) {
	nodes := m.Nodes(key)
	if nodes == nil {
		return Range{}, false
	}
	if len(nodes) == 2 {
		from, to := nodes[0].Number(), nodes[1].Number()
		if !from.Stated || !to.Stated {
			return Range{}, false
		}
		if from.V < to.V {
			return Range{from.V, to.V}, true
		}
	}
	m.Node(key).Report(diag.WrongKind, "“%s”应写作 [最小, 最大]，如 [60, 100]。", key)
	return Range{}, false
}

// earlier returns the number of facts.yaml, listed before, that a key names.
func (l *loader) earlier(m *fields.Map, key string) *Fact {
	id := m.Text(key)
	if !id.Stated || l.other[id.V] {
		return nil
	}
	f := l.rules.factsByID[id.V]
	if f == nil || f.Kind != Count && f.Kind != Decimal {
		m.Report(id.At, diag.UnknownFact, "“%s”应是前面列出的、种类为 count 或 number 的事实，没有“%s”。", key, id.V)
		return nil
	}
	return f
}
