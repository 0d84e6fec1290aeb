package criteria

import (
	"maps"
	"path"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

func (l *loader) standard(m *fields.Map, file string, all map[string]string) {
	id := standardID(file)
	s := &Standard{ID: id, Title: m.Text("title").V, Document: m.Text("document").V, ByType: map[*Type][]*Item{}}
	if !IsSlug(id) {
		m.Report(m.At(), diag.BadSlug, "标准的文件名“%s”%s，请改名。", id, SlugFault(id))
	}
	s.Level = l.levelNamed(m, m.Text("level"))
	if code := m.Text("region"); code.Stated {
		if s.Region = l.rules.Region(code.V); s.Region == nil && !l.regionsAreFaulty() {
			m.Report(code.At, diag.UnknownRegion, "行政区划表中没有代码“%s”，请对照 criteria/regions/ 核对。", code.V)
		}
		if own := l.rules.Region(path.Base(path.Dir(path.Dir(file)))); own != nil && s.Region != nil && !own.Contains(s.Region) {
			m.Report(code.At, diag.WrongFolder, "这个文件在%s的文件夹 criteria/%s/ 里，适用地区却是%s，请核对代码，或把文件移到相应的文件夹。", own.Name, own.Code, s.Region.Name)
		}
	}
	s.readTerm(m.Map("effective"))
	l.readReplaced(m, s, all)
	l.readKind(m, s)
	for _, n := range m.Nodes("readings") {
		if t := n.Prose(); t.Stated {
			s.Readings = append(s.Readings, t.V)
		}
	}
	r := &itemReader{rules: l.rules, standard: s, typed: m.Has("types"), seen: map[string]bool{}, faulty: l.faulty}
	s.Basic = r.items(m.Maps("basic"), nil)
	if types := m.Map("types"); types != nil {
		for _, key := range types.Keys() {
			if t := l.typeNamed(types, fields.Text{V: key.Name, At: key.At, Stated: true}); t != nil {
				items := r.items(key.Value.Maps(), t)
				if len(items) == 0 && (key.Value.IsList() || !types.Node(key.Name).Stated()) {
					types.Report(key.At, diag.WrongKind, "“%s”后面没有条目，请列出各条，或删去这个类型。", t.Name)
					continue
				}
				s.ByType[t] = items
				s.checkSum(types, key.At, t)
			}
		}
	}
	m.Require("title", "level", "region", "effective", "kind")
	if m.Has("types") || !m.Has("basic") {
		m.Require("types")
	} else {
		s.checkSum(m, m.Node("basic").At(), nil)
	}
	m.Done()
	if s.Level != nil && s.Region != nil {
		l.rules.Standards = append(l.rules.Standards, s)
	}
}

// standards reads the files of standards, each behind the one that it replaces.
func (l *loader) standards(files []string) {
	file := map[string]string{}
	for _, name := range files {
		file[standardID(name)] = name
	}
	begun := map[string]bool{}
	var read func(name string)
	read = func(name string) {
		if begun[name] {
			return
		}
		begun[name] = true
		if old := file[l.glance(name, "replaces")]; old != "" {
			read(old)
		}
		l.read(name, func(m *fields.Map, name string) { l.standard(m, name, file) })
	}
	for _, name := range files {
		read(name)
	}
}

// standardID returns the id of the standard in a file.
func standardID(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }

// readReplaced finds the standard that s names as the one whose place it takes: of all that
// there are, one that is in force from an earlier day, so that none replaces itself however
// long the chain. all has the file of each.
func (l *loader) readReplaced(m *fields.Map, s *Standard, all map[string]string) {
	id := m.Text("replaces")
	if !id.Stated {
		return
	}
	old := l.rules.Standard(id.V)
	near := values.Nearest(id.V, slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(other string) bool { return other == s.ID }))
	switch {
	case old != nil && s.Level != nil && s.Region != nil && (old.Level != s.Level || old.Region != s.Region):
		m.Report(id.At, diag.UnknownStandard, "“%s”是%s的%s标准，本标准是%s的%s标准：只能代替同一地区、同一级别的，请核对。", id.V, old.Region.Name, old.Level.Name, s.Region.Name, s.Level.Name)
	case old != nil && old.From.First().Before(s.From.First()):
		s.Replaces = old
	case old == nil && l.faulty[all[id.V]]: // which is told there
	case old != nil || all[id.V] != "":
		m.Report(id.At, diag.DateOrder, "被代替的标准“%s”应比本标准更早施行，请核对 replaces 和两个标准的施行时间。", id.V)
	case near != "":
		m.Guess(id.At, diag.UnknownStandard, near, "没有“%s”这个标准，是否应为“%s”？", id.V, near)
	default:
		m.Report(id.At, diag.UnknownStandard, "没有“%s”这个标准，请写被代替的标准的文件名（去掉 .yaml），或删去 replaces。", id.V)
	}
}

