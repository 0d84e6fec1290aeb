package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A Step leads from a mapping to what stands behind a key or, where Key is "", from a
// list to an item. In JSON it is a text or a number.
type Step struct {
	Key   string
	Index int // from 0
}

// UnmarshalJSON reads a text or a number from 0.
func (s *Step) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &s.Key); err == nil && s.Key != "" {
		return nil
	}
	s.Key = ""
	if err := json.Unmarshal(data, &s.Index); err != nil || s.Index < 0 {
		return fmt.Errorf("no step of a path: %s", data)
	}
	return nil
}

// MarshalJSON is the reverse of UnmarshalJSON.
func (s Step) MarshalJSON() ([]byte, error) {
	if s.Key != "" {
		return json.Marshal(s.Key)
	}
	return json.Marshal(s.Index)
}

// An Order tells in which order the keys of the mapping at a path are written.
type Order func(path []Step) []string

// mostEdits bounds how many places one value may have that changes.
const mostEdits = 2000

var errUnsettable = errors.New("这一项的写法比较特别，不能在表单里修改，请在“全文”中修改")

// Set returns the text with a value at a path: a text, a list ([]any) or a mapping
// (map[string]any). What says nothing (nil, "", a mapping of such) is taken out: of
// the keys at the top and of facts the line stays, as in an empty form. An empty list
// says that there are none. Only the lines of what differs change; comments, order and
// quotes stay.
//
// Setting and then reading gives the value, and every other value is as before;
// where that cannot be had, the error says so.
func (d *Document) Set(path []Step, value any, order Order) (string, error) {
	after, err := d.set(path, value, order)
	if err != nil {
		return "", err
	}
	return after.text, nil
}

func (d *Document) set(path []Step, value any, order Order) (*Document, error) {
	value = compact(value)
	want := with(d.values, path, value)
	now := d
	for range mostEdits {
		if same(now.values, want) {
			return now, nil
		}
		text, ok := now.step(path, value, order)
		if !ok || text == now.text {
			break
		}
		next, err := ParseDocument(d.kind, text)
		if err != nil {
			break
		}
		now = next
	}
	return nil, errUnsettable
}

// same reports whether two values say the same.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, is := b.(map[string]any)
		return is && maps.EqualFunc(a, b, same)
	case []any:
		b, is := b.([]any)
		return is && slices.EqualFunc(a, b, same)
	}
	return a == b
}

// compact leaves out what says nothing. Items of lists stay: they have their places.
func compact(v any) any {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
		return strings.ReplaceAll(v, "\r\n", "\n")
	case map[string]any:
		m := map[string]any{}
		for key, each := range v {
			if each = compact(each); each != nil {
				m[key] = each
			}
		}
		if len(m) == 0 {
			return nil
		}
		return m
	case []any:
		list := []any{}
		for _, each := range v {
			if each = compact(each); each != nil {
				list = append(list, each)
			}
		}
		if len(list) == 0 && len(v) > 0 {
			return nil
		}
		return list
	}
	return v
}

// with returns values with v at the path, without changing values. A mapping or list
// that is then empty is left out, but for the outermost.
func with(values map[string]any, path []Step, v any) map[string]any {
	if changed, ok := below(values, path, v).(map[string]any); ok {
		return changed
	}
	return map[string]any{}
}

