package search

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// An Exported is one file of the export, its path below public/; before publish its name.
type Exported struct {
	Path string
	Data []byte
	rows bool  // JSON, and no numbers
	ends []int // of its columns, but for the last: each is packed by itself
}

// manifestPath is the one address that stays: all other files are named by what they
// hold.
const manifestPath = "search/manifest.json"

// A manifest is what the client reads first.
type manifest struct {
	Sum       string               `json:"sum,omitempty"`  // another one where anything of the index differs
	Set       string               `json:"set,omitempty"`  // another one where documents are numbered otherwise
	Ends      map[string]string    `json:"ends,omitempty"` // by kind of file, the ends of its files' names, hashLength letters each
	Documents int                  `json:"documents"`
	Distinct  map[string]int       `json:"distinct"` // by scored field, and text: its number of terms
	Facets    map[string][]string  `json:"facets"`   // values in their order
	Names     []string             `json:"names"`    // by which queries are split
	Groups    [][]string           `json:"groups"`   // words of trades, by which they are split too, behind the name of their group
	Choices   map[string]facetWord `json:"choices"`  // words that choose a value of a facet
	Rows      int                  `json:"rows"`     // in one file
	Shards    []string             `json:"shards"`   // the least key of each, ascending by code point
	Papers    int                  `json:"papers"`   // how many there are: their index is the file papers
}

const papersName = "papers"

// A pack is an index in one file: papers are few, and a request for each of their
// shards would be more than they are worth.
type pack struct {
	Manifest manifest                   `json:"manifest"`
	Files    map[string]json.RawMessage `json:"files"` // rows, or a number for each byte
}

// packOf puts an index into one file.
func packOf(m manifest, files []Exported) (Exported, error) {
	p := pack{m, map[string]json.RawMessage{}}
	for _, f := range files {
		data := f.Data
		if !f.rows {
			bytes := make([]int, len(data))
			for i, b := range data {
				bytes[i] = int(b)
			}
			var err error
			if data, err = json.Marshal(bytes); err != nil {
				return Exported{}, err
			}
		}
		p.Files[f.Path] = data
	}
	data, err := json.Marshal(p)
	return Exported{Path: papersName, Data: data}, err
}

// export walks the finished bleve index and returns the files that answer every
// query as bleve does. corpus is in the order of slugs.
func export(ctx context.Context, reader index.IndexReader, corpus *Corpus) (m manifest, files []Exported, err error) {
	n, err := reader.DocCount()
	if err != nil {
		return m, nil, err
	}
	if int(n) != len(corpus.Documents) {
		return m, nil, fmt.Errorf("search: bleve holds %d documents of %d", n, len(corpus.Documents))
	}
	w := walk{ctx, reader}
	if err := w.checkNumbers(corpus); err != nil {
		return m, nil, err
	}
	m = manifest{Documents: int(n), Distinct: map[string]int{}, Facets: corpus.facetValues(), Set: corpus.set(), Names: corpus.known(), Groups: corpus.groups(), Choices: corpus.choices(), Rows: rowsPerFile, Papers: len(corpus.Papers)}
	columns, err := w.columns(m.Distinct)
	if err != nil {
		return m, nil, err
	}
	for i, s := range newShards(merged(columns)) {
		m.Shards = append(m.Shards, s.first)
		files = append(files, Exported{Path: "t" + strconv.Itoa(i), Data: s.data})
	}
	docs, err := w.facets(m.Facets, len(corpus.Documents))
	if err != nil {
		return m, nil, err
	}
	for _, a := range corpus.arrangements() {
		if a.groups != nil {
			docs = append(docs, a.groups)
		}
	}
	docs = append(docs, corpus.nameLengths())
	for _, f := range []string{fieldStatus, fieldOffer} {
		column, err := w.bits(f, m.Facets[f], len(corpus.Documents), func(value string) string { return value })
		if err != nil {
			return m, nil, err
		}
		docs = append(docs, column)
	}
	files = append(files, ofColumns("docs", docs))
	for _, order := range []struct {
		file, field string
		down        bool
	}{{"by-name", fieldByName, false}, {"by-date", fieldByDate, true}} {
		data, err := w.order(order.field, order.down)
		if err != nil {
			return m, nil, err
		}
		files = append(files, Exported{Path: order.file, Data: data})
	}
	rows, err := corpus.rows()
	if err != nil {
		return m, nil, err
	}
	mend, err := corpus.mend()
	return m, append(append(files, rows...), mend), err
}

