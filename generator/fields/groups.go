package fields

import (
	"fmt"
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// setGroupsIn sets in what belongs to a group and was written at the beginning of its
// line, right behind the group's key or its other lines.
func (r *reader) setGroupsIn() {
	if r.ownKeysOnce() {
		return
	}
	own, top := membersOf(r.of), map[string]int{} // how often each key of the outermost mapping stands there
	for n := range r.lines {
		if e := r.entry(n); e.key && e.indent == 0 {
			top[own.find(e.name()).Key]++
		}
	}
	for n := range r.lines {
		e := r.entry(n)
		if !e.opens() || e.indent > 0 {
			continue
		}
		switch f := keys.Find(r.of, e.name()); f.Kind {
		case keys.Group, keys.Groups, keys.Facts, keys.Evidence, keys.Scores:
			r.setGroupIn(n, f, own, top)
		}
	}
}

// ownKeysOnce reports whether every key at the beginning of a line is one of the
// table, spelled as there, and stands there once: then none belongs to a group.
func (r *reader) ownKeysOnce() bool {
	seen := map[string]bool{}
	for n := range r.lines {
		if e := r.entry(n); e.key && e.indent == 0 {
			name := e.name()
			if seen[name] || keys.Find(r.of, name).Key == "" {
				return false
			}
			seen[name] = true
		}
	}
	return true
}

// name is the key of e as it is written.
func (e entry) name() string {
	written, _, _ := strings.Cut(e.said(), ":")
	return strings.TrimSpace(written)
}

// members are the fields of a group by what they are written and called.
type members map[string]keys.Field

func membersOf(of []keys.Field) members {
	all := members{}
	for _, f := range slices.Backward(of) { // the first that is called so is meant
		for _, word := range append([]string{f.Label}, f.Called...) {
			all[values.Letters(word)] = f
		}
	}
	for _, f := range of {
		all[f.Key] = f
	}
	return all
}

// find returns the field that is written or called so; the zero Field where there is none.
func (m members) find(written string) keys.Field {
	if f, is := m[written]; is {
		return f
	}
	return m[values.Letters(written)]
}

// isOwn reports whether m, the outermost mapping, has a key that is written or called so,
// and none besides.
func (m members) isOwn(written string, top map[string]int) bool {
	key := m.find(written).Key
	return key != "" && top[key] < 2
}

// setGroupIn sets in the lines below line n, the key of the group f, that begin with a
// key of it, with what stands below them. A key that the outermost mapping has too is
// the group's where that has one besides.
func (r *reader) setGroupIn(n int, f keys.Field, own members, top map[string]int) {
	if e := r.entry(r.after(n)); len(f.Fields) == 0 || e.indent == 0 && !e.key {
		return
	}
	of := membersOf(f.Fields)
	indent, prefixes, names := 2, map[int]string{}, map[int]keys.Field{} // of lines
	first, last, count, within := -1, -1, 0, ""                          // within: what sets the lines below a member in
	item := map[string]bool{}                                            // the keys of the item
	for k := r.after(n); k >= 0; k = r.after(k) {
		e := r.entry(k)
		if e.indent > 0 {
			if first < 0 && f.Kind == keys.Groups {
				return // which of its items a line belongs to is not certain
			}
			if first < 0 && r.before(k) == n {
				indent = e.indent
			}
			if within != "" {
				prefixes[k], last = within, k
			}
			continue
		}
		m := of.find(e.name())
		if !e.key || m.Key == "" || own.isOwn(e.name(), top) {
			break
		}
		prefixes[k], within = strings.Repeat(" ", indent), ""
		if f.Kind == keys.Groups {
			prefixes[k] += "  "
			if len(item) == 0 || item[m.Key] {
				prefixes[k], item = strings.Repeat(" ", indent)+"- ", map[string]bool{}
			}
			item[m.Key] = true
		}
		if next := r.entry(r.after(k)); e.opens() && next.indent <= indent { // else these are where they should be
			within = strings.Repeat(" ", len(prefixes[k]))
		}
		names[k] = m
		if count++; first < 0 {
			first = k
		}
		last = k
	}
	if count == 0 {
		return
	}
	what := diag.Named(names[first].Label, names[first].Key)
	if count > 1 {
		what += fmt.Sprintf("起的 %d 行", count)
	}
	how := fmt.Sprintf("行首空 %d 格", indent)
	if f.Kind == keys.Groups {
		how = "每一项以“  - ”开头，其余各行行首空四格"
	}
	at, right := r.span(first, 0, len(r.lines[first].text)), ""
	at.End = r.span(last, 0, len(r.entry(last).text)).End
	for k := first; k <= last; k++ {
		line := r.src.Line(r.first + k)
		if k == last {
			line = line[:r.lines[k].offset(len(r.entry(k).text))]
		}
		written := ""
		if names[k].Key != "" {
			written = r.entry(k).name()
		}
		right += prefixes[k] + names[k].Key + line[r.lines[k].offset(len(written)):]
		if k < last {
			begin := r.src.Offset(r.first + k)
			right += r.src.Text[begin+len(r.src.Line(r.first+k)) : r.src.Offset(r.first+k+1)]
		}
		if written != names[k].Key {
			r.replace(k, 0, len(written), names[k].Key)
		}
		if prefixes[k] != "" {
			r.replace(k, 0, 0, prefixes[k])
		}
	}
	r.src.Suggest(at, diag.YAMLSyntax, right, "%s属于%s，应写在 %s: 下面，%s。", what, diag.Named(f.Label, f.Key), f.Key, how)
}
