package content

import (
	"cmp"
	"slices"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
)

// readNotice reads one file of content/notices/, nil where it cannot be read at
// all. Its entries name no brand yet.
func (r *reader) readNotice(file string) (*Notice, diag.List, error) {
	f, bad, err := readSource(r.root, file, maxNotice)
	if f == nil {
		return nil, bad, err
	}
	src := f.Source
	n := &Notice{Slug: addressable(r.rules, src, file), File: file, Origin: Origin{File: file, veil: f.Veil}}
	h, ok := splitHead(src, keys.Notice)
	if !ok {
		return nil, f.Report(wayOut), nil
	}
	if h.fields != nil {
		n.NotPersonal = screenFields(f, h.fields, h.body, isIdle)
		r.readNoticeFields(n, src, h.fields)
	}
	text := r.readMarkdown(src, h.body, keys.Notice, nil)
	screenText(f, text)
	n.Text = text.whole()
	text.addTo(&n.Origin)
	list := f.Report(wayOut)
	if h.fields == nil {
		return nil, list, nil
	}
	return n, list, nil
}

// readNoticeFields is what a notice is.
func (r *reader) readNoticeFields(n *Notice, src *diag.Source, f *fields.Map) {
	n.Kind = readKind(src, f.Text("kind"))
	// A key of another kind's is unknown here; where the kind is not known, none is.
	known := keys.OfNotice(string(n.Kind))
	var w struct {
		Level, Honor, Standard     fields.Text
		Year                       fields.Value[int]
		Date, From, To, ValidUntil fields.DateVal
		Units                      []*fields.Map
	}
	n.Origin.fill(src, f, known, &w, n)
	n.Level = r.level(src, w.Level)
	n.Honor = w.Honor.V
	n.Act = cmp.Or(n.Act, string(n.Kind))
	n.Date, n.From, n.To, n.ValidUntil = w.Date.V, w.From.V, w.To.V, w.ValidUntil.V
	n.Year = cmp.Or(readYear(src, w.Year), n.Date.Year)
	checkOrder(src, w.From, w.To, "公示的截止日期 %[2]s 早于起始日期 %[1]s，请核对。")
	checkOrder(src, w.Date, w.ValidUntil, "有效期截止日期 %[2]s 早于发文日期 %[1]s，请核对。")
	n.Entries = readEntries(n, src, f)
	for _, m := range w.Units {
		r.readUnit(n, src, m)
	}
	n.Unnamed = f.Partial() || len(n.Units) < len(f.Nodes("units")) || len(n.Entries)+len(n.Units) == 0

	if n.Kind == "" {
		known = slices.DeleteFunc(known, func(k keys.Field) bool { return k.Of != "" })
	}
	f.Require(slices.DeleteFunc(keys.Required(known), func(key string) bool {
		instead := keys.Find(known, key).Unless
		return instead != "" && f.Says(instead)
	})...)
	if w.Standard.Stated {
		f.Require("date")
	}
	n.Unlisted = f.Partial() || len(n.Entries) == 0 && (f.Says("brands") || !f.Says("units"))
	n.Doubtful = n.Unlisted || n.Kind == "" || n.Level == nil || f.Says("honor") && !w.Honor.Stated ||
		f.Says("date") && !w.Date.Stated || f.Says("valid_until") && !w.ValidUntil.Stated
	n.Standard = r.noticeStandard(n, src, w.Standard, w.Level, w.Date)
	reportOtherKinds(n, f)
	reportFilledIn(f, keys.Notice)
	f.Done()
}

// reportOtherKinds reports keys that only notices of another kind have.
func reportOtherKinds(n *Notice, f *fields.Map) {
	for _, key := range f.Unasked() {
		if k := keys.Find(keys.Notice, key.Name); k.Of != "" {
			f.Report(key.At, diag.UnknownField, "%s只用于%s公告，本公告是%s，请删去这一项，或核对种类。", f.Named(key.Name), k.Of, n.Kind)
			f.Node(key.Name)
		}
	}
}

func readKind(src *diag.Source, t fields.Text) NoticeKind {
	kinds := []string{string(Publicity), string(Recognition), string(Withdrawal)}
	if !t.Stated || slices.Contains(kinds, t.V) {
		return NoticeKind(t.V)
	}
	for _, kind := range kinds {
		for _, file := range []string{"公告", "通知", "通告"} {
			if t.V == kind+file {
				src.Suggest(t.At, diag.WrongKind, kind, "公告种类只写“%s”，不写“%s”。", kind, t.V)
				return ""
			}
		}
	}
	for meant, words := range map[NoticeKind][]string{
		Publicity:   {"公告", "拟认定"},
		Recognition: {"认证", "收录", "公布", "命名", "确定", "入选"},
		Withdrawal:  {"撤销", "取消", "注销", "移出", "退出名录"},
	} {
		if slices.Contains(words, t.V) {
			src.Guess(t.At, diag.WrongKind, string(meant), "没有“%s”这种公告，是否应为“%s”？文件上怎样写，可填在%s中。", t.V, meant, Named(keys.Notice, "act"))
			return ""
		}
	}
	reportUnknownName(src, t, diag.WrongKind, "公告种类", kinds)
	return ""
}

