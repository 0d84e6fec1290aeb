package blank

import (
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// A snippet is a text that VS Code fills in, stop by stop.
type snippet struct {
	Scope       string   `json:"scope"`
	Prefix      []string `json:"prefix"`
	Description string   `json:"description"`
	Body        []string `json:"body"`
}

// Snippets returns the forms as snippets of VS Code: a brand of each type, or
// of none, a
// notice of each kind, a judgement, a page.
func Snippets(rules *criteria.Rules, region *criteria.Region) ([]byte, error) {
	all := map[string]snippet{}
	add := func(scope, prefix, latin, text string) {
		all[prefix] = snippet{scope, []string{prefix, latin}, "新建：" + prefix, strings.Split(strings.TrimSuffix(text, "\n"), "\n")}
	}
	for _, t := range rules.Types {
		add("markdown", "品牌 "+t.Name, "brand-"+t.Slug, brandSnippet(rules, region, t))
	}
	if !rules.Typed() {
		add("markdown", "品牌", "brand", brandSnippet(rules, region, nil))
	}
	for kind, latin := range map[content.NoticeKind]string{content.Publicity: "gongshi", content.Recognition: "rending", content.Withdrawal: "tuichu"} {
		add("markdown", "公告 "+string(kind), "notice-"+latin, noticeSnippet(kind, rules))
	}
	add("yaml", "评定意见", "judgement", judgementSnippet(rules))
	add("markdown", "页面", "page", "---\ntitle: ${1:标题}\ndescription: ${2:一句话说明}\n---\n$0\n")
	return encode(all, "  ")
}

// A stops numbers the places where something is filled in.
type stops int

func (s *stops) text(example string) string {
	*s++
	return fmt.Sprintf("${%d:%s}", *s, example)
}

func (s *stops) empty() string {
	*s++
	return fmt.Sprintf("$%d", *s)
}

// choice offers words, first of all nothing.
func (s *stops) choice(words ...string) string {
	*s++
	for i, w := range words {
		words[i] = strings.NewReplacer(`\`, `\\`, ",", `\,`, "|", `\|`).Replace(w)
	}
	return fmt.Sprintf("${%d|%s|}", *s, strings.Join(words, ","))
}

func brandSnippet(rules *criteria.Rules, region *criteria.Region, t *criteria.Type) string {
	s := new(stops)
	head := map[string]string{"name": s.text("名称"), "type": nameOf(t), "county": s.choice(Names(rules, region, keys.CountyName)...)}
	for _, f := range keys.Brand {
		if _, set := head[f.Key]; !set && f.IsPlain() && f.Key != "former_slugs" { // a new brand has none
			head[f.Key] = s.empty()
		}
	}
	return brandForm{rules: rules, of: t, head: head, fact: func(f *criteria.Fact) string {
		switch f.Kind {
		case criteria.YesNo:
			return s.choice("", "是", "否")
		case criteria.Choice:
			return s.choice(append([]string{""}, f.Choices...)...)
		}
		return s.empty()
	}}.text() + "$0\n"
}

func noticeSnippet(kind content.NoticeKind, rules *criteria.Rules) string {
	s := new(stops)
	values := map[string]string{"kind": string(kind), "level": s.choice(Names(rules, nil, keys.LevelName)...)}
	for _, f := range keys.Notice {
		if _, set := values[f.Key]; !set && f.IsPlain() && (f.Of == "" || f.Of == string(kind)) && !f.Rare {
			values[f.Key] = s.empty()
		}
	}
	return noticeForm(kind, values, []Listed{{Slug: s.text("品牌的文件名")}}) + "$0\n"
}
