package search

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Ten hits may lie anywhere among ten thousand rows, and each file asked for is
// a request. So rows stand several times, in files of brands that are often found
// together: by slug, where a county's lie; by kin, where a trade's do; and where
// a name begins with anything but its trade, by that. The client takes the files
// that show most of the hits.

const (
	// rowsPerFile is how many result rows a file holds.
	rowsPerFile = 40
	// rowText is how many characters of 基本情况 a row carries; all that it may
	// have where there are few documents, so that the snippet can show any of it.
	rowText, fullText = 40, 500
	few               = 500
	// stemWidth is how many characters of a trade or a name make brands kin.
	stemWidth = 2
)

// An arrangement is one order of rows in files.
type arrangement struct {
	name   string   // of its files: name0.bin …
	groups []uint64 // of each document, from 1; 0 has no place
}

// arrangements returns all of them. Within a group those with the shortest names stand
// first: they score most, and are shown.
func (c *Corpus) arrangements() []arrangement {
	n := len(c.Documents)
	kin, names := make([]string, n), make([]string, n)
	for i := range c.Documents {
		if n <= rowsPerFile {
			break // one file holds all
		}
		d := &c.Documents[i]
		names[i] = stem(d.withoutPlace(d.Name))
		kin[i] = cmp.Or(stem(d.Industry), names[i])
		if names[i] == kin[i] {
			names[i] = ""
		}
	}
	return []arrangement{{"r", nil}, {"k", numbered(kin)}, {"n", numbered(names)}}
}

// nameLengths returns the nameLength of each document.
func (c *Corpus) nameLengths() []uint64 {
	out := make([]uint64, len(c.Documents))
	for i := range out {
		out[i] = uint64(c.Documents[i].nameLength())
	}
	return out
}

// nameLength is the length of fieldName in characters.
func (d *Document) nameLength() int {
	n := characters(d.Name)
	for _, a := range d.Aliases {
		n += characters(a)
	}
	return n
}

func stem(s string) string {
	r := []rune(folded(s))
	return string(r[:min(len(r), stemWidth)])
}

// numbered returns the place of each stem among all, from 1; of none 0.
func numbered(stems []string) []uint64 {
	order := slices.Compact(slices.Sorted(slices.Values(append(stems, ""))))
	out := make([]uint64, len(stems))
	for i, s := range stems {
		n, _ := slices.BinarySearch(order, s)
		out[i] = uint64(n)
	}
	return out
}

// order returns the documents that have a place, as their rows stand; lengths are those of
// their names.
func (a arrangement) order(lengths []uint64) []int {
	var out []int
	for i := range lengths {
		if a.groups == nil || a.groups[i] > 0 {
			out = append(out, i)
		}
	}
	if a.groups != nil {
		slices.SortStableFunc(out, func(x, y int) int {
			return cmp.Or(cmp.Compare(a.groups[x], a.groups[y]), cmp.Compare(lengths[x], lengths[y]))
		})
	}
	return out
}

// withoutPlace returns name without the county, the city or the province that it begins with.
func (d *Document) withoutPlace(name string) string {
	for _, p := range d.places() {
		for _, place := range []string{p.Name, p.Short} {
			if rest, ok := strings.CutPrefix(name, place); ok && place != "" && rest != "" {
				return rest
			}
		}
	}
	return name
}

// rows returns the files of result rows, and of what pages show besides (w0 …), by slug: it
// is read where a row does not show why it was found.
func (c *Corpus) rows() ([]Exported, error) {
	most := rowText
	if len(c.Documents) <= few {
		most = fullText
	}
	acts := c.acts()
	data, err := json.Marshal(acts)
	if err != nil {
		return nil, err
	}
	files := []Exported{{Path: "acts", Data: data, rows: true}}
	lengths := c.nameLengths()
	for _, a := range c.arrangements() {
		n := 0
		for part := range slices.Chunk(a.order(lengths), rowsPerFile) {
			rows := make([][]any, len(part))
			for i, place := range part {
				rows[i] = c.Documents[place].row(most, acts)
			}
			data, err := json.Marshal(rows)
			if err != nil {
				return nil, err
			}
			files = append(files, Exported{Path: a.name + strconv.Itoa(n), Data: data, rows: true})
			n++
		}
	}
	n := 0
	for part := range slices.Chunk(c.Documents, rowsPerFile) {
		shown := make([][][3]string, len(part))
		for i, d := range part {
			shown[i] = [][3]string{}
			for _, s := range d.Shown {
				shown[i] = append(shown[i], [3]string{s.Word, s.Text, s.ID})
			}
		}
		data, err := json.Marshal(shown)
		if err != nil {
			return nil, err
		}
		files = append(files, Exported{Path: "w" + strconv.Itoa(n), Data: data, rows: true})
		n++
	}
	return files, nil
}

// act returns the act by which an honour stands: its day, number, address, last day, word.
func (b Badge) act() []string { return []string{b.Day, b.Act, b.Path, b.Until, b.Word} }

// acts returns the acts by which honours stand, sorted.
func (c *Corpus) acts() [][]string {
	all := [][]string{}
	for i := range c.Documents {
		for _, b := range c.Documents[i].Badges {
			if b.Status == "" && b.Path != "" {
				all = append(all, b.act())
			}
		}
	}
	slices.SortFunc(all, slices.Compare)
	return slices.CompactFunc(all, slices.Equal)
}

// row returns what a result shows: slug, name, town, unit, badges, the
// beginning of 基本情况, other names, its address where the slug does not tell it. By
// which act an honour stands is one of acts: few readers ask, and many rows share it.
// Status, type and county stand in docs.
func (d *Document) row(most int, acts [][]string) []any {
	badges := make([][]any, len(d.Badges))
	for i, b := range d.Badges {
		if badges[i] = []any{b.Text, b.Class}; b.Status != "" {
			status := b.Status
			if b.Again {
				status += "，后重新认定"
			}
			badges[i] = append(badges[i], status, b.Day, b.Act, b.Path, b.Until, b.Reason)
		} else if at, found := slices.BinarySearchFunc(acts, b.act(), slices.Compare); found {
			badges[i] = append(badges[i], at)
		}
	}
	names := make([][2]string, len(d.Aliases))
	for i, a := range d.Aliases {
		names[i] = [2]string{d.Called[i], a}
	}
	text := []rune(d.Intro)
	if len(text) > most {
		text = append(text[:most:most], '…')
	}
	return []any{d.Slug, d.Name, d.Town, d.Builder, badges, string(text), names, d.Address}
}
