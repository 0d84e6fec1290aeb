package content

import (
	"cmp"
	"io/fs"
	"runtime"
	"slices"

	"github.com/yuin/goldmark/parser"
	"golang.org/x/sync/errgroup"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// Load reads content/ in root as of date, but not site.yaml, which LoadSettings
// has read. What could not be read is left out of the Content and stands in the
// list, sorted; the error is the machine's alone.
func Load(root fs.FS, rules *criteria.Rules, settings *Settings, date fields.Date) (*Content, diag.List, error) {
	return load(root, rules, settings, date, nil)
}

// load is Load; what the cache, where there is one, has of a file is not read
// again.
func load(root fs.FS, rules *criteria.Rules, settings *Settings, date fields.Date, cache *Cache) (*Content, diag.List, error) {
	folder, err := openFolder(root, rules)
	if err != nil {
		return nil, nil, err
	}
	r := newReader(root, rules, settings, date, folder)
	brands, notices, records, pages, err := r.readAll(cache)
	if err != nil {
		return nil, nil, err
	}
	c := &Content{Settings: settings, Date: date, Brands: brands.read, Notices: notices.read, Records: records.read, Pages: pages.read}
	j := &joiner{reader: r, content: c, sources: map[string]*diag.Source{}, unknown: len(notices.broken) > 0}
	j.checkNames(brands.broken)
	j.nameBrands(brands.broken)
	j.joinRecords(brands.broken, records.broken)
	j.reportMisplaced()
	j.checkAgreements(brands.broken)
	c.sort()
	c.uniteHonors()
	acts := newLedger(c.Notices)
	j.checkActs(acts)
	c.Events = acts.until(date, c.Brands)
	c.stand()
	j.checkLinks(brands.broken, notices.broken, pages.broken)
	folder.reportRefused(j.shown())
	c.leaveOutIdle()

	bad := slices.Concat(folder.list, brands.list, notices.list, records.list, pages.list, j.list())
	bad.Sort()
	return c, bad, nil
}

// A reader is what every file is read against. Files are read at the same time:
// nothing in it changes.
type reader struct {
	root      fs.FS
	rules     *criteria.Rules
	settings  *Settings
	date      fields.Date
	folder    *folder
	gazetteer *gazetteer
	parser    parser.Parser
}

func newReader(root fs.FS, rules *criteria.Rules, settings *Settings, date fields.Date, folder *folder) *reader {
	return &reader{root, rules, settings, date, folder, newGazetteer(rules, settings.Region), NewParser()}
}

// A shelf is what the files of one kind say, in the order of the files.
type shelf[T any] struct {
	read   []*T
	broken []string // files that say nothing that can be read
	list   diag.List
}

func (r *reader) readAll(cache *Cache) (brands shelf[Brand], notices shelf[Notice], records shelf[Record], pages shelf[Page], err error) {
	readBrand, readNotice, readRecord, readPage := r.readBrand, r.readNotice, r.readRecord, r.readPage
	if cache != nil {
		cache.begin(r)
		defer cache.end()
		readBrand = remembering(r.root, &cache.brands, r.readBrand, picturesOf, copyBrand)
		readNotice = remembering(r.root, &cache.notices, r.readNotice, nil, copyNotice)
		readRecord = remembering(r.root, &cache.records, r.readRecord, nil, copyRecord)
		readPage = remembering(r.root, &cache.pages, r.readPage, nil, copyPage)
	}
	if brands, err = readFiles(r.folder.brands, readBrand); err != nil {
		return
	}
	if notices, err = readFiles(r.folder.notices, readNotice); err != nil {
		return
	}
	if records, err = readFiles(r.folder.records, readRecord); err != nil {
		return
	}
	pages, err = readFiles(r.folder.pages, readPage)
	return
}

// readFiles reads files on all cores and joins what they say in their order.
func readFiles[T any](files []string, read func(file string) (*T, diag.List, error)) (shelf[T], error) {
	values, lists := make([]*T, len(files)), make([]diag.List, len(files))
	var group errgroup.Group
	const stride = 16 // files a task: a brand is read in less time than a task is handed over
	group.SetLimit(runtime.GOMAXPROCS(0))
	for first := 0; first < len(files); first += stride {
		group.Go(func() (err error) {
			for i := first; i < min(first+stride, len(files)); i++ {
				if values[i], lists[i], err = read(files[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return shelf[T]{}, err
	}
	s := shelf[T]{list: slices.Concat(lists...)}
	for i, v := range values {
		if v == nil {
			s.broken = append(s.broken, files[i])
		} else {
			s.read = append(s.read, v)
		}
	}
	return s, nil
}

// sort puts everything into the order of Content.
func (c *Content) sort() {
	slices.SortStableFunc(c.Brands, func(a, b *Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	slices.SortStableFunc(c.Notices, byAct)
	slices.SortStableFunc(c.Records, func(a, b *Record) int {
		return cmp.Or(cmp.Compare(a.Standard.ID, b.Standard.ID), cmp.Compare(a.Slug, b.Slug))
	})
	slices.SortStableFunc(c.Pages, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(a.Menu, b.Menu), cmp.Compare(a.Slug, b.Slug))
	})
}

// leaveOutIdle sets aside the notices that do nothing.
func (c *Content) leaveOutIdle() {
	acting := c.Notices[:0:0]
	for _, n := range c.Notices {
		if n.isIdle() {
			c.idle = append(c.idle, n)
		} else {
			acting = append(acting, n)
		}
	}
	c.Notices = acting
}
