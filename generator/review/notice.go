package review

import (
	"bytes"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
)

// A NoticeChange is what became of one official act.
type NoticeChange struct {
	Change
	Before, After *content.Notice // nil: none, or none that can be read
	Mistakes      diag.List
	Edits         []Edit // of an act that was there before
	Added         []Named
	Removed       []Named
}

// A Named is one brand that a notice names.
type Named struct {
	Brand      *content.Brand
	Reason     string               // of a withdrawal
	Evaluation *criteria.Evaluation // by the notice's standard, nil where it names none
	Unproven   int                  // facts that are stated without evidence
}

// notices describes every touched notice, in the order of files.
func (m *matching) notices() []NoticeChange {
	fileOf := func(n *content.Notice) string { return n.File }
	old, now := indexed(m.before.notices(), fileOf), indexed(m.after.notices(), fileOf)
	var all []NoticeChange
	for _, c := range m.noticeFiles {
		n := NoticeChange{Change: c, Before: old[c.before()], After: now[c.after()], Mistakes: m.after.mistakesIn(c.after())}
		if n.Before != nil && n.After != nil {
			n.Edits = noticeEdits(n.Before, n.After)
		}
		n.Added = m.named(m.after, n.After, slugs(n.Before))
		n.Removed = m.named(m.before, n.Before, slugs(n.After))
		all = append(all, n)
	}
	return all
}

func slugs(n *content.Notice) map[string]bool {
	all := map[string]bool{}
	if n != nil {
		for _, e := range n.Entries {
			all[e.Brand.Slug] = true
		}
	}
	return all
}

// named returns the brands that n names beside those of except.
func (m *matching) named(side *Side, n *content.Notice, except map[string]bool) []Named {
	if n == nil {
		return nil
	}
	var all []Named
	for _, e := range n.Entries {
		if except[e.Brand.Slug] {
			continue
		}
		one := Named{Brand: e.Brand, Reason: e.Reason, Unproven: len(e.Brand.Unproven())}
		if n.Standard != nil {
			one.Evaluation = side.Evaluate(e.Brand, n.Standard.ID)
		}
		all = append(all, one)
	}
	return all
}

func noticeEdits(old, n *content.Notice) []Edit {
	all := criteria.Changed(
		edit("种类", string(old.Kind), string(n.Kind)),
		edit("标题", old.Title, n.Title),
		edit("级别", levelName(old.Level), levelName(n.Level)),
		edit("荣誉名称", old.Honor, n.Honor),
		edit("公布方式", old.Act, n.Act),
		edit("公布单位", old.Authority, n.Authority),
		edit("依据标准", standardID(old.Standard), standardID(n.Standard)),
		edit("批次", batch(old), batch(n)),
		edit("日期", old.Date.String(), n.Date.String()),
		edit("文号", old.Document.Number, n.Document.Number),
		edit("公示时间", term(old), term(n)),
		edit("有效期至", old.ValidUntil.String(), n.ValidUntil.String()),
	)
	if old.Contact != n.Contact || old.Document.URL != n.Document.URL {
		all = append(all, Edit{What: "联系电话或原文链接"})
	}
	if !bytes.Equal(body(old.Text), body(n.Text)) {
		all = append(all, Edit{What: "正文"})
	}
	all = append(all, criteria.Changed(edit("单位和基地名单", unitsBeside(old, n), unitsBeside(n, old)))...)
	if reasons := changedReasons(old, n); len(reasons) > 0 {
		all = append(all, Edit{What: "退出原因（" + strings.Join(reasons, "、") + "）"})
	}
	return all
}

// unitsBeside names the units of n that other does not name just so.
func unitsBeside(n, other *content.Notice) string {
	var all []string
	for _, u := range n.Units {
		if !slices.ContainsFunc(other.Units, func(o content.UnitEntry) bool { return unitText(o) == unitText(u) }) {
			all = append(all, unitText(u))
		}
	}
	return strings.Join(all, "、")
}

// unitText is what a notice says of a unit: 示例米业（领军企业，所在地：东海县，原因：停产）.
func unitText(u content.UnitEntry) string {
	text := u.Name + "（" + u.Honor.Name
	if u.Place != "" {
		text += "，所在地：" + u.Place
	}
	if u.Reason != "" {
		text += "，原因：" + u.Reason
	}
	return text + "）"
}

func changedReasons(old, n *content.Notice) []string {
	var names []string
	for _, e := range n.Entries {
		i := slices.IndexFunc(old.Entries, func(o content.Entry) bool { return o.Brand.Slug == e.Brand.Slug })
		if i >= 0 && old.Entries[i].Reason != e.Reason {
			names = append(names, e.Brand.Name)
		}
	}
	return names
}

func levelName(l *criteria.Level) string {
	if l == nil {
		return ""
	}
	return l.Name
}

func standardID(s *criteria.Standard) string {
	if s == nil {
		return ""
	}
	return s.ID
}

func batch(n *content.Notice) string {
	year := ""
	if n.Year > 0 {
		year = yearText(n.Year)
	}
	return year + n.Batch
}

func term(n *content.Notice) string {
	if n.From.IsZero() && n.To.IsZero() {
		return ""
	}
	return n.From.String() + " 至 " + n.To.String()
}
