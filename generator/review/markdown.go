package review

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"minglu/generator/markdown"
)

// CommentLimit is how many characters a document may have to be posted as a
// comment: GitHub takes 65,536, and whoever posts it may set a line before it.
const CommentLimit = 60000

const (
	// leastShare is how many characters every section gets before another that
	// comes behind it: enough for its title and a few rows.
	leastShare = 3000
	// cutNote is how many may say what is left out.
	cutNote = 2500
)

// Markdown returns d in at most limit characters, all of it where limit is 0. What
// is left out is said where it would stand, and counted: left is the sum of these
// counts. Details of brands give way first, from the last on; then the longest
// sections are shortened until what is there fits.
func (d *Document) Markdown(limit int) (text string, left int) {
	if limit <= 0 {
		limit = unlimited
	}
	var first []renderedSection
	var details []Section
	total := 0
	for _, s := range d.Sections {
		if s.Detail {
			details = append(details, s)
			continue
		}
		first = append(first, s.render(limit))
		total += first[len(first)-1].size(unlimited)
	}
	head := d.head("")
	room := limit - characters(head)
	second, fits := renderAll(details, room-total, unlimited)
	if total <= room && fits {
		var b strings.Builder
		b.WriteString(head)
		for _, s := range slices.Concat(first, second) {
			s.print(&b, unlimited)
		}
		return b.String(), 0
	}

	room -= 2 * cutNote // at the top and at the end
	var b strings.Builder
	printed, left, room := printEach(&b, first, max(fairShare(first, room), leastShare), room)
	end := ""
	if n := len(first) - printed; n > 0 {
		end, left = fmt.Sprintf("## 篇幅所限，还有 %d 节没有列出\n\n", n), left+n
	}
	share := leastShare
	if second, fits = renderAll(details, room, leastShare); fits {
		share = max(fairShare(second, room), leastShare)
	}
	printed, n, _ := printEach(&b, second, share, room)
	left += n
	if missing := details[printed:]; len(missing) > 0 {
		end, left = end+leftOut(missing), left+len(missing)
	}
	return d.head(fmt.Sprintf("篇幅所限，有 %d 项没有列出，缺在哪里都已注明。"+full, left)) + b.String() + end, left
}

// printEach prints sections, each in at most share characters, until there is no
// room for the next. It returns how many it printed, how many rows of these are
// left out, and the room that is left.
func printEach(w *strings.Builder, sections []renderedSection, share, room int) (printed, left, rest int) {
	for _, s := range sections {
		most := min(s.size(unlimited), share)
		if most > room {
			break
		}
		before := w.Len()
		left += s.printWithin(w, most)
		room -= characters(w.String()[before:])
		printed++
	}
	return printed, left, room
}

// full says how to see everything.
const full = "运行 review 时加上 --full，可以看到全部。"

// head returns the title of d, cut, which says that something is left out where
// something is, and what goes before the sections.
func (d *Document) head(cut string) string {
	var b strings.Builder
	b.WriteString(markdown.Heading(1, d.Title))
	for _, l := range d.Lead {
		b.WriteString(markdown.Paragraph(l))
	}
	if cut != "" {
		fmt.Fprintf(&b, "**%s**\n\n", markdown.Text(cut))
	}
	return b.String()
}

// leftOut says which details are missing.
func leftOut(missing []Section) string {
	const named = 30
	text := fmt.Sprintf("## 篇幅所限，%d 个品牌的明细没有列出\n\n", len(missing))
	for i, s := range missing {
		name := markdown.Text(truncate(s.Name, 30))
		if i == named || characters(text, name) > cutNote-100 {
			text += " 等"
			break
		}
		if i > 0 {
			text += "、"
		}
		text += name
	}
	return text + "。\n\n"
}

// fairShare returns how many characters each of the sections may have so that they
// fit into room: those that have fewer leave theirs to the others.
func fairShare(sections []renderedSection, room int) int {
	sizes := make([]int, len(sections))
	for i, s := range sections {
		sizes[i] = s.size(unlimited)
	}
	slices.Sort(sizes)
	for i, size := range sizes {
		if share := room / (len(sizes) - i); size > share {
			return share
		}
		room -= size
	}
	return unlimited
}

func characters(parts ...string) int {
	n := 0
	for _, p := range parts {
		n += utf8.RuneCountInString(p)
	}
	return n
}

// unlimited is more rows and characters than there are; sums of it are no overflow.
const unlimited = 1 << 40

// A renderedSection is a section in Markdown, of which some rows may be left out.
type renderedSection struct {
	title  string
	blocks []renderedBlock
}

