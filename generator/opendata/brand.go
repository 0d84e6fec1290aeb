package opendata

import (
	"reflect"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/site"
)

// Statuses of brands that have a page. A candidate has none and is in no file.
var statuses = words(content.Recognized, content.Noticed, content.Withdrawn, content.Expired)

const partialDate = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`

// brandFields describes a brand, its evaluations aside.
func (d *dataset) brandFields() []field[*site.Brand] {
	type b = *site.Brand
	all := []field[b]{
		text("slug", "网址名", "品牌的唯一标识，也是网页和数据文件的名字；改过的，旧名见 former_slugs。", func(of b) string { return of.Slug }).always().shaped("", `^[a-z0-9]+(-[a-z0-9]+)*$`),
		text("name", "品牌名称", "", func(of b) string { return of.Name }).always(),
		text("url", "网页地址", d.addressNote(), func(of b) string { return d.address(of.Path) }).always().shaped(d.addressFormat(), ""),
		text("status", "状态", "", func(of b) string { return string(of.Standing.Status) }).always().oneOf(statuses),
		text("type", "品牌类型", "原公布文件未载明的不写。", func(of b) string { return of.TypeName() }).among(d.typeNames()),
		text("county", "县区", "全市性品牌写设区市。", func(of b) string { return of.Region.Name }).always(),
		text("county_code", "县区代码", "县级以上行政区划代码（GB/T 2260），六位数字，按文本存放。", func(of b) string { return of.Region.Code }).always().shaped("", "^[0-9]{6}$"),
		text("city", "设区市", "", func(of b) string { return cityName(of.Region) }),
	}
	if !d.site.Rules.Typed() {
		all = slices.DeleteFunc(all, func(f field[b]) bool { return f.name == "type" })
	}
	if d.site.Settings.Region.IsNation() {
		all = append(all, text("province", "省（区、市）", "", func(of b) string { return provinceName(of.Region) }))
	}
	all = append(all, d.keyedFields("place", "builder", "industry", "agricultural")...)
	all = append(all, d.honorFields()...)
	all = append(all, d.keyedFields()...)
	all = append(all,
		text("introduction", "基本情况", "纯文本，段落之间换行。", func(of b) string { return of.Intro.Text() }).widely(),
		object("naming", "命名", "品牌名称是否采用“地域＋产业（产品）＋对人的称谓”的形式（苏人社发〔2022〕40号）；只是建议，不影响认定。", namingFields(), d.naming).always(),
	)
	all = append(all, d.keyedFields("as_of")...)
	all = append(all, d.factFields()...)
	if len(d.site.Sources) > 0 {
		all = append(all, object("source", "来源", "品牌取自哪个下级名录；本站自己的不写。", sourceFields(), func(b *site.Brand) (*edition.Provenance, bool) { return b.Source, b.Source != nil }))
	}
	if d.site.Settings.ShowPool {
		all = append(all, d.keyedFields("pool", "stage")...)
	}
	if d.site.Settings.ShowLeader {
		all = append(all, d.keyedFields("leader")...)
	}
	if d.site.Settings.ShowOpinions {
		all = append(all, d.keyedFields("opinions")...)
	}
	return all
}

// placed are the keys of a brand that stand where brandFields says, or only where
// site.yaml allows it; all others stand together.
var placed = []string{"place", "builder", "industry", "agricultural", "as_of", "pool", "stage", "leader", "opinions"}

// keyedFields describes the named keys of a brand, where none is named all that
// have no place of their own.
func (d *dataset) keyedFields(named ...string) []field[*site.Brand] {
	var all []field[*site.Brand]
	for _, k := range keys.Brand {
		wanted := slices.Contains(named, k.Key) || len(named) == 0 && !slices.Contains(placed, k.Key)
		if wanted && k.Open.Label != "" {
			all = append(all, keyed(k, func(b *site.Brand) reflect.Value { return reflect.ValueOf(b).Elem() })) // what b holds in place of its source, as links that hold, comes first
		}
	}
	return all
}

// provinceName names the province, or the municipality, that r lies in.
func provinceName(r *criteria.Region) string {
	for ; r != nil; r = r.Parent {
		if r.IsProvince() || r.Municipality {
			return r.Name
		}
	}
	return ""
}

func cityName(r *criteria.Region) string {
	if city := r.City(); city != nil {
		return city.Name
	}
	return ""
}

func (d *dataset) typeNames() []string {
	var names []string
	for _, t := range d.site.Rules.Types {
		names = append(names, t.Name)
	}
	return names
}

func (d *dataset) levelNames() []string {
	var names []string
	for _, l := range d.site.Rules.Levels {
		names = append(names, l.Name)
	}
	return names
}

// address returns where a page stands: absolute where the site knows its own
// address, else below the site's root.
func (d *dataset) address(path string) string { return d.site.Settings.BaseURL + path }

func (d *dataset) addressNote() string {
	if d.site.Settings.BaseURL == "" {
		return "相对于网站根目录。"
	}
	return ""
}

func (d *dataset) addressFormat() string {
	if d.site.Settings.BaseURL == "" {
		return "uri-reference"
	}
	return "uri"
}

// sourceFields describes whose a brand is that the site collects.
func sourceFields() []field[*edition.Provenance] {
	type p = *edition.Provenance
	return []field[p]{
		text("name", "来源名录", "", func(of p) string { return of.Name }).always(),
		text("date", "来源的日期", "来源的数据是这一天的。", func(of p) string { return of.Date.String() }).always().shaped("date", ""),
		text("url", "来源的网页", "", func(of p) string { return of.Page }).shaped("uri", ""),
	}
}

// A naming says whether a name follows the advice; "" : it does.
type naming string

func namingFields() []field[naming] {
	return []field[naming]{
		yesNo("conforms", "名称符合建议形式", "", func(of naming) bool { return of == "" }),
		text("advice", "命名建议", "不符合时写明所缺。", func(of naming) string { return string(of) }),
	}
}

func (d *dataset) naming(b *site.Brand) (naming, bool) {
	return naming(d.site.Rules.Advise(b.Name, b.Region, b.Place)), true
}
