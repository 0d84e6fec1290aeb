package desk

import (
	"errors"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"minglu/generator/content"
)

var errHeading = errors.New("这段文字里有小标题，小标题从“品牌故事”写起")

// story returns where the second part of the Markdown begins: at the first heading.
func (d *Document) story() int {
	source := []byte(d.text[d.body:])
	for n := content.NewParser().Parse(text.NewReader(source)).FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading {
			return d.body + max(n.Pos(), 0)
		}
	}
	return len(d.text)
}

// parts returns where a part of the Markdown begins and ends.
func (d *Document) parts(part string) (from, to int) {
	switch part {
	case IntroPart:
		return d.body, d.heading
	case StoryPart:
		return d.heading, len(d.text)
	}
	return d.body, len(d.text)
}

// Part returns a part of the Markdown, without the white space around it.
func (d *Document) Part(part string) string {
	from, to := d.parts(part)
	return strings.ReplaceAll(strings.TrimSpace(d.text[from:to]), "\r\n", "\n")
}

// SetPart returns the text with another part of the Markdown. White space around it
// stays.
func (d *Document) SetPart(part, value string) (string, error) {
	after, err := d.setPart(part, value)
	if err != nil {
		return "", err
	}
	return after.text, nil
}

func (d *Document) setPart(part, value string) (*Document, error) {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	if d.Part(part) == value {
		return d, nil
	}
	from, to := d.parts(part)
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
	after, err := ParseDocument(d.kind, changed)
	if err != nil {
		return nil, err
	}
	if after.Part(part) != value || part == IntroPart && after.Part(StoryPart) != d.Part(StoryPart) || part == StoryPart && after.Part(IntroPart) != d.Part(IntroPart) {
		if part == StoryPart {
			return nil, errors.New("“品牌故事”第一行应是小标题，如：## 品牌故事")
		}
		return nil, errHeading
	}
	return after, nil
}