// A renderedBlock is a block in Markdown: its lines, and what goes around them. The one
// line of a paragraph is never left out.
type renderedBlock struct {
	open, shut string
	lines      []string // as far as there may be room for them
	count      int      // how many there are
	sums       []int    // characters of the first lines: of none, of one …
	paragraph  bool
}

// renderAll renders sections until they need more than room, where each needs no
// more than most. It reports whether all of them were rendered.
func renderAll(sections []Section, room, most int) (set []renderedSection, fits bool) {
	for _, s := range sections {
		next := s.render(room)
		if room -= min(next.size(unlimited), most); room < 0 {
			return set, false
		}
		set = append(set, next)
	}
	return set, true
}

func (s Section) render(limit int) renderedSection {
	depth := 2
	if s.Detail {
		depth = 3
	}
	set := renderedSection{title: markdown.Heading(depth, s.Title)}
	for _, b := range s.Blocks {
		set.blocks = append(set.blocks, b.render(limit))
	}
	return set
}

func (b Block) render(limit int) renderedBlock {
	s := renderedBlock{sums: []int{0}, count: max(len(b.Rows), len(b.Items), 1)}
	line := func(i int) string { return markdown.Paragraph(b.Text) }
	switch {
	case b.Head != nil:
		if s.shut = "\n"; b.Caption != "" {
			s.open = markdown.Paragraph(b.Caption)
		}
		s.open += markdown.Head(b.Head)
		rows := b.drawn()
		line = func(i int) string { return markdown.Row(rows[i]) }
	case b.Items != nil:
		if s.shut = "\n"; b.Fold != "" {
			s.open, s.shut = "<details><summary>"+markdown.Text(b.Fold)+"</summary>\n\n", "\n</details>\n\n"
		}
		line = func(i int) string { return markdown.Item(b.Items[i]) }
	default:
		s.paragraph = true
	}
	for i := 0; i < s.count && s.sums[i] <= limit; i++ {
		s.lines = append(s.lines, line(i))
		s.sums = append(s.sums, s.sums[i]+characters(s.lines[i]))
	}
	return s
}

// left returns how many lines are left out where at most rows are printed.
func (s renderedBlock) left(rows int) int {
	if s.paragraph {
		return 0
	}
	return max(s.count-rows, 0)
}

func (s renderedBlock) note(rows int) string {
	if left := s.left(rows); left > 0 {
		return fmt.Sprintf("另有 %d 项没有列出。\n\n", left)
	}
	return ""
}

func (s renderedBlock) size(rows int) int {
	n := s.count - s.left(rows)
	if n > len(s.lines) {
		return unlimited
	}
	size := s.sums[n] + characters(s.note(rows))
	if n > 0 {
		size += characters(s.open, s.shut)
	}
	return size
}

func (s renderedBlock) print(w *strings.Builder, rows int) {
	if n := s.count - s.left(rows); n > 0 {
		w.WriteString(s.open)
		for _, line := range s.lines[:n] {
			w.WriteString(line)
		}
		w.WriteString(s.shut)
	}
	w.WriteString(s.note(rows))
}

func (s renderedSection) size(rows int) int {
	size := characters(s.title)
	for _, b := range s.blocks {
		size += b.size(rows)
	}
	return size
}

func (s renderedSection) print(w *strings.Builder, rows int) {
	w.WriteString(s.title)
	for _, b := range s.blocks {
		b.print(w, rows)
	}
}

// printWithin prints s in so many characters, which are enough for its title: as
// many rows of every table and list as can be; where not even the paragraphs
// between them fit, only the first of these. It returns how many are left out.
func (s renderedSection) printWithin(w *strings.Builder, most int) (left int) {
	longest := 0
	for _, b := range s.blocks {
		longest = max(longest, b.count)
	}
	rows := sort.Search(longest+1, func(rows int) bool { return s.size(rows) > most }) - 1
	if rows >= 0 {
		w.WriteString(s.title)
		room := most - s.size(rows)
		for _, b := range s.blocks { // the first get what would be too little for all
			more := sort.Search(b.count-rows, func(i int) bool { return b.size(rows+i+1)-b.size(rows) > room })
			n := rows + max(more, 0)
			room -= b.size(n) - b.size(rows)
			b.print(w, n)
			left += b.left(n)
		}
		return left
	}
	w.WriteString(s.title)
	most -= characters(s.title) + 40 // for the note
	unprinted := 0
	for _, b := range s.blocks {
		if most -= b.size(0); most < 0 || unprinted > 0 {
			unprinted += b.count
			continue
		}
		b.print(w, 0)
		left += b.left(0)
	}
	fmt.Fprintf(w, "这一节另有 %d 项没有列出。\n\n", unprinted)
	return left + unprinted
}
