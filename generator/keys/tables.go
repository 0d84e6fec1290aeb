package keys

import "slices"

// A Table is the keys of one kind of file that editors write.
type Table struct {
	Name   string // brand, notice, judgement, page or site
	Label  string
	Fields []Field
}

// Tables are those of the kinds of files of content/.
var Tables = []Table{
	{"brand", "品牌文件的字段区", Brand},
	{"notice", "公告文件的字段区", Notice},
	{"judgement", "评定意见文件", Judgement},
	{"page", "页面文件的字段区", Page},
	{"site", "网站设置 site.yaml", Site},
}

// Brand are the keys of a brand, in the order in which they are written.
var Brand = []Field{
	{Key: "name", Label: "名称", Required: true, Hint: "全市不得重复", Called: []string{"品牌名称", "劳务品牌名称", "品牌名"}},
	{Key: "type", Label: "品牌类型", Kind: TypeName, WithFacts: true, Hint: "填了 facts 的必填", Desk: "选定类型，才知道要填哪些数据", Handbook: "类型见 criteria/types.yaml",
		Short: "类型", Called: []string{"类型", "类别", "品牌类别", "所属类型"}},
	{Key: "county", Label: "县（市、区）全称", Kind: CountyName, Required: true, Hint: "全市的品牌填市名", Handbook: "全省有重名的，前面加市名，如 南京市鼓楼区",
		Short: "县区", Called: []string{"县区", "区县", "县", "区", "县（市、区）", "所属县区", "所在县区", "地区", "所属地区"}},
	{Key: "place", Label: "乡镇或功能区", Hint: "如 曲阳镇",
		Short: "乡镇、园区", Called: []string{"乡镇", "镇", "地点", "所在地", "所在乡镇"}, Open: Open{Label: "乡镇或功能区"}},
	{Key: "builder", Label: "培育建设单位", Kind: TextOrTexts, WithFacts: true, Hint: "填了 facts 的必填", Desk: "写全称；几个单位的，一个一格", Handbook: "几个单位的写成列表，如 [甲, 乙]，显示为“甲、乙”",
		Called: []string{"建设单位", "培育单位", "申报单位", "单位"}, Open: Open{Label: "培育建设单位"}},
	{Key: "leader", Label: "负责人", Kind: Group, Hint: "只用于推荐表，应先征得本人同意", Handbook: "网站是否显示由 site.yaml 决定",
		Called: []string{"负责人姓名"}, Open: Open{Label: "品牌负责人"}, Fields: []Field{
			{Key: "name", Label: "负责人姓名", Required: true, Called: []string{"姓名", "名称"}, Open: Open{Label: "负责人姓名"}},
			{Key: "title", Label: "负责人职务", Called: []string{"职务"}, Open: Open{Label: "负责人职务"}},
		}},
	{Key: "industry", Label: "行业", Hint: "如 水晶雕刻", Called: []string{"所属行业"}, Open: Open{Label: "所属行业"}},
	{Key: "agricultural", Label: "涉农依据", Hint: "涉农的品牌才写：依据哪份文件认为它涉农", Called: []string{"涉农", "是否涉农"},
		Open: Open{Label: "涉农依据", Meaning: "认为品牌涉农所依据的文件；不写的没有标明。"}},
	{Key: "also_known_as", Label: "别名", Kind: Texts, Hint: "几个的写成列表，如 [甲, 乙]", Desk: "又名、俗称，一个一格", Handbook: "搜索时也能找到",
		Called: []string{"又名", "曾用名"}, Open: Open{Label: "别名"}},
	{Key: "former_slugs", Label: "用过的文件名", Kind: Texts, Hint: "改过文件名的才填，旧网址会转到新网址", Desk: "网页改过地址的才填，旧地址会转到新地址", Short: "旧网址",
		Open: Open{Label: "曾用网址名", Meaning: "旧地址 brands/<曾用网址名>.json 照常可用，内容与现行文件相同。"}},
	{Key: "former_names", Label: "改名前的名称", Kind: Groups, Rare: true, Hint: "品牌改了名称的才写，一个旧名称一项", Handbook: "改名以前的公告仍印旧名称，搜索时也能找到",
		Called: []string{"旧名称", "原名称", "原名"}, Open: Open{Label: "改名前的名称", Meaning: "改名以前的公告使用当时的名称。"}, Fields: []Field{
			{Key: "name", Label: "当时的名称", Required: true, Called: []string{"名称"}, Open: Open{Label: "当时的名称", Always: true}},
			{Key: "until", Label: "新名称的启用日期", Kind: Day, Required: true, Handbook: "从这一天起用后面的名称", Called: []string{"日期", "改名日期"}, Open: Open{Label: "新名称的启用日期", Always: true}},
		}},
	{Key: "pool", Label: "所在资源库", Kind: Choice, Choices: []string{"县级", "市级", "省级"}, Hint: "列入三级劳务品牌资源库的才填", Handbook: "网站是否显示由 site.yaml 决定",
		Short: "资源库", Called: []string{"资源库", "资源库级别", "入库级别"}, Open: Open{Label: "所在资源库"}},
	{Key: "stage", Label: "培育阶段", Kind: Choice, Choices: []string{"成熟", "未成品牌", "零散"}, Hint: "列入资源库的填", Handbook: "网站是否显示由 site.yaml 决定",
		Called: []string{"阶段", "品牌阶段"}, Open: Open{Label: "培育阶段"}},
	{Key: "cover", Label: "封面图片", Kind: Group, Hint: "图片与本文件放在同一个文件夹", Desk: "从本机选一张，或者用手机拍一张", Short: "封面或图片", Called: []string{"封面", "图片"}, Open: Open{Label: "封面图片", Meaning: "图片见品牌网页，数据里只有说明。"}, Fields: []Field{
		{Key: "file", Label: "图片的文件名", Required: true, Handbook: "与品牌文件放在一起", Called: []string{"文件", "图片"}},
		{Key: "alt", Label: "一句话说明图中是什么", Kind: Prose, Required: true, Handbook: "供看不到图的人听读", Called: []string{"说明"}, Open: Open{Label: "图中是什么", Always: true}},
		{Key: "ai_generated", Label: "是否由人工智能生成", Kind: YesNo, Hint: "是的必须写 是", Desk: "由人工智能生成的，必须填", Handbook: "网站在图片旁标明", Called: []string{"人工智能生成", "AI生成"},
			Open: Open{Label: "由人工智能生成", Meaning: "是：展示图片时应当标明由人工智能生成。否：没有这样声明。"}},
	}},
	{Key: "ai_pictures", Label: "人工智能生成的正文图片", Kind: Texts, Rare: true, Hint: "正文里由人工智能生成的图片，必须写出文件名", Handbook: "几张的写成列表，如 [a.webp, b.webp]；网站在图片下标明", Called: []string{"人工智能生成的图片", "AI图片"}},
	{Key: "contact", Label: "单位的联系方式", Kind: Group, Hint: "写单位的，不写个人的手机", Short: "联系方式",
		Called: []string{"联系方式", "联系", "联系电话"}, Open: Open{Label: "联系方式", Meaning: "单位的公开联系方式，不含个人的。"}, Fields: []Field{
			{Key: "unit", Label: "联系单位", Called: []string{"单位"}, Open: Open{Label: "联系单位"}},
			{Key: "phone", Label: "固定电话", Called: []string{"电话", "联系电话"}, Open: Open{Label: "联系电话", Meaning: "按文本存放。"}},
			{Key: "address", Label: "地址", Open: Open{Label: "联系地址"}},
			{Key: "website", Label: "网站", Kind: Web, Hint: "以 https:// 开头", Called: []string{"网址"}, Open: Open{Label: "单位网站"}},
		}},
	{Key: "links", Label: "招聘、培训、店铺等链接", Kind: Groups, Short: "链接",
		Called: []string{"链接"}, Open: Open{Label: "相关链接", Meaning: "招聘、培训、购买等，不含已过截止日期的。", Always: true}, Fields: []Field{
			{Key: "label", Label: "链接的文字", Required: true, Called: []string{"名称"}, Open: Open{Label: "链接名称", Always: true}},
			{Key: "url", Label: "网址", Kind: Address, Required: true, Open: Open{Label: "链接地址", Always: true}},
			{Key: "kind", Label: "链接种类", Kind: Choice, Choices: []string{"招聘", "培训", "店铺", "用工需求"}, Hint: "写了的，列入“找工作·学手艺”", Open: Open{Label: "链接种类"}},
			{Key: "since", Label: "登记日期", Kind: Day, Hint: "填这个链接的那一天", Handbook: "不写的，网站写数据截止日期", Open: Open{Label: "登记日期"}},
			{Key: "until", Label: "截止日期", Kind: Day, Hint: "报名、招聘到哪一天", Handbook: "过了这一天，网站、开放数据里都不再有", Called: []string{"有效期至"}, Open: Open{Label: "截止日期", Meaning: "过了这一天的链接不列出。"}},
		}},
	{Key: "as_of", Label: "数据截止日期", Kind: Day, WithFacts: true, Hint: "下面各项数据都是这一天的，如 2024-06-30；填了 facts 的必填", Desk: "下面各项数据都是这一天的。只知道月份的，填这个月的最后一天", Handbook: "不得晚于今天",
		Short: "数据截至", Called: []string{"截止日期"}, Open: Open{Label: "数据日期", Meaning: "填报内容（facts）截至这一天。没有填报的品牌不写。"}},
	{Key: "facts", Label: "各项数据", Kind: Facts, Hint: "不知道的留空，不要填 0 或“无”代替", Desk: "不知道的留空，没有的填 0。填得出材料的数；只有约数的，先按约数填，送出以前核实。佐证材料选填", Handbook: "项目见 criteria/facts.yaml；一项都不填的品牌只列名，不评价",
		Called: []string{"数据", "填报数据"}},
	{Key: "years", Label: "历年数据", Kind: Years, Hint: "以前各年年底的数据，项目与各项数据相同，如 2023: {workers: 3000}", Desk: "以前各年年底的数据，一年一组；标准要求历年数据的，才用于评价", Handbook: "不得晚于数据截止日期的年份；标准要求历年数据的，才用于评价",
		Called: []string{"历年", "历史数据", "年度数据"}},
	{Key: "evidence", Label: "佐证材料", Kind: Evidence, Hint: "写明哪份材料能证明哪一项", Short: "佐证", Called: []string{"佐证", "证明材料"}},
	{Key: "corrections", Label: "更正", Kind: Groups, Rare: true, Hint: "认定以后发现填错了、改过来的数据，一处一项", Handbook: "facts 里写改正后的，这里写原来的；公告仍按原来的数据核对",
		Called: []string{"更正记录", "数据更正", "勘误"}, Open: Open{Label: "更正", Meaning: "填错后改正的数据。更正之前的公告，依据的是更正前的数据。"}, Fields: []Field{
			{Key: "date", Label: "更正日期", Kind: Day, Required: true, Called: []string{"日期"}, Open: Open{Label: "更正日期", Always: true}},
			{Key: "fact", Label: "更正的项目", Required: true, Hint: "写 facts 里的项目名或它的中文名称", Desk: "写项目的名称，如 从业人员", Called: []string{"项目", "数据"},
				Open: Open{Label: "更正的项目", Meaning: "数据项目（facts）的编号。", Always: true}},
			{Key: "as_of", Label: "更正的是哪天的数据", Kind: Day, Hint: "数据后来更新过的才写，写当时的数据截止日期", Called: []string{"数据日期", "数据截止日期"},
				Open: Open{Label: "更正的是哪天的数据", Meaning: "不写的是现在填报的数据。"}},
			{Key: "was", Label: "更正前", Kind: TextOrTexts, Hint: "当时没有填的，不写", Called: []string{"原来", "原值"}, Open: Open{Label: "更正前", Meaning: "不写的当时没有填报。"}},
			{Key: "now", Label: "更正后", Kind: TextOrTexts, Hint: "与 facts 里的一致；改为不填的，不写", Desk: "与各项数据里填的一致；改为不填的，不写", Called: []string{"现在", "现值"}, Open: Open{Label: "更正后", Meaning: "不写的改为没有填报。"}},
			{Key: "why", Label: "更正的原因", Kind: Prose, Required: true, Called: []string{"原因", "理由"}, Open: Open{Label: "更正原因", Wide: true, Always: true}},
			{Key: "document", Label: "更正依据的文件", Called: []string{"文件", "依据"}, Open: Open{Label: "更正依据"}},
		}},
	{Key: "enterprises", Label: "龙头企业", Kind: Groups, Hint: "写出名称的，一家一项，应与各项数据中填的家数一致", Called: []string{"行业龙头企业", "企业", "龙头企业名称"},
		Open: Open{Label: "龙头企业"}, Fields: []Field{
			{Key: "name", Label: "企业名称", Required: true, Called: []string{"名称"}, Open: Open{Label: "企业名称", Always: true}},
			{Key: "kind", Label: "企业的称号", Hint: "如 市级农业产业化龙头企业", Called: []string{"称号", "种类", "类别", "级别"}, Open: Open{Label: "企业的称号"}},
			{Key: "since", Label: "何时成为龙头企业", Kind: PartialDay, Hint: "可以只写年或年月", Called: []string{"时间", "认定时间"}, Open: Open{Label: "何时成为龙头企业"}},
		}},
	{Key: "named_parks", Label: "园区和基地", Kind: Groups, Hint: "写出名称的，一个一项，应与各项数据中填的个数一致", Called: []string{"园区", "产业园区", "产业集聚区", "创业示范基地"},
		Open: Open{Label: "园区和基地"}, Fields: []Field{
			{Key: "name", Label: "园区名称", Required: true, Called: []string{"名称"}, Open: Open{Label: "园区名称", Always: true}},
			{Key: "kind", Label: "园区的种类", Hint: "如 特色产业园区、创业示范基地", Called: []string{"种类", "类别", "级别"}, Open: Open{Label: "园区的种类"}},
			{Key: "since", Label: "何时建成或认定", Kind: PartialDay, Hint: "可以只写年或年月", Called: []string{"时间", "认定时间"}, Open: Open{Label: "何时建成或认定"}},
		}},
	{Key: "trademarks", Label: "注册商标", Kind: Groups, Hint: "已经注册的，一件一项", Called: []string{"商标", "商标注册号"},
		Open: Open{Label: "注册商标"}, Fields: []Field{
			{Key: "number", Label: "商标注册号", Required: true, Hint: "只写号码，如 12345678", Called: []string{"注册号", "号码", "编号"}, Open: Open{Label: "商标注册号", Meaning: "按文本存放。", Always: true}},
			{Key: "name", Label: "商标名称", Called: []string{"名称"}, Open: Open{Label: "商标名称"}},
		}},
	{Key: "activities", Label: "活动", Kind: Groups, Hint: "专场招聘、推介、技能竞赛等，一次一项", Handbook: "数据截止日期以前一年内的，应与各项数据中填的场次一致", Called: []string{"品牌活动", "活动记录"},
		Open: Open{Label: "活动"}, Fields: []Field{
			{Key: "name", Label: "活动名称", Required: true, Called: []string{"名称"}, Open: Open{Label: "活动名称", Always: true}},
			{Key: "kind", Label: "活动种类", Kind: Choice, Choices: []string{"专场招聘", "推介", "技能竞赛", "其他"}, Required: true, Called: []string{"种类", "类别"}, Open: Open{Label: "活动种类", Always: true}},
			{Key: "date", Label: "活动日期", Kind: PartialDay, Required: true, Hint: "几天的写第一天；可以只写年或年月", Called: []string{"日期", "时间"}, Open: Open{Label: "活动日期", Always: true}},
		}},
	{Key: "self_scores", Label: "自评分", Kind: Scores, Hint: "按标准、条目填写，含加分；total 是总分", Desk: "按条目填写，含加分", Called: []string{"自评得分"}},
	{Key: "opinions", Label: "推荐意见", Kind: Group, Hint: "印在推荐表上", Called: []string{"意见"}, Open: Open{Label: "推荐意见"}, Fields: []Field{
		opinion("builder", "培育建设单位的意见", "培育建设单位意见"),
		opinion("county", "县区人社部门的意见", "县区人社部门意见"),
	}},
	{Key: "people", Label: "创立人、传承人、领军人", Kind: Groups, Hint: "应先征得本人同意", Short: "人物", Called: []string{"人物", "代表人物"}, Fields: []Field{
		{Key: "name", Label: "姓名", Required: true, Called: []string{"名称"}},
		{Key: "role", Label: "身份", Handbook: "如 传承人"},
		{Key: "title", Label: "称号、职务", Called: []string{"职务"}},
		{Key: "story", Label: "一两句介绍", Kind: Prose, Called: []string{"介绍"}},
	}},
	notPersonal,
}