func (s *Standard) readTerm(m *fields.Map) {
	if m == nil {
		return
	}
	from, until := m.PartialDate("from"), m.PartialDate("until")
	m.Require("from")
	m.Done()
	s.From, s.Until = from.V, until.V
	if from.Stated && until.Stated && until.V.Last().Before(from.V.First()) {
		m.Report(until.At, diag.DateOrder, "失效日期 %s 早于施行日期 %s，请核对。", until.V, from.V)
	}
}

func (l *loader) readKind(m *fields.Map, s *Standard) {
	kind := m.Text("kind")
	s.Kind = Kind(kind.V)
	if kind.Stated && s.Kind != Scorecard && s.Kind != Checklist {
		m.Report(kind.At, diag.WrongKind, "没有“%s”这种标准，可用：scorecard（评分表）、checklist（逐条认定）。", kind.V)
	}
	s.TypePoints, s.PassTotal = l.marks(m, "type_points"), l.marks(m, "pass_total")
	for _, key := range []string{"type_points", "pass_total"} {
		if n := m.Node(key); s.Kind == Checklist && n.Stated() {
			m.Report(n.At(), diag.UnknownField, "逐条认定的标准（checklist）不计分，没有 type_points 和 pass_total，请删去。")
		}
	}
	if s.Kind == Scorecard {
		m.Require("type_points")
	}
}

// marks reads points for all types, or a mapping of types to points.
func (l *loader) marks(m *fields.Map, key string) (marks Marks) {
	if !m.Node(key).IsMap() {
		n := m.Number(key)
		positive(m, n)
		return Marks{All: n.V}
	}
	of := m.Map(key)
	marks.Of = map[*Type]Points{}
	for _, k := range of.Keys() {
		n := k.Value.Number()
		positive(of, n)
		if t := l.typeNamed(of, fields.Text{V: k.Name, At: k.At, Stated: true}); t != nil {
			marks.Of[t] = n.V
		}
	}
	return marks
}

// checkSum holds the items of a type, or of a standard without types, against what the
// scorecard says they add up to.
func (s *Standard) checkSum(m *fields.Map, at diag.Span, t *Type) {
	sum, bonus := Points(0), Points(0)
	for _, item := range s.Items(t) {
		if item.Points <= 0 && item.Met == nil && item.Undetermined == "" {
			return // its points could not be read, which is reported there
		}
		sum, bonus = sum+item.Points, bonus+item.MaxBonus()
	}
	name := ""
	if t != nil {
		name = t.Name
	}
	if s.Kind == Scorecard && s.TypePoints.Of != nil && s.TypePoints.For(t) == 0 && !m.Partial() {
		m.Report(at, diag.PointsDoNotAddUp, "type_points 按类型写了分值之和，没有写%s的，请补上，如 %s: %s。", name, name, sum)
	}
	if pass := s.PassTotal.For(t); pass > sum+bonus && s.Kind == Scorecard {
		m.Report(at, diag.OutOfRange, "%s各条分值与加分最多合计 %s 分，达不到合格分数线 %s 分，请核对 pass_total。", name, sum+bonus, pass)
	}
	if want := s.TypePoints.For(t); s.Kind == Scorecard && want > 0 && sum != want && !m.Partial() {
		m.Report(at, diag.PointsDoNotAddUp, "%s各条分值合计 %s 分，应为 %s 分，请核对各条的 points。", name, sum, want)
	}
}

// Items returns the items that a brand of type t is measured by, basic first;
// for nil those of all types, in the order of types.yaml.
func (s *Standard) Items(t *Type) []*Item {
	if t != nil {
		return slices.Concat(s.Basic, s.ByType[t])
	}
	items := slices.Clone(s.Basic)
	for _, t := range s.Types() {
		items = append(items, s.ByType[t]...)
	}
	return items
}

// Types returns the types that s has items for, in the order of types.yaml.
func (s *Standard) Types() []*Type {
	var types []*Type
	for t := range s.ByType {
		types = append(types, t)
	}
	slices.SortFunc(types, func(a, b *Type) int { return a.Order - b.Order })
	return types
}

// Item returns the item with the id, nil where there is none.
func (s *Standard) Item(id string) *Item {
	for _, item := range s.Items(nil) {
		if item.ID == id {
			return item
		}
	}
	return nil
}

// InForce reports whether s is in force on some day that d can mean.
func (s *Standard) InForce(d values.Date) bool {
	return !d.Last().Before(s.From.First()) && (s.Until.IsZero() || !d.First().After(s.Until.Last()))
}

// Concerns reports whether s is a standard of the region, of what it lies in or of
// a part of it.
func (s *Standard) Concerns(region *Region) bool {
	return s.Region.Contains(region) || region.Contains(s.Region)
}

// Covers reports whether s has items for brands of the type in the region.
func (s *Standard) Covers(t *Type, region *Region) bool {
	return s.Measures(t) && s.Region.Contains(region)
}

// Measures reports whether s has items for brands of a type, nil for none.
func (s *Standard) Measures(t *Type) bool { return len(s.ByType) == 0 || s.ByType[t] != nil }

// BasicWord is what the items for all types are called, "" where there are no others.
func (s *Standard) BasicWord() string {
	if len(s.ByType) == 0 {
		return ""
	}
	return "基本条件"
}
