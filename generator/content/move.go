package content

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// MoveJudgements returns what files would be if the judgements that a brand's
// file holds lay where they belong: the brand's without them and, for each
// standard, the bureau's record with them. It returns nil where there are none,
// and where not everything can be moved as it is: to a standard that nobody
// knows, over a judgement that is there already and says something else.
func MoveJudgements(root fs.FS, file string) map[string]string {
	text, ok := plainText(root, file)
	if !ok {
		return nil
	}
	src := newSource(file, text)
	slug := SlugOf(file)
	h, ok := splitHead(src, nil)
	if !ok || h.fields == nil || h.fields.Partial() {
		return nil
	}
	keys := h.fields.Keys()
	at := slices.IndexFunc(keys, func(k fields.Key) bool { return slices.Contains(misplacedKeys, k.Name) })
	if at < 0 || keys[at].At.Start.Column != 1 {
		return nil
	}
	last := h.fence - 1
	if at+1 < len(keys) {
		last = keys[at+1].At.Start.Line - 1
	}
	first := keys[at].At.Start.Line
	for last > first && belongsToNext(src.Line(last)) {
		last--
	}
	if last < first {
		return nil // all on one line
	}
	rest := text[:src.Offset(first)] + text[src.Offset(last+1):]
	if now := newSource(file, rest); !isSound(now) {
		return nil // what is left referred to it
	}
	moved := map[string]string{file: rest}
	if !h.fields.Node(keys[at].Name).Stated() {
		return moved
	}
	standards := keys[at].Value.Map()
	if standards == nil {
		return nil
	}
	for _, standard := range standards.Keys() {
		record := RecordFile(standard.Name, slug)
		if _, err := fs.Stat(root, "criteria/standards/"+standard.Name+".yaml"); err != nil {
			return nil
		}
		if moved[record], ok = withJudgements(root, src, record, standard.Value); !ok {
			return nil
		}
	}
	return moved
}

// isSound reports whether the fields of a file can be read to their end.
func isSound(src *diag.Source) bool {
	h, ok := splitHead(src, nil)
	return ok && h.fields != nil && !h.fields.Partial()
}

// belongsToNext reports whether a line below a key's value says nothing of it: it
// is empty, or a comment at the left.
func belongsToNext(line string) bool {
	return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#")
}

// plainText returns a file that can be read as text, "" and true where there is
// none. No link is followed, and nothing but files is opened.
func plainText(root fs.FS, file string) (string, bool) {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if info, err := fs.Lstat(root, dir); err == nil && !info.IsDir() {
			return "", false
		}
	}
	info, err := fs.Lstat(root, file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", true
	}
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	f, _, err := readSource(root, file, maxBrand)
	if err != nil || f == nil {
		return "", false
	}
	return f.Source.Text, true
}

// withJudgements returns the record with the judgements of added, which is part
// of src, and whether it can have them: those that it has already must say the
// same.
func withJudgements(root fs.FS, src *diag.Source, record string, added fields.Node) (string, bool) {
	text, ok := plainText(root, record)
	if !ok || !added.IsMap() {
		return "", false
	}
	there, ok := judgementsOf(text)
	if !ok {
		return "", false
	}
	piece, err := added.YAML(func(key string) bool { _, has := there[key]; return !has })
	if err != nil {
		return "", false
	}
	all, err := added.YAML(func(string) bool { return true })
	items, ok := judgementsOf(all)
	if !ok || err != nil || len(items) == 0 {
		return "", false
	}
	fresh := 0
	for _, key := range added.Map().Keys() {
		if written, ok := readJudgement(src, anyItem(key.Name), key.At, key.Value); ok && (items[key.Name] == nil || *items[key.Name] != written) {
			return "", false // what is official is moved as it was written, or not at all
		}
	}
	for item, j := range items {
		old, has := there[item]
		if has && (j == nil || old == nil || *j != *old) {
			return "", false
		}
		if !has {
			fresh++
		}
	}
	if fresh == 0 {
		return text, true
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	if strings.Contains(text, "\r\n") {
		piece = strings.ReplaceAll(piece, "\n", "\r\n")
	}
	return text + piece, true
}

// judgementsOf returns what the text of a record says, by item; nil where that
// has a mistake. It reports whether the text can be read as a whole.
func judgementsOf(text string) (map[string]*criteria.Judgement, bool) {
	src := diag.NewSource("", text, nil)
	m := fields.Parse(src, 1, src.Lines())
	if m == nil || m.Partial() || src.Count() > 0 {
		return nil, false
	}
	items := map[string]*criteria.Judgement{}
	for _, key := range m.Keys() {
		known := src.Count()
		j, _ := readJudgement(src, anyItem(key.Name), key.At, m.Node(key.Name))
		items[key.Name] = &j
		if src.Count() > known {
			items[key.Name] = nil
		}
	}
	return items, true
}
