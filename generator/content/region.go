package content

import (
	"fmt"
	"strings"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

// regionNames find the counties and cities of the site's region by what people
// write.
type regionNames struct {
	region *criteria.Region
	rules  *criteria.Rules
	named  map[string][]*criteria.Region // by 东海县, 连云港市东海县, 江苏省连云港市东海县
	casual map[string][]*criteria.Region // by 东海, donghai, 连云港东海: to be mended
	names  []string                      // in the order of the files
}

func newRegionNames(rules *criteria.Rules, region *criteria.Region) *regionNames {
	g := &regionNames{region: region, rules: rules, named: map[string][]*criteria.Region{}, casual: map[string][]*criteria.Region{}}
	for _, r := range rules.RegionsIn(region) {
		full, casual := r.Called()
		g.names = append(g.names, r.Name)
		for _, name := range full {
			g.named[name] = append(g.named[name], r)
		}
		for _, name := range casual {
			g.casual[name] = append(g.casual[name], r)
		}
	}
	return g
}

// county reads the county of a brand that lies in the folder; nil where none is
// stated, or the mistake has been reported.
func (g *regionNames) county(src *diag.Source, t fields.Text, folder string) *criteria.Region {
	if !t.Stated {
		return nil
	}
	switch found := g.named[t.V]; len(found) {
	case 1:
		return found[0]
	case 0:
		g.reportUnknown(src, t, folder)
	default:
		g.reportAmbiguous(src, t, found, folder)
	}
	return nil
}

func (g *regionNames) reportAmbiguous(src *diag.Source, t fields.Text, found []*criteria.Region, folder string) {
	names, here := make([]string, len(found)), ""
	for i, r := range found {
		names[i] = r.FullName()
		if r.Slug == folder {
			here = r.FullName()
		}
	}
	src.Suggest(t.At, diag.UnknownCounty, here, "叫“%s”的不止一处，请在前面写上市名：%s。", t.V, strings.Join(names, "、"))
}

func (g *regionNames) reportUnknown(src *diag.Source, t fields.Text, folder string) {
	if found := g.casual[t.V]; len(found) > 1 {
		g.reportAmbiguous(src, t, found, folder)
		return
	} else if len(found) == 1 {
		g.propose(src.Suggest, t, found[0].Name)
		return
	}
	if found := g.named[values.Letters(t.V)]; len(found) == 1 { // 东 海 县, 《东海县》
		g.propose(src.Suggest, t, found[0].Name)
		return
	}
	for _, r := range g.rules.Regions {
		if (r.Name == t.V || r.FullName() == t.V) && !g.region.Contains(r) {
			src.Report(t.At, diag.UnknownCounty, "“%s”不在本站的范围（%s）内，请核对。", t.V, g.region.Name)
			return
		} else if r.Name == t.V && !r.IsCity() && !r.IsCounty() {
			src.Report(t.At, diag.UnknownCounty, "“%s”是%s，此处应填写县（市、区）；全市的品牌填写市。", t.V, r.Rank())
			return
		}
	}
	if near := values.Nearest(t.V, g.names); near != "" {
		// A name that is but similar may be that of a place far away: the folder
		// says that it is not.
		as := src.Guess
		if found := g.named[near]; len(found) == 1 && found[0].Slug == folder {
			as = src.Suggest
		}
		g.propose(as, t, near)
		return
	}
	src.Report(t.At, diag.UnknownCounty, "行政区划表中没有“%s”，请填写县（市、区）的全称%s。", t.V, g.examples())
}

// A proposal is Suggest or Guess of a source.
type proposal func(at diag.Span, rule diag.Rule, text, format string, args ...any)

// propose proposes a name; where it occurs twice, all that have it, with their
// cities.
func (g *regionNames) propose(as proposal, t fields.Text, name string) {
	if found := g.named[name]; len(found) == 1 {
		as(t.At, diag.UnknownCounty, name, "行政区划表中没有“%s”，是否应为“%s”？", t.V, name)
	} else {
		full := make([]string, len(found))
		for i, r := range found {
			full[i] = r.FullName()
		}
		as(t.At, diag.UnknownCounty, "", "行政区划表中没有“%s”，是否应为%s？", t.V, strings.Join(full, "或"))
	}
}

func (g *regionNames) examples() string {
	const enough = 8
	if len(g.names) <= enough {
		return fmt.Sprintf("：%s", strings.Join(g.names, "、"))
	}
	return fmt.Sprintf("，如%s", g.names[len(g.names)-1])
}