func below(value any, path []Step, v any) any {
	if len(path) == 0 {
		return v
	}
	if key := path[0].Key; key != "" {
		was, _ := value.(map[string]any)
		m := maps.Clone(was)
		if m == nil {
			m = map[string]any{}
		}
		if m[key] = below(was[key], path[1:], v); m[key] == nil {
			delete(m, key)
		}
		if len(m) == 0 {
			return nil
		}
		return m
	}
	was, _ := value.([]any)
	list := slices.Clone(was)
	at := path[0].Index
	if at >= len(list) {
		at = len(list)
		list = append(list, nil)
	}
	if list[at] = below(list[at], path[1:], v); list[at] == nil {
		list = slices.Delete(list, at, at+1)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// step makes the first change that brings the value at the path nearer to v.
func (d *Document) step(path []Step, v any, order Order) (text string, ok bool) {
	parent, depth := d.root, 0
	for ; ; depth++ {
		key, at := child(parent, path[depth])
		if at == nil || isNull(at) && at.Value == "" {
			rest := wrapped(path[depth+1:], v)
			if rest == nil {
				return "", false
			}
			return d.put(path[:depth], parent, path[depth], key, rest, order)
		}
		if depth == len(path)-1 {
			return d.turn(path, parent, key, at, v, order)
		}
		if at.Kind == yaml.ScalarNode {
			return d.replace(path[:depth+1], parent, key, at, wrapped(path[depth+1:], v), order)
		}
		parent = at
	}
}

// wrapped returns what stands at the beginning of a path so that v stands at its end.
func wrapped(path []Step, v any) any {
	for _, step := range slices.Backward(path) {
		if v == nil {
			return nil
		}
		if step.Key != "" {
			v = map[string]any{step.Key: v}
		} else {
			v = []any{v}
		}
	}
	return v
}

// turn makes the first change that brings the node at, at the end of path, nearer to v.
func (d *Document) turn(path []Step, parent, key, at *yaml.Node, v any, order Order) (string, bool) {
	now := valueOf(at)
	switch v := v.(type) {
	case nil:
		return d.remove(path, parent, at)
	case map[string]any:
		if was, is := now.(map[string]any); is {
			for _, name := range sortedKeys(was, v) {
				if !same(was[name], v[name]) {
					return d.step(append(slices.Clone(path), Step{Key: name}), v[name], order)
				}
			}
			return "", false
		}
	case []any:
		if was, is := now.([]any); is && len(v) > 0 {
			for i := range min(len(was), len(v)) {
				if !same(was[i], v[i]) {
					if len(was) > len(v) && slices.ContainsFunc(was[i+1:], func(w any) bool { return same(w, v[i]) }) {
						return d.step(append(slices.Clone(path), Step{Index: i}), nil, order) // one was taken out
					}
					return d.step(append(slices.Clone(path), Step{Index: i}), v[i], order)
				}
			}
			if len(was) > len(v) {
				return d.step(append(slices.Clone(path), Step{Index: len(was) - 1}), nil, order)
			}
			return d.put(path, at, Step{Index: len(was)}, nil, v[len(was)], order)
		}
	}
	return d.replace(path, parent, key, at, v, order)
}

func sortedKeys(a, b map[string]any) []string {
	all := map[string]bool{}
	for key := range a {
		all[key] = true
	}
	for key := range b {
		all[key] = true
	}
	return slices.Sorted(maps.Keys(all))
}

func (d *Document) splice(from, to int, s string) string { return d.text[:from] + s + d.text[to:] }

func isFlow(n *yaml.Node) bool { return n.Style&yaml.FlowStyle != 0 }

// inBrackets reports whether the node at the end of a path stands in brackets.
func (d *Document) inBrackets(path []Step) bool {
	n := d.root
	for _, step := range path {
		if isFlow(n) {
			return true
		}
		if _, n = child(n, step); n == nil {
			return false
		}
	}
	return false
}

// indentOf returns how far the keys of the mapping, or the dashes of the list, are
// indented that the node at the end of a path stands in.
func (d *Document) indentOf(path []Step) int {
	n := d.root
	indent := 0
	for _, step := range path {
		if indent = n.Column - 1; n == d.root && len(n.Content) == 0 {
			indent = 0
		}
		if _, n = child(n, step); n == nil {
			break
		}
	}
	return max(indent, 0)
}

// replace writes another value in place of the one at the end of path.
func (d *Document) replace(path []Step, parent, key, at *yaml.Node, v any, order Order) (string, bool) {
	flow := isFlow(parent) || d.inBrackets(path)
	indent := d.indentOf(path)
	from, to := d.offset(at), d.end(at, indent, flow)
	text, plainText := v.(string)
	switch {
	case plainText && at.Kind == yaml.ScalarNode:
		return d.splice(from, to, scalar(text, at.Style, flow, indent, d.eol)), true
	case flow || at.Kind == yaml.ScalarNode && isShort(v) || isFlow(at) && isShort(v):
		return d.splice(from, to, flowText(v, path, order)), true
	case key == nil:
		return "", false
	}
	// From the line of the key on, other lines.
	begin := d.behindKey(key)
	if from > d.lineEnd(begin) {
		from = d.lineEnd(begin)
	} else {
		from = begin
	}
	return d.splice(from, to, d.block(v, path, indent, order)), true
}

// put writes a value where there is none: behind a key, or with its key, or as the
// last item of a list.
func (d *Document) put(path []Step, parent *yaml.Node, step Step, key *yaml.Node, v any, order Order) (string, bool) {
	own := append(slices.Clone(path), step)
	flow := isFlow(parent) || d.inBrackets(path)
	indent := max(parent.Column-1, 0)
	switch {
	case flow && key != nil:
		at := d.behindKey(key)
		return d.splice(at, at, " "+flowText(v, own, order)), true
	case flow:
		return d.putFlow(parent, step, flowText(v, own, order))
	case key != nil:
		at := d.behindKey(key)
		if text := d.block(v, own, indent, order); strings.HasPrefix(text, d.eol) {
			end := d.lineEnd(at)
			return d.splice(end, end, text), true
		} else {
			return d.splice(at, at, text), true
		}
	case parent.Kind == yaml.SequenceNode:
		_, item := child(parent, step)
		if item != nil || len(parent.Content) == 0 {
			return "", false
		}
		end := d.lineEnd(d.end(parent, indent, false))
		return d.splice(end, end, d.eol+spaces(indent)+"-"+d.item(v, own, indent, order)), true
	case parent.Kind != yaml.MappingNode || step.Key == "":
		return "", false
	case len(parent.Content) == 0:
		return d.splice(d.first, d.first, keyText(step.Key)+":"+d.block(v, own, 0, order)+d.eol), true
	}
	before := d.before(parent, step.Key, order(path))
	if before == nil {
		at := d.offset(parent.Content[0])
		return d.splice(at, at, keyText(step.Key)+":"+d.block(v, own, indent, order)+d.eol+spaces(indent)), true
	}
	end := d.behindKey(before[0])
	if !isNull(before[1]) || before[1].Value != "" {
		end = d.end(before[1], indent, false)
	}
	end = d.lineEnd(end)
	return d.splice(end, end, d.eol+spaces(indent)+keyText(step.Key)+":"+d.block(v, own, indent, order)), true
}

func (d *Document) putFlow(parent *yaml.Node, step Step, text string) (string, bool) {
	if (parent.Kind == yaml.MappingNode) != (step.Key != "") {
		return "", false
	}
	if step.Key != "" {
		text = keyText(step.Key) + ": " + text
	}
	at := d.offset(parent) + 1
	if n := len(parent.Content); n > 0 {
		last := parent.Content[n-1]
		if at = d.end(last, 0, true); isNull(last) && last.Value == "" {
			at = d.behindKey(parent.Content[n-2])
		}
		text = ", " + text
	}
	return d.splice(at, at, text), true
}

// before returns the key and the value behind which a key is written, nil for the
// beginning.
func (d *Document) before(parent *yaml.Node, key string, order []string) []*yaml.Node {
	place := slices.Index(order, key)
	if place < 0 {
		return parent.Content[len(parent.Content)-2:]
	}
	var found []*yaml.Node
	for i := 0; i < len(parent.Content); i += 2 {
		if at := slices.Index(order, parent.Content[i].Value); at >= 0 && at < place {
			found = parent.Content[i : i+2]
		}
	}
	return found
}

// remove takes the node at the end of path out, and what is then empty.
func (d *Document) remove(path []Step, parent, at *yaml.Node) (string, bool) {
	step, above := path[len(path)-1], path[:len(path)-1]
	entries := len(parent.Content)
	if parent.Kind == yaml.MappingNode {
		entries /= 2
	}
	stays := parent == d.root || len(path) == 2 && path[0].Key == "facts"
	flow := isFlow(parent) || d.inBrackets(above)
	if entries == 1 && !stays {
		_, grandparent, own := d.walk(above)
		return d.remove(above, grandparent, own)
	}
	key, _ := child(parent, step)
	indent := max(parent.Column-1, 0)
	switch {
	case flow:
		return d.removeFlow(parent, step)
	case stays:
		from, to := d.behindKey(key), d.end(at, indent, false)
		return d.splice(from, to, ""), true
	case key == nil:
		dash := d.lines[d.lineOf(d.offset(at))]
		if strings.TrimLeft(d.text[dash:d.offset(at)], " -") != "" || !strings.Contains(d.text[dash:d.offset(at)], "-") {
			return "", false
		}
		if d.indentAt(dash) != indent { // the first item of a list in a list
			return "", false
		}
		return d.splice(dash, d.nextLine(d.end(at, indent, false)), ""), true
	}
	begin := d.offset(key)
	if strings.TrimSpace(d.text[d.lines[d.lineOf(begin)]:begin]) != "" { // behind a dash
		return d.splice(begin, d.offset(parent.Content[2]), ""), true
	}
	return d.splice(d.lines[d.lineOf(begin)], d.nextLine(d.end(at, indent, false)), ""), true
}

func (d *Document) nextLine(at int) int {
	return min(d.lineEnd(at)+len(d.text[d.lineEnd(at):])-len(strings.TrimPrefix(strings.TrimPrefix(d.text[d.lineEnd(at):], "\r"), "\n")), d.fence)
}

// walk returns the key, the parent and the node at the end of a path.
func (d *Document) walk(path []Step) (key, parent, at *yaml.Node) {
	at = d.root
	for _, step := range path {
		if parent = at; parent == nil {
			break
		}
		key, at = child(parent, step)
	}
	return key, parent, at
}

func (d *Document) removeFlow(parent *yaml.Node, step Step) (string, bool) {
	width := 1
	if parent.Kind == yaml.MappingNode {
		width = 2
	}
	for i := 0; i < len(parent.Content); i += width {
		if width == 2 && parent.Content[i].Value != step.Key || width == 1 && i != step.Index {
			continue
		}
		from := d.offset(parent.Content[i])
		if i+width < len(parent.Content) {
			return d.splice(from, d.offset(parent.Content[i+width]), ""), true
		}
		to := d.end(parent.Content[i+width-1], 0, true)
		if i > 0 {
			from = d.end(parent.Content[i-1], 0, true)
		}
		return d.splice(from, to, ""), true
	}
	return "", false
}
