package layouts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"minglu/generator/content"
	"minglu/generator/site"
)

// An Image is a picture on a page.
type Image struct {
	Src, Alt      string
	Width, Height int
}

// publishPictures puts the pictures of every brand that has a page and returns
// their addresses by file: pictures/<county>/<hash>.jpg. The name comes from the
// bytes, so that no name a stranger chose is an address.
func publishPictures(s *site.Site, repository fs.FS, put func(string, []byte) error) (map[string]string, error) {
	addresses := map[string]string{}
	for _, b := range s.Brands {
		for _, p := range b.Pictures {
			if addresses[p.File] != "" {
				continue
			}
			data, err := fs.ReadFile(repository, p.File)
			if err != nil {
				return nil, fmt.Errorf("picture of %s: %w", b.Slug, err)
			}
			sum := sha256.Sum256(data)
			address := "pictures/" + b.Region.Slug + "/" + hex.EncodeToString(sum[:8]) + suffix(p.File)
			addresses[p.File] = address
			if err := put(address, data); err != nil {
				return nil, err
			}
		}
	}
	return addresses, nil
}

func suffix(file string) string {
	ext := strings.ToLower(path.Ext(file))
	if ext == ".jpeg" {
		return ".jpg"
	}
	return ext
}

// image returns the picture as a page at the root shows it, nil for none.
func (r *renderer) image(p *content.Picture, root string) *Image {
	if p == nil || r.pictures[p.File] == "" {
		return nil
	}
	return &Image{root + r.pictures[p.File], p.Alt, p.Width, p.Height}
}
