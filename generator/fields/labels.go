package fields

import (
	"slices"
	"strings"
)

// labels are what people call keys in Chinese and write in their place. A word
// may stand for several keys: the one that the mapping knows is meant.
var labels = map[string][]string{
	"名称": {"name", "title", "label"}, "品牌名称": {"name"}, "劳务品牌名称": {"name"}, "品牌名": {"name"}, "姓名": {"name"},
	"类型": {"type"}, "类别": {"type"}, "品牌类型": {"type"}, "品牌类别": {"type"}, "所属类型": {"type"},
	"县区": {"county"}, "区县": {"county"}, "县": {"county"}, "区": {"county"}, "县（市、区）": {"county"}, "所属县区": {"county"}, "所在县区": {"county"}, "地区": {"county"}, "所属地区": {"county"},
	"乡镇": {"place"}, "镇": {"place"}, "地点": {"place"}, "所在地": {"place"}, "所在乡镇": {"place"},
	"培育建设单位": {"builder"}, "建设单位": {"builder"}, "培育单位": {"builder"}, "申报单位": {"builder"},
	"负责人": {"leader"}, "负责人姓名": {"leader"}, "行业": {"industry"}, "所属行业": {"industry"},
	"别名": {"also_known_as"}, "又名": {"also_known_as"}, "曾用名": {"also_known_as"}, "封面": {"cover"}, "封面图片": {"cover"},
	"联系方式": {"contact"}, "联系": {"contact"}, "链接": {"links"}, "数据截止日期": {"as_of"}, "截止日期": {"as_of", "to", "valid_until"},
	"数据": {"facts"}, "各项数据": {"facts"}, "填报数据": {"facts"}, "佐证": {"evidence"}, "佐证材料": {"evidence"}, "证明材料": {"evidence"},
	"自评分": {"self_scores"}, "自评得分": {"self_scores"}, "推荐意见": {"opinions"}, "人物": {"people"}, "代表人物": {"people"},
	"职务": {"title"}, "标题": {"title"}, "图片": {"file", "cover"}, "说明": {"alt", "description"}, "单位": {"unit", "builder"}, "联系单位": {"unit"},
	"电话": {"phone"}, "联系电话": {"phone", "contact"}, "地址": {"address"}, "网站": {"website"}, "网址": {"url", "website"}, "身份": {"role"}, "介绍": {"story", "description"}, "不是个人号码": {"not_personal"},
	"种类": {"kind"}, "公告种类": {"kind"}, "级别": {"level"}, "等级": {"level"}, "荣誉": {"honor"}, "荣誉名称": {"honor"},
	"发文机关": {"authority"}, "发文单位": {"authority"}, "认定单位": {"authority"}, "依据标准": {"standard"}, "标准": {"standard"},
	"年份": {"year"}, "年度": {"year"}, "批次": {"batch"}, "日期": {"date"}, "发文日期": {"date"}, "认定日期": {"date"}, "认定时间": {"date"}, "文件": {"document", "file"}, "文号": {"number"},
	"公示开始日期": {"from"}, "公示截止日期": {"to"}, "开始日期": {"from"}, "有效期": {"valid_until"}, "有效期至": {"valid_until"},
	"品牌": {"brands"}, "品牌名单": {"brands"}, "名单": {"brands"}, "原因": {"reason"}, "退出原因": {"reason"}, "理由": {"reason", "why"}, "意见": {"text", "opinions"},
	"评定分": {"points"}, "得分": {"points"}, "评定人": {"by"}, "评定日期": {"date"},
	"网站名称": {"title"}, "主办单位": {"publisher"}, "承办单位": {"organizer"}, "纠错": {"feedback"}, "菜单": {"menu"},
}

// labelled returns the one of keys that is called so in Chinese.
func labelled(label string, keys []string) string {
	for _, key := range labels[strings.ReplaceAll(label, " ", "")] {
		if slices.Contains(keys, key) {
			return key
		}
	}
	return ""
}
