package fields

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
)

// The words and signs that lines are made of. start is what may stand before the
// text of a line; a key that YAML reads stands before a colon and a space.
const (
	start  = `^( *(?:-[ \t]+)*)`
	name   = `[a-z][a-z0-9_-]*`
	word   = `[\p{Han}A-Za-z0-9_.·-]`
	quoted = `(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')`
	wide   = `[\x{3000}\x{a0}]+`
)

var (
	startOf    = regexp.MustCompile(`^ *(?:-(?:[ \t]+|$))*`)
	marker     = regexp.MustCompile(`^(?:---|\.\.\.)(?:[ \t]|$)`)
	dash       = regexp.MustCompile(`^(?:-(?:[ \t]|$)|－)`)
	keyLike    = regexp.MustCompile(`^(?:(?:` + word + `{1,40}|` + quoted + `)[ \t]*:(?:[ \t]|$)|` + name + `[ \t]*：|` + name + `:[^/\s])`)
	properties = regexp.MustCompile(`^(?:[&!][^ \t]*(?:[ \t]+|$))*`)
	quotedText = regexp.MustCompile(`^` + quoted)
	nameAlone  = regexp.MustCompile(`^` + name + `$`)
	wordAlone  = regexp.MustCompile(`^` + word + `{1,20}$`)
	key        = regexp.MustCompile(`^(?:` + quoted + `[ \t]*|[^"'\[{].*?|):(?:[ \t]+|$)`)
	keyColon   = regexp.MustCompile(`:(?:[ \t]|$)`)

	wideIndent = regexp.MustCompile(`^( *)(` + wide + `)`)
	wideColon  = regexp.MustCompile(start + `(` + word + `{1,60}|` + quoted + `)[ \t]*(：[ \t]*)`)
	tightColon = regexp.MustCompile(start + `(` + name + `):([^\s/].*|/[^/].*|/)$`)
)

const colonMessage = "字段%s后面用了中文冒号“：”，应改为英文冒号加一个空格“: ”。"

// startSlips are what stands for a sign or a space at the beginning of a line: the
// third group, behind the key in the second. Where due, they are slips only where
// nothing but a key, an item or a comment can begin.
var startSlips = []struct {
	form           *regexp.Regexp
	due            bool
	right, message string
}{
	{regexp.MustCompile(start + `()(－[ \t]*)`), false, "- ", "列表项用了全角短横线“－”，应改为英文短横线加一个空格“- ”。"},
	{regexp.MustCompile(`^( *)()(＃)`), true, "#", "注释用了全角井号“＃”，应改为英文井号“#”。"},
	{regexp.MustCompile(start + `(` + name + `)[ \t]*(：[ \t]*)`), false, ": ", colonMessage},
	{wideColon, true, ": ", colonMessage},
	{regexp.MustCompile(start + `(` + name + `):(` + wide + `)`), false, " ", "字段%s的冒号后面用了全角空格，应改为英文空格。"},
}

// What a Chinese input method leaves where YAML's own signs are meant.
var (
	wideQuoted  = regexp.MustCompile(`^(?:[“”＂][^“”"＂]*[“”"＂]|[‘’＇][^‘’'＇]*[‘’'＇]|[「」][^「」]*[「」]|[『』][^『』]*[『』])`)
	wideBracket = regexp.MustCompile(`^(?:［[^［］｛｝【】]*[］｝】\]}]|｛[^［］｛｝【】]*[］｝】\]}]|【[^［］｛｝【】]*[,，、][^［］｛｝【】]*[］｝】\]}]|［|｛)$`)
	widths      = strings.NewReplacer("\u3000", "  ", "\u00a0", " ")
)

// A slip is one that is mended in line n; key is the one it stands behind.
type slip struct {
	n       int
	at      diag.Span
	rule    diag.Rule
	right   string
	message string // %s in it is key
	key     string
	setsIn  bool // it is the white space that the line is set in by
}

