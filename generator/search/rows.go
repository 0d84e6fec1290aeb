package search

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Ten hits may lie anywhere among ten thousand rows, and each file asked for is
// a request. So rows stand twice: by slug, where a county's lie together, and
// by kin, where a trade's do; the client takes the order in which it needs
// fewer files.

const (
	// rowsPerFile is how many result rows a file holds.
	rowsPerFile = 32
	// rowText is how many characters of 基本情况 a row carries; all that it may
	// have where there are few documents, so that the snippet can show any of it.
	rowText, fullText = 60, 500
	few               = 500
	// kinWidth is how many characters of the trade, or of the name behind the
	// place that it begins with, make brands kin.
	kinWidth = 2
)

// kin returns the number of each document's kin, by ascending name of it.
func (c *Corpus) kin() []uint64 {
	stems := make([]string, len(c.Documents))
	for i := range c.Documents {
		d := &c.Documents[i]
		stem := []rune(cmp.Or(folded(d.Industry), folded(d.withoutPlace(d.Name))))
		stems[i] = string(stem[:min(len(stem), kinWidth)])
	}
	order := slices.Compact(slices.Sorted(slices.Values(stems)))
	out := make([]uint64, len(stems))
	for i, stem := range stems {
		n, _ := slices.BinarySearch(order, stem)
		out[i] = uint64(n)
	}
	return out
}

// withoutPlace returns name without the county or the city that it begins with.
func (d *Document) withoutPlace(name string) string {
	for _, place := range []string{d.County.Name, d.County.Short, d.City.Name, d.City.Short} {
		if rest, ok := strings.CutPrefix(name, place); ok && place != "" && rest != "" {
			return rest
		}
	}
	return name
}

// rows returns the files of result rows: r0 … by slug, k0 … by kin, then slug.
func (c *Corpus) rows() ([]File, error) {
	kin := c.kin()
	bySlug, byKin := make([]int, len(kin)), make([]int, len(kin))
	for i := range kin {
		bySlug[i], byKin[i] = i, i
	}
	slices.SortStableFunc(byKin, func(a, b int) int { return int(kin[a]) - int(kin[b]) })
	most := rowText
	if len(kin) <= few {
		most = fullText
	}
	var files []File
	for _, order := range []struct {
		name   string
		places []int
	}{{"r", bySlug}, {"k", byKin}} {
		n := 0
		for part := range slices.Chunk(order.places, rowsPerFile) {
			rows := make([][]any, len(part))
			for i, place := range part {
				rows[i] = c.Documents[place].row(most)
			}
			data, err := json.Marshal(rows)
			if err != nil {
				return nil, err
			}
			files = append(files, File{order.name + strconv.Itoa(n) + packed, data})
			n++
		}
	}
	return files, nil
}

// row returns what a result shows: slug, name, town, unit, badges, the
// beginning of 基本情况. Type and county stand in docs.bin.
func (d *Document) row(most int) []any {
	badges := make([][2]string, len(d.Badges))
	for i, b := range d.Badges {
		badges[i] = [2]string{b.Text, b.Class}
	}
	text := []rune(d.Intro)
	if len(text) > most {
		text = append(text[:most:most], '…')
	}
	return []any{d.Slug, d.Name, d.Town, d.Builder, badges, string(text)}
}
