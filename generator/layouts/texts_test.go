package layouts

import (
	"slices"
	"strings"
	"testing"
)

// The guide, and no other page, says where the files lie and how one gets an account
// there; without a repository in the settings it says nothing.
func TestTheGuideNamesTheRepository(t *testing.T) {
	const guide = "-- content/pages/guide.md --\n---\ntitle: 填报指南\n---\n先看这里。\n"
	for name, c := range map[string]struct {
		settings string
		links    []string
		says     string
	}{
		"none": {},
		"public": {"repository: {address: https://gitee.com/rsj/minglu, branch: master}\n",
			[]string{"https://gitee.com/rsj/minglu", "https://gitee.com/rsj/minglu/tree/master/content/_blank", "https://gitee.com/rsj/minglu/tree/master/content/brands", "https://gitee.com/signup"},
			"仓库地址https://gitee.com/rsj/minglu（Gitee）主分支master常用文件夹空白表、品牌文件账号没有账号的，先注册。改动经主管部门审阅后生效。"},
		"of its own": {"repository: {address: http://192.168.1.9:3000/rsj/minglu, host: gitea}\n",
			[]string{"http://192.168.1.9:3000/rsj/minglu", "http://192.168.1.9:3000/rsj/minglu/src/branch/main/content/_blank", "http://192.168.1.9:3000/rsj/minglu/src/branch/main/content/brands"},
			"仓库地址http://192.168.1.9:3000/rsj/minglu（Gitea）主分支main常用文件夹空白表、品牌文件账号由仓库网站的管理员开通。改动经主管部门审阅后生效。"},
	} {
		t.Run(name, func(t *testing.T) {
			files := sample(t, "region: 320700\n", "region: 320700\n"+c.settings, "-- content/pages/about.md --\n", guide+"-- content/pages/about.md --\n")
			for _, page := range pagesOf(t, render(t, siteOf(t, files), files)) {
				var links []string
				said := ""
				for _, section := range page.tags("section") {
					if attr(section, "aria-label") == "本名录的仓库" {
						said = strings.Join(strings.Fields(text(section)), "")
						for _, a := range (doc{page.path, section}).tags("a") {
							links = append(links, attr(a, "href"))
						}
					}
				}
				want, says := c.links, c.says
				if page.path != "guide.html" {
					want, says = nil, ""
				}
				if !slices.Equal(links, want) || said != says {
					t.Errorf("%s: %q leads to %q, want %q to %q", page.path, said, links, says, want)
				}
			}
		})
	}
}