// slip notes full-width punctuation in bytes from to to, exclusive, of line n and puts
// right in its place. %s in the message is shown.
func (r *reader) slip(n, from, to int, right, message, shown string) bool {
	l := &r.lines[n]
	if to == len(l.text) {
		right = strings.TrimRight(right, " ")
	}
	r.slips = append(r.slips, slip{n, r.span(n, from, to), diag.FullWidthPunctuation, right, message, shown, strings.TrimSpace(l.text[:to]) == ""})
	l.mended = true
	return r.replace(n, from, to, right)
}

// tell reports the slips that were mended. What a whole form has wrong in one way is
// one mistake.
func (r *reader) tell() {
	const few = 9
	by := map[string][]slip{}
	for _, s := range r.slips {
		by[s.message] = append(by[s.message], s)
	}
	for _, message := range slices.Sorted(maps.Keys(by)) {
		same := by[message]
		slices.SortFunc(same, func(a, b slip) int { return cmp.Compare(r.src.Index(a.at.Start), r.src.Index(b.at.Start)) })
		for _, s := range same {
			said := strings.ReplaceAll(message, "%s", s.key)
			if len(same) <= few {
				r.src.Suggest(s.at, s.rule, s.right, "%s", said)
				continue
			}
			all := r.together(same)
			r.src.Suggest(all.at, s.rule, all.right, "%s本文件这样的共 %d 处，fix 命令可以一次改好。", said, len(same))
			break
		}
	}
}

// together returns one slip that mends all of slips, which stand one behind the other.
func (r *reader) together(slips []slip) slip {
	all := slips[0]
	from := r.src.Index(all.at.Start)
	var b strings.Builder
	done := from
	for _, s := range slips {
		b.WriteString(r.src.Text[done:max(done, r.src.Index(s.at.Start))] + s.right)
		done = r.src.Index(s.at.End)
	}
	all.at, all.right = r.src.SpanOf(from, done), b.String()
	return all
}

func (r *reader) replace(n, from, to int, right string) bool {
	r.work -= len(r.lines[n].text)
	r.lines[n].replace(from, to, right)
	return true
}

// tight mends the missing space behind the colon in byte i of line n; the key begins
// in byte from, the value ends before byte to.
func (r *reader) tight(n, from, i, to int) bool {
	s := r.lines[n].text
	key, value := s[from:i], strings.TrimSpace(s[i+1:to])
	r.slips = append(r.slips, slip{n, r.span(n, from, i+1+len(value)), diag.YAMLSyntax, key + ": " + value,
		"冒号后面缺一个空格：%s。", r.named(n, key) + "应写成“" + shown(key) + ": " + shown(value) + "”", false})
	r.lines[n].mended = true
	return r.replace(n, i, i+1, ": ")
}

// quotes mends full-width quotes around bytes from to to, exclusive, of line n.
func (r *reader) quotes(n, from, to int) bool {
	runes := []rune(r.lines[n].text[from:to])
	right := quote(string(runes[1 : len(runes)-1]))
	return right != "" && r.slip(n, from, to, right, "内容两边用了中文引号，应改为英文引号，或删去引号：%s。", shown(right))
}

