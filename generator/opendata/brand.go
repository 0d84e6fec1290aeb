package opendata

import (
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/site"
)

// Statuses of brands that have a page. A candidate has none and is in no file.
var statuses = []word{
	{string(content.Recognized), "在册"},
	{string(content.Noticed), "公示中"},
	{string(content.Withdrawn), "已退出"},
	{string(content.Expired), "已到期"},
}

const partialDate = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`

// brandFields describes a brand, its evaluations aside.
func (d *dataset) brandFields() []field[*site.Brand] {
	type b = *site.Brand
	all := []field[b]{
		text("slug", "网址名", "品牌的唯一标识，也是网页和数据文件的名字；改过的，旧名见 former_slugs。", func(of b) string { return of.Slug }).always().shaped("", `^[a-z0-9]+(-[a-z0-9]+)*$`),
		text("name", "品牌名称", "", func(of b) string { return of.Name }).always(),
		text("url", "网页地址", d.addressNote(), func(of b) string { return d.address(of.Path) }).always().shaped(d.addressFormat(), ""),
		text("status", "状态", "", func(of b) string { return string(of.Standing.Status) }).always().oneOf(statuses),
		text("type", "品牌类型", "原公布文件未载明的不写。", func(of b) string { return typeName(of.Type) }).among(d.typeNames()),
		text("county", "县区", "全市性品牌写设区市。", func(of b) string { return of.Region.Name }).always(),
		text("county_code", "县区代码", "县级以上行政区划代码（GB/T 2260），六位数字，按文本存放。", func(of b) string { return of.Region.Code }).always().shaped("", "^[0-9]{6}$"),
		text("city", "设区市", "", func(of b) string { return cityName(of.Region) }),
		text("place", "乡镇或功能区", "", func(of b) string { return of.Place }),
		text("builder", "培育建设单位", "", func(of b) string { return of.Builder }),
		text("industry", "所属行业", "", func(of b) string { return of.Industry }),
	}
	all = append(all, d.honorFields()...)
	all = append(all,
		texts("also_known_as", "别名", "", func(of b) []string { return of.AlsoKnownAs }),
		texts("former_slugs", "曾用网址名", "旧地址 brands/<曾用网址名>.json 照常可用，内容与现行文件相同。", func(of b) []string { return of.FormerSlugs }),
		object("contact", "联系方式", "单位的公开联系方式，不含个人的。", contactFields(), func(of b) (*content.Contact, bool) { return of.Contact, of.Contact != nil }),
		objects("links", "相关链接", "招聘、培训、购买等。", d.linkFields(), func(of b) []content.Link { return of.Links }),
		text("introduction", "基本情况", "纯文本，段落之间换行。", func(of b) string { return of.Intro.Text() }).widely(),
		object("naming", "命名", "品牌名称是否采用“地域＋产业（产品）＋对人的称谓”的形式（苏人社发〔2022〕40号）；只是建议，不影响认定。", namingFields(), d.naming).always(),
		text("as_of", "数据日期", "填报内容（facts）截至这一天。没有填报的品牌不写。", func(of b) string { return of.AsOf.String() }).shaped("date", ""),
	)
	all = append(all, d.factFields()...)
	return append(all, d.personalFields()...)
}

func typeName(t *criteria.Type) string {
	if t == nil {
		return ""
	}
	return t.Name
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

func contactFields() []field[*content.Contact] {
	type c = *content.Contact
	return []field[c]{
		text("unit", "联系单位", "", func(of c) string { return of.Unit }),
		text("phone", "联系电话", "按文本存放。", func(of c) string { return of.Phone }),
		text("address", "联系地址", "", func(of c) string { return of.Address }),
		text("website", "单位网站", "", func(of c) string { return of.Website }),
	}
}

func (d *dataset) linkFields() []field[content.Link] {
	return []field[content.Link]{
		text("label", "链接名称", "", func(of content.Link) string { return of.Label }).always(),
		text("url", "链接地址", "", func(of content.Link) string {
			if path, inside := strings.CutPrefix(of.URL, "/"); inside {
				return d.address(path)
			}
			return of.URL
		}).always().shaped("uri-reference", ""),
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

// personalFields describes what site.yaml must allow by name, and only that.
func (d *dataset) personalFields() []field[*site.Brand] {
	type b = *site.Brand
	var all []field[b]
	if d.site.Settings.ShowLeader {
		all = append(all, object("leader", "品牌负责人", "", leaderFields(), func(of b) (*content.Leader, bool) { return of.Leader, of.Leader != nil }))
	}
	if d.site.Settings.ShowOpinions {
		opinion := func(name, label string, get func(content.Opinions) *content.Opinion) field[content.Opinions] {
			return object(name, label, "", opinionFields(label), func(of content.Opinions) (*content.Opinion, bool) { o := get(of); return o, o != nil })
		}
		all = append(all, object("opinions", "推荐意见", "", []field[content.Opinions]{
			opinion("builder", "培育建设单位意见", func(of content.Opinions) *content.Opinion { return of.Builder }),
			opinion("county", "县区人社部门意见", func(of content.Opinions) *content.Opinion { return of.County }),
		}, func(of b) (content.Opinions, bool) { return of.Opinions, of.Opinions != content.Opinions{} }))
	}
	return all
}

func leaderFields() []field[*content.Leader] {
	return []field[*content.Leader]{
		text("name", "负责人姓名", "", func(of *content.Leader) string { return of.Name }),
		text("title", "负责人职务", "", func(of *content.Leader) string { return of.Title }),
	}
}

func opinionFields(label string) []field[*content.Opinion] {
	return []field[*content.Opinion]{
		text("text", label, "", func(of *content.Opinion) string { return of.Text }).widely(),
		text("date", label+"日期", "", func(of *content.Opinion) string { return of.Date.String() }),
	}
}
