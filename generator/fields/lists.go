package fields

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// listMark is what people put before the items of a list.
var listMark = regexp.MustCompile(`^(?:[-*•●▪·◆]|[—–]+|[0-9]{1,2}[.、．)）]|[一二三四五六七八九十]{1,2}、|（[0-9一二三四五六七八九十]{1,2}）|[①-⑳])[ \t\x{3000}\x{a0}]*([^\s\-*•●▪·◆—–].*)$`)

// noList reports a value where a list is due. Chinese brackets and other marks
// than a dash and a space are read as text.
func (n Node) noList(texts bool) {
	if n.yaml.Kind != yaml.ScalarNode || n.yaml.Style != 0 {
		n.wrongKind("列表（如 [甲, 乙]，或每行以“- ”开头）")
		return
	}
	written := n.written()
	first, last := rune(0), rune(0)
	if utf8.RuneCountInString(n.yaml.Value) > 1 {
		first, _ = utf8.DecodeRuneInString(n.yaml.Value)
		last, _ = utf8.DecodeLastRuneInString(n.yaml.Value)
	}
	marked := listMark.FindStringSubmatch(written)
	switch {
	case strings.ContainsRune("【［", first) && strings.ContainsRune("】］", last):
		inner := strings.Trim(n.yaml.Value, "【［】］")
		n.Suggest(diag.FullWidthPunctuation, "["+inner+"]", "列表两边用了中文括号，应改为英文括号“[”和“]”。")
	case n.beginsLine() && marked != nil:
		at, right, items := n.marked()
		n.doc.src.Suggest(at, diag.YAMLSyntax, right, "列表的每一项要以英文短横线加一个空格开头，应写成“- %s”%s。", shown(marked[1]), items)
	case texts && written == n.yaml.Value && inBrackets(written) != "":
		n.Suggest(diag.WrongKind, inBrackets(written), "此处应填写列表，两边要有英文方括号，各项之间用英文逗号，应写成 %s。", shown(inBrackets(written)))
	case !texts && len(n.of) > 0:
		n.noGroups()
	default:
		n.wrongKind("列表（如 [甲, 乙]，或每行以“- ”开头）")
	}
}

// noGroups reports a text where a list of groups is due.
func (n Node) noGroups() {
	if group, named := n.meantGroup(); group != "" {
		mended := ""
		if n.endsLine() {
			mended = "[" + group + "]"
		}
		n.Suggest(diag.WrongKind, mended, "此处应填写列表，“%s”是其中一项的%s，应写成 [%s]。", shown(n.yaml.Value), named, shown(group))
		return
	}
	n.Report(diag.WrongKind, "此处应填写列表，一项一行，如 - %s，现在是%s%s。", n.emptyGroup(), n.kindName(), n.meantField())
}

// marked returns the place of n and the lines below that begin with a mark as it does,
// the list that they are meant to be, and how many items it has, where it is several.
func (n Node) marked() (at diag.Span, list, items string) {
	src, lines := n.doc.src, n.doc.text.lines
	at = n.At()
	k, indent := at.Start.Line-n.doc.text.first, at.Start.Column-1
	first := k
	for ; k < len(lines); k++ {
		mark := listMark.FindStringSubmatch(strings.TrimLeft(lines[k].text, " "))
		if mark == nil || lines[k].mended || len(lines[k].text)-len(strings.TrimLeft(lines[k].text, " ")) != indent {
			break
		}
		if k > first {
			list += src.Text[src.Offset(k-1+n.doc.text.first)+len(src.Line(k-1+n.doc.text.first)):src.Offset(k+n.doc.text.first)] + strings.Repeat(" ", indent)
		}
		list += "- " + mark[1]
		at.End = n.doc.text.span(k, 0, len(lines[k].text)).End
	}
	if k > first+1 {
		items = fmt.Sprintf("，这个列表的 %d 项都要改", k-first)
	}
	return at, list, items
}