// quote puts s in the quotes that it does not contain, "" if it has both.
func quote(s string) string {
	switch {
	case !strings.ContainsAny(s, `"\`):
		return `"` + s + `"`
	case !strings.Contains(s, "'"):
		return "'" + s + "'"
	}
	return ""
}

// mendStart mends what stands for a sign or the space that line n should begin
// with; due says that it can begin with nothing but a key, an item or a comment.
func (r *reader) mendStart(n int, due bool) bool {
	s := r.lines[n].text
	if m := wideIndent.FindStringSubmatchIndex(s); m != nil && (m[3] == 0 || keyLike.MatchString(strings.TrimLeft(s[m[5]:], " ")) || dash.MatchString(s[m[5]:])) {
		return r.slip(n, m[4], m[5], widths.Replace(s[m[4]:m[5]]), "行首用了"+spaceName(s[m[4]:m[5]])+"，YAML 的缩进只认英文空格：每层请用两个英文空格。", "")
	}
	for _, slip := range startSlips {
		if m := slip.form.FindStringSubmatchIndex(s); m != nil && (due || !slip.due) {
			return r.slip(n, m[6], m[7], slip.right, strings.ReplaceAll(slip.message, "全角空格", spaceName(s[m[6]:m[7]])), r.named(n, s[m[4]:m[5]]))
		}
	}
	if m := tightColon.FindStringSubmatchIndex(s); m != nil && (due || r.leadsKeys(n)) && (strings.IndexAny(s[m[6]:], "[{") == 0 || !keyColon.MatchString(s[:valueEnd(s, m[6])])) {
		return r.tight(n, m[4], m[5], valueEnd(s, m[6]))
	}
	return false
}

// spaceName is what people call white space that is not YAML's.
func spaceName(s string) string {
	if strings.Trim(s, "\u00a0") == "" {
		return "不间断空格（Word 粘贴常带）"
	}
	return "全角空格"
}

// leadsKeys reports whether the next line is aligned with line n and looks like a
// key, so that line n should have been a key's too.
func (r *reader) leadsKeys(n int) bool {
	next := r.entry(r.after(n))
	return next.key && next.indent == r.entry(n).begin
}

// misread mends what yaml.v3 reads as text in and below n and people mean as signs
// of YAML, and reports whether there is any; due is as for mendStart.
func (r *reader) misread(n *yaml.Node, due bool) (mended bool) {
	if n.Style&yaml.FlowStyle == 0 {
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			mended = r.filledBehind(n.Content[i], n.Content[i+1]) || mended
		}
		for _, c := range n.Content {
			mended = r.misread(c, n.Kind == yaml.DocumentNode) || mended
		}
	}
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && r.runsOn(n) {
		return true
	}
	if n.Style&yaml.FlowStyle == 0 && (n.Kind != yaml.ScalarNode || n.Style&^yaml.TaggedStyle != 0) || !hasSigns(n) && !strings.Contains(n.Value, " - ") {
		return mended
	}
	k, i := r.place(n)
	s := r.lines[k].text
	switch value := s[i:valueEnd(s, i)]; {
	case n.Kind == yaml.ScalarNode && r.hangs(k):
		mended = true
	case n.Kind != yaml.ScalarNode, wideBracket.MatchString(value):
		mended, _ = r.flow(k, i, len(r.lines))
	case wideQuoted.FindString(value) == value:
		mended = r.quotes(k, i, i+len(value))
	case r.entry(k).begin == i:
		mended = r.mendStart(k, due)
	}
	return mended
}

// hangs sets an item in line again that yaml.v3 takes for text of the item before it, in
// line n, because it stands further to the right.
func (r *reader) hangs(n int) bool {
	next := r.after(n)
	e, f := r.entry(n), r.entry(next)
	if next < 0 || !e.item || !f.item || f.indent <= e.indent {
		return false
	}
	m := r.misplaced(next, e.indent)
	if last := r.entry(r.after(next)); last.item && last.indent == f.indent || e.indent%2 > f.indent%2 {
		m = r.misplaced(n, f.indent)
	}
	if r.lines[m.n].tried {
		return false
	}
	r.report(m)
	return r.try(m)
}

// runsOn finds that the text in quotes n is closed by the quote of a later line.
func (r *reader) runsOn(n *yaml.Node) bool {
	k, i := r.place(n)
	i += len(properties.FindString(r.lines[k].text[i:]))
	if s := r.lines[k].text[i:]; strings.IndexAny(s, `"'`) != 0 || quotedText.MatchString(s) || r.lines[k].tried {
		return false
	}
	next, _, closed := r.closing(k, i, len(r.lines), r.entry(k).begin, false)
	if closed {
		return false
	}
	m := r.unclosedQuote(k, i, next == k+1)
	r.report(m)
	return r.try(m) || r.lose(m, len(r.lines))
}

// hasSigns reports whether there is a sign in or below n that mendStart or flow may
// mend.
func hasSigns(n *yaml.Node) bool {
	for _, r := range n.Value {
		switch r {
		case ':', '：', '，', '、', '－', '＃', '［', '］', '｛', '｝', '【', '】', '“', '”', '‘', '’', '「', '」', '『', '』', '＂', '＇', '\u3000', '\u00a0':
			return true
		}
	}
	return slices.ContainsFunc(n.Content, hasSigns)
}

// shown shortens what a message quotes.
func shown(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
