package inspect

// A Kind is how much hangs on a demand, the most first.
type Kind int

const (
	Veto   Kind = iota // 单项否决: one finding fails the whole site
	Points             // 扣分: asked of portals, for others a measure
	Norm               // 规范: how pages are to be made
	Advice             // 建议: in no document, or not in these words
)

func (k Kind) String() string { return [...]string{"单项否决", "扣分", "规范", "建议"}[k] }

// A Demand is what one indicator asks.
type Demand struct {
	ID     string // for machines; never changes
	Name   string // the indicator, as the document calls it, or what is asked
	Kind   Kind
	Source string // the document, and the part of it as far as that is certain
	Asks   string
	Most   limit // where what is asked is a number
}

// A limit is how old, how many or how slow is too much. Which of these a demand
// has goes by what it asks.
type limit struct {
	Days, Months int // of the newest content: older fails
	Number       int // of columns: as many fail
	Seconds      int // of a page, at the line below: as many fail
	Bits         int // a second, of that line
}

// The documents that ask.
const (
	guideline  = "《政府网站发展指引》（国办发〔2017〕47号）"
	indicators = "《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）"
)

// demands are what is asked of a site. The numbers of clauses are left out: the
// documents number within parts, and copies of them differ.
var demands = struct{ home, news, notices, stale, blank, blanks, reach, slow, links, outward, tags, footer, contractor Demand }{
	home: Demand{"home-not-updated", "首页不更新", Veto, indicators + "单项否决指标",
		"监测 2 周，首页无信息更新的，单项否决", limit{Days: 14}},
	news: Demand{"news-not-updated", "栏目不更新", Points, indicators,
		"动态、要闻类栏目 2 周内应有更新", limit{Days: 14}},
	notices: Demand{"notices-not-updated", "栏目不更新", Points, indicators,
		"通知公告类一级栏目 6 个月内应有更新", limit{Months: 6}},
	stale: Demand{"columns-not-updated", "栏目不更新", Veto, indicators + "单项否决指标",
		"动态、要闻类栏目 2 周内，通知公告、政策文件类一级栏目 6 个月内，累计超过（含）5 个未更新的，单项否决", limit{Number: 5}},
	blank: Demand{"empty-column", "空白栏目", Points, indicators,
		"不得有栏目而无内容", limit{}},
	blanks: Demand{"empty-columns", "栏目不更新", Veto, indicators + "单项否决指标",
		"空白栏目超过（含）5 个的，单项否决", limit{Number: 5}},
	reach: Demand{"home-too-slow", "站点无法访问", Veto, indicators + "单项否决指标",
		"监测 1 周，超过（含）15 秒仍打不开的次数达到 5% 的，单项否决；本程序按 1 Mbit/s 估算首页", limit{Seconds: 15, Bits: 1_000_000}},
	slow: Demand{"page-too-slow", "网页太重", Advice, "参照" + indicators + "“站点无法访问”的 15 秒",
		"其他网页按 1 Mbit/s 估算，也应在 15 秒内打开", limit{Seconds: 15, Bits: 1_000_000}},
	links: Demand{"own-link", "链接可用性", Points, indicators + "扣分指标",
		"网站中的链接应能打开", limit{}},
	outward: Demand{"outward-link", "链接可用性", Points, indicators + "扣分指标",
		"网站中的链接应能打开，包括外部链接", limit{}},
	tags: Demand{"page-tag", "网页标签", Norm, guideline + "附件《网页设计规范》",
		"网站、栏目、内容页应有规定的标签（meta）", limit{}},
	footer: Demand{"footer", "网站标识", Points, guideline + "、" + indicators + "扣分指标",
		"全站页面底部应列明主办单位及联系方式、网站标识码、ICP备案编号、公安机关备案标识", limit{}},
	contractor: Demand{"footer-contractor", "承办单位", Advice, "公共机构网站的通行做法",
		"有承办单位的，在页面底部与主办单位一并列明", limit{}},
}

// renewed are the types of columns (ColumnType) that must be kept up to date.
// 政策文件 is not among them: the pages of standards have no day of publication.
var renewed = []struct {
	Type   string
	Demand Demand
	Cure   string
}{
	{"动态要闻", demands.news, "在这个栏目发布新的内容"},
	{"通知公告", demands.notices, "有新的认定、公示、退出的，在 content/notices/ 发布（new notice 可以建好文件）；半年内确实没有的，与网站的主管单位商定这个栏目怎样设置"},
}

// A scope is which pages must have a tag.
type scope int

const (
	everyPage scope = iota
	columns         // pages that list others
	articles        // pages of one thing
	dated           // articles but those of 概况信息, which no day is asked of
)

// A tag is a meta element that the head must have.
type tag struct {
	Name, Label string
	On          scope
	Cure        string
}

var tags = []tag{
	{"SiteName", "网站名称", everyPage, "在 content/site.yaml 填 title"},
	{"SiteDomain", "网站域名", everyPage, "在 content/site.yaml 填 base_url，写网站正式的地址"},
	{"SiteIDCode", "网站标识码", everyPage, "政府网站在 content/site.yaml 填 site_id_code；不是政府网站的，没有标识码，不必填"},
	{"ColumnName", "栏目名称", everyPage, "在 layouts/base/base.html 补上"},
	{"ColumnType", "栏目类别", everyPage, "在 layouts/base/base.html 补上"},
	{"ColumnDescription", "栏目描述", columns, "首页的取自 content/site.yaml 的 tagline，请填写；其他栏目的，在 layouts/base/base.html 补上"},
	{"ColumnKeywords", "栏目关键词", columns, "在 layouts/base/base.html 补上"},
	{"ArticleTitle", "标题", articles, "在 layouts/base/base.html 补上"},
	{"ContentSource", "来源", articles, "在 content/site.yaml 填 publisher，或者在公告中填 authority"},
	{"PubDate", "发布日期", dated, "在 content/notices/ 的这份公告（品牌网页：认定它的公告）中填 date；原文没有日期的，补不上，可以不改"},
}

// An item is a line of the footer.
type item struct {
	Term, Key string
	Demand    Demand
	Note      string // added to the cure
}

var items = []item{
	{"主办单位", "publisher", demands.footer, ""},
	{"承办单位", "organizer", demands.contractor, "；没有承办单位的不必填"},
	{"联系方式", "contact", demands.footer, ""},
	{"网站标识码", "site_id_code", demands.footer, "；不是政府网站的，没有标识码，不必填"},
	{"ICP备案", "icp", demands.footer, "，写备案编号"},
	{"公安备案", "police_record", demands.footer, "，写备案编号"},
}

// Unchecked is what inspections ask and pages do not tell.
func Unchecked() []string {
	return []string{
		"网站实际能不能打开、有多快：须在线监测一周，这里只按网页的大小估算。",
		"政策文件类栏目（认定标准）是否更新：标准的网页不注明发布日期，请人工核对。",
		"党政机关网站标识、“我为政府网站找错”入口：本程序不代为放置，由运行网站的单位按规定办理。",
		"错别字和严重表述错误、互动回应、办事服务、安全防护：须人工检查。",
	}
}
