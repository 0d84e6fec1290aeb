package search

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"minglu/generator/content"
)

// generated returns n invented brands, the same for the same n: names of
// county, trade and a word for people, texts of about 400 characters put
// together from words and sentences. One in six stands no more, or not yet.
func generated(n int) []Document {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	pick := func(s []string) string { return s[r.IntN(len(s))] }
	docs := make([]Document, 0, n)
	for i := range n {
		county := counties[r.IntN(len(counties))]
		trade := pick(trades)
		people := pick(peoples)
		name := county[1] + trade + people
		if r.IntN(4) == 0 {
			name = pick(epithets) + trade + people
		}
		var text strings.Builder
		for text.Len() < 3*400 {
			switch r.IntN(6) {
			case 0:
				fmt.Fprintf(&text, "%s从事%s的有%d人，", county[0], trade, 50+r.IntN(20000))
			case 1:
				fmt.Fprintf(&text, "%s和%s结合，带动%s就业%d人。", trade, pick(trades), pick(epithets), 10+r.IntN(900))
			case 2:
				fmt.Fprintf(&text, "20%02d年起每年%s%d期，", 10+r.IntN(15), pick(phrases), 1+r.IntN(40))
			default:
				text.WriteString(pick(phrases))
				for range 4 + r.IntN(9) {
					text.WriteRune(rune(common[r.IntN(len(common))]))
				}
				text.WriteString(pick([]string{"，", "。", "；", "、"}))
			}
		}
		var aliases, called []string
		if r.IntN(4) == 0 {
			aliases, called = []string{trade + "好" + people, county[1] + trade + trade}, []string{"又称", "原名"}
		}
		body := ""
		if r.IntN(6) == 0 {
			body = pick(phrases) + "。" + pick(phrases) + trade
		}
		var honors []Honor
		for _, level := range []string{"省级", "市级", "县级"} {
			if r.IntN(2) == 0 || level == "县级" && honors == nil {
				honors = append(honors, Honor{level, fmt.Sprint(2019+r.IntN(7), "年")})
			}
		}
		var status content.Status
		if i%6 == 4 {
			status = statuses[1+i/6%3]
		}
		var badges []Badge
		for _, h := range honors {
			year := strings.TrimSuffix(h.Year, "年")
			b := Badge{Text: h.Level + " " + year, Class: "county", Day: year + "-06-15", Act: fmt.Sprintf("%s人社发〔%s〕%d号", county[1], year, i%7+1),
				Path: fmt.Sprintf("notices/%s-%s-%d.html", county[2], year, i%7+1)}
			if status != "" {
				b.Status = status.Word()
			} else if i%11 == 3 && i < 400 && len(badges) > 0 { // stands at one level, and at another no more
				b.Status = statuses[2+i%2].Word()
			}
			badges = append(badges, b)
		}
		var offers []string
		if status == "" && i%5 < 2 {
			offers = [][]string{{"有岗位"}, {"有培训"}, {"有岗位", "有培训"}}[i%3]
		}
		docs = append(docs, Document{
			Running: status == content.Noticed || i%9 == 2, Offers: offers, Untyped: "类型未载明",
			Aliases: aliases, Body: body, Called: called, Status: status, Badges: badges,
			Slug: fmt.Sprintf("%s-%s-%d", county[2], "b", i), Name: name,
			Type:   slices.Concat(types, []string{""})[r.IntN(len(types)+1)],
			County: Place{county[0], county[1]}, City: Place{county[3], strings.TrimSuffix(county[3], "市")},
			Town: pick(epithets) + "镇", Builder: county[0] + trade + pick(units), Industry: trade,
			Honors: honors, Numbers: []string{fmt.Sprintf("示例%s〔20%02d〕%d号", county[1], 19+i%7, 1+i%5)},
			People: []string{surnames[i%len(surnames)] + givenNames[i%len(givenNames)]}, Shown: []Shown{{"培训", "夜校", "links"}, {"招聘", trade + "报名", "links"}, {"电话", fmt.Sprintf("0518-%08d", 80000000+i*7), "contact"}},
			Intro: text.String(), Date: fmt.Sprintf("20%02d-%02d-%02d", 19+r.IntN(7), 1+r.IntN(12), 1+r.IntN(28)),
		})
	}
	return docs
}

