package desk

import (
	"errors"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"minglu/generator/content"
)

var errHeading = errors.New("这段文字里有小标题，小标题从“品牌故事”写起")

// parts returns where the parts of the Markdown behind body begin and end.
func parts(file string, body int, part string) (from, to int) {
	if part == TextPart {
		return body, len(file)
	}
	source := []byte(file[body:])
	end := len(file)
	for n := content.NewParser().Parse(text.NewReader(source)).FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			end = body + max(n.Pos(), 0)
			break
		}
	}
	if part == IntroPart {
		return body, end
	}
	return end, len(file)
}

// Part returns a part of the Markdown, without the white space around it.
func (d *Document) Part(part string) string {
	from, to := parts(d.text, d.body, part)
	return strings.ReplaceAll(strings.TrimSpace(d.text[from:to]), "\r\n", "\n")
}

// SetPart returns the text with another part of the Markdown. White space around it
// stays.
func (d *Document) SetPart(part, value string) (string, error) {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	if d.Part(part) == value {
		return d.text, nil
	}
	from, to := parts(d.text, d.body, part)
	old := d.text[from:to]
	core := strings.TrimSpace(old)
	lead, trail := old, ""
	if core != "" {
		i := strings.Index(old, core)
		lead, trail = old[:i], old[i+len(core):]
	}
	written := strings.ReplaceAll(value, "\n", d.eol)
	switch {
	case core == "" && value != "":
		lead, trail = "", d.eol
		if from > 0 && d.text[from-1] != '\n' {
			lead = d.eol
		}
		if part == IntroPart && to < len(d.text) {
			trail += d.eol
		}
		if part == StoryPart && from > d.body {
			lead = d.eol // a blank line behind the introduction
		}
	case value == "":
		lead, trail = "", ""
	}
	changed := d.text[:from] + lead + written + trail + d.text[to:]
	after, err := ParseDocument(changed)
	if err != nil {
		return "", err
	}
	if after.Part(part) != value || part == IntroPart && after.Part(StoryPart) != d.Part(StoryPart) || part == StoryPart && after.Part(IntroPart) != d.Part(IntroPart) {
		if part == StoryPart {
			return "", errors.New("“品牌故事”第一行应是小标题，如：## 品牌故事")
		}
		return "", errHeading
	}
	return changed, nil
}