// opinion is one box of the recommendation form.
func opinion(key, label, open string) Field {
	return Field{Key: key, Label: label, Kind: Group, Open: Open{Label: open}, Fields: []Field{
		{Key: "text", Label: "意见的内容", Kind: Prose, Required: true, Called: []string{"意见"}, Open: Open{Label: open, Wide: true}},
		{Key: "date", Label: "意见的日期", Kind: Day, Called: []string{"日期"}, Open: Open{Label: open + "日期"}},
	}}
}

// notPersonal is of every kind of file, and in site.yaml agrees to what brands
// declare.
var (
	notPersonal = Field{Key: "not_personal", Label: "不是个人号码的号码", Kind: Groups, Rare: true, Called: []string{"不是个人号码"}, Handbook: "见“个人信息”",
		Hint: "检查时误认为个人号码的才写；品牌文件里的，主管部门在 site.yaml 中写上同样的一项才放行", Desk: "检查时误认为个人号码的才写，主管部门同意后才放行", Fields: notPersonalFields}
	agreed = Field{Key: "not_personal", Label: "不是个人号码的号码", Kind: Groups, Rare: true, Called: []string{"不是个人号码"}, Handbook: "见“个人信息”",
		Hint: "本文件里检查时误认的，和同意品牌文件放行的", Fields: slices.Concat([]Field{
			{Key: "file", Label: "同意的是哪个品牌文件", Called: []string{"文件"}, Hint: "如 content/brands/donghai/donghai-shuijing.md；不写的，是本文件里的号码"},
		}, notPersonalFields)}
	notPersonalFields = []Field{
		{Key: "text", Label: "与文件中一字不差的写法", Required: true},
		{Key: "why", Label: "是什么号码、为什么可以公开", Required: true, Called: []string{"理由"}},
	}
)