// written returns the first line of n as its author wrote it.
func (n Node) written() string {
	at := n.At()
	src := n.doc.src
	return src.Text[src.Index(at.Start):src.Index(at.End)]
}

// beginsLine reports whether nothing stands before n on its line.
func (n Node) beginsLine() bool {
	at, src := n.At().Start, n.doc.src
	return strings.TrimSpace(src.Text[src.Offset(at.Line):src.Index(at)]) == ""
}

// endsLine reports whether n is a plain value, in no brackets, that its line ends with.
func (n Node) endsLine() bool {
	at, src := n.At(), n.doc.src
	line := src.Line(at.Start.Line)
	before, behind := src.Text[src.Offset(at.Start.Line):src.Index(at.Start)], src.Text[src.Index(at.End):src.Offset(at.Start.Line)+len(line)]
	return n.yaml.Kind == yaml.ScalarNode && n.yaml.Style == 0 && n.written() == n.yaml.Value && !strings.ContainsAny(before, "{[") && strings.TrimSpace(behind) == ""
}

// named returns how messages name a key that was written in place of n.
func (n Node) named(key string) string {
	k, _ := n.doc.text.place(n.yaml)
	return n.doc.text.named(k, key)
}

// inFlowSigns are what a plain value in brackets has no sign of.
const inFlowSigns = ",[]{}#:?&*!|>%@`\"'"

// inFlow returns a plain value as it stands in brackets.
func (n Node) inFlow() string {
	if written := n.written(); written != n.yaml.Value || !strings.ContainsAny(written, ",[]{}#:?&*!|>%@`\"'") {
		return written
	}
	return quote(n.yaml.Value)
}

// separators of items, as people write them.
var itemSign = regexp.MustCompile(`[、，,;；]`)

// inBrackets returns the items of a list that was written without brackets, or in
// round ones, as YAML writes them; "" where it reads like prose.
func inBrackets(s string) string {
	for _, pair := range []string{"()", "（）", "（)", "(）"} {
		signs := []rune(pair)
		if strings.HasPrefix(s, string(signs[0])) && strings.HasSuffix(s, string(signs[1])) {
			s = strings.TrimSuffix(strings.TrimPrefix(s, string(signs[0])), string(signs[1]))
			break
		}
	}
	if !strings.Contains(s, "[") {
		s = strings.TrimSuffix(s, "]")
	}
	const longestItem = 30
	var items []string
	for _, item := range itemSign.Split(s, -1) {
		item = strings.TrimSpace(item)
		if _, number := values.ParseDecimal(item); item == "" || number || utf8.RuneCountInString(item) > longestItem || strings.ContainsAny(item, "。！？：:#[]{}()（）\"'“”|>*&!%@`") {
			return ""
		}
		items = append(items, item)
	}
	return "[" + strings.Join(items, ", ") + "]"
}

// noMap reports a value where a mapping is due. One such as name:东海 is a key
// without the space behind its colon, 从业人员：30 one with a Chinese colon.
func (n Node) noMap() {
	written := n.written()
	if n.yaml.Kind == yaml.ScalarNode && n.yaml.Style == 0 {
		if m := tightColon.FindStringSubmatch(written); m != nil {
			mended := ""
			if n.beginsLine() {
				mended = m[2] + ": " + m[3]
			}
			n.Suggest(diag.YAMLSyntax, mended, "%s的冒号后面缺一个空格，应写成“%s: %s”。", n.named(m[2]), m[2], shown(m[3]))
			return
		}
		if m := wideColon.FindStringSubmatch(written); m != nil && wordAlone.MatchString(m[2]) && len(m[0]) < len(written) && n.beginsLine() {
			n.Suggest(diag.FullWidthPunctuation, m[2]+": "+written[len(m[0]):], colonMessage, n.named(m[2]))
			return
		}
	}
	if group, named := n.meantGroup(); group != "" {
		mended := ""
		if n.endsLine() {
			mended = group
		}
		n.Suggest(diag.WrongKind, mended, "此处应填写一组字段，“%s”是其中的%s，应写成 %s。", shown(n.yaml.Value), named, shown(group))
		return
	}
	if n.isSmallGroup() {
		n.Report(diag.WrongKind, "此处应填写一组字段，如 %s，现在是%s%s。", n.emptyGroup(), n.kindName(), n.meantField())
		return
	}
	n.wrongKind("一组字段（每行“字段: 内容”）")
}

