package content

import (
	"cmp"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// readCorrections reads what was put right, and holds each against what came of it:
// the next correction of the same fact, or the fact as it is stated now.
func (r *reader) readCorrections(b *Brand, src *diag.Source, all []*fields.Map) {
	before := src.Count()
	for _, m := range all {
		if c, ok := r.readCorrection(b, src, m); ok {
			b.Corrections = append(b.Corrections, c)
		}
	}
	slices.SortStableFunc(b.Corrections, func(x, y Correction) int { return x.Date.Compare(y.Date) })
	if src.Count() == before && !b.Doubtful {
		checkCorrections(b, src)
	}
	b.Doubtful = b.Doubtful || src.Count() > before
}

func (r *reader) readCorrection(b *Brand, src *diag.Source, m *fields.Map) (Correction, bool) {
	before, of := src.Count(), keys.Find(keys.Brand, "corrections").Fields
	var w struct {
		Date, AsOf    fields.DateVal
		Fact          fields.Text
		Why, Document string
	}
	b.Origin.fill(src, m, of, &w)
	c := Correction{Date: w.Date.V, AsOf: w.AsOf.V, Why: w.Why, Document: w.Document, from: m.At(), at: m.At()}
	if w.Date.Stated && c.Date.After(r.date) {
		m.Report(w.Date.At, diag.DateOrder, "更正日期 %s 晚于生成网站的日期 %s，请核对。", c.Date, r.settings.Reckoned(r.date))
	}
	switch {
	case !w.AsOf.Stated:
	case w.Date.Stated && c.AsOf.After(c.Date):
		m.Report(w.AsOf.At, diag.DateOrder, "%s写的是 %s，晚于更正日期 %s，请核对。", m.Named("as_of"), c.AsOf, c.Date)
	case !b.AsOf.IsZero() && c.AsOf.After(b.AsOf):
		m.Report(w.AsOf.At, diag.DateOrder, "%s写的是 %s，晚于现在的数据截止日期 %s，请核对。", m.Named("as_of"), c.AsOf, b.AsOf)
	}
	if c.of = r.correctedFact(m, w.Fact, b.Type); c.of != nil {
		c.Fact = c.of.ID
		c.was, c.Was = stated(c.of, m, "was")
		c.now, c.Now = stated(c.of, m, "now")
		if was := m.Node("was"); was.Stated() {
			c.from = was.At()
		}
		if now := m.Node("now"); now.Stated() {
			c.at = now.At()
		}
		if c.was == c.now && src.Count() == before {
			m.Report(c.at, diag.BadCorrection, "%s更正前后相同，请核对%s和%s，没有改动的删去这一项。", c.of.Named(), m.Named("was"), m.Named("now"))
		}
	}
	m.Require(keys.Required(of)...)
	m.Done()
	return c, src.Count() == before && c.of != nil && w.Date.Stated
}

// stated reads one value of f, and returns it also as people read it.
func stated(f *criteria.Fact, m *fields.Map, key string) (criteria.Value, string) {
	v, ok := f.Read(m, m.Node(key))
	if !ok {
		return criteria.Value{}, ""
	}
	return v, v.String()
}

// correctedFact returns the fact of an id, or of a label that is one fact's alone.
func (r *reader) correctedFact(m *fields.Map, t fields.Text, of *criteria.Type) *criteria.Fact {
	f := r.rules.Fact(t.V)
	if !t.Stated {
		return nil
	}
	if f == nil {
		id, certain := r.rules.MeantFact(t.V, of)
		f = r.rules.Fact(id)
		switch {
		case f == nil:
			m.Report(t.At, diag.UnknownFact, "填报项目中没有“%s”，请对照 criteria/facts.yaml 核对名称。", diag.Short(t.V))
			return nil
		case values.Letters(t.V) != values.Letters(f.Label):
			propose := m.Guess
			if certain {
				propose = m.Suggest
			}
			propose(t.At, diag.UnknownFact, id, "填报项目中没有“%s”，是否应为%s？", diag.Short(t.V), f.Named())
			return nil
		}
	}
	if of != nil && !f.AskedOf(of) {
		m.Report(t.At, diag.FactOfOtherType, "%s不由%s品牌填报，请核对%s，或删去这一项更正。", f.Named(), of.Name, m.Named("fact"))
		return nil
	}
	return f
}

// checkCorrections reports what does not lead to what stands there now. Facts of a
// later day than a correction are other facts.
func checkCorrections(b *Brand, src *diag.Source) {
	for i, c := range b.Corrections {
		next := slices.IndexFunc(b.Corrections[i+1:], func(later Correction) bool {
			return later.of == c.of && cmp.Or(later.AsOf, b.AsOf) == cmp.Or(c.AsOf, b.AsOf)
		})
		if next >= 0 {
			if later := b.Corrections[i+1+next]; later.was != c.now {
				src.Report(c.at, diag.BadCorrection, "%[2]s %[1]s更正为%[3]s，而 %[4]s 的更正说更正前是%[5]s，请核对两处的%[6]s和%[7]s。",
					c.of.Named(), c.Date, quoted(c.Now), later.Date, quoted(later.Was), Named(keys.Brand, "now"), Named(keys.Brand, "was"))
			}
			continue
		}
		now, _ := b.Facts.Of(c.of)
		if now == c.now || b.AsOf.After(c.Date) || !b.corrects(c) {
			continue
		}
		is := "没有填"
		if now.Fact != nil {
			is = "填的是" + quoted(now.String())
		}
		src.Report(c.at, diag.BadCorrection, "%s更正为%s，而%s中现在%s：请把数据改成更正后的，或核对%s；更正以后数据又更新过的，在更正中写明%s。",
			c.of.Named(), quoted(c.Now), Named(keys.Brand, "facts"), is, Named(keys.Brand, "now"), Named(keys.Find(keys.Brand, "corrections").Fields, "as_of"))
	}
}

func quoted(value string) string {
	if value == "" {
		return "不填"
	}
	return "“" + value + "”"
}