// Notice are the keys of a notice, in the order in which they are written.
var Notice = []Field{
	{Key: "kind", Label: "种类", Kind: ActKind, Required: true, Hint: "公示、认定、退出", Called: []string{"公告种类"}},
	{Key: "title", Label: "标题", Required: true, Called: []string{"名称"}},
	{Key: "level", Label: "级别", Kind: LevelName, Required: true, Handbook: "如 市级，见 criteria/levels.yaml", Called: []string{"等级"}},
	{Key: "honor", Label: "荣誉的名称", Hint: "如 连云港市市级劳务品牌", Handbook: "退出公告不写的，终止该级别的全部荣誉", Called: []string{"荣誉", "荣誉名称"}},
	{Key: "act", Label: "文件上的用语", Hint: "如 收录、公布、撤销；与种类相同的不写"},
	{Key: "authority", Label: "发文机关", Called: []string{"发文单位", "认定单位"}},
	{Key: "standard", Label: "依据的标准", Kind: StandardID, Hint: "写了就要写日期，并逐个核对品牌是否达标", Desk: "选了就要填日期，并逐个核对品牌是否达标", Handbook: "写 criteria/standards/ 里的文件名，不带 .yaml", Called: []string{"依据标准", "标准"}},
	{Key: "year", Label: "批次年份", Kind: Whole, Hint: "不写就取日期的年份", Called: []string{"年份", "年度"}},
	{Key: "batch", Label: "批次", Hint: "如 第一批"},
	{Key: "date", Label: "日期", Kind: PartialDay, Hint: "从这一天起生效；可以只写年或年月", Handbook: "不写的视为早已生效", Called: []string{"发文日期", "认定日期", "认定时间"}},
	{Key: "document", Label: "文件", Kind: Group, Fields: []Field{
		{Key: "number", Label: "文号"},
		{Key: "url", Label: "文件的网址", Kind: Web, Called: []string{"网址"}},
	}},
	{Key: "from", Label: "公示开始日期", Kind: Day, Of: "公示", Required: true, Called: []string{"开始日期"}},
	{Key: "to", Label: "公示截止日期", Kind: Day, Of: "公示", Required: true, Called: []string{"截止日期"}},
	{Key: "contact", Label: "公示期间反映意见的联系方式", Of: "公示", Called: []string{"联系方式", "联系", "联系电话"}},
	{Key: "valid_until", Label: "有效期截止日期", Kind: Day, Of: "认定", Hint: "没有期限的不写", Called: []string{"截止日期", "有效期", "有效期至"}},
	{Key: "brands", Label: "品牌名单", Kind: Entries, Required: true, Unless: "units", Hint: "品牌文件的文件名，不带 .md；# 后面是品牌名称，供核对", Desk: "按名称查找，逐个添加", Called: []string{"品牌", "名单"}, Fields: []Field{
		{Key: "slug", Label: "品牌的文件名", Required: true, Handbook: "退出公告要写原因时，每项写成 {slug: 文件名, reason: 原因}"},
		{Key: "reason", Label: "退出的原因", Kind: Prose, Of: "退出", Called: []string{"原因", "退出原因", "理由"}},
	}},
	{Key: "units", Label: "单位和基地名单", Kind: Groups, Rare: true, Hint: "领军企业、劳务协作基地等，一个一项；只列单位和基地的公告，不写品牌名单", Handbook: "称号见 criteria/honors.yaml，没有这个文件的不能写",
		Called: []string{"单位", "单位名单", "基地", "基地名单", "企业名单"}, Fields: []Field{
			{Key: "name", Label: "单位或基地的名称", Required: true, Hint: "各份公告写得一样，才认作同一个", Called: []string{"名称", "单位名称", "基地名称", "企业名称"}},
			{Key: "honor", Label: "称号", Kind: HonorName, Required: true, Called: []string{"荣誉", "荣誉名称"}},
			{Key: "place", Label: "所在地", Hint: "如 浙江省宁波市", Called: []string{"地点", "地址"}},
			{Key: "reason", Label: "退出的原因", Kind: Prose, Of: "退出", Called: []string{"原因", "退出原因", "理由"}},
		}},
	notPersonal,
}

