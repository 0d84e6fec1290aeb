package intake

import (
	"regexp"
	"slices"
	"strings"
)

// A Column is a column of a table, and what it was taken for.
type Column struct {
	Head    string `json:"head"` // as it stands there
	Address string `json:"address"`
	As      string `json:"as"`   // what it is; "": unknown
	Sure    bool   `json:"sure"` // its words are known as they are, or --map says so
	at      int
	target  *target
	unit    string
}

// A layout is how a table is read: the rows of its head, and its columns.
type layout struct {
	first, end int // rows of the head, end exclusive
	columns    []Column
}

const (
	searched = 40 // rows in which a head is looked for
	deepest  = 3  // rows that a head has at most
)

// layoutOf finds the head of a table: the rows by which the most columns are known, the
// name of brands among them. Columns named otherwise are as said.
func (v *vocabulary) layoutOf(t *Table, said map[string]*target) *layout {
	var best *layout
	most := 0
	for row := range min(searched, len(t.rows)) {
		for deep := 1; deep <= deepest && row+deep <= len(t.rows); deep++ {
			l := v.read(t, row, row+deep, said)
			n := l.known()
			if l.column("name") == nil || n < 2 && len(l.columns) > 1 || deep > 1 && t.isTitle(row) || t.isCut(row, row+deep) {
				continue
			}
			if n > most || n == most && deep > best.end-best.first && l.end == best.end && t.isMerged(row) {
				best, most = l, n
			}
		}
	}
	if best != nil {
		v.guess(best)
	}
	return best
}

// guess takes columns that are not known for those that they are like.
func (v *vocabulary) guess(l *layout) {
	for i := range l.columns {
		c := &l.columns[i]
		if c.target != nil {
			continue
		}
		words := strings.Fields(c.Head)
		for _, head := range []string{c.Head, words[len(words)-1]} {
			t, unit := v.near(head)
			if t != nil && !slices.ContainsFunc(l.columns, func(other Column) bool { return other.target == t }) {
				c.target, c.unit, c.As = t, unit, t.Name
				break
			}
		}
	}
}

// isTitle reports whether a row says one thing.
func (t *Table) isTitle(row int) bool {
	said := ""
	for column := range t.width() {
		text := t.shown(place{row, column})
		if text != "" && said != "" && text != said {
			return false
		}
		if text != "" {
			said = text
		}
	}
	return true
}

// isCut reports whether cells of a head are merged with what is below it.
func (t *Table) isCut(row, end int) bool {
	for column := range t.width() {
		if first, merged := t.of[place{end, column}]; merged && first.row >= row && first.row < end {
			return true
		}
	}
	return false
}

// isMerged reports whether cells of a row are merged with others.
func (t *Table) isMerged(row int) bool {
	for _, first := range t.of {
		if first.row == row {
			return true
		}
	}
	return false
}

// read takes rows for a head.
func (v *vocabulary) read(t *Table, first, end int, said map[string]*target) *layout {
	l := &layout{first: first, end: end}
	taken := map[*target]bool{}
	for column := range t.width() {
		var words []string
		last := place{first, column}
		for row := first; row < end; row++ {
			text := t.shown(place{row, column})
			if text != "" && !slices.Contains(words, text) {
				words, last = append(words, text), place{row, column}
			}
		}
		if len(words) == 0 {
			continue
		}
		c := Column{Head: strings.Join(strings.Fields(strings.Join(words, " ")), " "), Address: t.address(last), at: column}
		c.target, c.unit, c.Sure = v.meant(words)
		for name, t := range said {
			if bare(name) == bare(c.Head) || bare(name) == bare(words[len(words)-1]) {
				c.target, c.Sure = t, true
			}
		}
		if c.target != nil && taken[c.target] && !c.target.skip { // a second one is not certain
			c.target, c.Sure = nil, false
		}
		if c.target != nil {
			taken[c.target], c.As = true, c.target.Name
		}
		l.columns = append(l.columns, c)
	}
	return l
}

// meant returns what the rows of one column's head mean together, the last by itself, or
// the first.
func (v *vocabulary) meant(words []string) (t *target, unit string, sure bool) {
	tries := []string{strings.Join(words, ""), words[len(words)-1]}
	if len(words) > 2 {
		tries = append(tries, words[len(words)-2]+words[len(words)-1])
	}
	for _, head := range tries {
		if t, unit, sure := v.of(head); sure {
			return t, unit, true
		}
	}
	return nil, "", false
}

// known counts the columns whose words are known.
func (l *layout) known() (n int) {
	for _, c := range l.columns {
		if c.Sure {
			n++
		}
	}
	return n
}

// column returns the column of a key of brands, nil where there is none.
func (l *layout) column(key string) *Column {
	for i, c := range l.columns {
		if c.target != nil && c.target.is(key) {
			return &l.columns[i]
		}
	}
	return nil
}

// sums begins the rows that add up, above, within or below a list.
var sums = regexp.MustCompile(`^(?:合\s*计|总\s*计|小\s*计|共\s*计)`)

// ending begins the rows that add up or explain.
var ending = regexp.MustCompile(sums.String() + `|^(?:[填制]\s*表|审\s*核|负责人签|联系人|备\s*注|注\s*[：:]|说\s*明|单位[（(]盖章|日\s*期|注\s*$)`)

// headAt returns how a table is read from a row on that is another head: it has a word for
// the name of brands, which no brand is called by. nil where it is none.
func (v *vocabulary) headAt(t *Table, row int, said map[string]*target) *layout {
	isName := func(p place) bool {
		word := v.byWord[bare(t.at(p))]
		return word != nil && word.is("name")
	}
	if !slices.ContainsFunc(t.said(row), isName) {
		return nil
	}
	l := v.read(t, row, row+1, said)
	if l.column("name") == nil || l.known() < 2 {
		return nil
	}
	v.guess(l)
	return l
}

// isHead reports whether a row says again what the head says, as on every printed page.
func (l *layout) isHead(t *Table, row int) bool {
	same := 0
	for _, c := range l.columns {
		text := t.shown(place{row, c.at})
		if text != "" && strings.Contains(strings.Join(strings.Fields(c.Head), ""), strings.Join(strings.Fields(text), "")) {
			same++
		}
	}
	return same > 1 && same == len(t.said(row))
}
