package content

import (
	"io/fs"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/values"
)

// Load reads content/ in root as of date, but not site.yaml, which LoadSettings
// has read. taken are the slugs that no page may have. What could not be read is
// left out of the Content and stands in the list; the error is the machine's alone.
// Nobody may write to what it returns: the next Content may hold it too.
func (c *Cache) Load(root fs.FS, rules *criteria.Rules, settings *Settings, date values.Date, taken []string) (*Content, diag.List, error) {
	folder, err := openFolder(root, rules)
	if err != nil {
		return nil, nil, err
	}
	r := &reader{root, rules, settings, date, taken, folder, newRegionNames(rules, settings.Region), NewParser(), brandKeys(rules)}
	brands, notices, records, pages, err := r.readAll(c)
	if err != nil {
		return nil, nil, err
	}
	folder.reportRefused(brands.read)
	return &Content{
		Settings: settings, Date: date,
		Brands: brands.read, Notices: notices.read, Records: records.read, Pages: pages.read,
		Unread: Unread{brands.unread, notices.unread, slices.Concat(records.unread, folder.misfiled), pages.unread},
	}, slices.Concat(folder.list, brands.list, notices.list, records.list, pages.list), nil
}

// readings are what the files of one kind say, in the order of the files.
type readings[T any] struct {
	read   []*T
	unread []string // paths of files that say nothing that can be read
	list   diag.List
}

func (r *reader) readAll(cache *Cache) (brands readings[Brand], notices readings[Notice], records readings[Record], pages readings[Page], err error) {
	readBrand, readNotice, readRecord, readPage := r.readBrand, r.readNotice, r.readRecord, r.readPage
	if cache != nil {
		cache.begin(r)
		defer cache.end()
		readBrand = cachedRead(r.root, &cache.brands, r.readBrand, picturesOf)
		readNotice = cachedRead(r.root, &cache.notices, r.readNotice, nil)
		readRecord = cachedRead(r.root, &cache.records, r.readRecord, nil)
		readPage = cachedRead(r.root, &cache.pages, r.readPage, nil)
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
func readFiles[T any](files []string, read func(file string) (*T, diag.List, error)) (readings[T], error) {
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
		return readings[T]{}, err
	}
	s := readings[T]{list: slices.Concat(lists...)}
	for i, v := range values {
		if v == nil {
			s.unread = append(s.unread, files[i])
		} else {
			s.read = append(s.read, v)
		}
	}
	return s, nil
}
