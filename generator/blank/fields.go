package blank

import "slices"

// A Kind says what stands behind a key.
type Kind int

const (
	Text       Kind = iota
	Texts           // a list of texts
	YesNo           // 是 or 否
	Whole           // a whole number
	Day             // 2024-06-30
	PartialDay      // also 2024-06 or 2024
	Group           // the keys in Fields
	Groups          // a list of such
	TypeName        // one of criteria/types.yaml
	CountyName      // of the site's region
	LevelName       // one of criteria/levels.yaml
	StandardID      // a file of criteria/standards/
	ActKind         // 公示, 认定 or 退出
	RegionCode      // six digits
	Facts           // a value by fact
	Evidence        // a text by fact
	Scores          // by standard and item, a whole number each
	ByLevel         // by level, a group each
	Entries         // slugs, or groups
)

// A Field is one key of a file of content/.
type Field struct {
	Key      string
	Label    string // what it is called
	Hint     string // how it is filled in; "" where the label says it
	Kind     Kind
	Required bool
	Of       string  // the only kind of notice that has it; "": all
	Fields   []Field // of a group
	Rare     bool    // hardly a file needs it: the empty forms leave it out
}

// explained returns the label with what one must know to fill the field in.
func (f Field) explained() string {
	text := f.Label
	if f.Required {
		text += "，必填"
	}
	if f.Hint != "" {
		text += "。" + f.Hint
	}
	return text
}

// BrandFields are the keys of a brand, in the order in which they are written.
var BrandFields = []Field{
	{Key: "name", Label: "名称", Required: true, Hint: "全市不得重复"},
	{Key: "type", Label: "品牌类型", Kind: TypeName, Hint: "填了 facts 的必填"},
	{Key: "county", Label: "县（市、区）全称", Kind: CountyName, Required: true, Hint: "全市的品牌填市名"},
	{Key: "place", Label: "乡镇或功能区", Hint: "如 曲阳镇"},
	{Key: "builder", Label: "培育建设单位", Hint: "填了 facts 的必填"},
	{Key: "leader", Label: "负责人", Kind: Group, Hint: "只用于推荐表，应先征得本人同意", Fields: []Field{
		{Key: "name", Label: "负责人姓名", Required: true},
		{Key: "title", Label: "负责人职务"},
	}},
	{Key: "industry", Label: "行业", Hint: "如 水晶雕刻"},
	{Key: "also_known_as", Label: "别名", Kind: Texts, Hint: "几个的写成列表，如 [甲, 乙]"},
	{Key: "former_slugs", Label: "用过的文件名", Kind: Texts, Hint: "改过文件名的才填，旧网址会转到新网址"},
	{Key: "cover", Label: "封面图片", Kind: Group, Hint: "图片与本文件放在同一个文件夹", Fields: []Field{
		{Key: "file", Label: "图片的文件名", Required: true},
		{Key: "alt", Label: "一句话说明图中是什么", Required: true},
	}},
	{Key: "contact", Label: "单位的联系方式", Kind: Group, Hint: "写单位的，不写个人的手机", Fields: []Field{
		{Key: "unit", Label: "联系单位"},
		{Key: "phone", Label: "固定电话"},
		{Key: "address", Label: "地址"},
		{Key: "website", Label: "网站", Hint: "以 https:// 开头"},
	}},
	{Key: "links", Label: "招聘、培训、店铺等链接", Kind: Groups, Fields: []Field{
		{Key: "label", Label: "链接的文字", Required: true},
		{Key: "url", Label: "网址", Required: true},
	}},
	{Key: "as_of", Label: "数据截止日期", Kind: Day, Hint: "下面各项数据都是这一天的，如 2024-06-30；填了 facts 的必填"},
	{Key: "facts", Label: "各项数据", Kind: Facts, Hint: "不知道的留空，不要填 0 或“无”代替"},
	{Key: "evidence", Label: "佐证材料", Kind: Evidence, Hint: "写明哪份材料能证明哪一项"},
	{Key: "self_scores", Label: "自评分", Kind: Scores, Hint: "按标准、条目填写，含加分；total 是总分"},
	{Key: "opinions", Label: "推荐意见", Kind: Group, Hint: "印在推荐表上", Fields: []Field{
		{Key: "builder", Label: "培育建设单位的意见", Kind: Group, Fields: opinionFields},
		{Key: "county", Label: "县区人社部门的意见", Kind: Group, Fields: opinionFields},
	}},
	{Key: "people", Label: "创立人、传承人、领军人", Kind: Groups, Hint: "应先征得本人同意", Fields: []Field{
		{Key: "name", Label: "姓名", Required: true},
		{Key: "role", Label: "身份"},
		{Key: "title", Label: "称号、职务"},
		{Key: "story", Label: "一两句介绍"},
	}},
	notPersonal,
}

