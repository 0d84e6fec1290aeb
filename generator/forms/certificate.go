package forms

import (
	"fmt"

	"minglu/generator/docx"
	"minglu/generator/proof"
	"minglu/generator/qrcode"
	"minglu/generator/site"
	"minglu/generator/usage"
)

// A Certificate is a 证书 or the draft of a 牌匾 of one honour that stands. Empty lines are
// left out.
type Certificate struct {
	Title     string // 劳务品牌证书
	Demo      bool   // anybody could have signed it
	Name      string
	Honor     string
	Builder   string
	Document  string
	Authority string
	Date      string
	Until     string
	Site      string       // whose it is
	Drawn     *qrcode.Code // where it is checked, for the printer
	Code      docx.Picture // the same, for Word
}

// Certificates returns the certificates of what brands hold: A4 and A6, in HTML also the
// draft of a plaque. It is wrong use where a brand holds nothing.
func (p *Printer) Certificates(book *proof.Book, brands []*site.Brand) ([]Form, error) {
	var all []Form
	for _, b := range brands {
		shown, err := book.Of(b)
		if err != nil {
			return nil, err
		}
		if len(shown) == 0 {
			return nil, usage.Errorf("“%s”现在没有称号，不能印证书", b.Name)
		}
		for i, s := range shown {
			page, err := newCertificate(p, book, b, s)
			if err != nil {
				return nil, err
			}
			for _, l := range layouts(p.ending()) {
				kind := map[string]string{certificate: "证书-A4", smallCard: "证书-A6", plaque: "牌匾"}[l.name]
				if kind == "" {
					continue
				}
				filled, err := p.fill(l.name, page)
				if err != nil {
					return nil, err
				}
				all = append(all, Form{fmt.Sprintf("%s-%s-%d.%s", b.Slug, kind, i+1, p.ending()), page.Title, filled})
			}
		}
	}
	return all, nil
}

// dots is how many dots of the picture a module of a code is wide: of 57 modules on 50 mm
// some 330 to the inch.
const dots = 10

func newCertificate(p *Printer, book *proof.Book, b *site.Brand, s proof.Shown) (Certificate, error) {
	act := s.Badge.Since
	c := Certificate{Title: "劳务品牌证书", Demo: book.IsDemonstration(), Name: b.Name, Honor: s.Honor, Builder: b.Builder, Document: act.Document.Number,
		Authority: act.Authority, Date: site.DateText(act.Date), Until: site.DateText(act.ValidUntil), Site: p.settings.Title}
	if c.Drawn = s.Code(book.Base()); c.Drawn == nil {
		return c, usage.Errorf("“%s”的网址太长，二维码放不下，不能印证书", b.Name)
	}
	var err error
	c.Code, err = c.Drawn.PNG(dots)
	return c, err
}
