package blank

import (
	"fmt"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// A NoticeStart is what is known of an act before its form is filled in.
type NoticeStart struct {
	Kind     content.NoticeKind
	Level    *criteria.Level
	Region   *criteria.Region   // whose authority acts; nil: not told by the level
	Standard *criteria.Standard // nil: none
	Date     values.Date
	Brands   []Listed
}

// A Listed is a brand in a notice, with what is said of it for whoever checks
// the list: its name, its total.
type Listed struct{ Slug, Remark string }

// Notice returns the form of a notice: every key that its kind has.
func Notice(n NoticeStart) []byte {
	values := map[string]string{
		"kind": string(n.Kind), "title": scalar(n.title()), "level": n.Level.Name, "honor": scalar(n.Honor()),
		"date": n.Date.String(), "year": strconv.Itoa(n.Date.Year),
	}
	if n.Standard != nil {
		values["standard"] = n.Standard.ID
	}
	return []byte(noticeForm(n.Kind, values, n.Brands))
}

// noticeForm writes the form. Values are as YAML writes them.
func noticeForm(kind content.NoticeKind, values map[string]string, brands []Listed) string {
	s := &sheet{}
	s.WriteString("---\n")
	s.note("", "填在冒号和空格后面。没有的留空。# 后面是说明，程序不读，网站上不显示，填完可以删去。")
	s.WriteByte('\n')
	for _, f := range keys.Notice {
		switch {
		case f.Of != "" && f.Of != string(kind), f.Rare:
		case f.Kind == keys.Group:
			s.optional(f)
		case f.Kind == keys.Entries:
			s.entries(f, kind, brands)
		default:
			s.field(f, values[f.Key])
		}
	}
	s.WriteString("---\n")
	return s.String()
}

func (s *sheet) entries(f keys.Field, kind content.NoticeKind, brands []Listed) {
	s.note("", f.Explained())
	s.value("", f.Key, "")
	for _, b := range brands {
		entry := b.Slug
		if kind == content.Withdrawal {
			entry = "{slug: " + b.Slug + ", reason: }"
		}
		if b.Remark != "" {
			entry += "  # " + strings.Join(strings.Fields(b.Remark), " ")
		}
		s.WriteString("  - " + entry + "\n")
	}
}

// Honor returns the honour as notices usually call it: 东海县县级劳务品牌.
func (n NoticeStart) Honor() string {
	if n.Region == nil {
		return ""
	}
	return n.Region.Name + n.Level.Name + "劳务品牌"
}

// title proposes the notice's title.
func (n NoticeStart) title() string {
	honor := n.Level.HonorName(n.Honor())
	switch n.Kind {
	case content.Publicity:
		return fmt.Sprintf("%d年度%s拟认定名单公示", n.Date.Year, honor)
	case content.Withdrawal:
		return fmt.Sprintf("关于%d个品牌退出%s名录的通知", len(n.Brands), honor)
	}
	return fmt.Sprintf("关于公布%d年度%s名单的通知", n.Date.Year, honor)
}

// Slug proposes the notice's address: the level, the year where it is known, the kind, for
// a level below the site's own with the region in front: shiji-2024-rending.
func (n NoticeStart) Slug(rules *criteria.Rules, site *criteria.Region) string {
	year := ""
	if n.Date.Year > 0 {
		year = strconv.Itoa(n.Date.Year)
	}
	slug := content.ReadSlug(rules, "", n.Level.Name+year+string(n.Kind))
	if n.Region != nil && n.Region != site && site.Contains(n.Region) {
		slug = n.Region.Slug + "-" + slug
	}
	return slug
}
