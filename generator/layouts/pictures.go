package layouts

import (
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/pictures"
)

// An Image is a picture on a page: one address for every browser, and those of
// all widths to choose from.
type Image struct {
	Src, Srcset, Sizes, Alt string
	Width, Height           int
	AIGenerated             bool // which stands beside it
}

// How wide the style sheets set pictures, so that browsers choose before they
// have read them: the cover beside the facts (brand.css), pictures in texts
// as wide as lines (--measure), and cards on the first page (home.css).
const (
	coverSizes = "(min-width: 60em) 24rem, calc(100vw - 2rem)"
	proseSizes = "(min-width: 40em) 38em, calc(100vw - 2rem)"
	cardSizes  = "(min-width: 48em) 350px, 80px"
)

// plainWidth is what browsers get that know no srcset, and who shares a link.
const plainWidth = 960

// newImage returns the picture as a page at the root shows it.
func newImage(p *pictures.Picture, root, sizes, alt string) *Image {
	var set []string
	for _, s := range p.Sizes {
		set = append(set, root+s.Path+" "+strconv.Itoa(s.Width)+"w")
	}
	widest := p.Widest()
	return &Image{Src: root + p.AtLeast(plainWidth).Path, Srcset: strings.Join(set, ", "), Sizes: sizes, Alt: alt, Width: widest.Width, Height: widest.Height, AIGenerated: p.AIGenerated}
}

// cover returns the brand's picture, nil for none.
func (r *renderer) cover(p *content.Picture, root string) *Image {
	if p == nil || r.pictures[p.File] == nil {
		return nil
	}
	return newImage(r.pictures[p.File], root, coverSizes, p.Alt)
}

// byAI stands beside a picture in a text that is declared to be made by AI.
const byAI = `<small class="ai">图片由人工智能生成</small>`

// isByAI reports whether the brand's picture is declared to be made by AI.
func (r *renderer) isByAI(p *content.Picture) bool {
	return p != nil && r.pictures[p.File] != nil && r.pictures[p.File].AIGenerated
}

// thumbWidth is that of a picture in a line of a list, in pixels of a sharp
// screen.
const thumbWidth = 160

// thumb returns the address of the brand's picture for a line of a list, "" for
// none.
func (r *renderer) thumb(p *content.Picture) string {
	if p == nil || r.pictures[p.File] == nil {
		return ""
	}
	return r.pictures[p.File].AtLeast(thumbWidth).Path
}

// typeMark returns the address of a type's drawing: layouts/static/marks/<type>.svg, ""
// where there is none.
func (r *renderer) typeMark(t *criteria.Type) string {
	if file := "marks/" + t.Slug + ".svg"; r.assets.files[file] != nil {
		return file
	}
	return ""
}
