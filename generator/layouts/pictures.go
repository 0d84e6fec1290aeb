package layouts

import (
	"html/template"
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
	Label                   template.HTML // says that it was made by AI; "" where nobody declares it
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

// AIPart is given to layouts/parts/ai/ai.html: the words that stand right behind a picture
// that is declared to be made by AI.
type AIPart struct{ Short bool } // there is little room

// newImage returns the picture as a page at the root shows it, and label behind it where it
// was made by AI.
func newImage(p *pictures.Picture, root, sizes, alt string, label template.HTML) *Image {
	if !p.AIGenerated {
		label = ""
	}
	var set []string
	for _, s := range p.Sizes {
		set = append(set, root+s.Path+" "+strconv.Itoa(s.Width)+"w")
	}
	widest := p.Widest()
	return &Image{Src: root + p.AtLeast(plainWidth).Path, Srcset: strings.Join(set, ", "), Sizes: sizes, Alt: alt, Width: widest.Width, Height: widest.Height, Label: label}
}

// cover returns the brand's picture, nil for none.
func (r *renderer) cover(p *content.Picture, root string) *Image {
	if p == nil || r.pictures[p.File] == nil {
		return nil
	}
	return newImage(r.pictures[p.File], root, coverSizes, p.Alt, r.byAI)
}

// thumbWidth is that of a picture in a line of a list, in pixels of a sharp
// screen.
const thumbWidth = 160

// thumb returns the address of the brand's picture for a line of a list, "" for
// none, and the label behind it where it was made by AI.
func (r *renderer) thumb(p *content.Picture) (path string, label template.HTML) {
	if p == nil || r.pictures[p.File] == nil {
		return "", ""
	}
	if r.pictures[p.File].AIGenerated {
		label = r.byAIShort
	}
	return r.pictures[p.File].AtLeast(thumbWidth).Path, label
}

// typeMark returns the address of a type's drawing: layouts/static/marks/<type>.svg, ""
// where there is none.
func (r *renderer) typeMark(t *criteria.Type) string {
	if file := "marks/" + t.Slug + ".svg"; r.assets.files[file] != nil {
		return file
	}
	return ""
}
