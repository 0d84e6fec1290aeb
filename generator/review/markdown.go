package review

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// CommentLimit is how many characters a document may have to be posted as a
// comment: GitHub takes 65,536, and whoever posts it may set a line before it.
const CommentLimit = 60000

// Markdown returns d in at most limit characters. Tables and lists are shortened
// first, then details of brands are left out from the last on; each says what is
// missing.
func (d *Document) Markdown(limit int) string {
	var parts []string
	for _, rows := range []int{200, 50, 20} {
		if parts = d.parts(rows, longestText, limit); characters(parts...) <= limit {
			return strings.Join(parts, "") // a part is left out only behind too much
		}
	}
	if text := d.withoutSome(parts, limit); text != "" {
		return text
	}
	const few, short = 4, 40
	return d.withoutSome(d.parts(few, short, limit), limit)
}

// withoutSome joins parts without the details that are too much; "" where all of
// them are not enough.
func (d *Document) withoutSome(parts []string, limit int) string {
	used := characters(parts[0])
	for i, s := range d.Sections {
		if !s.Detail {
			used += characters(parts[i+1])
		}
	}
	const note = 4000 // room to name what is left out
	var text strings.Builder
	text.WriteString(parts[0])
	var missing []string
	for i, s := range d.Sections {
		size := characters(parts[i+1])
		switch {
		case !s.Detail:
		case size == 0 || used+size+note > limit:
			missing = append(missing, s.Name)
			continue
		default:
			used += size
		}
		text.WriteString(parts[i+1])
	}
	if len(missing) > 0 {
		text.WriteString(leftOut(missing))
	}
	if characters(text.String()) > limit {
		return ""
	}
	return text.String()
}

// leftOut says which details are missing.
func leftOut(missing []string) string {
	const named = 30
	names := make([]string, 0, named)
	for _, m := range missing[:min(named, len(missing))] {
		names = append(names, escape(cut(m, 30)))
	}
	more := ""
	if len(missing) > named {
		more = " 等"
	}
	return fmt.Sprintf("## 篇幅所限，%d 个品牌的明细没有列出\n\n%s%s。用 review --format html 可以看到全部。\n\n",
		len(missing), strings.Join(names, "、"), more)
}

func characters(parts ...string) int {
	n := 0
	for _, p := range parts {
		n += utf8.RuneCountInString(p)
	}
	return n
}

// parts returns the head of d and each of its sections; "" for details once there
// is more than limit anyway.
func (d *Document) parts(rows, longest, limit int) []string {
	var head strings.Builder
	fmt.Fprintf(&head, "# %s\n\n", escape(d.Title))
	for _, l := range d.Lead {
		fmt.Fprintf(&head, "%s\n\n", escape(l))
	}
	parts := []string{head.String()}
	used := characters(parts[0])
	for _, s := range d.Sections {
		part := ""
		if !s.Detail || used <= limit {
			part = s.markdown(rows, longest)
		}
		used += characters(part)
		parts = append(parts, part)
	}
	return parts
}

func (s Section) markdown(rows, longest int) string {
	var b strings.Builder
	mark := "##"
	if s.Detail {
		mark = "###"
	}
	fmt.Fprintf(&b, "%s %s\n\n", mark, escape(s.Title))
	for _, block := range s.Blocks {
		block, left := block.within(rows)
		block.markdown(&b, longest)
		if left > 0 {
			fmt.Fprintf(&b, "另有 %d 行没有列出。\n\n", left)
		}
	}
	return b.String()
}

func (b Block) markdown(w *strings.Builder, longest int) {
	switch {
	case b.Head != nil:
		row(w, b.Head, longest)
		w.WriteString("|" + strings.Repeat(" --- |", len(b.Head)) + "\n")
		for _, cells := range b.Rows {
			row(w, cells, longest)
		}
		w.WriteByte('\n')
	case b.Items != nil:
		for _, item := range b.Items {
			fmt.Fprintf(w, "- %s\n", escape(cut(item, longest)))
		}
		w.WriteByte('\n')
	default:
		fmt.Fprintf(w, "%s\n\n", escape(cut(b.Text, longest)))
	}
}

func row(w *strings.Builder, cells []string, longest int) {
	w.WriteByte('|')
	for _, c := range cells {
		w.WriteString(" " + escape(cut(c, longest)) + " |")
	}
	w.WriteByte('\n')
}

// escape takes from a text what Markdown, HTML and the hosts of repositories
// read into it: strangers wrote it. Hosts look for people, issues and addresses
// after Markdown is done, where a backslash says nothing any more; a space of no
// width between the sign and its word does.
func escape(text string) string {
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
