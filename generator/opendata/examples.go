package opendata

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"minglu/generator/criteria"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// An Example shows one use of the data: what to type, and what comes of it with
// today's files.
type Example struct {
	Title  string
	Tool   string // jq, Python, Excel
	File   string // the file that it reads, from the folder where it lies
	Code   string
	Output string
}

// examples returns an example for each tool, with the names of this site, so
// that whoever copies one sees what the page shows.
func (d *dataset) examples() []Example {
	var all []Example
	if types := d.site.Rules.Types; len(types) > 0 {
		all = append(all, d.countByType(types[0]))
	}
	if f := d.mostStated(); f != nil {
		all = append(all, d.sum(f))
	}
	if len(d.site.Listed) > 0 {
		all = append(all, honorsOf(d.site.Listed[0]))
	}
	all = append(all, d.countByCounty())
	if f := d.mostStated(); f != nil {
		all = append(all, d.sheetSum(f))
	}
	return all
}

func (d *dataset) countByType(t *criteria.Type) Example {
	n := 0
	for _, b := range d.site.Listed {
		if b.Type == t {
			n++
		}
	}
	return Example{
		Title: t.Name + "有多少个在册品牌", Tool: "jq", File: edition.BrandsJSON,
		Code:   fmt.Sprintf(`jq '[.brands[] | select(.type == "%s")] | length' brands.json`, t.Name),
		Output: fmt.Sprint(n),
	}
}

// mostStated returns the count that most brands state, of several the one that
// adds up to most; nil where none is stated.
func (d *dataset) mostStated() *criteria.Fact {
	var most *criteria.Fact
	var best int
	var largest values.Decimal
	for _, f := range d.site.Rules.Facts {
		if f.Kind != criteria.Count {
			continue
		}
		n, sum := d.total(f, everywhere)
		if n > best || n == best && sum > largest {
			most, best, largest = f, n, sum
		}
	}
	return most
}

func everywhere(*site.Brand) bool { return true }

// total adds up f over the listed brands that counts accepts, and says how many
// of them state it.
func (d *dataset) total(f *criteria.Fact, counts func(*site.Brand) bool) (n int, sum values.Decimal) {
	for _, b := range d.site.Listed {
		if v, stated := b.Facts.Of(f); stated && counts(b) {
			n++
			sum += v.Number()
		}
	}
	return n, sum
}

func (d *dataset) sum(f *criteria.Fact) Example {
	_, sum := d.total(f, everywhere)
	return Example{
		Title: "在册品牌的“" + labelOf(f) + "”合计", Tool: "jq", File: edition.BrandsJSON,
		Code:   fmt.Sprintf(`jq '[.brands[].facts.%s // 0] | add' brands.json`, f.ID),
		Output: sum.String(),
	}
}

func honorsOf(b *site.Brand) Example {
	var lines []string
	for _, badge := range b.Badges {
		lines = append(lines, badge.Level.Name+" "+badge.Name)
	}
	return Example{
		Title: "一个品牌现有的称号", Tool: "jq", File: edition.BrandDataPath(b.Slug),
		Code:   fmt.Sprintf(`jq -r '.brand.honors[] | "\(.level) \(.name)"' %s.json`, b.Slug),
		Output: strings.Join(lines, "\n"),
	}
}

func (d *dataset) countByCounty() Example {
	counts := map[*criteria.Region]int{}
	var regions []*criteria.Region
	for _, b := range d.site.Listed {
		if counts[b.Region]++; counts[b.Region] == 1 {
			regions = append(regions, b.Region)
		}
	}
	slices.SortFunc(regions, func(a, b *criteria.Region) int { return cmp.Compare(a.Code, b.Code) })
	var lines []string
	for _, r := range regions {
		lines = append(lines, fmt.Sprintf("%s %s %d", r.Code, r.Name, counts[r]))
	}
	return Example{
		Title: "各县区有多少个在册品牌", Tool: "Python", File: edition.BrandsCSV,
		Code: `import collections, csv

with open("brands.csv", encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
counts = collections.Counter((row["county_code"], row["county"]) for row in rows)
for (code, county), number in sorted(counts.items()):
    print(code, county, number)`,
		Output: strings.Join(lines, "\n"),
	}
}

// sheetSum is a formula to type into any empty cell of brands.xlsx.
func (d *dataset) sheetSum(f *criteria.Fact) Example {
	county := d.site.Listed[0].Region
	_, sum := d.total(f, func(b *site.Brand) bool { return b.Region == county })
	return Example{
		Title: county.Name + "在册品牌的“" + labelOf(f) + "”合计", Tool: "Excel", File: edition.BrandsXLSX,
		Code:   fmt.Sprintf(`=SUMIF(%s,"%s",%s)`, d.sheetColumn("county_code"), county.Code, d.sheetColumn("facts."+f.ID)),
		Output: sum.String(),
	}
}

// sheetColumn returns a whole column of the first sheet as formulas name it.
func (d *dataset) sheetColumn(name string) string {
	i := slices.IndexFunc(d.tabulated, func(c column[*site.Brand]) bool { return c.name == name })
	letters, err := excelize.ColumnNumberToName(i + 1)
	if err != nil {
		return ""
	}
	return brandSheet + "!" + letters + ":" + letters
}
