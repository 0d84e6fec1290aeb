package site

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTheSummaryIsTheFirstSentence(t *testing.T) {
	for _, c := range []struct{ intro, want string }{
		{"讲一条街，走四十分钟。后来走得更远。", "讲一条街，走四十分钟。"},
		{"**凌晨两点**，冷棚里[亮着](https://example.com/)\n头灯。天亮了。", "凌晨两点，冷棚里亮着头灯。"},
		{"客人问：“能看到日出吗？”管家不答。", "客人问：“能看到日出吗？”"},
		{"写着“可以只刻不买。不买也教”的铺子。第二句。", "写着“可以只刻不买。不买也教”的铺子。"},
		{"真的吗？！真的。", "真的吗？！"},
		{"没有句号", "没有句号"},
		{"- 第一项\n- 第二项", "第一项"},
		{"晒盐（看四样：" + strings.Repeat("潮、", 40) + "）。", "晒盐（看四样：" + strings.Repeat("潮、", 25) + "潮…"},
		{strings.Repeat("制曲蒸粮入窖起窖，", 9) + "。", strings.Repeat("制曲蒸粮入窖起窖，", 5) + "制曲蒸粮入窖起窖…"},
		{"全县登记在册的从业人员一共有一一二二三三" + strings.Repeat("1", 70) + "人。", "全县登记在册的从业人员一共有一一二二三三…"},
	} {
		s := load(t, "name: 东海甲匠\ncounty: 东海县\n---", "name: 东海甲匠\ncounty: 东海县\n---\n"+c.intro)
		b := s.Brands[0]
		if got := b.Summary(); got != c.want {
			t.Errorf("%q:\n got %q\nwant %q", c.intro, got, c.want)
		}
	}
}

// Without 基本情况 the industry tells what they do, and what stands under a heading does not.
func TestWithoutAnIntroductionTheSummaryIsTheIndustry(t *testing.T) {
	for _, c := range []struct{ industry, body, want string }{
		{"食用菌", "", "行业：食用菌"},
		{"海上风电", "\n## 品牌故事\n\n第一个出海的人。", "行业：海上风电"},
		{"食用菌", "\n种菇的人。", "种菇的人。"},
		{strings.Repeat("养殖、", 30), "", "行业：" + strings.Repeat("养殖、", 18) + "养殖…"},
		{`""`, "", ""},
		{`""`, "\n种菇的人。", "种菇的人。"},
	} {
		s := load(t, "name: 东海甲匠\ncounty: 东海县\n---", "name: 东海甲匠\ncounty: 东海县\nindustry: "+c.industry+"\n---"+c.body)
		if got := s.Brands[0].Summary(); got != c.want {
			t.Errorf("%s with %q:\n got %q\nwant %q", c.industry, c.body, got, c.want)
		}
	}
}

// Of any text: at most MaxSummary characters, a beginning of the text but for the …, and
// the whole of it where it is one short sentence.
func TestASummaryIsABoundedBeginning(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	signs := []rune("盐工焊接人。！？，、；：“”（）《》 a1.，e\u0301\u200d👩🌾\U000e0100")
	for range 20000 {
		runes := make([]rune, random.IntN(180))
		for i := range runes {
			runes[i] = signs[random.IntN(len(signs))]
		}
		text := string(runes)
		sentence := firstSentence(text)
		if !strings.HasPrefix(text, sentence) || text != "" && sentence == "" {
			t.Fatalf("%q is no beginning of %q", sentence, text)
		}
		got := shortened(sentence, MaxSummary)
		if n := utf8.RuneCountInString(got); n > MaxSummary {
			t.Fatalf("%q has %d characters", got, n)
		}
		cut, isCut := strings.CutSuffix(got, "…")
		if !strings.HasPrefix(sentence, cut) || isCut == (utf8.RuneCountInString(sentence) <= MaxSummary) {
			t.Fatalf("%q of %q", got, sentence)
		}
	}
}
