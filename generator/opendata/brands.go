package opendata

import (
	"bytes"
	"strconv"
	"sync"

	"golang.org/x/sync/errgroup"

	"minglu/generator/edition"
	"minglu/generator/site"
)

// block is how many brands are encoded in one go.
const block = 64

// writeBrands writes brands.json and each brand's own file. A brand is encoded
// once: its own file and the list share the bytes, all but the evaluations,
// which stand last and differ.
func (d *dataset) writeBrands(put func(string, []byte) error) error {
	place := make(map[*site.Brand]int, len(d.site.Listed))
	for i, b := range d.site.Listed {
		place[b] = i
	}
	listed := make([][]byte, len(d.site.Listed))
	header := d.fileHeader(edition.BrandSchema)
	buffers := sync.Pool{New: func() any { return new([]byte) }}
	var g errgroup.Group
	g.SetLimit(2)
	for start := 0; start < len(d.site.Brands); start += block {
		g.Go(func() error {
			scratch := buffers.Get().(*[]byte)
			defer buffers.Put(scratch)
			for _, b := range d.site.Brands[start:min(start+block, len(d.site.Brands))] {
				own, brief := d.encode(scratch, header, b)
				if i, ok := place[b]; ok {
					listed[i] = brief
				}
				for _, slug := range append([]string{b.Slug}, b.FormerSlugs...) {
					if err := put(edition.BrandDataPath(slug), own); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return put(edition.BrandsJSON, d.list(listed))
}

// encode returns b as the text of its own file, in scratch, and as an object of
// brands.json.
func (d *dataset) encode(scratch *[]byte, header []byte, b *site.Brand) (own, brief []byte) {
	dst := append((*scratch)[:0], header...)
	dst = append(dst, ",\n\"brand\":{"...)
	start := len(dst) - 1
	dst = appendMembers(dst, d.brand, b, "\n ", true)
	common := len(dst)
	dst = append(appendMembers(dst, d.brief, b, "\n ", false), '}')
	brief = bytes.Clone(dst[start:])
	dst = append(appendMembers(dst[:common], d.full, b, "\n ", false), "}}\n"...)
	*scratch = dst
	return dst, brief
}

// list returns brands.json.
func (d *dataset) list(brands [][]byte) []byte {
	size := 1 << 12
	for _, b := range brands {
		size += len(b) + 2
	}
	dst := append(make([]byte, 0, size), d.fileHeader(edition.BrandsSchema)...)
	dst = append(dst, ",\n\"count\":"...)
	dst = strconv.AppendInt(dst, int64(len(brands)), 10)
	dst = append(dst, ",\n\"brands\":["...)
	for i, b := range brands {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '\n')
		dst = append(dst, b...)
		brands[i] = nil // the list is large: do not hold it twice to the end
	}
	dst = append(dst, "],\n\"notices\":"...)
	dst = appendObjects(dst, d.notice, d.site.Notices)
	return append(dst, "}\n"...)
}

// fileHeader returns the beginning of a JSON file, without its end.
func (d *dataset) fileHeader(schema string) []byte {
	dst := append([]byte("{\"$schema\":"), appendString(nil, d.address(schema))...)
	return appendMembers(dst, d.header, d.site, "\n", false)
}
