package layouts

import (
	"cmp"
	"encoding/hex"
	"html/template"
	"image/color"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/edition"
	"minglu/generator/pictures"
	"minglu/generator/site"
)

// A Preview is the picture that other sites and messengers show where somebody shares a page.
type Preview struct {
	URL           string
	Alt           string // "" of a mark, which says no more than the title
	Width, Height int
}

// preview returns the brand's picture, or its mark on the site's colour. It is nil where
// nobody knows the address that the site will have, for it must be a full one.
func (r *renderer) preview(b *site.Brand) *Preview {
	base := r.site.Settings.BaseURL
	if base == "" {
		return nil
	}
	if b.Cover != nil {
		if p := r.pictures[b.Cover.File]; p != nil {
			widest := p.AtLeast(pictures.CardWidth)
			return &Preview{base + widest.Path, b.Cover.Alt, widest.Width, widest.Height}
		}
	}
	mark := r.cardOf(b)
	if r.cards[mark] == nil {
		return nil
	}
	return &Preview{base + cardPath(mark), "", pictures.CardWidth, pictures.CardHeight}
}

// cardOf returns the address of the drawing that a preview of b shows: its trade's, else the
// site's own, for a letterform takes a font to draw.
func (r *renderer) cardOf(b *site.Brand) string {
	if mark := r.mark(b); r.assets.files[mark] != nil {
		return mark
	}
	return edition.FaviconPath
}

// cardPath returns the address of a mark's preview: previews/trades-apple.png.
func cardPath(mark string) string {
	return "previews/" + strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(mark, "marks/"), ".svg"), "/", "-") + ".png"
}

// newCards reads the marks of the brands that are shared by theirs; a mark that is no plain
// line drawing has no preview.
func (r *renderer) newCards() map[string]*pictures.Drawing {
	cards := map[string]*pictures.Drawing{}
	if r.site.Settings.BaseURL == "" || r.assets.colours == nil {
		return cards
	}
	for _, b := range r.site.Brands {
		mark := r.cardOf(b)
		if _, read := cards[mark]; !read {
			cards[mark] = pictures.ReadDrawing(r.assets.files[mark])
		}
	}
	maps.DeleteFunc(cards, func(_ string, d *pictures.Drawing) bool { return d == nil })
	return cards
}

// putCards hands put the previews.
func (r *renderer) putCards(put func(path string, data []byte) error) error {
	for _, mark := range slices.Sorted(maps.Keys(r.cards)) {
		data, err := r.cards[mark].Card(r.assets.colours[0], r.assets.colours[1])
		if err != nil {
			return err
		}
		if err := put(cardPath(mark), data); err != nil {
			return err
		}
	}
	return nil
}

// siteColours are the main colour and that of what stands on it, as base/tokens.css begins
// with them.
var siteColours = regexp.MustCompile(`--main:\s*#([0-9a-f]{6});[^}]*?--on-main:\s*#((?:[0-9a-f]{3}){1,2});`)

// coloursOf returns the site's main colour and that of what stands on it; nil where the
// style sheet does not say so.
func coloursOf(tokens []byte) []color.RGBA {
	found := siteColours.FindSubmatch(tokens)
	if found == nil {
		return nil
	}
	var colours []color.RGBA
	for _, written := range found[1:] {
		digits := string(written)
		if len(digits) == 3 {
			digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
		}
		rgb, _ := hex.DecodeString(digits) // the pattern lets nothing else through
		colours = append(colours, color.RGBA{rgb[0], rgb[1], rgb[2], 255})
	}
	return colours
}

// correction returns where mistakes on a page are reported. A mail is prepared, with the page
// and the day in it; an address of the web is left as it is.
func (r *renderer) correction(b *Base) template.URL {
	address := string(feedbackURL(r.site.Settings.Feedback))
	if !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		return template.URL(address)
	}
	lines := []string{"页面：" + b.Title, "网址：" + cmp.Or(b.Canonical, b.Path), "页面日期：" + r.site.Date.String(),
		"应改为：", "依据：", "页面上写的："} // brand.ts adds what is selected behind the last
	to, written, _ := strings.Cut(address, "?")
	fields := slices.DeleteFunc(strings.Split(written, "&"), func(field string) bool {
		name, _, _ := strings.Cut(strings.ToLower(field), "=")
		return name == "" || name == "subject" || name == "body" // there is one of each
	})
	fields = append(fields, "subject="+percented("纠错："+b.Title), "body="+percented(strings.Join(lines, "\r\n")))
	return template.URL(to + "?" + strings.Join(fields, "&"))
}

// percented writes text as part of a mailto address, in which + is a plus. What can be seen
// and is not ASCII stays as it is, a third as long: browsers encode it.
func percented(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r >= utf8.RuneSelf && unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.ReplaceAll(url.QueryEscape(string(r)), "+", "%20"))
		}
	}
	return b.String()
}

// hrefOf is the attribute that leads to address, as it is written; "" where it is.
func hrefOf(address template.URL) template.HTMLAttr {
	if address == "" {
		return ""
	}
	return template.HTMLAttr(`href="` + template.HTMLEscapeString(string(address)) + `"`)
}