// publish names the files by what they hold, and puts the manifest beside them. So an edit
// of a text changes the shards of its pairs, and the reader's browser keeps all others.
func (m manifest) publish(files []Exported) ([]Exported, error) {
	compress(files)
	m.Ends = map[string]string{}
	for _, f := range files {
		kind, _ := kindOf(f.Path)
		m.Ends[kind] += hashOf(f.Data)
	}
	for i, f := range files {
		files[i].Path = m.address(f.Path)
	}
	stated, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	m.Sum = hashOf(stated)
	data, err := json.Marshal(m)
	return append(files, Exported{Path: manifestPath, Data: data}), err
}

// hashLength is how many letters end the name of a file: one change in a million is hidden from
// a browser that kept the file. The manifest has those of all files. One brand more or less
// changes nearly all of them, for it numbers the others anew: so all names begin with what
// tells the documents, setLength letters.
const hashLength, setLength = 5, 10

// set sums up which documents there are, in their order.
func (c *Corpus) set() string {
	h := sha256.New()
	for i := range c.Documents {
		fmt.Fprintln(h, c.Documents[i].Slug)
	}
	return hex.EncodeToString(h.Sum(nil))[:setLength]
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])[:hashLength]
}

// kindOf returns what kind of file a name is of, and which of them: t and 12 of t12.
func kindOf(name string) (kind string, number int) {
	kind = strings.TrimRight(name, "0123456789")
	number, _ = strconv.Atoi(name[len(kind):]) // nothing: the only one
	return kind, number
}

// address returns where a file lies. A shard is called by its least key, so that one more
// leaves the names of those behind it.
func (m manifest) address(name string) string {
	kind, number := kindOf(name)
	hash := m.Ends[kind][number*hashLength:][:hashLength]
	if kind == "t" {
		name = kind
		for _, r := range m.Shards[number] {
			name += "-" + strconv.FormatInt(int64(r), 36)
		}
	}
	return "search/" + m.Set + "-" + name + "-" + hash + packed
}

// walk reads a bleve index term by term.
type walk struct {
	ctx    context.Context
	reader index.IndexReader
}

// checkNumbers makes sure that bleve's numbers of documents are the places of
// their slugs: they are what the shards name documents by.
func (w walk) checkNumbers(corpus *Corpus) error {
	for i, d := range corpus.Documents {
		id, err := w.reader.ExternalID(index.NewIndexInternalID(nil, uint64(i)))
		if err != nil {
			return err
		}
		if id != d.Slug {
			return fmt.Errorf("search: bleve's document %d is %q, not %q", i, id, d.Slug)
		}
	}
	return nil
}

// each calls f with the terms of field in ascending order.
func (w walk) each(field string, f func(term string) error) error {
	dict, err := w.reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		e, err := dict.Next()
		if err != nil || e == nil {
			return err
		}
		if err := f(e.Term); err != nil {
			return err
		}
	}
}

// postings reads where term stands.
func (w walk) postings(field, term string) (postings, error) {
	var p postings
	counted := !kinds[field].options.SkipFreqNorm()
	tfr, err := w.reader.TermFieldReader(w.ctx, []byte(term), field, counted, counted, false)
	if err != nil {
		return p, err
	}
	defer tfr.Close()
	var at index.TermFieldDoc
	p.docs = make([]uint32, 0, tfr.Count())
	for {
		d, err := tfr.Next(at.Reset())
		if err != nil || d == nil {
			return p, err
		}
		p.docs = append(p.docs, uint32(d.ID.Value()))
		if counted {
			p.freqs = append(p.freqs, uint32(d.Freq))
			p.length = append(p.length, uint32(math.Round(1/(d.Norm*d.Norm))))
		}
	}
}

// columns returns the column of every field in the shards, and puts their numbers
// of terms into distinct. Each field is read on a core of its own.
func (w walk) columns(distinct map[string]int) ([]column, error) {
	n := len(shardFields)
	columns, terms, errs := make([]column, n), make([]int, n), make([]error, n)
	var readers sync.WaitGroup
	for bit, field := range shardFields {
		readers.Go(func() { columns[bit], terms[bit], errs[bit] = w.field(field) })
	}
	readers.Wait()
	for bit, field := range shardFields {
		if !kinds[field].options.SkipFreqNorm() || field == fieldText {
			distinct[field] = terms[bit]
		}
	}
	return columns, errors.Join(errs...)
}