// Judgement are the keys of one judgement; a file has one for each item.
var Judgement = []Field{
	{Key: "points", Label: "评定分", Kind: Number, Required: true, Hint: "0 到该条满分之间的数，可以有小数", Called: []string{"得分"}},
	{Key: "reason", Label: "评定的理由", Kind: Prose, Required: true, Handbook: "网站显示评价的，理由也显示", Called: []string{"理由", "原因"}},
	{Key: "by", Label: "评定人", Hint: "网站上不显示"},
	{Key: "date", Label: "评定日期", Kind: Day, Called: []string{"日期"}},
}

// Record are the keys of a record beside its items.
var Record = []Field{
	{Key: "kept", Label: "更正后继续保留", Kind: Group, Rare: true, Hint: "数据更正后不再达到标准、仍决定保留称号的才写", Handbook: "与各条评定意见并列", Called: []string{"继续保留"}, Fields: []Field{
		{Key: "reason", Label: "保留的理由", Kind: Prose, Required: true, Called: []string{"理由", "原因"}},
		{Key: "by", Label: "决定的机关", Called: []string{"决定人"}},
		{Key: "date", Label: "决定的日期", Kind: Day, Required: true, Handbook: "以后又有更正的，须重新决定", Called: []string{"日期"}},
	}},
}

