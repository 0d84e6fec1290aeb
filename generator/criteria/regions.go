package criteria

import (
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

func (l *loader) regions(m *fields.Map, _ string) {
	m.Require("regions")
	seen, byCode := map[string]bool{}, map[string]*Region{}
	for _, e := range m.Maps("regions") {
		code, name, slug := e.Text("code"), e.Text("name"), e.Text("slug")
		r := &Region{Code: code.V, Name: name.V, Slug: slug.V, Short: e.Text("short").V,
			Tile: tile(e), Agricultural: agricultural(e)}
		e.Require("code", "name", "slug")
		e.Done()
		unique(e, seen, "代码", code)
		unique(e, seen, "网址名", slug)
		checkSlug(e, slug)
		if r.Short == "" {
			r.Short = r.Name
		}
		if !code.Stated {
			continue
		}
		if !isCode(code.V) {
			e.Report(code.At, diag.BadRegionCode, "行政区划代码“%s”应为六位数字，如 320722。", code.V)
			continue
		}
		if parent := parentCode(r.Code); parent != "" {
			if r.Parent = byCode[parent]; r.Parent == nil {
				e.Report(code.At, diag.BadRegionCode, "“%s”（%s）的上级 %s 没有列在它前面，请先列上级。", code.V, name.V, parent)
			}
		}
		byCode[r.Code] = r
		l.rules.Regions = append(l.rules.Regions, r)
	}
	m.Done()
}

// agricultural reads by which document a district is 涉农区; that it is one is not enough.
func agricultural(e *fields.Map) string {
	t := e.Text("agricultural")
	if values.YesOrNo(t.V) != "" {
		e.Report(t.At, diag.WrongKind, "agricultural 写依据的文件名称或文号，不写“%s”；不是涉农区的删去这一项。", t.V)
		return ""
	}
	return t.V
}

func isCode(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

// parentCode returns the code of the city that a county lies in, of the
// province that a city lies in, and "" for a province (GB/T 2260).
func parentCode(code string) string {
	switch {
	case strings.HasSuffix(code, "0000"):
		return ""
	case strings.HasSuffix(code, "00"):
		return code[:2] + "0000"
	}
	return code[:4] + "00"
}

func tile(e *fields.Map) *Tile {
	nodes := e.Nodes("tile")
	if nodes == nil {
		return nil
	}
	if len(nodes) != 2 {
		e.Node("tile").Report(diag.WrongKind, "tile 应写作 [行, 列]，如 [1, 0]。")
		return nil
	}
	row, column := nodes[0].Int(), nodes[1].Int()
	if !row.Stated || !column.Stated {
		return nil
	}
	if row.V < 0 || row.V > 99 || column.V < 0 || column.V > 99 {
		e.Node("tile").Report(diag.OutOfRange, "tile 的行和列应在 0 到 99 之间。")
		return nil
	}
	return &Tile{row.V, column.V}
}

// Contains reports whether other is r or lies in it.
func (r *Region) Contains(other *Region) bool {
	for ; other != nil; other = other.Parent {
		if other == r {
			return true
		}
	}
	return false
}

// IsProvince, IsCity and IsCounty tell the three ranks apart; a county is a
// county, a county-level city or a district.
func (r *Region) IsProvince() bool { return strings.HasSuffix(r.Code, "0000") }

// IsCity reports whether r is a city that counties lie in.
func (r *Region) IsCity() bool { return strings.HasSuffix(r.Code, "00") && !r.IsProvince() }

// IsCounty reports whether r is a county, a county-level city or a district.
func (r *Region) IsCounty() bool { return !strings.HasSuffix(r.Code, "00") }

// IsDistrict reports whether r is a district of a city: of the units at the rank of
// counties those numbered 01 to 20, GB/T 2260.
func (r *Region) IsDistrict() bool { return r.IsCounty() && r.Code[4:] <= "20" }

// City returns the city that r is or lies in, nil for a province.
func (r *Region) City() *Region {
	for ; r != nil; r = r.Parent {
		if r.IsCity() {
			return r
		}
	}
	return nil
}

// Region returns the region with the code, nil where there is none.
func (r *Rules) Region(code string) *Region {
	i := slices.IndexFunc(r.Regions, func(g *Region) bool { return g.Code == code })
	if i < 0 {
		return nil
	}
	return r.Regions[i]
}

// RegionsIn returns the counties of region, and the city or cities, that brands
// can name, in the order of regions.yaml.
func (r *Rules) RegionsIn(region *Region) []*Region {
	var in []*Region
	for _, g := range r.Regions {
		if region.Contains(g) && !g.IsProvince() {
			in = append(in, g)
		}
	}
	return in
}

// FullName returns the name as it is written where it occurs twice: 南京市鼓楼区.
func (r *Region) FullName() string {
	if r.IsCounty() && r.Parent != nil {
		return r.Parent.Name + r.Name
	}
	return r.Name
}
