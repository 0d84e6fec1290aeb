package criteria

import (
	"strings"
	"testing"
)

func TestANameIsAdvisedToBePlaceTradeAndPerson(t *testing.T) {
	rules := sample()
	const (
		noEnding = "名称结尾没有对人的称谓（工、匠、师、员等）"
		noPlace  = "名称开头没有县、市或所填乡镇、园区的名称"
		neither  = "名称开头没有地域，结尾没有对人的称谓（工、匠、师、员等）"
		noTrade  = "地域和称谓之间没有写明产业、行业或产品"
	)
	for _, c := range []struct{ name, region, place, want string }{
		{"东海水晶雕刻工匠", "320722", "", ""},
		{"东海县水晶雕刻工匠", "320722", "", ""},
		{"东海穿戴甲工匠", "320722", "", ""},
		{"赣榆海鲜电商主播", "320707", "", ""},
		{"连云港紫菜加工员", "320707", "", ""}, // the city's name will do
		{"江苏水晶师傅", "320722", "", ""},   // and the province's
		{"赣榆水晶雕刻工匠", "320722", "", noPlace},

		// A town or zone counts where the brand states it.
		{"顶山轨道交通焊工", "320111", "顶山街道", ""},
		{"顶山轨道交通焊工", "320111", "", noPlace},
		{"顶山街道轨道交通焊工", "320111", "顶山街道", ""},
		{"叠石桥家纺工匠", "320614", "叠石桥", ""},
		{"常州高新区生命健康产业工匠", "320400", "", ""},

		{"恒科智能纺丝工匠", "320600", "", noPlace},
		{"南通建筑铁军", "320600", "", noEnding},
		{"卯酉好管家", "320904", "", neither},
		{"卯酉好管家", "320904", "卯酉村", noEnding},
		{"扬州三把刀", "321000", "", noEnding},
		{"灌云月嫂", "320723", "", noEnding},

		// The trade may not be swallowed by the words around it.
		{"东海工匠", "320722", "", noTrade},
		{"东海师傅", "320722", "", noTrade},
		{"东海县技工", "320722", "", ""},
		{"东海", "320722", "", noEnding},
		{"师", "320722", "", noPlace},
	} {
		region := rules.Region(c.region)
		if region == nil {
			t.Fatalf("no region %s", c.region)
		}
		if got := rules.Advise(c.name, region, c.place); got != c.want {
			t.Errorf("%s (%s %s): got %q, want %q", c.name, region.Name, c.place, got, c.want)
		}
	}
}

// 技师 beside 师 would say nothing, and the handbook says so.
func TestNoEndingEndsInAnother(t *testing.T) {
	for _, e := range sample().Naming.Endings {
		for _, other := range sample().Naming.Endings {
			if e != other && strings.HasSuffix(e, other) {
				t.Errorf("%s is listed, and %s ends in it", other, e)
			}
		}
	}
}

func TestEndingsArePersonsAndNotWhatSoundsLikeThem(t *testing.T) {
	for _, name := range []string{"好管家", "铁军", "三把刀", "机器人", "绣娘", "月嫂", "学徒"} {
		if e := sample().Naming.ending(name); e != "" {
			t.Errorf("%s ends in %s", name, e)
		}
	}
}
