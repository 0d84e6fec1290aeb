package search

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
)

// perSegment is how many documents one core makes a segment of. Memory grows
// with it, time hardly changes: see the package comment.
const perSegment = 250

// segments is bleve's segment builder, zap 17, put to work on all cores: the
// documents of a batch are split by ascending id, each part becomes a segment,
// and the segments are merged into the one that bleve gets. The files are
// ordinary zap files: bleve reads them without this package.
type segments struct{ zap.ZapPlugin }

// registerSegments puts segments in the place of zap 17, the name that the
// index's own files give.
func registerSegments() { scorch.RegisterSegmentPlugin(&segments{}, true) }

// New returns the segment of docs. Documents that are not of this package are
// built as bleve does.
func (s *segments) New(docs []index.Document) (segment.Segment, uint64, error) {
	work := ""
	for _, d := range docs {
		mine, ok := d.(*indexed)
		if !ok {
			return s.ZapPlugin.New(docs)
		}
		work = mine.work
	}
	slices.SortFunc(docs, func(a, b index.Document) int { return strings.Compare(a.ID(), b.ID()) })
	dir, err := os.MkdirTemp(work, "segments-")
	if err != nil {
		return nil, 0, err
	}
	parts, err := s.build(docs, dir)
	if err != nil {
		return nil, 0, errors.Join(err, os.RemoveAll(dir))
	}
	if len(parts) == 1 {
		return &onDisk{dir: dir, path: partPath(dir, 0)}, 0, parts[0].Close()
	}
	path := filepath.Join(dir, "merged.zap")
	_, size, err := s.Merge(parts, make([]*roaring.Bitmap, len(parts)), path, nil, nil)
	for _, p := range parts {
		err = errors.Join(err, p.Close())
	}
	if err != nil {
		return nil, 0, errors.Join(err, os.RemoveAll(dir))
	}
	return &onDisk{dir: dir, path: path}, size, nil
}

// build makes the segments of docs in dir, on as many cores as there are.
func (s *segments) build(docs []index.Document, dir string) ([]segment.Segment, error) {
	parts := slices.Collect(slices.Chunk(docs, perSegment))
	built, errs := make([]segment.Segment, len(parts)), make([]error, len(parts))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				built[i], errs[i] = s.one(parts[i], partPath(dir, i))
			}
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	workers.Wait()
	return built, errors.Join(errs...)
}

// partPath returns where the part numbered i is written.
func partPath(dir string, i int) string {
	return filepath.Join(dir, strconv.Itoa(i)+".zap")
}

func (s *segments) one(docs []index.Document, path string) (segment.Segment, error) {
	for _, d := range docs {
		d.(*indexed).analyse()
	}
	made, _, err := s.ZapPlugin.New(docs)
	for _, d := range docs {
		d.(*indexed).fields = nil // seen once; a whole site's would fill the memory
	}
	if err != nil {
		return nil, err
	}
	if err := made.(segment.UnpersistedSegment).Persist(path); err != nil {
		return nil, err
	}
	return s.Open(path)
}

// onDisk is a segment that is a file already.
type onDisk struct {
	segment.Segment
	dir, path string
}

// Persist moves the file to where bleve wants it.
func (d *onDisk) Persist(path string) error {
	return errors.Join(os.Rename(d.path, path), os.RemoveAll(d.dir))
}

// indexed is an entry as bleve's builder takes documents. Its fields are
// analysed when its segment is built, not before.
type indexed struct {
	entry
	work   string // where segments under way lie, on the disk that takes the last
	fields []index.Field
}

func (d *indexed) analyse() { d.fields = append(d.fields, d.entry.fields()...) }

func (d *indexed) AddIDField() {
	id := &analysed{name: "_id", options: index.IndexField | index.StoreField, value: []byte(d.Slug), terms: index.TokenFrequencies{}}
	id.add(d.Slug)
	d.fields = append(d.fields, id)
}

func (d *indexed) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

func (d *indexed) ID() string                                 { return d.Slug }
func (d *indexed) Size() int                                  { return 0 }
func (d *indexed) VisitComposite(index.CompositeFieldVisitor) {}
func (d *indexed) HasComposite() bool                         { return false }
func (d *indexed) NumPlainTextBytes() uint64                  { return 0 }
func (d *indexed) StoredFieldsBytes() uint64                  { return 0 }
func (d *indexed) Indexed() bool                              { return true }