// isSmallGroup reports whether what is due in place of n can be shown: a group with fields
// that must be there, or of few.
func (n Node) isSmallGroup() bool {
	const few = 5
	return len(n.of) > 0 && (len(n.of) <= few || len(keys.Required(n.of)) > 0)
}

// emptyGroup shows how the group is written that is due in place of n: with the fields that
// must be there, or with its first two where it begins with the only such or has none, and
// what they are called behind their keys.
func (n Node) emptyGroup() string {
	of := slices.DeleteFunc(slices.Clone(n.of), func(f keys.Field) bool { return !f.Required })
	if len(of) == 0 || len(of) == 1 && of[0].Key == n.of[0].Key {
		of = n.of[:min(2, len(n.of))]
	}
	parts := make([]string, len(of))
	for i, f := range of {
		parts[i] = f.Key + ": " + f.Label
		if len(f.Fields) > 0 {
			parts[i] = f.Key + ": " + Node{of: f.Fields}.emptyGroup()
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// meantField says for which field of the group a text in its place is: an address for the
// only one that takes such. "" where nothing tells.
func (n Node) meantField() string {
	if n.yaml.Kind != yaml.ScalarNode || !webAddress.MatchString(n.yaml.Value) {
		return ""
	}
	var addresses []keys.Field
	for _, f := range n.of {
		if f.Kind == keys.Web || f.Kind == keys.Address {
			addresses = append(addresses, f)
		}
	}
	if len(addresses) != 1 {
		return ""
	}
	return "，这只是其中的" + diag.Named(addresses[0].Label, addresses[0].Key)
}

// webAddress is how addresses of the web begin.
var webAddress = regexp.MustCompile(`^(?i:https?://|www\.)`)

// meantGroup returns the group that a text in its place can only be, in brackets: where
// each part begins with what a field is called, or where it is one word and but one field
// must be there, and how its fields are named. "" where it is not certain.
func (n Node) meantGroup() (group, named string) {
	if n.yaml.Kind != yaml.ScalarNode || len(n.of) == 0 {
		return "", ""
	}
	var parts, names []string
	said := map[string]bool{}
	of := membersOf(n.of)
	for _, part := range itemSign.Split(n.yaml.Value, -1) {
		called, text, found := strings.Cut(strings.NewReplacer("：", " ", ":", " ").Replace(strings.TrimSpace(part)), " ")
		f, text := of.find(called), strings.TrimSpace(text)
		if !found || f.Key == "" || f.Kind != keys.Text || text == "" || said[f.Key] || strings.ContainsAny(text, inFlowSigns) {
			parts = nil
			break
		}
		said[f.Key] = true
		parts, names = append(parts, f.Key+": "+text), append(names, diag.Named(f.Label, f.Key))
	}
	if required := keys.Required(n.of); len(parts) == 0 && len(required) == 1 &&
		keys.Find(n.of, required[0]).Kind == keys.Text && wordAlone.MatchString(n.yaml.Value) &&
		values.YesOrNo(n.yaml.Value) == "" && !values.IsPutOff(n.yaml.Value) {
		parts, names = []string{required[0] + ": " + n.yaml.Value}, []string{diag.Named(keys.Find(n.of, required[0]).Label, required[0])}
	}
	if len(parts) == 0 {
		return "", ""
	}
	return "{" + strings.Join(parts, ", ") + "}", strings.Join(names, "、")
}
