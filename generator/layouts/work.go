package layouts

import (
	"html/template"

	"minglu/generator/edition"
	"minglu/generator/site"
)

// WorkPage is given to layouts/work/work.html: one page of what brands offer to whoever
// looks for work, a course or a shop.
type WorkPage struct {
	Base
	Pager
	Errands  []site.ErrandPart
	Sections []WorkSection
}

// A WorkSection is the offers of one errand and one place, by type.
type WorkSection struct {
	site.WorkSection
	Heads bool // it is the errand's first on its page
	Kinds []WorkKind
}

// A WorkKind is those of them that are of one type, or all where brands are of no types.
type WorkKind struct {
	ID, Name string // "" where brands are of no types
	Views    []OfferView
}

// An OfferView is one link that a brand offers.
type OfferView struct {
	Label, Kind             string
	URL                     template.URL // "" where it can be no link
	Name, Path, Type, Place string       // of the brand; Type "" where a heading tells it, or nothing does
	Since                   string       // the day of entry; "" where it is not told
	AsOf                    string       // then the day of the brand's figures
	Until                   string       // the last day; "" where it is not told
	Unit, Builder           string       // whom to ask
	Phone                   *Phone       // nil for none
}

// workTitle is what the page is called.
const workTitle = "找工作·学手艺"

func (r *renderer) workJob(n int) job {
	path := site.WorkPagePath(n)
	return job{"work", path, func(w *worker) any {
		work := w.site.Work
		p := WorkPage{Base: w.base("work", path, edition.WorkPath, workTitle, "各劳务品牌的招聘岗位、用工需求、培训课程和店铺，按地区排列，注明登记日期和联系电话。"),
			Errands: work.Errands}
		p.Pager = newPager(n, len(work.Pages), p.Root, site.WorkPagePath)
		for i, s := range work.Pages[n-1] {
			if i == 0 || work.Pages[n-1][i-1].ID != s.ID {
				heads := i == 0 || work.Pages[n-1][i-1].Errand.ID != s.Errand.ID
				p.Sections = append(p.Sections, WorkSection{s, heads, nil})
			}
			last := &p.Sections[len(p.Sections)-1]
			last.Kinds = append(last.Kinds, WorkKind{s.TypeID, s.Type, w.offers(s.Offers, p.Root, s.TypeID == "")})
		}
		return p
	}}
}

// offers are the offers as a page at the root shows them, each with its brand's type where no
// heading tells it.
func (w *worker) offers(offers []site.Offer, root string, typed bool) []OfferView {
	views := make([]OfferView, len(offers))
	for i, o := range offers {
		b := o.Brand
		v := OfferView{Label: o.Label, Kind: o.Kind, URL: outward(o.URL), Name: b.Name, Path: root + b.Path,
			Place: w.site.Where(b), Since: o.Since.String(), AsOf: b.AsOf.String(), Until: o.Until.String(), Builder: b.Builder}
		if typed {
			v.Type = b.TypeName()
		}
		if b.Contact != nil {
			v.Unit, v.Phone = b.Contact.Unit, newPhone(b.Contact.Phone)
		}
		views[i] = v
	}
	return views
}
