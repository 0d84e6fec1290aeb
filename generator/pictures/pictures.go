// Package pictures makes the pictures of brands fit for the site.
//
// Build decodes every JPEG, PNG and WebP that a page shows, turns it upright as
// its EXIF orientation says, scales it to the widths that screens ask for,
// never up, and encodes it anew. So nothing of the original file is published
// but its pixels: no place, no camera, no name, no thumbnail of what was cut
// away; only that a picture is declared to be made by AI is written into every file of
// it. What has transparent parts becomes PNG, everything else JPEG. The same
// file gives the same bytes, and addresses are made of these bytes.
//
// Pictures are worked on side by side, as far as memory allows: see room. What
// was made is kept under the hash of the original, see package cache.
//
// Check decodes the same pictures, and those of brands without a page yet, so
// that no picture is found damaged only on the day its brand is recognized.
package pictures

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"io/fs"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/site"
)

// widths are those that a picture is published in, as far as it is wide enough:
// the line of a list, a phone, a phone with a sharp screen, a desktop with one.
var widths = []int{160, 480, 960, 1600}

// A Set is the published pictures, by file in the repository.
type Set map[string]*Picture

// A Picture is one picture in every width that it is published in.
type Picture struct {
	Sizes       []Size // the narrowest first; at least one
	AIGenerated bool   // a brand that shows it declares it to be made by AI
}

// A Size is one file of a picture.
type Size struct {
	Path          string // below public/: pictures/<county>/<hash>.jpg
	Width, Height int    // in pixels, upright
}

// Widest returns the picture's widest size.
func (p *Picture) Widest() Size { return p.Sizes[len(p.Sizes)-1] }

// AtLeast returns the narrowest size of that width or more, else the widest.
func (p *Picture) AtLeast(width int) Size {
	for _, s := range p.Sizes {
		if s.Width >= width {
			return s
		}
	}
	return p.Widest()
}

// Build makes the pictures of every brand that has a page and hands each file to
// put, several at a time. They are read from root, the repository's. The list
// holds the pictures that cannot be decoded. What was made is kept for the next
// build.
func Build(ctx context.Context, s *site.Site, root fs.FS, kept *cache.Cache, put func(path string, data []byte) error) (Set, diag.List, error) {
	use, err := kept.Use(ctx, "pictures")
	if err != nil {
		return nil, nil, err
	}
	defer use.Close()
	brands := make([]*content.Brand, len(s.Brands))
	for i, b := range s.Brands {
		brands[i] = b.Brand
	}
	all := shownBy(brands)
	made := make([]*Picture, len(all))
	m := maker{root: root, kept: store{use}, memory: semaphore.NewWeighted(room), put: put, taken: map[string]bool{}}
	bad, err := each(ctx, all, func(ctx context.Context, i int) (fault string, err error) {
		made[i], fault, err = m.make(ctx, order{all[i].picture.File, all[i].brand.Region.Slug, all[i].generated})
		return fault, err
	})
	if err != nil {
		return nil, nil, err
	}
	use.Done()
	set := make(Set, len(all))
	for i, p := range made {
		if p != nil {
			set[all[i].picture.File] = p
		}
	}
	return set, bad, nil
}

// Check decodes the pictures of the brands, read from root, as Build does, and
// makes nothing of them. The list holds those that cannot be decoded.
func Check(ctx context.Context, brands []*content.Brand, root fs.FS) (diag.List, error) {
	all, memory := shownBy(brands), semaphore.NewWeighted(room)
	return each(ctx, all, func(ctx context.Context, i int) (string, error) {
		original, fault, err := read(root, all[i].picture.File)
		if fault != "" || err != nil {
			return fault, err
		}
		return decode(ctx, original, memory, func(image.Image, int) error { return nil })
	})
}

// A shown is a picture and the first brand that shows it.
type shown struct {
	brand     *content.Brand
	picture   *content.Picture
	generated bool // by AI, as any of the brands declares that show it
}

// shownBy lists the pictures of brands, each once, by file.
func shownBy(brands []*content.Brand) []shown {
	var all []shown
	for _, b := range brands {
		for _, p := range b.Pictures {
			all = append(all, shown{b, p, p.AIGenerated})
		}
	}
	slices.SortStableFunc(all, func(a, b shown) int { return cmp.Compare(a.picture.File, b.picture.File) })
	for i := len(all) - 1; i > 0; i-- {
		if all[i-1].picture.File == all[i].picture.File {
			all[i-1].generated = all[i-1].generated || all[i].generated
		}
	}
	return slices.CompactFunc(all, func(a, b shown) bool { return a.picture.File == b.picture.File })
}

// each works on every picture, side by side, and lists what was found wrong.
func each(ctx context.Context, all []shown, work func(ctx context.Context, i int) (fault string, err error)) (diag.List, error) {
	faults := make([]string, len(all))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range all {
		group.Go(func() (err error) {
			faults[i], err = work(ctx, i)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var bad diag.List
	for i, p := range all {
		if faults[i] != "" {
			bad = append(bad, p.brand.RefusePicture(p.picture, faults[i])...)
		}
	}
	return bad, nil
}

// An order is one picture to make.
type order struct {
	file, county string
	generated    bool // by AI
}

// A maker is what all pictures are made with.
type maker struct {
	root   fs.FS
	kept   store
	memory *semaphore.Weighted
	put    func(path string, data []byte) error

	mu    sync.Mutex
	taken map[string]bool // addresses: two brands may show copies of one picture
}

// make makes one picture, or says what is wrong with it.
func (m *maker) make(ctx context.Context, o order) (p *Picture, fault string, err error) {
	original, fault, err := read(m.root, o.file)
	if fault != "" || err != nil {
		return nil, fault, err
	}
	renditions, found := m.kept.recall(original)
	if !found {
		if renditions, fault, err = develop(ctx, original, m.memory); fault != "" || err != nil {
			return nil, fault, err
		}
		m.kept.keep(original, renditions)
	}
	p = &Picture{AIGenerated: o.generated}
	for _, r := range renditions {
		if o.generated {
			r.Data = labelled(r)
		}
		size := Size{address(o.county, r), r.Width, r.Height}
		p.Sizes = append(p.Sizes, size)
		if err := m.publish(size.Path, r.Data); err != nil {
			return nil, "", err
		}
	}
	return p, "", nil
}

func (m *maker) publish(path string, data []byte) error {
	m.mu.Lock()
	taken := m.taken[path]
	m.taken[path] = true
	m.mu.Unlock()
	if taken {
		return nil
	}
	return m.put(path, data)
}

// address is made of the bytes, so that no name a stranger chose is an address
// and browsers may keep the file for ever.
func address(county string, r rendition) string {
	sum := sha256.Sum256(r.Data)
	return fmt.Sprintf("pictures/%s/%s%s", county, hex.EncodeToString(sum[:8]), r.Ext)
}