func (r *reader) level(src *diag.Source, t fields.Text) *criteria.Level {
	if !t.Stated {
		return nil
	}
	if found := r.rules.Level(t.V); found != nil {
		return found
	}
	reportUnknownLevel(src, t, r.rules)
	return nil
}

func reportUnknownLevel(src *diag.Source, t fields.Text, rules *criteria.Rules) {
	var names []string
	for _, l := range rules.Levels {
		names = append(names, l.Name)
		if l.Slug == t.V || l.Name == t.V+"级" {
			src.Suggest(t.At, diag.UnknownLevel, l.Name, "没有“%s”这个级别，是否应为“%s”？", t.V, l.Name)
			return
		}
	}
	reportUnknownName(src, t, diag.UnknownLevel, "级别", names)
}

// readYear reads the batch's year.
func readYear(src *diag.Source, year fields.Value[int]) int {
	if year.Stated && (year.V < 1949 || year.V > 2999) {
		src.Report(year.At, diag.OutOfRange, "年份应写作四位数字，如 2024，现在是 %d。", year.V)
		return 0
	}
	return year.V
}

// checkOrder reports an end before its start, at the date written later.
func checkOrder(src *diag.Source, start, end fields.DateVal, format string) {
	if !start.Stated || !end.Stated || !end.V.Before(start.V) {
		return
	}
	at := end.At
	if later(start.At, at) {
		at = start.At
	}
	src.Report(at, diag.DateOrder, format, start.V, end.V)
}

func later(a, b diag.Span) bool {
	return cmp.Or(cmp.Compare(a.Start.Line, b.Start.Line), cmp.Compare(a.Start.Column, b.Start.Column)) > 0
}

// readEntries reads the brands of a notice: slugs, in a 退出 also with a reason.
func readEntries(n *Notice, src *diag.Source, f *fields.Map) []Entry {
	nodes := f.Nodes("brands")
	var entries []Entry
	for _, node := range nodes {
		var slug fields.Text
		reason := ""
		switch {
		case node.IsMap():
			m := node.Map()
			slug = m.Text("slug")
			if n.Kind == Withdrawal || n.Kind == "" {
				m.Node("reason").ReportCut()
				reason = m.Prose("reason").V
			}
			m.Require("slug")
			m.Done()
		case !node.Stated():
		default:
			slug = node.Text()
		}
		if slug.Stated {
			entries = append(entries, Entry{Reason: reason, Slug: slug.V, At: slug.At})
		}
	}
	return entries
}

// readUnit reads one unit of a notice. One whose name or honour cannot be told is left
// out: it has been reported.
func (r *reader) readUnit(n *Notice, src *diag.Source, m *fields.Map) {
	of := keys.Find(keys.Notice, "units").Fields
	of = slices.DeleteFunc(slices.Clone(of), func(k keys.Field) bool { return k.Of != "" && n.Kind != "" && k.Of != string(n.Kind) })
	var w struct {
		Name, Honor   fields.Text
		Place, Reason string
	}
	n.Origin.fill(src, m, of, &w)
	m.Require(keys.Required(of)...)
	m.Done()
	if honor := r.honor(src, w.Honor); honor != nil && w.Name.Stated {
		n.Units = append(n.Units, UnitEntry{w.Name.V, honor, w.Place, w.Reason, w.Name.At})
	}
}

func (r *reader) honor(src *diag.Source, t fields.Text) *criteria.Honor {
	if !t.Stated {
		return nil
	}
	found := r.rules.Honor(t.V)
	switch {
	case found != nil:
	case len(r.rules.Honors) == 0:
		src.Report(t.At, diag.UnknownChoice, "没有“%s”这个称号：criteria/honors.yaml 没有列出给单位和基地的称号，请先在其中写明，或核对是否应列入%s。", diag.Short(t.V), Named(keys.Notice, "brands"))
	default:
		var names []string
		for _, h := range r.rules.Honors {
			names = append(names, h.Name)
		}
		reportUnknownName(src, t, diag.UnknownChoice, "称号", names)
	}
	return found
}

// noticeStandard reads the standard that the brands were judged by, and holds
// its level, region and time against the notice.
func (r *reader) noticeStandard(n *Notice, src *diag.Source, t, level fields.Text, date fields.DateVal) *criteria.Standard {
	if !t.Stated {
		return nil
	}
	s := r.rules.Standard(t.V)
	if s == nil {
		r.reportUnknownStandard(src, t, diag.UnknownStandard)
		return nil
	}
	if site := r.settings.Region; !s.Concerns(site) {
		src.Report(t.At, diag.StandardOutOfRegion, "《%s》适用于%s，不适用于本站的范围（%s），请核对。", s.Title, s.Region.Name, site.Name)
		return nil
	}
	if n.Level != nil && n.Level != s.Level {
		src.Guess(level.At, diag.StandardLevel, s.Level.Name, "《%s》是%s的标准，此处的级别是%s，请核对级别或标准。", s.Title, s.Level.Name, n.Level.Name)
	}
	if date.Stated && !s.InForce(date.V) {
		src.Report(date.At, diag.StandardNotInForce, "%s 时《%s》不在施行期（%s），请核对日期或标准。", date.V, s.Title, term(s))
	}
	return s
}

func term(s *criteria.Standard) string {
	if s.Until.IsZero() {
		return "自 " + s.From.String() + " 起"
	}
	return s.From.String() + " 至 " + s.Until.String()
}
