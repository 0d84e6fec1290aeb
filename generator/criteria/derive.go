package criteria

import (
	"math/big"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// A Derivation says how a value follows from what a brand states: nobody states it itself.
// Rules read a derived fact as any other.
type Derivation struct {
	Way   Way
	Of    *Fact  // of all but Held
	To    *Fact  // of Ratio: what Of is divided by
	Years int    // of Average: how many
	Year  int    // of InYear: which; of Average and Growth the last one, 0: the last that is stated; of Ratio the one, 0: now
	Level *Level // of Held
}

// A Way is how a value is derived, as facts.yaml writes it.
type Way string

const (
	Ratio   Way = "ratio"    // of one fact to another, a percent in per cent
	InYear  Way = "year"     // what was stated for a year
	Average Way = "average"  // over some years
	Growth  Way = "growth"   // on the year before, in per cent
	Held    Way = "held"     // whether the brand stands at a level or a higher one
	Proven  Way = "evidence" // 是 where a document is named that shows the fact, 否 where there is nothing to show
)

// Years that anything is stated of; no bound is today, so that rules stay right.
const (
	FirstYear = 1949
	LastYear  = 2100
)

// A Beside is what a brand states beside its facts, and what the notices say of it.
type Beside struct {
	Year   int           // that the facts are of: they are its end's; 0: of none
	Years  map[int]Facts // before
	Proven map[*Fact]bool
	Held   []*Level // at which the brand stands
}

// Beside returns s with what stands beside it, in place of what stood there.
func (s Facts) Beside(b Beside) Facts {
	s.beside = &b
	return s
}

// Holding returns s of a brand that stands at levels.
func (s Facts) Holding(levels []*Level) Facts {
	b := Beside{}
	if s.beside != nil {
		b = *s.beside
	}
	b.Held = levels
	return s.Beside(b)
}

// inYear returns what is stated of f for a year.
func (s Facts) inYear(f *Fact, year int) (Value, bool) {
	if s.beside == nil {
		return Value{}, false
	}
	if year == s.beside.Year {
		return s.Of(f)
	}
	return s.beside.Years[year].Of(f)
}

// inYearOrNow is inYear, or Of where no year is named.
func (s Facts) inYearOrNow(f *Fact, year int) (Value, bool) {
	if year == 0 {
		return s.Of(f)
	}
	return s.inYear(f, year)
}

// lastYear returns the last year for which f is stated, 0 where there is none.
func (s Facts) lastYear(f *Fact) int {
	last := 0
	if s.beside == nil {
		return 0
	}
	for year := range s.beside.Years {
		if _, stated := s.inYear(f, year); stated && year > last {
			last = year
		}
	}
	if _, stated := s.Of(f); stated && s.beside.Year > last {
		last = s.beside.Year
	}
	return last
}

// derived returns the value of f, whose Derivation is set, and whether it can be told.
func (s Facts) derived(f *Fact) (Value, bool) {
	d := f.Derived
	v := Value{Fact: f}
	switch d.Way {
	case Held:
		if s.beside == nil {
			return v, true
		}
		if slices.ContainsFunc(s.beside.Held, func(l *Level) bool { return l.Order >= d.Level.Order }) {
			v.number = values.DecimalOf(1)
		}
		return v, true
	case Proven:
		// A document shows what is stated: a brand that says it has none needs none, and one
		// that says nothing has not said what its document is to show.
		of, stated := s.Of(d.Of)
		if !stated || of.none() {
			return v, stated
		}
		v.number = values.DecimalOf(1)
		return v, s.beside != nil && s.beside.Proven[d.Of]
	case InYear:
		of, stated := s.inYear(d.Of, d.Year)
		of.Fact = f
		return of, stated
	case Ratio:
		of, first := s.inYearOrNow(d.Of, d.Year)
		to, second := s.inYearOrNow(d.To, d.Year)
		if !first || !second {
			return v, false
		}
		return v, v.quotient(f.times(), of.number, to.number)
	}
	last := d.Year
	if last == 0 {
		last = s.lastYear(d.Of)
	}
	now, stated := s.inYear(d.Of, last)
	if !stated {
		return v, false
	}
	if d.Way == Growth {
		before, stated := s.inYear(d.Of, last-1)
		return v, stated && v.quotient(100, now.number-before.number, before.number)
	}
	sum := now.number
	for year := last - d.Years + 1; year < last; year++ {
		one, stated := s.inYear(d.Of, year)
		if !stated {
			return v, false
		}
		sum += one.number
	}
	return v, v.quotient(1, sum, values.DecimalOf(d.Years))
}

// Calculated reports whether the value of a derived fact follows from what is stated, and was
// not put in its place: of an honour, whether there is one.
func (s Facts) Calculated(f *Fact) bool {
	if slices.ContainsFunc(s.tried, func(v Value) bool { return v.Fact == f }) {
		return false
	}
	v, known := s.Of(f)
	return known && f.Derived != nil && (f.Derived.Way != Held || v.Yes())
}

// undefined says why f cannot be calculated though all is stated that it follows from, "" where
// that is not so: 无法计算（上一年为 0）.
func (s Facts) undefined(f *Fact) string {
	d := f.Derived
	if _, known := s.Of(f); known || d == nil {
		return ""
	}
	var divisor Value
	var name string
	switch d.Way {
	case Ratio:
		_, first := s.inYearOrNow(d.Of, d.Year)
		to, second := s.inYearOrNow(d.To, d.Year)
		if !first || !second {
			return ""
		}
		divisor, name = to, quote(d.To.Short())
	case Growth:
		last := d.Year
		if last == 0 {
			last = s.lastYear(d.Of)
		}
		before, stated := s.inYear(d.Of, last-1)
		if _, now := s.inYear(d.Of, last); !now || !stated {
			return ""
		}
		divisor, name = before, "上一年"
	default:
		return ""
	}
	if divisor.number < 0 {
		return "无法计算（" + name + "小于 0）"
	}
	return "无法计算（" + name + "为 0）"
}

// times is what a quotient is multiplied by to be a value of f.
func (f *Fact) times() int64 {
	if f.Kind == Percent {
		return 100
	}
	return 1
}

// quotient sets v to times·a/b, rounded down, and notes what was rounded off, so that
// bounds are held exactly. It reports whether there is such a number.
func (v *Value) quotient(times int64, a, b values.Decimal) bool {
	if b <= 0 {
		return false
	}
	product := new(big.Int).Mul(big.NewInt(times*int64(values.DecimalOf(1))), big.NewInt(int64(a)))
	q, m := new(big.Int).DivMod(product, big.NewInt(int64(b)), new(big.Int))
	v.number, v.more = values.Decimal(q.Int64()), m.Sign() > 0
	return q.IsInt64()
}

// YearOf returns of which year the facts are that are stated as of a day: those of its last
// day are the year's own, of any other day they are of none.
func YearOf(asOf values.Date) int {
	if asOf.Month == 12 && (asOf.Day == 31 || asOf.Day == 0) {
		return asOf.Year
	}
	return 0
}

// ByYear reports whether f follows from what is stated for years, and not from what is so now.
func (f *Fact) ByYear() bool {
	d := f.Derived
	return d != nil && (d.Year > 0 || d.Way == Average || d.Way == Growth)
}

// years returns how many years d follows from, the last of them included.
func (d *Derivation) years() int {
	switch d.Way {
	case Average:
		return d.Years
	case Growth:
		return 2
	}
	return 1
}

// lackingYears returns the years of which something is not stated that f follows from; none
// where no year is named and none is stated.
func (s Facts) lackingYears(f *Fact) []int {
	if !f.ByYear() {
		return nil
	}
	last := f.Derived.Year
	if last == 0 {
		last = s.lastYear(f.Derived.Of)
	}
	var lacking []int
	for year := last - f.Derived.years() + 1; last > 0 && year <= last; year++ {
		if slices.ContainsFunc(f.Sources(), func(of *Fact) bool {
			_, stated := s.inYear(of, year)
			return !stated
		}) {
			lacking = append(lacking, year)
		}
	}
	return lacking
}

// fixed reports whether f is of named years of which all is stated: they are over, and nothing
// that a brand does now makes them otherwise.
func (s Facts) fixed(f *Fact) bool {
	return f.Derived != nil && f.Derived.Year > 0 && len(s.lackingYears(f)) == 0
}

// Sources returns the facts that f follows from, f itself where it is stated.
func (f *Fact) Sources() []*Fact {
	if f.Derived == nil {
		return []*Fact{f}
	}
	var all []*Fact
	for _, of := range []*Fact{f.Derived.Of, f.Derived.To} {
		if of != nil {
			all = append(all, of)
		}
	}
	return all
}

// lacking returns what has to be stated so that f can be told: the facts that it follows
// from now and that are not; else f, whose label says of which year or document.
func (f *Fact) lacking(facts Facts) []*Fact {
	if f.Derived == nil || f.Derived.Way != Proven && f.Derived.Way != Ratio || f.Derived.Year > 0 {
		return []*Fact{f}
	}
	missing := slices.DeleteFunc(f.Sources(), func(of *Fact) bool {
		_, stated := facts.Of(of)
		return stated
	})
	if len(missing) == 0 {
		return []*Fact{f} // it is divided by nothing, or shown by no document
	}
	return missing
}

// ReadsHonours reports whether an item of s asks for a standing honour.
func (s *Standard) ReadsHonours() bool {
	return slices.ContainsFunc(s.Items(nil), func(i *Item) bool {
		return slices.ContainsFunc(i.Facts(), func(f *Fact) bool { return f.Derived != nil && f.Derived.Way == Held })
	})
}

// ways are the kinds of fact that each way derives, and of which.
var ways = map[Way]struct{ kinds, of []FactKind }{
	Ratio:   {[]FactKind{Percent, Decimal}, []FactKind{Count, Decimal}},
	InYear:  {[]FactKind{Count, Decimal, Percent, YesNo}, nil},
	Average: {[]FactKind{Decimal, Percent}, []FactKind{Count, Decimal, Percent}},
	Growth:  {[]FactKind{Percent}, []FactKind{Count, Decimal}},
	Held:    {[]FactKind{YesNo}, nil},
	Proven:  {[]FactKind{YesNo}, nil},
}

// derivations reads the facts that follow from others: `derived` of facts.yaml.
func (l *loader) derivations(m *fields.Map, seen map[string]bool) {
	for _, e := range m.Maps("derived") {
		id, label, kind := e.Text("id"), e.Text("label"), e.Text("kind")
		f := &Fact{ID: id.V, Label: label.V, Kind: FactKind(kind.V), Unit: e.Text("unit").V, Note: e.Prose("note").V}
		d := l.derivation(e, f)
		e.Require("id", "label", "kind", "from")
		e.Done()
		unique(e, seen, "编号", id)
		unique(e, seen, "名称", label)
		if d == nil || !id.Stated {
			continue
		}
		if slices.Contains(combinators, f.ID) {
			e.Report(id.At, diag.DuplicateID, "“%s”在条件中用来连接几个条件，请换一个编号。", f.ID)
			continue
		}
		f.Derived = d
		l.rules.Derived = append(l.rules.Derived, f)
		l.rules.factsByID[f.ID] = f
	}
}

// derivation reads how a fact follows from others, nil where it is wrong.
func (l *loader) derivation(e *fields.Map, f *Fact) *Derivation {
	from := e.Map("from")
	if from == nil {
		return nil
	}
	d := &Derivation{}
	for _, way := range []Way{InYear, Average, Growth, Ratio, Held, Proven} { // a year may stand beside an average
		if from.Has(string(way)) {
			d.Way = way
		}
	}
	if d.Way != "" || meansWay(from) {
		defer from.Done()
	}
	switch d.Way {
	case Held:
		d.Level = l.levelNamed(from, from.Text(string(Held)))
		from.Require(string(Held))
		if d.Level == nil {
			return nil
		}
	case Ratio:
		both := from.Texts(string(Ratio))
		if len(both) != 2 {
			from.Report(from.At(), diag.WrongKind, "ratio 应写两项数据，如 {ratio: [培训后就业人数的编号, 培训人数的编号]}。")
			return nil
		}
		year, ok := namedYear(from)
		d.Year = year
		d.Of, d.To = l.factNamed(from, both[0], ways[Ratio].of), l.factNamed(from, both[1], ways[Ratio].of)
		if d.Of == nil || d.To == nil || !ok {
			return nil
		}
	case Proven:
		if d.Of = l.factNamed(from, from.Text(string(Proven)), nil); d.Of == nil {
			return nil
		}
	case InYear, Average, Growth:
		key := "of"
		if d.Way == Growth {
			key = string(Growth)
		}
		year, ok := namedYear(from)
		d.Year = year
		of := from.Text(key)
		if d.Way == Average {
			n := from.Int(string(Average))
			from.Require(string(Average))
			if d.Years, ok = n.V, ok && n.Stated; n.Stated && (n.V < 2 || n.V > 20) {
				from.Report(n.At, diag.OutOfRange, "平均应在 2 到 20 年之间，现在是 %d 年。", n.V)
				ok = false
			}
		}
		if d.Of = l.factNamed(from, of, ways[d.Way].of); d.Of == nil || !ok {
			return nil
		}
	default:
		if meansWay(from) { // Done says which
			return nil
		}
		from.Report(from.At(), diag.WrongKind, "from 应写明怎样算出：ratio（两项之比）、year 和 of（某一年的）、average 和 of（几年平均）、growth（比上年增长）、held（已被认定的级别）、evidence（有佐证材料）。")
		return nil
	}
	kinds := ways[d.Way].kinds
	if d.Way == InYear {
		kinds = []FactKind{d.Of.Kind}
		f.Unit, f.Choices = d.Of.Unit, d.Of.Choices
	}
	switch d.Way {
	case InYear, Average:
		f.Min, f.Max = d.Of.Min, d.Of.Max
	case Ratio:
		if zero := values.Decimal(0); d.Of.Min != nil && *d.Of.Min >= 0 {
			f.Min = &zero
		}
	}
	if !slices.Contains(kinds, f.Kind) {
		words := make([]string, len(kinds))
		for i, kind := range kinds {
			words[i] = string(kind)
		}
		e.Report(e.Node("kind").At(), diag.WrongKind, "“%s”这样算出的，kind 应为 %s。", d.Way, strings.Join(words, " 或 "))
		return nil
	}
	return d
}

// meansWay reports whether a mapping that names no way has a key that was meant to; it asks
// for all keys that there can be.
func meansWay(from *fields.Map) bool {
	for _, key := range []Way{Ratio, InYear, "of", Average, Growth, Held, Proven} {
		from.Node(string(key))
	}
	return slices.ContainsFunc(from.Unasked(), func(k fields.Key) bool { return from.Meant(k.Name) != "" })
}

// namedYear reads the year of a derivation, 0 where none is named, and whether it can be one.
func namedYear(from *fields.Map) (year int, ok bool) {
	y := from.Int("year")
	if from.Has("year") { // left empty it would be another derivation
		from.Require("year")
	}
	if y.Stated && (y.V < FirstYear || y.V > LastYear) {
		from.Report(y.At, diag.OutOfRange, "年份应写作四位数字，在 %d 到 %d 之间，现在是 %d。", FirstYear, LastYear, y.V)
		return 0, false
	}
	return y.V, y.Stated || !from.Has("year")
}

// factNamed returns the stated fact with an id, nil where there is none of the kinds,
// which is reported.
func (l *loader) factNamed(m *fields.Map, id fields.Text, kinds []FactKind) *Fact {
	if !id.Stated {
		m.Report(m.At(), diag.MissingField, "没有写明由哪一项数据算出，请写它的编号。")
		return nil
	}
	f := l.rules.factsByID[id.V]
	switch {
	case f == nil || f.Derived != nil:
		m.Report(id.At, diag.UnknownFact, "填报的数据中没有“%s”，请对照 criteria/facts.yaml 核对编号。", id.V)
		return nil
	case kinds != nil && !slices.Contains(kinds, f.Kind):
		m.Report(id.At, diag.WrongKind, "“%s”不是数，不能用来计算。", id.V)
		return nil
	}
	return f
}
