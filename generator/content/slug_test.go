package content_test

import (
	"os"
	"strings"
	"testing"

	"minglu/generator/content"
	"minglu/generator/criteria"
)

func TestSlug(t *testing.T) {
	rules, bad, err := criteria.Load(os.DirFS("../testdata/rules"))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	for name, want := range map[string]string{
		"东海水晶雕刻工匠": "donghai-shuijing-diaoke", "东海硅微粉技工": "donghai-guiweifen", "黄川草莓种植师": "donghai-huangchuan-caomei-zhongzhi",
		"东海县温泉理疗师": "donghai-wenquan-liliao", "连云港海鲜主播": "donghai-haixian-zhubo", "东海工匠": "donghai-gongjiang", "东海": "donghai-donghai",
		"东海3D打印师": "donghai-3d-dayin", "ABC": "donghai-abc", "“！”": "", "重庆火锅师傅": "donghai-chongqing-huoguo",
	} {
		got := content.NewSlug(rules, name, rules.Region("320722"))
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		if got != "" && !criteria.IsSlug(got) {
			t.Errorf("%s: %s is no slug", name, got)
		}
	}
}

// TestSlugsOfTrades holds the addresses that names get: they are for ever. The list
// was read through; a change of the dictionary that changes one is to be too.
func TestSlugsOfTrades(t *testing.T) {
	rules, _, err := criteria.Load(os.DirFS("../testdata/rules"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadFile("testdata/trades.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		name, want, _ := strings.Cut(strings.TrimSpace(line), " ")
		if got := content.NewSlug(rules, "东海"+name, rules.Region("320722")); got != "donghai-"+want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
