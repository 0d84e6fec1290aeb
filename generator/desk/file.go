package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/blank"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// belongs returns the path at which a brand's file belongs by what it says: that of its
// county and its name; "" where these cannot be told. slug is the address it has, ""
// for one that follows from the name.
func (d *Desk) belongs(county, name, slug string) string {
	for _, r := range d.rules.RegionsIn(d.settings.Region) {
		if r.Name != county && r.FullName() != county {
			continue
		}
		if slug == "" {
			slug = content.NewSlug(d.rules, name, r)
		}
		if slug != "" {
			return "content/brands/" + r.Slug + "/" + slug + ".md"
		}
	}
	return ""
}

// pathOf returns the path at which a file belongs by what its text says, nil of one
// that cannot be read; where it does not say enough, one at which no file lies.
func (d *Desk) pathOf(f File, document *Document) string {
	values := map[string]any{}
	if document != nil {
		values = document.Values()
	}
	text := func(key string) string {
		value, _ := values[key].(string)
		return value
	}
	switch f.Kind {
	case JudgementFile:
		return content.RecordFile(f.Standard, f.Slug)
	case NoticeFile:
		return "content/notices/" + cmp.Or(f.Slug, d.noticeSlug(text("kind"), text("level"), text("date")), "xin-gonggao") + ".md"
	}
	county, slug := text("county"), cmp.Or(f.Slug, newSlug)
	return d.free(cmp.Or(d.belongs(county, text("name"), f.Slug), d.belongs(county, "", slug), d.belongs(d.rules.RegionsIn(d.settings.Region)[0].Name, "", slug)), f.Was)
}

// placed returns a file at the path at which it belongs, where it has none.
func (d *Desk) placed(f File, document *Document) File {
	if f.Path == "" {
		f.Path = d.pathOf(f, document)
	}
	return f
}

// free returns the path, or one like it at which no other brand's file lies than was.
func (d *Desk) free(path, was string) string {
	taken := func(path string) bool {
		return path != was && slices.ContainsFunc(d.brands, func(b Brand) bool { return b.File == path })
	}
	found := path
	for n := 2; taken(found); n++ {
		found = fmt.Sprintf("%s-%d.md", strings.TrimSuffix(path, ".md"), n)
	}
	return found
}

// newSlug is the address of a brand that has no name yet.
const newSlug = "xin-pinpai"

// noticeSlug proposes the address of a notice; "" where what it follows from is missing.
func (d *Desk) noticeSlug(kind, level, date string) string {
	day, ok := values.ParseDate(date, true)
	l := d.rules.Level(level)
	if !ok || l == nil || kind == "" {
		return ""
	}
	return blank.NoticeStart{Kind: content.NoticeKind(kind), Level: l, Date: day}.Slug(d.rules, d.settings.Region)
}

// NewText is the text of a file in which nothing is filled in.
const NewText = "---\n---\n"

// Rename returns the text of a brand's file that gets another name, so another address:
// the old one is written down, and leads to the new one for ever.
func (d *Desk) Rename(text, file, slug string) (string, error) {
	if fault := criteria.SlugFault(slug); fault != "" {
		return "", fmt.Errorf("“%s”不能作网址：%s", slug, fault)
	}
	document, err := d.last.parse(BrandFile, text)
	if err != nil {
		return "", err
	}
	old, _ := document.Values()["former_slugs"].([]any)
	former := slices.DeleteFunc(slices.Clone(old), func(v any) bool { return v == slug })
	if now := content.SlugOf(file); now != slug && !slices.Contains(former, any(now)) {
		former = append(former, now)
	}
	if len(former) == 0 {
		return document.Set([]Step{{Key: "former_slugs"}}, nil, d.order(BrandFile))
	}
	return document.Set([]Step{{Key: "former_slugs"}}, former, d.order(BrandFile))
}
