// Package markdown writes Markdown for the comments of repository hosts: the parts
// of a document, whose texts strangers wrote.
package markdown

import (
	"regexp"
	"strings"
)

// Heading returns a heading of the depth, from 1.
func Heading(depth int, text string) string {
	return strings.Repeat("#", depth) + " " + Text(text) + "\n\n"
}

// Paragraph returns a paragraph.
func Paragraph(text string) string { return Text(text) + "\n\n" }

// Item returns an item of a list.
func Item(text string) string { return "- " + Text(text) + "\n" }

// Head returns the first two lines of a table.
func Head(cells []string) string {
	return Row(cells) + "|" + strings.Repeat(" --- |", len(cells)) + "\n"
}

// Row returns a row of a table, whose cells may have several lines.
func Row(cells []string) string {
	var b strings.Builder
	b.WriteByte('|')
	for _, c := range cells {
		b.WriteByte(' ')
		for i, line := range strings.Split(c, "\n") {
			if i > 0 {
				b.WriteString("<br>")
			}
			b.WriteString(Text(line))
		}
		b.WriteString(" |")
	}
	b.WriteByte('\n')
	return b.String()
}

// Text takes from a text what Markdown, HTML and the hosts of repositories
// read into it: strangers wrote it. Hosts look for people, issues and addresses
// after Markdown is done, where a backslash says nothing any more; a space of no
// width between the sign and its word does.
func Text(text string) string {
	text = signs.Replace(strings.Join(strings.Fields(text), " "))
	if !strings.ContainsAny(text, "-%:.)=+") {
		return text
	}
	text = references.ReplaceAllString(text, "$1\u200b$2")
	text = addresses.ReplaceAllStringFunc(text, func(a string) string { return a[:len(a)-1] + "\u200b" + a[len(a)-1:] })
	if m := beginnings.FindStringIndex(text); m != nil {
		text = text[:m[1]-1] + `\` + text[m[1]-1:]
	}
	return text
}

var (
	signs = strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "{", `\{`,
		"<", "&lt;", ">", "&gt;", "&", "&amp;\u200b",
		"@", "@\u200b", "#", "\\#\u200b", "~", "\\~\u200b", "$", "\\$\u200b", "!", "\\!\u200b", "^", "\\^\u200b",
	)
	// GH-12, and what GitLab calls %milestone
	references = regexp.MustCompile(`(?i)(\bGH-|%)([0-9a-z"])`)
	// https://, www.
	addresses = regexp.MustCompile(`(?i)[a-z]:/|\bwww\.`)
	// lists and underlines
	beginnings = regexp.MustCompile(`^(?:[-+=]|[0-9]{1,9}[.)])`)
)