// field returns the column of a field, and its number of terms. Of fieldText a
// single character is what every term that begins with it finds, and of pinyin so
// are the first letters: so they are asked for, and bleve need not index them.
func (w walk) field(field string) (column, int, error) {
	var c column
	distinct := 0
	before, written := "", 0 // what terms begin with alike; how many characters behind it are written down
	switch field {
	case fieldPinyin, fieldAround:
		before, written = spelled, writtenPinyin
	case fieldText:
		written = 1
	}
	begins := make([]begun, written)
	end := func(from int) {
		for i := from; i < len(begins); i++ {
			if o := &begins[i]; len(o.docs) > 0 {
				c.fill(o.at, postings{docs: slices.Sorted(maps.Keys(o.docs))})
				clear(o.docs)
			}
		}
	}
	err := w.each(field, func(term string) error {
		distinct++
		p, err := w.postings(field, term)
		if err != nil {
			return err
		}
		length := len(before)
		for i := range begins {
			if length == len(term) {
				end(i) // shorter than they
				begins[i].key = ""
				continue
			}
			length += width(term[length:])
			o := &begins[i]
			if o.key != term[:length] {
				end(i)
				*o = begun{term[:length], c.add(term[:length]), map[uint32]bool{}}
			}
			for _, d := range p.docs {
				o.docs[d] = true
			}
		}
		if length < len(term) {
			c.fill(c.add(term), p)
		}
		return nil
	})
	end(0)
	return c, distinct, err
}

// begun is a beginning that terms have in common, and the documents they are in.
type begun struct {
	key  string
	at   int // its place in the column
	docs map[uint32]bool
}

// merged yields the items of all columns in ascending order, those of a term as one.
func merged(columns []column) iter.Seq[item] {
	return func(yield func(item) bool) {
		at := make([]int, len(columns))
		for {
			var least []byte
			for i, c := range columns {
				if at[i] < len(c.spots) && (least == nil || bytes.Compare(c.key(at[i]), least) < 0) {
					least = c.key(at[i])
				}
			}
			if least == nil {
				return
			}
			it := item{key: string(least)}
			for i, c := range columns {
				if at[i] < len(c.spots) && string(c.key(at[i])) == it.key {
					it.fields |= 1 << i
					it.data = append(it.data, c.data(at[i])...)
					at[i]++
				}
			}
			if !yield(it) {
				return
			}
		}
	}
}

// mostBits is how many bits a number of JavaScript holds. The oldest of more years
// are no facets in the browser.
const mostBits = 53

// facets returns columns: one of type and of county, the place of the value from 1, and one of
// each level: a bit for each year in which it was given.
func (w walk) facets(values map[string][]string, documents int) (columns [][]uint64, err error) {
	for _, field := range []string{fieldType, fieldCounty} {
		column := make([]uint64, documents)
		for i, v := range values[field] {
			p, err := w.postings(field, v)
			if err != nil {
				return nil, err
			}
			for _, d := range p.docs {
				if was := column[d]; was == 0 || len(v) > len(values[field][was-1]) { // a county, not the city that holds it
					column[d] = uint64(i + 1)
				}
			}
		}
		columns = append(columns, column)
	}
	for _, level := range values[fieldLevel] {
		years := values[fieldYear][:min(mostBits, len(values[fieldYear]))]
		column, err := w.bits(fieldHonor, years, documents, func(year string) string { return Honor{level, year}.term() })
		if err != nil {
			return nil, err
		}
		columns = append(columns, column)
	}
	return columns, nil
}

// bits returns a column with a bit for each of the values that a document has in a field.
func (w walk) bits(field string, values []string, documents int, term func(value string) string) ([]uint64, error) {
	column := make([]uint64, documents)
	for i, v := range values {
		p, err := w.postings(field, term(v))
		if err != nil {
			return nil, err
		}
		for _, d := range p.docs {
			column[d] |= 1 << i
		}
	}
	return column, nil
}

// ofColumns returns a file of numbers, column by column.
func ofColumns(name string, columns [][]uint64) Exported {
	f := Exported{Path: name}
	for i, column := range columns {
		if i > 0 {
			f.ends = append(f.ends, len(f.Data))
		}
		for _, v := range column {
			f.Data = binary.AppendUvarint(f.Data, v)
		}
	}
	return f
}

// order returns the numbers of all documents in the order of field.
func (w walk) order(field string, down bool) ([]byte, error) {
	var groups [][]uint32
	err := w.each(field, func(term string) error {
		p, err := w.postings(field, term)
		groups = append(groups, p.docs)
		return err
	})
	if down {
		slices.Reverse(groups)
	}
	var b []byte
	for _, d := range slices.Concat(groups...) {
		b = binary.AppendUvarint(b, uint64(d))
	}
	return b, err
}
