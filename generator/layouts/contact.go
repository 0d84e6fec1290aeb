package layouts

import (
	"html/template"
	"regexp"
	"strings"

	"golang.org/x/text/width"

	"minglu/generator/content"
	"minglu/generator/site"
)

// ContactPart is given to layouts/parts/contact/contact.html: whom to ask.
type ContactPart struct {
	Unit, Address, Website string
	Phone                  *Phone // nil for none
	Told                   string // in words of its own how the unit is reached
	Hours                  string
}

// A Phone is given to layouts/parts/phone/phone.html: a telephone number.
type Phone struct {
	Written string
	URL     template.URL // "" where it cannot be dialled as it is written
}

func newContact(c content.Contact) ContactPart {
	return ContactPart{Unit: c.Unit, Address: c.Address, Website: c.Website, Phone: newPhone(c.Phone)}
}

func bureau(b *content.Bureau) *ContactPart {
	c := newContact(b.Contact)
	c.Hours = b.Hours
	return &c
}

// whomToAsk is the bureau of b's place, else the site's host, where b names nobody.
func (w *worker) whomToAsk(b *site.Brand) ContactPart {
	if of := w.site.Bureau(b.Region); of != nil {
		return *bureau(of)
	}
	return ContactPart{Unit: w.site.Settings.Publisher, Told: w.site.Settings.Contact}
}

// newPhone returns nil where no number is written.
func newPhone(written string) *Phone {
	if written == "" {
		return nil
	}
	return &Phone{written, dialled(written)}
}

const added = `(?:转分机|转|分机号?|ext\.?|x|#)[ :.]*([0-9]{1,6})`

// Of what stands in a telephone number once its signs are of one width.
var (
	dash     = strings.NewReplacer("‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "−", "-", "─", "-")
	number   = regexp.MustCompile(`^(?:\+?[0-9][0-9 -]*)?(?:\(\+?[0-9][0-9 -]*\))?[0-9 -]*$`)
	extended = regexp.MustCompile(`^(.*[0-9)])[ ,;]*(?:` + added + `|\( *` + added + ` *\))$`)
	further  = regexp.MustCompile(`^(.*)-([0-9]{1,6})$`)
	complete = regexp.MustCompile(`^(?:\+86|0)(?:10|2[0-9])[0-9]{8}$|^(?:\+86|0)[3-9][0-9]{2}[0-9]{7,8}$|^[48]00[0-9]{7}$`) // a town's, or a service's
	abroad   = regexp.MustCompile(`^(?:\+|00)860?`)
)

// dialled returns the address that dials a telephone number (RFC 3966), "" where what is
// written is no number, or several. Brackets, blanks and hyphens only separate; the 0 of a town
// is not dialled behind the country's code; what follows 转, or a whole number as one more
// group, is an extension.
func dialled(written string) template.URL {
	main, ext := dash.Replace(strings.ToLower(strings.TrimSpace(width.Fold.String(written)))), ""
	if found := extended.FindStringSubmatch(main); found != nil {
		main, ext = found[1], found[2]+found[3]
	} else if found := further.FindStringSubmatch(main); found != nil && number.MatchString(found[1]) && complete.MatchString(digits(found[1])) {
		main, ext = found[1], found[2]
	}
	if !number.MatchString(main) {
		return ""
	}
	main = digits(main)
	if n := len(strings.TrimPrefix(main, "+")); n < 3 || n > 15 || strings.LastIndex(main, "+") > 0 {
		return ""
	}
	if ext != "" {
		main += ";ext=" + ext
	}
	return template.URL("tel:" + main)
}

// digits leaves of a number what is dialled.
func digits(number string) string {
	number = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -()", r) {
			return -1
		}
		return r
	}, number)
	return abroad.ReplaceAllString(number, "+86")
}
