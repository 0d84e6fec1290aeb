package opendata

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/site"
)

// manyBrands returns a site of n recognized brands, measured by the repository's
// own standards.
func manyBrands(b *testing.B, n int) *site.Site {
	rules := rulesIn(b, os.DirFS("../testdata/rules"))
	city := rules.Region("320700")
	counties := rules.RegionsIn(city)
	notice := &content.Notice{Slug: "rending-2024", Kind: content.Recognition, Title: "关于公布名单的通知", Level: rules.Level("市级"), Honor: "连云港市市级劳务品牌",
		Act: "认定", Authority: "连云港市人力资源和社会保障局", Year: 2024, Date: date("2024-12-06"), Document: content.Document{Number: "示例〔2024〕1号"}}
	c := &content.Content{
		Settings: &content.Settings{Title: "连云港市劳务品牌名录", Publisher: "市人社局", BaseURL: "https://minglu.example.org/", Licence: "CC BY 4.0", Region: city, ShowScores: true},
		Date:     date("2026-06-30"), Notices: []*content.Notice{notice},
	}
	intro := "雕水晶的人先看料，再下刀。东海县从事水晶雕刻的有12600人，集中在曲阳、牛山、平明一带，选料、切片、粗雕、精雕、抛光、配座，各有专工。全县有两处雕刻园区，小作坊在这里共用切割和除尘设备；6家骨干企业接下大部分摆件订单。\n\n能独立设计的代表性工匠86人，乡土人才大师工作室和非遗工坊都公开带徒。县里编写了加工规范，培训班办到邻市的合作村。\n"
	for i := range n {
		t := rules.Types[i%len(rules.Types)]
		brand := &content.Brand{
			Slug: fmt.Sprintf("pinpai-%05d", i), Name: fmt.Sprintf("东海水晶雕刻工匠%d", i), Type: t, Region: counties[i%len(counties)], Place: "曲阳镇",
			Builder: "东海县水晶产业发展服务中心", Industry: "水晶雕刻", Contact: &content.Contact{Unit: "东海县水晶产业发展服务中心", Phone: "0518-8555-0111"},
			HasFacts: true, AsOf: date("2024-06-30"), Facts: facts(b, rules, t, everyFact(rules, t, i)), Evidence: map[string]string{"workers": "《东海县水晶产业年报（2023）》"}, Intro: markdown(intro),
			Standing: content.Standing{Status: content.Recognized, History: []*content.Notice{notice},
				Honors: []content.Honor{{Level: notice.Level, Name: notice.Honor, Status: content.Recognized, Since: notice}}},
		}
		c.Brands = append(c.Brands, brand)
		notice.Entries = append(notice.Entries, content.Entry{Brand: brand})
	}
	return newSite(c, rules)
}

// everyFact states every fact that the type is asked for.
func everyFact(rules *criteria.Rules, t *criteria.Type, i int) string {
	yaml := ""
	for j, f := range rules.Facts {
		if !f.AskedOf(t) {
			continue
		}
		switch f.Kind {
		case criteria.YesNo:
			yaml += f.ID + ": " + yesNoWord((i+j)%5 > 0) + "\n"
		case criteria.Choice:
			yaml += f.ID + ": " + f.Choices[(i+j)%len(f.Choices)] + "\n"
		case criteria.Set:
			yaml += f.ID + ": [" + f.Choices[(i+j)%len(f.Choices)] + "]\n"
		default:
			yaml += fmt.Sprintf("%s: %d\n", f.ID, (i*7+j)%97)
		}
	}
	return yaml
}

func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		s := manyBrands(b, n)
		b.Run(fmt.Sprintf("brands=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			var bytes atomic.Int64
			for b.Loop() {
				bytes.Store(0)
				if err := Write(s, func(_ string, data []byte) error { bytes.Add(int64(len(data))); return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(bytes.Load())/1e6, "MB-written")
		})
	}
}

// The parts of Write, each alone.
func BenchmarkPart(b *testing.B) {
	s := manyBrands(b, 10000)
	d := newDataset(s)
	for _, part := range []struct {
		name  string
		write func(func(string, []byte) error) error
	}{{"json", d.writeBrands}, {"csv", d.writeCSV}, {"xlsx", d.writeXLSX}} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			var total, largest atomic.Int64
			for b.Loop() {
				total.Store(0)
				if err := part.write(func(_ string, data []byte) error {
					total.Add(int64(len(data)))
					largest.Store(max(largest.Load(), int64(len(data))))
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(total.Load())/1e6, "MB-written")
			b.ReportMetric(float64(largest.Load())/1e6, "MB-largest")
		})
	}
}
