// Package screen looks for personal numbers in a file of the repository, where
// people read them: in its lines as they are written, in the values that YAML
// makes of them, and in the texts that are shown. What is printed of the file is
// masked by the same finder.
package screen

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/filename"
	"minglu/generator/personal"
)

// A File is one file while it is read. It is used by one goroutine at a time.
type File struct {
	Source *diag.Source
	Veil   *personal.Veil // masks what Source prints

	written []personal.Number // in the lines, in their order
	shown   []personal.Number // only in what is shown; at the places where that is written
	values  []value
	covered []extent
	let     []string
}

// An extent is a part of the file that is not printed, in bytes.
type extent struct{ start, end int }

// A value is a personal number in a value of YAML that shows in none of its lines.
type value struct {
	fields.Scalar
	number personal.Number // its place is in Scalar.Value
}

// New returns a file of the repository whose name, from the root, and text are
// these.
func New(name, text string) *File { return Veiled(name, text, &personal.Veil{}) }

// Veiled returns the source of a file that was screened before, with the veil that
// was made then.
func Veiled(name, text string, veil *personal.Veil) *File {
	// A long line may hold many mistakes, each of which prints it.
	var long, masked string
	mask := func(s string) string {
		if len(s) < 1000 {
			return veil.Mask(s)
		}
		if s != long {
			long, masked = s, veil.Mask(s)
		}
		return masked
	}
	return &File{Source: diag.NewSource(name, text, mask), Veil: veil}
}

// Lines looks at each line, and at comments that go on over several.
func (f *File) Lines() {
	for n := 1; n <= f.Source.Lines(); n++ {
		at := f.Source.Offset(n)
		for _, found := range personal.Find(f.Source.Line(n)) {
			found.Start, found.End = found.Start+at, found.End+at
			f.written = append(f.written, found)
		}
	}
	for n := 1; n < f.Source.Lines(); n++ {
		if last := f.comments(n); last > n {
			f.Shown(f.joined(n, last))
			n = last
		}
	}
}

// comments returns the last of the comments from line n on that may share a number.
func (f *File) comments(n int) int {
	last := n
	for isComment(f.Source.Line(last)) && last < f.Source.Lines() && isComment(f.Source.Line(last+1)) {
		last++
	}
	return last
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "#") }

// joined returns the words of comments.
func (f *File) joined(first, last int) *personal.Text {
	t := &personal.Text{}
	for n := first; n <= last; n++ {
		line, at := f.Source.Line(n), f.Source.Offset(n)
		words := strings.TrimLeft(line, " #")
		start := at + len(line) - len(words)
		t.Write(words, start, at+len(line))
		t.Write("\n", at+len(line), at+len(line)+1)
	}
	return t
}

// Marked looks at the whole file as at a text whose marks nobody has parsed.
func (f *File) Marked() {
	f.Lines()
	for _, n := range personal.FindWritten(f.Source.Text) {
		f.add(n)
	}
}

// Shown looks at what is shown of the file, or of a part of it.
func (f *File) Shown(t *personal.Text) {
	for _, n := range t.Find() {
		f.add(n)
	}
}

// add notes a number unless it is known from the lines.
func (f *File) add(n personal.Number) {
	i := sort.Search(len(f.written), func(i int) bool { return f.written[i].End > n.Start })
	if i == len(f.written) || f.written[i].Start >= n.End {
		f.shown = append(f.shown, n)
	}
}

// Values looks at the keys and values of m, nil: none, whose text ends at the byte
// end. What stands in its line as it is, Lines has seen there, and what stands
// around it too.
func (f *File) Values(m *fields.Map, end int) {
	if m == nil {
		return
	}
	var pending []value
	before := 0 // the line of the value before
	m.Scalars(func(s fields.Scalar) {
		f.settle(pending, f.Source.Offset(max(s.Line, before+1)))
		before = s.Line
		pending = pending[:0]
		if len(s.Value) < personal.Shortest {
			return
		}
		for _, n := range personal.Find(s.Value) {
			pending = append(pending, value{s, n})
		}
		if len(pending) > 0 && f.isWritten(s) {
			pending = pending[:0]
		}
	})
	f.settle(pending, end)
}

// isWritten reports whether a value is written as it reads, but for quotes.
func (f *File) isWritten(s fields.Scalar) bool {
	at := s.At()
	written := f.Source.Text[f.Source.Index(at.Start):f.Source.Index(at.End)]
	return written == s.Value || len(written) == len(s.Value)+2 && strings.Trim(written, "\"'") == s.Value
}

