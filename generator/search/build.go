package search

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/util"
)

// An Index is a finished bleve index on the disk.
type Index struct {
	index    bleve.Index
	words    *vocabulary
	statuses map[string]string // by slug
	values   int               // more than any facet has

	Papers *Index // the notices, standards and pages, which have scores of their own; nil where there are none
}

// Close releases the files.
func (x *Index) Close() error {
	err := x.index.Close()
	if x.Papers != nil {
		err = errors.Join(err, x.Papers.Close())
	}
	return err
}

// build indexes corpus, which is in the order of slugs, with bleve's offline
// builder into the folder dir.
func build(ctx context.Context, corpus *Corpus, dir string) error {
	m, err := newMapping()
	if err != nil {
		return err
	}
	stated, err := util.MarshalJSON(m)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if len(corpus.Documents) == 0 {
		x, err := bleve.NewUsing(dir, m, scorch.Name, scorch.Name, nil)
		if err != nil {
			return err
		}
		return x.Close()
	}
	// What bleve.NewBuilder does, with documents that come analysed.
	if err := os.WriteFile(filepath.Join(dir, "index_meta.json"), []byte(`{"storage":"scorch","index_type":"scorch"}`), 0o644); err != nil {
		return err
	}
	b, err := scorch.NewBuilder(map[string]any{
		"path":             filepath.Join(dir, "store"),
		"buildPathPrefix":  dir,
		"batchSize":        len(corpus.Documents) + 1, // one batch: segments splits it
		"internal":         map[string][]byte{string(util.MappingInternalKey): stated},
		"forceSegmentType": "zap", "forceSegmentVersion": 17,
	})
	if err != nil {
		return err
	}
	byName, byDate := corpus.orders()
	words := corpus.lexicon()
	for i := range corpus.Documents {
		if err := ctx.Err(); err != nil {
			return err
		}
		e := entry{&corpus.Documents[i], byName[i], byDate[i], words}
		if err := b.Index(&indexed{entry: e, work: dir}); err != nil {
			return err
		}
	}
	if err := b.Close(); err != nil { // which has lost what the system said but for the words
		return fmt.Errorf("在文件夹 %s 里编制索引未能完成，请核对那里的空间和权限：“%w”", filepath.Dir(dir), err)
	}
	return nil
}

// sorted returns the corpus in the order of slugs, its texts bound.
func (c Corpus) sorted() (*Corpus, error) {
	for _, list := range []*[]Document{&c.Documents, &c.Papers} {
		*list = slices.Clone(*list)
		slices.SortFunc(*list, func(a, b Document) int { return strings.Compare(a.Slug, b.Slug) })
		for i, d := range *list {
			if d.Slug == "" || i > 0 && d.Slug == (*list)[i-1].Slug {
				return nil, fmt.Errorf("search: slug %q is empty or stands twice", d.Slug)
			}
		}
		bound(*list)
	}
	return &c, nil
}

// papers returns the papers as a corpus of their own.
func (c *Corpus) papers() *Corpus { return &Corpus{Documents: c.Papers, Asking: c.Asking} }

// orders returns the values of by_name and by_date of each document: names by
// their pinyin, dates as they are.
func (c *Corpus) orders() (byName, byDate []string) {
	n := len(c.Documents)
	spelled, places := make([]string, n), make([]int, n)
	byName, byDate = make([]string, n), make([]string, n)
	for i, d := range c.Documents {
		spelled[i], places[i] = strings.Join(spell(d.Name)[0], " "), i
		byDate[i] = cmp.Or(d.Date, "0000")
	}
	slices.SortFunc(places, func(a, b int) int {
		return cmp.Or(strings.Compare(spelled[a], spelled[b]), strings.Compare(c.Documents[a].Name, c.Documents[b].Name), a-b)
	})
	for place, i := range places {
		byName[i] = fmt.Sprintf("%08d", place)
	}
	return byName, byDate
}

// facetValues returns every facet's values in their order, those of documents
// that stand in no order behind them.
func (c *Corpus) facetValues() map[string][]string {
	out := map[string][]string{}
	for facet, order := range map[string][]string{fieldType: c.Types, fieldCounty: c.Counties, fieldLevel: c.Levels, fieldYear: c.Years, fieldOffer: c.Offers} {
		held := map[string]bool{}
		for i := range c.Documents {
			d := &c.Documents[i]
			for _, v := range map[string][]string{fieldType: d.kinds(), fieldCounty: d.regions(), fieldLevel: d.levels(), fieldYear: d.years(), fieldOffer: d.Offers}[facet] {
				held[v] = v != ""
			}
		}
		list := []string{}
		for _, v := range order {
			if held[v] {
				list = append(list, v)
				held[v] = false
			}
		}
		known := len(list)
		for v, left := range held {
			if left {
				list = append(list, v)
			}
		}
		slices.Sort(list[known:])
		out[facet] = list
	}
	out[fieldStatus] = nil
	for _, s := range statuses { // all of them: their places are the order of results
		out[fieldStatus] = append(out[fieldStatus], s.Word())
	}
	return out
}

// open opens the bleve index in dir, which holds corpus.
func open(corpus *Corpus, dir string) (*Index, error) {
	if err := register(); err != nil {
		return nil, err
	}
	b, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	x := &Index{index: b, words: newVocabulary(corpus), statuses: map[string]string{}, values: len(corpus.Documents)*8 + 1}
	for i := range corpus.Documents {
		x.statuses[corpus.Documents[i].Slug] = corpus.Documents[i].status()
	}
	return x, nil
}

// export walks the index.
func (x *Index) export(ctx context.Context, corpus *Corpus) (m manifest, files []Exported, err error) {
	advanced, err := x.index.Advanced()
	if err != nil {
		return m, nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return m, nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	return export(ctx, reader, corpus)
}
