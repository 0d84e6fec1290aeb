package main

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// data holds the open data, the feeds and what the search counts against brands and acts.
func (n *numbers) data() {
	var all struct {
		Count  int
		Brands []struct {
			Slug   string
			Honors []struct {
				Level string
				Year  int
			}
		}
		Notices []struct {
			Slug   string
			Brands []string
		}
	}
	n.read("data/brands.json", &all)
	var got, want []string
	for _, b := range all.Brands {
		for _, h := range b.Honors {
			got = append(got, fmt.Sprintf("%s %s %d", b.Slug, h.Level, h.Year))
		}
	}
	for _, b := range n.listed {
		for _, h := range n.held[b.text("slug")] {
			year, _ := strconv.Atoi(h.year)
			want = append(want, fmt.Sprintf("%s %s %d", b.text("slug"), h.level, year))
		}
	}
	for _, notice := range all.Notices {
		got = append(got, fmt.Sprintf("%s %d", notice.Slug, len(notice.Brands)))
	}
	for _, act := range n.acts {
		names := 0
		for _, b := range n.brands {
			if n.names(act, b) && (act.text("kind") != "公示" || n.paged[b.text("slug")] || act.text("to") >= n.day) {
				names++
			}
		}
		want = append(want, fmt.Sprintf("%s %d", act.text("slug"), names))
	}
	p := n.page("data.html")
	p.expect("brands.json", got, want)
	table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.files["data/brands.csv"], "\ufeff"))).ReadAll()
	if err != nil {
		n.Fatal(err)
	}
	book, err := excelize.OpenReader(strings.NewReader(n.files["data/brands.xlsx"]))
	if err != nil {
		n.Fatal(err)
	}
	defer book.Close()
	rows, _ := book.GetRows("品牌")
	for what, count := range map[string]int{"count": all.Count, "brands.json": len(all.Brands), "brands.csv": len(table) - 1, "brands.xlsx": len(rows) - 1} {
		if count != len(n.listed) {
			n.Errorf("%s: %d brands, want %d", what, count, len(n.listed))
		}
	}
	for _, tr := range p.all("table.files tbody tr") {
		cells := inside(tr, "td")
		if file, size := words(cells[0]), words(cells[2]); strings.HasSuffix(size, " KB") && size != fmt.Sprintf("%d KB", (len(n.files[file])+999)/1000) {
			n.Errorf("data.html: %s has %s, it has %d bytes", file, size, len(n.files[file]))
		}
	}
	n.examples(p)
	p.done()
	n.feeds()
}

func (n *numbers) read(path string, to any) {
	n.Helper()
	if err := json.Unmarshal([]byte(n.files[path]), to); err != nil {
		n.Fatal(path, err)
	}
}

// examples holds the results of the examples of the data page against the brands.
func (n *numbers) examples(p *numbered) {
	workers := func(c among) (sum int) {
		for _, b := range n.chosen(c) {
			facts, _ := b["facts"].(record)
			count, _ := strconv.Atoi(facts.text("workers"))
			sum += count
		}
		return sum
	}
	for _, e := range p.all("div.example") {
		code, output, want := words(inside(e, "code")[0]), words(inside(e, "samp")[0]), ""
		switch word := regexp.MustCompile(`"([^"]+)"`).FindStringSubmatch(code); {
		case strings.Contains(code, "length"):
			c := among{kind: word[1], year: anyYear}
			if len(n.types) == 0 {
				c = among{place: n.placeNamed(word[1]), year: anyYear}
			}
			want = strconv.Itoa(n.count(c))
		case strings.Contains(code, "add"):
			want = strconv.Itoa(workers(among{year: anyYear}))
		case strings.Contains(code, "Counter"):
			var lines []string
			for _, place := range n.places {
				if count := n.count(among{place: place, alone: true, year: anyYear}); count > 0 {
					lines = append(lines, fmt.Sprintf("%s %s %d", place.text("code"), place.text("name"), count))
				}
			}
			slices.Sort(lines)
			want = strings.Join(lines, " ")
		case strings.Contains(code, "SUMIF"):
			for _, place := range n.places {
				if place.text("code") == word[1] {
					want = strconv.Itoa(workers(among{place: place, alone: true, year: anyYear}))
				}
			}
		default:
			continue
		}
		p.expect(code, []string{output}, []string{want})
	}
}

