package criteria

import (
	"slices"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/values"
)

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

// nationCode is that of the whole country. GB/T 2260 has none for it.
const nationCode = "100000"

// IsNation reports whether r is the whole country.
func (r *Region) IsNation() bool { return r.Code == nationCode }

// IsProvince reports whether r is a province, an autonomous region or a special
// administrative region. A municipality (直辖市) is a city here, for its counties lie
// directly in it.
func (r *Region) IsProvince() bool {
	return strings.HasSuffix(r.Code, "0000") && !r.Municipality && !r.IsNation()
}

// IsCity reports whether r is a city or a prefecture, or a municipality. Not every city has
// counties: 东莞市 has none.
func (r *Region) IsCity() bool {
	return r.Municipality || strings.HasSuffix(r.Code, "00") && !strings.HasSuffix(r.Code, "0000")
}

// IsCounty reports whether r is a county, a county-level city or a district. Some lie in a
// province without a city between: 潜江市, 神农架林区.
func (r *Region) IsCounty() bool { return !strings.HasSuffix(r.Code, "00") }

// IsDistrict reports whether r is a district of a city (市辖区), or like one no county: the
// islands of 三沙市. Only the name tells, for the numbers of districts and of county-level
// cities overlap; 六枝特区 and 神农架林区, which lies in no city, are counties.
func (r *Region) IsDistrict() bool {
	isCounty := func(word string) bool { return strings.HasSuffix(r.Name, word) }
	return r.IsCounty() && !slices.ContainsFunc([]string{"县", "市", "旗", "特区"}, isCounty) && (r.Parent == nil || r.Parent.IsCity())
}

// Rank says what r is where that has to be told to people: 省, 自治区, 特别行政区, 直辖市,
// 全国, 市, 县.
func (r *Region) Rank() string {
	switch {
	case r.IsNation():
		return "全国"
	case r.Municipality:
		return "直辖市"
	case r.IsProvince():
		for _, word := range []string{"自治区", "特别行政区"} {
			if strings.HasSuffix(r.Name, word) {
				return word
			}
		}
		return "省"
	case r.IsCity():
		return "市"
	}
	return "县"
}

// City returns the city that r is or lies in, nil for a province and for a county that
// lies directly in one.
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

// RegionsIn returns what of region brands can name, in the order of the files: counties,
// cities and municipalities.
func (r *Rules) RegionsIn(region *Region) []*Region {
	return slices.DeleteFunc(r.PlacesIn(region), (*Region).IsProvince)
}

// PlacesIn returns what a site of region has a list for, in the order of the files: what
// brands can name, and where it is the nation's the provinces too.
func (r *Rules) PlacesIn(region *Region) []*Region {
	var in []*Region
	for _, g := range r.Regions {
		if region.Contains(g) && !g.IsNation() && (!g.IsProvince() || region.IsNation()) {
			in = append(in, g)
		}
	}
	return in
}

// FullName returns the name as it is written where it occurs twice: 南京市鼓楼区. No two
// cities of the country have one name, and so no two counties one full name.
func (r *Region) FullName() string {
	if r.IsCounty() && r.Parent != nil {
		return r.Parent.Name + r.Name
	}
	return r.Name
}

// NameWithin returns the name as a site of the region whole prints it, after those of all that
// it lies in below whole: 东海县 for a city, 连云港市东海县 for a province, and for the nation
// 江苏省连云港市东海县.
func (r *Region) NameWithin(whole *Region) string {
	name := r.Name
	for up := r.Parent; up != nil && up != whole && whole.Contains(up); up = up.Parent {
		name = up.Name + name
	}
	return name
}
