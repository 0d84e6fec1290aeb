package fields

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// decode reads a YAML text. That yaml.v3 panics on some texts is no reason for
// us to do so.
func decode(text string) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	root = new(yaml.Node)
	return root, yaml.Unmarshal([]byte(text), root)
}

// A reason says why and where YAML refuses a text.
type reason struct {
	suspect
	known bool // found by the scan, not by yaml.v3 alone
}

// explain finds the reason for err, with which yaml.v3 refused the text of the
// lines before the cut. yaml.v3 tells the line of some errors, the line before
// or the line of the context for others, and the column of none; how far it had
// read is certain.
func (s *scanner) explain(err error, text string) reason {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	reached := reach(text)
	var found *suspect
	for i := range s.suspects {
		if c := &s.suspects[i]; c.explains(message, reached) && (found == nil || c.line < found.line) {
			found = c
		}
	}
	if found != nil {
		return reason{*found, true}
	}
	n := min(s.failedLine(message, reached), len(s.lines)-1)
	l := s.lines[n]
	return reason{suspect{
		line: n, cut: n, span: s.span(n, l.indent(), max(l.value(l.indent()), l.indent())), message: translate(message),
	}, false}
}

// explains reports whether c can be the reason for the message, given the line
// that yaml.v3 had reached.
func (c *suspect) explains(message string, reached int) bool {
	if name, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		return c.anchor != "" && strings.HasPrefix(name, c.anchor+"'")
	}
	if c.weak {
		return c.line == reached || c.line == reached-1 // YAML looks a little ahead
	}
	return c.line <= reached
}

// A trickle is a text that is handed out byte by byte, so that it tells how
// much of it was needed.
type trickle struct {
	text string
	read int
}

func (t *trickle) Read(p []byte) (int, error) {
	if t.read == len(t.text) || len(p) == 0 {
		return 0, io.EOF
	}
	p[0] = t.text[t.read]
	t.read++
	return 1, nil
}

// reach returns the line that yaml.v3 had reached when it failed on text.
func reach(text string) int {
	t := &trickle{text: text}
	func() {
		defer func() { _ = recover() }()
		_ = yaml.NewDecoder(t).Decode(new(yaml.Node))
	}()
	return strings.Count(text[:max(t.read-1, 0)], "\n")
}

var lineNumber = regexp.MustCompile(`^line ([0-9]+): `)

// rightLine are the messages whose line yaml.v3 tells rightly; for those of
// rightNext it is the line before.
var (
	rightLine = []string{"not allowed in this context", "cannot start any token", "could not find expected ':'", "escape", "block scalar"}
	rightNext = []string{"did not find expected ',' or", "did not find expected node content"}
)

// failedLine returns the line, counted from 0, of an error that the scan did
// not foresee.
func (s *scanner) failedLine(message string, reached int) int {
	told := 0
	if m := lineNumber.FindStringSubmatch(message); m != nil {
		told, _ = strconv.Atoi(m[1])
	}
	contains := func(part string) bool { return strings.Contains(message, part) }
	switch {
	case slices.ContainsFunc(rightLine, contains):
		return min(max(told-1, 0), reached) // the first line is not told
	case slices.ContainsFunc(rightNext, contains):
		return min(told, reached)
	}
	n := min(reached, len(s.lines)-1)
	for n > 0 && s.lines[n].end == 0 {
		n--
	}
	return max(n, 0)
}

// translations say what to do, by a part of yaml.v3's message.
var translations = []struct{ part, message string }{
	{"mapping values are not allowed", "此处的英文冒号会被当作字段的冒号：如果是内容的一部分，请用英文引号括起来；如果是新的字段，请核对缩进。"},
	{"could not find expected ':'", "这一行缺少英文冒号，或冒号后缺一个空格，请写成“字段: 内容”。"},
	{"cannot start any token", "内容不能以此处的符号（如 @、`、%）开头，请用英文引号括起来。"},
	{"block sequence entries are not allowed", "此处不应是列表项：列表要另起一行，短横线“-”要上下对齐。"},
	{"did not find expected '-' indicator", "此处应是以“- ”开头的列表项，或与所属的字段对齐。"},
	{"did not find expected ',' or", "括号里的各项要用英文逗号分开，末尾要有对应的英文括号。"},
	{"did not find expected key", "此处应是“字段: 内容”，请核对缩进、冒号和引号。"},
	{"did not find expected node content", "此处缺少内容，请核对括号和逗号。"},
	{"unknown anchor", "以“*”开头的内容会被当作引用，请用英文引号括起来。"},
	{"alphabetic or numeric", "以“*”或“&”开头的内容有特殊含义，请用英文引号括起来。"},
	{"tag", "以“!”开头的内容有特殊含义，请用英文引号括起来。"},
	{"escape", "双引号里的反斜杠“\\”有特殊含义：请把整个内容改用英文单引号，或把反斜杠写成两个。"},
	{"end of stream", "引号没有闭合，请在内容末尾补上英文引号。"},
}

// translate returns message in Chinese, with the cure.
func translate(message string) string {
	for _, t := range translations {
		if strings.Contains(message, t.part) {
			return t.message
		}
	}
	return "从这一行起无法按 YAML 读取，请核对缩进、冒号、引号和括号。"
}