// notPersonal is of every kind of file, and in site.yaml agrees to what brands
// declare.
var (
	notPersonal = Field{Key: "not_personal", Label: "不是个人号码的号码", Kind: Groups, Rare: true,
		Hint: "检查时误认为个人号码的才写；品牌文件里的，主管部门在 site.yaml 中写上同样的一项才放行", Fields: notPersonalFields}
	agreed = Field{Key: "not_personal", Label: "不是个人号码的号码", Kind: Groups, Rare: true,
		Hint: "本文件里检查时误认的，和同意品牌文件放行的", Fields: slices.Concat([]Field{
			{Key: "file", Label: "同意的是哪个品牌文件", Hint: "如 content/brands/donghai/donghai-shuijing.md；不写的，是本文件里的号码"},
		}, notPersonalFields)}
	notPersonalFields = []Field{
		{Key: "text", Label: "与文件中一字不差的写法", Required: true},
		{Key: "why", Label: "是什么号码、为什么可以公开", Required: true},
	}
)

var opinionFields = []Field{
	{Key: "text", Label: "意见的内容", Required: true},
	{Key: "date", Label: "意见的日期", Kind: Day},
}

// NoticeFields are the keys of a notice, in the order in which they are written.
var NoticeFields = []Field{
	{Key: "kind", Label: "种类", Kind: ActKind, Required: true, Hint: "公示、认定、退出"},
	{Key: "title", Label: "标题", Required: true},
	{Key: "level", Label: "级别", Kind: LevelName, Required: true},
	{Key: "honor", Label: "荣誉的名称", Hint: "如 连云港市市级劳务品牌"},
	{Key: "act", Label: "文件上的用语", Hint: "如 收录、公布、撤销；与种类相同的不写"},
	{Key: "authority", Label: "发文机关"},
	{Key: "standard", Label: "依据的标准", Kind: StandardID, Hint: "写了就要写日期，并逐个核对品牌是否达标"},
	{Key: "year", Label: "批次年份", Kind: Whole, Hint: "不写就取日期的年份"},
	{Key: "batch", Label: "批次", Hint: "如 第一批"},
	{Key: "date", Label: "日期", Kind: PartialDay, Hint: "从这一天起生效；可以只写年或年月"},
	{Key: "document", Label: "文件", Kind: Group, Fields: []Field{
		{Key: "number", Label: "文号"},
		{Key: "url", Label: "文件的网址"},
	}},
	{Key: "from", Label: "公示开始日期", Kind: Day, Of: "公示", Required: true},
	{Key: "to", Label: "公示截止日期", Kind: Day, Of: "公示", Required: true},
	{Key: "contact", Label: "公示期间反映意见的联系方式", Of: "公示"},
	{Key: "valid_until", Label: "有效期截止日期", Kind: Day, Of: "认定", Hint: "没有期限的不写"},
	{Key: "brands", Label: "品牌名单", Kind: Entries, Required: true, Hint: "品牌文件的文件名，不带 .md；# 后面是品牌名称，供核对", Fields: []Field{
		{Key: "slug", Label: "退出公告要写原因时", Required: true},
		{Key: "reason", Label: "退出的原因", Of: "退出"},
	}},
	notPersonal,
}

// JudgementFields are the keys of one judgement; a file has one for each item.
var JudgementFields = []Field{
	{Key: "points", Label: "评定分", Kind: Whole, Required: true, Hint: "0 到该条满分之间的整数"},
	{Key: "reason", Label: "评定的理由", Required: true},
	{Key: "by", Label: "评定人", Hint: "网站上不显示"},
	{Key: "date", Label: "评定日期", Kind: Day},
}

// PageFields are the keys of a page.
var PageFields = []Field{
	{Key: "title", Label: "标题", Required: true},
	{Key: "description", Label: "一句话说明"},
	{Key: "menu", Label: "在菜单中的次序", Kind: Whole, Hint: "1 排在最前；不进菜单的不写"},
	notPersonal,
}

// SiteFields are the keys of site.yaml.
var SiteFields = []Field{
	{Key: "title", Label: "网站名称", Required: true},
	{Key: "tagline", Label: "一句话介绍"},
	{Key: "base_url", Label: "网站的地址", Hint: "以 https:// 开头"},
	{Key: "publisher", Label: "主办单位", Required: true},
	{Key: "organizer", Label: "承办单位"},
	{Key: "contact", Label: "联系方式"},
	{Key: "feedback", Label: "纠错的地址", Hint: "网址，或 mailto: 加邮箱"},
	{Key: "licence", Label: "数据的许可方式"},
	{Key: "icp", Label: "ICP 备案号"},
	{Key: "police_record", Label: "公安备案号"},
	{Key: "site_id_code", Label: "政府网站标识码"},
	{Key: "region", Label: "网站的范围", Kind: RegionCode, Required: true, Hint: "六位行政区划代码，如 320700；全省的写 320000"},
	{Key: "show_leader", Label: "网站是否显示负责人", Kind: YesNo},
	{Key: "show_opinions", Label: "网站是否显示推荐意见", Kind: YesNo},
	{Key: "show_scores", Label: "网站是否显示评价、自评分和排名", Kind: YesNo},
	{Key: "targets", Label: "各级别的目标", Kind: ByLevel, Fields: []Field{
		{Key: "number", Label: "目标数量", Kind: Whole, Required: true},
		{Key: "year", Label: "到哪一年", Kind: Whole, Required: true},
	}},
	{Key: "demo", Label: "是否示例网站", Kind: YesNo},
	{Key: "demo_date", Label: "示例网站按哪一天生成", Kind: Day},
	agreed,
}