var surnames = strings.Fields("王 李 张 刘 陈 欧阳 匡 邵")
var givenNames = strings.Fields("水木 秋菊 海云 满仓 红 明珠 劲松")

// words are what searches know of trades and of asking, in tests.
func words() (groups []Group, asking []string) {
	for _, line := range []string{"母婴护理 月嫂 月子护理", "焊接 电焊 船舶焊接", "家政服务 家政 保姆", "直播带货 直播 主播", "养老护理 护工 养老", "护理 护工 月嫂护理", "木工 木雕 木匠"} {
		group := strings.Fields(line)
		groups = append(groups, Group{group[0], group})
	}
	return groups, strings.Fields("哪里 可以 我想在 找一份 的 工作 学")
}

// meant are words that mean an offer, in tests.
var meant = map[string][]string{"有岗位": {"找工作", "招工"}, "有培训": {"学手艺"}}

var common = []rune("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取完举色或")
var types = []string{"中高端技能类", "高品质服务类", "文化旅游类", "民生保障类"}
var peoples = []string{"工匠", "技工", "嫂", "师傅", "工", "匠", "员", "师", "人", "月嫂"}
var units = []string{"产业发展服务中心", "行业协会", "劳务服务有限公司", "人力资源服务中心", "合作社联合社", "职业技能培训学校"}
var epithets = []string{"凤凰", "花果山", "云台", "石桥", "青湖", "白塔", "双店", "曲阳", "温泉", "新浦", "板浦", "南城", "连岛", "高公岛", "海头", "柘汪", "金山", "班庄"}
var trades = strings.Fields("水晶雕刻 水晶 月嫂护理 家政 养老护理 电商直播 海鲜直播 建筑 装配式建筑 船舶焊接 焊接 风电运维 化工操作 港机操作 云雾茶 炒茶 版画 贝雕 刺绣 柳编 草编 剪纸 面点 淮扬菜 烧烤 豆丹 葡萄种植 草莓种植 花卉 园艺 苗木 水产养殖 紫菜 对虾 螃蟹 育苗 物流 快递 仓配 叉车 数控 模具 注塑 电子装配 光伏 软件测试 数据标注 客服 导游 民宿 温泉理疗 推拿 美发 美容 保安 保洁 物业 托育 幼教 护工 木工 瓦工 钢筋 油漆 防水 架子 消防 电梯 空调维修 汽修 新能源车 无人机 农机 植保 畜牧 兽医 屠宰 酿酒 酱菜 豆制品 糕点 服装 缝纫 针织 鞋帽 玩具 家具 石材 陶瓷 玻璃 银饰 玉雕 木雕 砖雕")
var phrases = strings.Fields("公开带徒 培训班办到村里 由人力资源服务机构按月答复 骨干企业接下大部分订单 编写了教材和加工规范 选料切片粗雕精雕抛光配座各有专工 技能评价上的疑问 与职业院校共建实训基地 带动周边群众就近就业 订单发往全国各地 年销售额稳步增长 吸纳脱贫劳动力 开展技能竞赛 实行持证上岗 建立信用档案 提供一站式服务 参加省里的展示 获评乡土人才大师工作室 设立劳务工作站 签订合作协议")

// counties are those of testdata/rules/criteria/regions/32.yaml: name, short, slug, city.
var counties = func() (out [][4]string) {
	for _, r := range regions() {
		if r.city != "" {
			out = append(out, [4]string{r.name, r.short, r.slug, r.city})
		}
	}
	return out
}()

// A region is a line of criteria/regions/32.yaml.
type region struct{ code, name, slug, short, city string }

var regions = sync.OnceValue(func() []region {
	data, err := os.ReadFile("../testdata/rules/criteria/regions/32.yaml")
	if err != nil {
		panic(err)
	}
	var out []region
	cities := map[string]string{}
	for _, m := range regexp.MustCompile(`code: (\d+), name: ([^,]+), slug: ([^,]+), short: ([^,}]+)`).FindAllStringSubmatch(string(data), -1) {
		r := region{code: m[1], name: m[2], slug: m[3], short: m[4]}
		if strings.HasSuffix(r.code, "00") {
			cities[r.code[:4]] = r.name
		} else {
			r.city = cities[r.code[:4]]
		}
		out = append(out, r)
	}
	return out
})