// Page are the keys of a page.
var Page = []Field{
	{Key: "title", Label: "标题", Required: true, Called: []string{"名称"}},
	{Key: "description", Label: "一句话说明", Kind: Prose, Handbook: "供搜索引擎使用", Called: []string{"说明", "介绍"}},
	{Key: "menu", Label: "在菜单中的次序", Kind: Whole, Hint: "1 排在最前；不进菜单的不写", Called: []string{"菜单"}},
	notPersonal,
}

// aim is how many brands there should be, and when.
var aim = []Field{
	{Key: "number", Label: "目标数量", Kind: Whole, Required: true},
	{Key: "year", Label: "到哪一年", Kind: Whole, Required: true},
}

// Site are the keys of site.yaml.
var Site = []Field{
	{Key: "title", Label: "网站名称", Required: true, Called: []string{"名称", "标题"}},
	{Key: "tagline", Label: "一句话介绍", Kind: Prose},
	{Key: "base_url", Label: "网站的地址", Hint: "以 https:// 开头"},
	{Key: "repository", Label: "仓库的位置", Kind: Group, Called: []string{"仓库", "仓库地址"}, Hint: "如 {address: https://gitee.com/单位/仓库}；写了的，填报指南列出地址和常用的文件夹", Fields: []Field{
		{Key: "host", Label: "仓库网站的种类", Kind: Choice, Choices: []string{"github", "gitlab", "gitea", "gitee"}, Called: []string{"网站", "种类"},
			Hint: "自建的网站必写；在 github.com、gitlab.com、gitee.com、codeberg.org 上的不用写", Handbook: "Forgejo 填 gitea"},
		{Key: "address", Label: "仓库网页的地址", Required: true, Called: []string{"地址", "网址"}, Hint: "写到仓库的名称为止，以 https:// 开头；内网的可以用 http"},
		{Key: "branch", Label: "主分支", Called: []string{"分支"}, Hint: "网站由这个分支生成；不写的是 main"},
	}},
	{Key: "publisher", Label: "主办单位", Required: true},
	{Key: "organizer", Label: "承办单位"},
	{Key: "contact", Label: "联系方式", Called: []string{"联系", "联系电话"}},
	{Key: "bureaus", Label: "各县区的联系单位", Kind: Groups, Called: []string{"联系单位", "县区联系方式"}, Hint: "印在县区的名单前面，一个县区一项，不写个人的手机", Handbook: "如 [{county: 东海县, unit: 东海县人力资源和社会保障局, phone: 0518-8721-0000}]", Fields: []Field{
		{Key: "county", Label: "县（市、区）全称", Kind: CountyName, Required: true, Handbook: "与品牌文件的写法相同", Called: []string{"县区", "县", "区"}},
		{Key: "unit", Label: "联系单位", Required: true, Called: []string{"单位"}},
		{Key: "phone", Label: "固定电话", Called: []string{"电话", "联系电话"}},
		{Key: "address", Label: "地址"},
		{Key: "hours", Label: "工作时间", Hint: "如 工作日 9:00—11:30，14:30—17:00", Called: []string{"时间", "办公时间"}},
		{Key: "website", Label: "网站", Kind: Web, Hint: "以 https:// 开头", Called: []string{"网址"}},
	}},
	{Key: "feedback", Label: "纠错的地址", Kind: Address, Called: []string{"纠错"}, Hint: "网址，或 mailto: 加邮箱"},
	{Key: "licence", Label: "数据的许可方式", Kind: Prose},
	{Key: "icp", Label: "ICP 备案号"},
	{Key: "police_record", Label: "公安备案号"},
	{Key: "site_id_code", Label: "政府网站标识码"},
	{Key: "region", Label: "网站的范围", Kind: RegionCode, Required: true, Called: []string{"地区", "行政区划代码"}, Hint: "六位行政区划代码，可以是县（市、区）、市、省或全国，如 320700；全省的写 320000，全国的写 100000"},
	{Key: "show_leader", Label: "网站是否显示负责人", Kind: YesNo},
	{Key: "show_opinions", Label: "网站是否显示推荐意见", Kind: YesNo},
	{Key: "show_pool", Label: "网站是否显示资源库和培育阶段", Kind: YesNo},
	{Key: "show_scores", Label: "网站是否显示评价、自评分和排名", Kind: YesNo},
	{Key: "desk", Label: "是否提供网上填报台", Kind: YesNo, Handbook: "不写的提供"},
	{Key: "targets", Label: "各级别的目标", Kind: ByLevel, Handbook: "如 市级: {number: 60, year: 2027}", Fields: slices.Concat(aim, []Field{
		{Key: "source", Label: "目标的依据", Hint: "如 苏人社发〔2022〕40号", Called: []string{"依据", "来源"}},
		{Key: "steps", Label: "分步目标", Kind: Groups, Hint: "如 [{number: 50, year: 2022}]", Fields: aim},
	})},
	{Key: "publicity_days", Label: "公示至少几天", Kind: Whole, Hint: "本地规定的天数，首尾两天都算；不写的不核对", Called: []string{"公示天数", "公示期"}},
	{Key: "report_day", Label: "每月几日调度", Kind: Whole, Hint: "1 至 28；写了的，工作日历每月这一天有一项", Called: []string{"调度日", "每月调度"}},
	{Key: "keys", Label: "签名的公钥", Kind: Groups, Rare: true, Called: []string{"公钥"}, Hint: "用命令 keys new 得到，一把一项；换下来的、吊销的都留着，以前的证明才查得出", Handbook: "见填报指南“给认定签名”", Fields: []Field{
		{Key: "public", Label: "公钥", Required: true, Hint: "以 z 开头，原样复制"},
		{Key: "from", Label: "启用日期", Kind: Day, Required: true},
		{Key: "until", Label: "停用日期", Kind: Day, Hint: "换了新密钥的写，是最后一天；以前签的照样有效"},
		{Key: "revoked", Label: "吊销日期", Kind: Day, Hint: "密钥泄露的写；以前签的，日志里有的照样有效"},
	}},
	{Key: "sources", Label: "汇集的下级名录", Kind: Groups, Rare: true, Called: []string{"来源", "下级名录"}, Hint: "一个市、县（市、区）的名录一项，用命令 pull 取来", Handbook: "见填报指南“汇集下级名录”", Fields: []Field{
		{Key: "name", Label: "名录的名称", Required: true, Hint: "如 东海县名录，网页上注明来源用", Called: []string{"名称"}},
		{Key: "region", Label: "名录的范围", Kind: RegionCode, Required: true, Hint: "六位行政区划代码，在本站的范围以内", Called: []string{"地区", "行政区划代码"}},
		{Key: "address", Label: "名录的网址，或文件夹", Required: true, Hint: "以 https:// 开头；也可以是从仓库算起的文件夹，如 ../东海/public", Called: []string{"网址", "地址", "文件夹"}},
		{Key: "key", Label: "名录的公钥", Hint: "名录签名的必写，以 z6Mk 开头；不写的，不核对签名", Called: []string{"公钥"}},
	}},
	{Key: "demo", Label: "是否示例网站", Kind: YesNo, Handbook: "填“是”的，每页注明内容为虚构"},
	{Key: "demo_date", Label: "示例网站按哪一天生成", Kind: Day},
	agreed,
}
