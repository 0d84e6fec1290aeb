package review_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/review"
)

// Every judgement that is not as it was is told, with its brand: changed, taken
// back, moved along with its brand, of a brand that is gone, no longer readable.
func TestJudgementsThatChangeAndGo(t *testing.T) {
	const folder, banhua, zaochuan = "content/judgements/city-2024/", "content/brands/donghai/banhua.md", "content/brands/ganyu/zaochuan.md"
	record := func(points int, by string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, "tourism-2: {points: %d, reason: 手艺出众, by: %s}\n", points, by)}
	}
	before := base(t)
	before[folder+"banhua.yaml"], before[folder+"zaochuan.yaml"] = record(6, "甲"), record(3, "甲")
	for _, c := range []struct {
		name string
		do   func(after fstest.MapFS)
		want string
	}{
		{"nothing", func(after fstest.MapFS) { after[folder+"banhua.yaml"] = record(6, "甲") }, ""},
		{"points", func(after fstest.MapFS) { after[folder+"banhua.yaml"] = record(7, "甲") }, "东海县 东海版画刻印师（banhua） | city-2024 tourism-2 | 6 分 | 7 分 | 手艺出众 | 基本条件全部达到；总分 18 → 19（+1）"},
		{"who judged", func(after fstest.MapFS) { after[folder+"banhua.yaml"] = record(6, "乙") }, "东海县 东海版画刻印师（banhua） | city-2024 tourism-2 | 6 分 | 6 分 | 手艺出众（评定人或日期有改动） | 没有变化"},
		{"taken back", func(after fstest.MapFS) { delete(after, folder+"zaochuan.yaml") }, "赣榆区 赣榆造船工（zaochuan） | city-2024 tourism-2 | 3 分 | 无 | 已删去 | —"},
		{"with the brand", func(after fstest.MapFS) { delete(after, folder+"zaochuan.yaml"); delete(after, zaochuan) }, "赣榆区 赣榆造船工（zaochuan） | city-2024 tourism-2 | 3 分 | 无 | 已删去 | —"},
		{"unreadable", func(after fstest.MapFS) { after[folder+"banhua.yaml"] = &fstest.MapFile{Data: []byte("tourism-2: {")} }, "东海县 东海版画刻印师（banhua） | city-2024 tourism-2 | 6 分 | 无 | 文件有错误，读不出来 | 有 1 条未填报或待定，尚无结论；总分 18 → 12（-6）"},
		{"of nobody", func(after fstest.MapFS) { after[folder+"wuren.yaml"] = record(1, "甲") }, "wuren | city-2024 tourism-2 | 无 | 1 分 | 手艺出众（文件有错误，见下） | —"},
		{"moved with its brand", func(after fstest.MapFS) {
			after["content/brands/donghai/muban.md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(after[banhua].Data), "type:", "former_slugs: [banhua]\ntype:", 1))}
			after[folder+"muban.yaml"] = after[folder+"banhua.yaml"]
			delete(after, banhua)
			delete(after, folder+"banhua.yaml")
		}, ""},
		{"facts that no longer ask for it", func(after fstest.MapFS) {
			after[banhua] = &fstest.MapFile{Data: []byte(strings.Replace(string(after[banhua].Data), "product: 市级", "product: 省级", 1))}
		}, ""},
	} {
		after := fstest.MapFS{}
		maps.Copy(after, before)
		c.do(after)
		text, _ := review.Compare(read(t, before), read(t, after), differences(before, after)).Document("与 main 比较").Markdown(review.CommentLimit)
		_, section, found := strings.Cut(text, "\n## 须决定：评定意见（1 条）\n")
		section, _, _ = strings.Cut(section, "\n## ")
		if c.want == "" && strings.Contains(text, "评定意见（") || c.want != "" && !strings.Contains(section, "| "+c.want+" |") {
			t.Errorf("%s: want %s\n%s", c.name, c.want, text)
		}
		if before, _, _ := strings.Cut(text, "\n## 须决定：评定意见"); found && strings.Contains(strings.Replace(before, "\n## 改动的文件", "", 1), "\n## ") {
			t.Errorf("%s: judgements do not come first\n%s", c.name, text)
		}
		if strings.Contains(text, "乙） |") {
			t.Errorf("%s: who judged is printed", c.name)
		}
	}
}

func differences(before, after fstest.MapFS) []review.Change {
	var changes []review.Change
	for name, f := range after {
		switch old := before[name]; {
		case old == nil:
			changes = append(changes, review.Change{Kind: review.Added, Path: name})
		case string(old.Data) != string(f.Data):
			changes = append(changes, review.Change{Kind: review.Modified, Path: name})
		}
	}
	for name := range before {
		if after[name] == nil {
			changes = append(changes, review.Change{Kind: review.Deleted, Path: name})
		}
	}
	slices.SortFunc(changes, func(a, b review.Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}