// feeds holds the entries of each feed against the acts of its brands, and what ended by itself.
func (n *numbers) feeds() {
	hold := func(path string, of func(record) bool) {
		var feed struct {
			Entries []struct {
				Category struct {
					Term string `xml:"term,attr"`
				} `xml:"category"`
				Title   string `xml:"title"`
				Summary string `xml:"summary"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(n.files[path]), &feed); err != nil {
			n.Fatal(path, err)
		}
		var got, want []string
		for _, e := range feed.Entries {
			got = append(got, fmt.Sprintf("%s|%s|%s", e.Category.Term, e.Title, strings.Join(regexp.MustCompile(`共 [0-9]+ 个(品牌|单位和基地)`).FindAllString(e.Summary, -1), "")))
		}
		for _, d := range n.done {
			if d.day == "" || d.kind == "公示" && !d.running(n.day) || len(d.of(of).shown) == 0 {
				continue
			}
			title := d.act.text("title")
			if d.kind == "到期" {
				title = "有效期届满：" + title
			}
			line := fmt.Sprintf("%s|%s|共 %d 个品牌", d.kind, title, len(d.shown))
			if units := len(d.act.under("units")); units > 0 && d.kind != "到期" {
				line += fmt.Sprintf("共 %d 个单位和基地", units)
			}
			want = append(want, line)
		}
		if len(want) > 50 {
			n.Fatalf("%s: more entries than a feed holds", path)
		}
		(&numbered{t: n.T, path: path}).expect("entries", got, want)
	}
	hold("feed.xml", func(record) bool { return true })
	for _, k := range n.types {
		hold("types/"+k.text("slug")+".xml", func(b record) bool { return b.text("type") == k.text("name") })
	}
	for _, place := range n.places {
		if path := "counties/" + place.text("slug") + ".xml"; n.files[path] != "" {
			hold(path, func(b record) bool { return n.in(b, place) })
		}
	}
}

// search holds what the search counts of all brands, or of those of a level, against the
// brands: of a level, the years of its own honours.
func (n *numbers) search(level string) {
	args := []string{"search", "-C", n.dir, "--date", n.day, "--cache", n.cached, "--format", "json", "--size", "0"}
	if level != "" {
		args = append(args, "--level", level)
	}
	code, answer, stderr := minglu(args...)
	var a struct {
		Total  int
		Facets map[string]map[string]int
	}
	if err := json.Unmarshal([]byte(answer), &a); err != nil || code != exitFine {
		n.Fatal(err, stderr)
	}
	got, want := []string{fmt.Sprintf("all %d", a.Total)}, []string{fmt.Sprintf("all %d", n.count(among{level: level, year: anyYear}))}
	for facet, values := range a.Facets {
		for value, count := range values {
			if facet != "status" || level == "" { // what stands no more held levels too
				got = append(got, fmt.Sprintf("%s %s %d", facet, value, count))
			}
		}
	}
	add := func(facet, value string, c among) {
		c.level = cmp.Or(c.level, level)
		if count := n.count(c); count > 0 {
			want = append(want, fmt.Sprintf("%s %s %d", facet, value, count))
		}
	}
	for _, k := range n.types {
		add("type", k.text("name"), among{kind: k.text("name"), year: anyYear})
	}
	if len(n.types) > 0 {
		add("type", "类型未载明", among{untyped: true, year: anyYear})
	}
	for _, e := range errands {
		count := 0
		for _, b := range n.chosen(among{level: level, year: anyYear}) {
			if n.open(b, e.kinds) > 0 {
				count++
			}
		}
		if count > 0 {
			want = append(want, fmt.Sprintf("offer %s %d", e.mark, count))
		}
	}
	for _, place := range n.places {
		if whole := n.whole.text("code") == place.text("code"); whole || n.in(record{"place of": place}, n.whole) {
			add("county", n.name(place), among{place: place, alone: whole, year: anyYear}) // a city's are those of its counties too
		}
	}
	for _, l := range n.levels {
		add("level", l.text("name"), among{level: l.text("name"), year: anyYear})
	}
	for _, y := range n.years() {
		add("year", yearName(y), among{year: y})
	}
	if level == "" {
		for status, count := range n.statuses() {
			want = append(want, fmt.Sprintf("status %s %d", status, count))
		}
	}
	(&numbered{t: n.T, path: "search " + level}).expect("facets", got, want)
}

// statuses counts the brands that may be named by how they stand: what stands, then what a 公示
// that runs names, what was withdrawn, what expired.
func (n *numbers) statuses() map[string]int {
	all := map[string]int{}
	for _, b := range n.brands {
		slug, is := b.text("slug"), map[string]bool{}
		for _, act := range n.acts {
			is["公示"] = is["公示"] || act.text("kind") == "公示" && act.text("to") >= n.day && n.names(act, b)
		}
		for _, l := range n.levels {
			for _, honor := range honorNames {
				how, _ := n.standing(slug, l.text("name"), honor, n.day)
				is[how] = true
			}
		}
		for _, how := range [][2]string{{"有效", "在册"}, {"公示", "公示中"}, {"退出", "已退出"}, {"到期", "已到期"}} {
			if is[how[0]] { // a brand is under each that one of its honours has
				all[how[1]]++
			}
		}
	}
	return all
}