// settle notes numbers of a value that show in no line of it; the lines end at the
// byte to.
func (f *File) settle(pending []value, to int) {
	if len(pending) == 0 {
		return
	}
	from := f.Source.Offset(pending[0].Line)
	here := f.written[sort.Search(len(f.written), func(i int) bool { return f.written[i].Start >= from }):]
	here = here[:sort.Search(len(here), func(i int) bool { return here[i].End > to })]
	for _, v := range pending {
		if slices.ContainsFunc(here, func(n personal.Number) bool { return n.Digits == v.number.Digits }) {
			continue
		}
		f.values = append(f.values, v)
		f.covered = append(f.covered, extent{from, to})
	}
}

// cover hides what is covered, each line once: it may hold thousands of numbers.
func (f *File) cover() {
	slices.SortFunc(f.covered, func(a, b extent) int { return cmp.Or(a.start-b.start, a.end-b.end) })
	parts := map[int][]personal.Number{} // by line
	for _, e := range slices.Compact(f.covered) {
		for n := f.Source.Pos(e.start).Line; n <= f.Source.Lines() && f.Source.Offset(n) < e.end; n++ {
			at, line := f.Source.Offset(n), f.Source.Line(n)
			from, to := max(e.start-at, 0), min(e.end-at, len(line))
			if from < to {
				parts[n] = append(parts[n], personal.Number{Start: from, End: to})
			}
		}
	}
	for n, hidden := range parts {
		f.Veil.Cover(f.Source.Line(n), hidden)
	}
}

// Let lets a text through wherever it stands in the file exactly so. It may be
// printed once Veil is told.
func (f *File) Let(text string) { f.let = append(f.let, text) }

// isLet reports whether s[start:end] belongs to a text that is let through.
func (f *File) isLet(s string, start, end int) bool {
	return slices.ContainsFunc(f.let, func(text string) bool {
		from, to := max(end-len(text), 0), min(start+len(text), len(s))
		return from <= start && end <= to && strings.Contains(s[from:to], text)
	})
}

// Report reports what was found and not let through, and returns all mistakes of
// the file. wayOut is what its author can do besides deleting a number, "" for
// nothing.
func (f *File) Report(wayOut string) diag.List {
	src := f.Source
	for _, n := range f.written {
		if !f.isLet(src.Text, n.Start, n.End) {
			report(src, src.SpanOf(n.Start, n.End), n, src.Text[n.Start:n.End], wayOut)
		}
	}
	var hidden []personal.Number
	for _, n := range f.shown {
		if !f.isLet(src.Text, n.Start, n.End) {
			hidden = append(hidden, n)
			f.covered = append(f.covered, extent{n.Start, n.End})
		}
	}
	if len(f.covered) > 0 {
		f.cover()
		src.Remask()
	}
	for _, n := range hidden {
		at := src.SpanOf(n.Start, n.End)
		if at.End.Line > at.Start.Line {
			at.End = src.LineSpan(at.Start.Line).End
		}
		reportHidden(src, at, n, wayOut)
	}
	for _, v := range f.values {
		if !f.isLet(v.Value, v.number.Start, v.number.End) {
			reportHidden(src, v.At(), v.number, wayOut)
		}
	}
	return src.List
}

// Name reports a personal number in the name of a file or folder.
func Name(path string) diag.List {
	f, printed := New(path, ""), filename.Printable(path)
	folder := strings.LastIndexByte(printed, '/') + 1
	for _, n := range personal.Find(printed) {
		if n.End > folder {
			report(f.Source, f.Source.LineSpan(1), n, printed[n.Start:n.End], "")
		}
	}
	return f.Source.List
}

// report reports a number that is written so.
func report(src *diag.Source, at diag.Span, n personal.Number, written, wayOut string) {
	src.Report(at, diag.PersonalData, "“%s”像是%s，不得随文件公开，%s。", written, n.Kind, cure(n, wayOut))
}

// reportHidden reports a number that is written otherwise than it reads.
func reportHidden(src *diag.Source, at diag.Span, n personal.Number, wayOut string) {
	src.Report(at, diag.PersonalData, "此处的转义、标记、换行等去掉以后是“%s”，像是%s，不得随文件公开，%s。", n.Digits, n.Kind, cure(n, wayOut))
}

// cure says what to do.
func cure(n personal.Number, wayOut string) string {
	switch {
	case n.Kind == personal.Mobile:
		return "请删去，或改写单位的固定电话" + wayOut
	case n.IsCertain():
		return "请删去"
	}
	return "请删去" + wayOut
}
