package export

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/sheet"
	"minglu/generator/values"
)

const root = "../.."

// on reads the repository as it counts on a day.
func on(t testing.TB, day values.Date) *edition.Edition {
	t.Helper()
	e, _, err := edition.Read(os.DirFS(root), func(*content.Settings) values.Date { return day })
	if err != nil || e.Content == nil {
		t.Fatal(err)
	}
	return e
}

var today = values.Date{Year: 2026, Month: 6, Day: 30}

// everything returns every kind of document of an edition.
func everything(t testing.TB, e *edition.Edition) []Document {
	t.Helper()
	all := []Document{Roll(e, e.Content.Brands), Roll(e, nil)}
	for _, n := range e.Content.Notices {
		all = append(all, Notice(e, n))
	}
	for _, span := range []string{"2024", "2025Q4", "2026-06"} {
		all = append(all, period1(t, e, span))
	}
	return all
}

func period1(t testing.TB, e *edition.Edition, span string) Document {
	t.Helper()
	s, ok := ParseSpan(span)
	if !ok {
		t.Fatal(span)
	}
	d, err := Period(e, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// texts returns what a document says, cell by cell.
func texts(d Document) []string {
	var all []string
	for _, t := range d.Tables {
		for _, row := range append([][]sheet.Cell{t.Heads()}, t.Rows...) {
			for _, c := range row {
				all = append(all, c.Text)
			}
		}
	}
	return all
}

// The same list stands in every format, and twice the same bytes.
func TestEveryFormatSaysTheSame(t *testing.T) {
	e := on(t, today)
	e.Content.Brands[0].Builder = "=1+1"
	e.Content.Brands[1].Builder = "@甲\n乙<w:p>&"
	for _, d := range everything(t, e) {
		for _, format := range Formats() {
			data, err := d.Write(os.DirFS(root), format)
			if format == "csv" && len(d.Tables) > 1 {
				if err == nil {
					t.Errorf("%s：几张表不应写进一个 CSV", d.Title)
				}
				continue
			}
			again, err2 := d.Write(os.DirFS(root), format)
			if err != nil || err2 != nil || !bytes.Equal(data, again) {
				t.Fatalf("%s.%s：%v，或者两次不同", d.Title, format, err)
			}
			got := map[string]func(testing.TB, Document, []byte) []string{"xlsx": ofWorkbook, "docx": ofPaper, "csv": ofCSV}[format](t, d, data)
			if want := texts(d); !slices.Equal(got, want) {
				t.Errorf("%s.%s：\n%q\n%q", d.Title, format, got, want)
			}
		}
	}
}

func ofWorkbook(t testing.TB, d Document, data []byte) []string {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if len(f.GetSheetList()) != len(d.Tables) {
		t.Errorf("有%d张表，工作簿有 %q", len(d.Tables), f.GetSheetList())
	}
	var all []string
	for i, name := range f.GetSheetList() {
		table := d.Tables[i]
		head := len(d.Notes) + 3 // the title, and that it is invented
		for y := range len(table.Rows) + 1 {
			for x := range table.Columns {
				at, _ := excelize.CoordinatesToCellName(x+1, head+y)
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					t.Errorf("%s!%s 是公式", name, at)
				}
				v, err := f.GetCellValue(name, at)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, v)
			}
		}
		if title, _ := f.GetCellValue(name, "A1"); !strings.HasPrefix(title, d.Title) {
			t.Errorf("%s 的第一行是“%s”", name, title)
		}
	}
	return all
}

func ofCSV(t testing.TB, d Document, data []byte) []string {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		for _, c := range row[:len(row)-1] { // the last says that it is invented
			all = append(all, strings.TrimPrefix(c, "'"))
		}
	}
	return all
}

// ofPaper returns the text of each cell of a .docx, and fails where a row has not as
// many as its table has columns.
func ofPaper(t testing.TB, d Document, data []byte) []string {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	var cell strings.Builder
	columns, cells, in := 0, 0, false
	for decoder := xml.NewDecoder(f); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local == "t"
			switch token.Name.Local {
			case "tblGrid":
				columns = 0
			case "gridCol":
				columns++
			case "tr":
				cells = 0
			case "tc":
				cell.Reset()
			}
		case xml.EndElement:
			in = false
			switch token.Name.Local {
			case "tc":
				cells++
				all = append(all, cell.String())
			case "tr":
				if cells != columns {
					t.Errorf("%s：一行有%d格，应为%d格", d.Title, cells, columns)
				}
			}
		case xml.CharData:
			if in {
				cell.Write(token)
			}
		}
	}
}

// What stood, and what came and went, is what stands, in every county and in sum; a
// year is its quarters, a quarter its months; one begins where the one before ended.
func TestPeriodsAddUp(t *testing.T) {
	e := on(t, today)
	columns := func(d Document) map[string][]int {
		all := map[string][]int{}
		for _, row := range d.Tables[0].Rows {
			for _, c := range row[1:6] {
				n, err := strconv.Atoi(c.Text)
				if err != nil {
					t.Fatal(err)
				}
				all[row[0].Text] = append(all[row[0].Text], n)
			}
		}
		return all
	}
	some := false
	var before map[string][]int
	for year := 2020; year <= 2026; year++ {
		ofYear := map[string][]int{}
		for quarter := 1; quarter <= 4 && (year < 2026 || quarter <= 2); quarter++ {
			ofQuarter := columns(period1(t, e, fmt.Sprintf("%dQ%d", year, quarter)))
			ofMonths := map[string][]int{}
			for month := quarter*3 - 2; month <= quarter*3; month++ {
				d := period1(t, e, fmt.Sprintf("%d-%02d", year, month))
				of := columns(d)
				sum := make([]int, 5)
				for name, n := range of {
					if n[0]+n[1]-n[2]-n[3] != n[4] {
						t.Errorf("%s %s：%v", d.Title, name, n)
					}
					if before != nil && before[name][4] != n[0] {
						t.Errorf("%s %s：期初 %d，上月期末 %d", d.Title, name, n[0], before[name][4])
					}
					if name != "合计" {
						for i := range n {
							sum[i] += n[i]
						}
					}
					some = some || n[1] > 0
					together(ofMonths, name, n)
				}
				if !slices.Equal(sum, of["合计"]) {
					t.Errorf("%s：合计 %v，各地相加 %v", d.Title, of["合计"], sum)
				}
				before = of
			}
			for name, n := range ofQuarter {
				if !slices.Equal(n, ofMonths[name]) {
					t.Errorf("%d年第%d季度 %s：%v，各月 %v", year, quarter, name, n, ofMonths[name])
				}
				together(ofYear, name, n)
			}
		}
		for name, n := range columns(period1(t, e, fmt.Sprint(year))) {
			if !slices.Equal(n, ofYear[name]) {
				t.Errorf("%d年 %s：%v，各季 %v", year, name, n, ofYear[name])
			}
		}
	}
	if !some {
		t.Error("没有新进的品牌，什么也没有核对")
	}
}

// together adds what follows: the opening stays, the rest adds up, the closing moves on.
func together(all map[string][]int, name string, n []int) {
	if all[name] == nil {
		all[name] = slices.Clone(n)
		return
	}
	for i := 1; i <= 3; i++ {
		all[name][i] += n[i]
	}
	all[name][4] = n[4]
}

// What a span tells does not change with the day, once it is over.
func TestAPeriodThatIsOverStays(t *testing.T) {
	early, late := on(t, values.Date{Year: 2025, Month: 1, Day: 1}), on(t, today)
	for _, span := range []string{"2024", "2024Q4", "2023-12"} {
		a, b := period1(t, early, span), period1(t, late, span)
		for i, row := range a.Tables[0].Rows {
			if !slices.Equal(row[:6], b.Tables[0].Rows[i][:6]) {
				t.Errorf("%s：%v，后来 %v", span, row, b.Tables[0].Rows[i])
			}
		}
	}
	if _, err := Period(early, Span{First: today, Last: today}); err == nil {
		t.Error("还没有开始的，应拒绝")
	}
}

func TestSpansAsPeopleWriteThem(t *testing.T) {
	for s, want := range map[string]string{"2026-06": "2026-06-01 2026-06-30", "2026Q2": "2026-04-01 2026-06-30", "2026-q4": "2026-10-01 2026-12-31",
		"2024-02": "2024-02-01 2024-02-29", "2026": "2026-01-01 2026-12-31"} {
		if span, ok := ParseSpan(s); !ok || span.First.String()+" "+span.Last.String() != want {
			t.Errorf("%s：%v %v", s, span, ok)
		}
	}
	for _, s := range []string{"", "2026-13", "2026-00", "2026Q5", "26", "2026-6", "2026-06-30", "0000"} {
		if span, ok := ParseSpan(s); ok {
			t.Errorf("%s：%v", s, span)
		}
	}
}

// A calendar is RFC 5545: lines of at most 75 octets that end in CRLF, no character cut.
// It begins today, and each county's is what of the bureau's concerns it.
func TestCalendars(t *testing.T) {
	for _, day := range []values.Date{{Year: 2023, Month: 1, Day: 31}, today} {
		e := on(t, day)
		e.Settings.ReportDay = 25
		whole := map[string]bool{}
		for i, r := range Regions(e) {
			data := Calendar(e, r)
			if !bytes.Equal(data, Calendar(e, r)) {
				t.Error("两次不同")
			}
			for line := range strings.SplitAfterSeq(string(data), "\n") {
				if line != "" && (!strings.HasSuffix(line, "\r\n") || len(line) > 77 || !utf8.ValidString(line)) {
					t.Errorf("%q", line)
				}
			}
			c, err := ics.ParseCalendar(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Events()) < 2 && i == 0 {
				t.Error("没有什么要来")
			}
			names := map[string]bool{}
			for _, v := range c.Events() {
				start, err := v.GetAllDayStartAt()
				title := v.GetProperty(ics.ComponentPropertySummary).Value
				if err != nil || start.Format("2006-01-02") < day.String() {
					t.Errorf("%s：%v %v", title, start, err)
				}
				if names[v.Id()] {
					t.Errorf("%s：编号重复", title)
				}
				names[v.Id()] = true
				key := start.String() + title
				if i == 0 {
					whole[key] = true
				} else if !whole[key] {
					t.Errorf("%s 有“%s”，全市的没有", r.Name, title)
				}
			}
		}
	}
}

// Each brand's day stands in the calendar of its county.
func TestFactsThatGrowOldStandInTheCalendar(t *testing.T) {
	e := on(t, values.Date{Year: 2024, Month: 1, Day: 1})
	some := false
	for _, b := range e.Content.Brands {
		ages := b.Ages()
		if ages == nil || b.Standing.HasEnded() || ages[0].From.Before(e.Content.Date) {
			continue
		}
		old := ages[0].From
		some = true
		text := strings.ReplaceAll(string(Calendar(e, b.Region)), "\r\n ", "")
		if !strings.Contains(text, "DTSTART;VALUE=DATE:"+strings.ReplaceAll(old.String(), "-", "")) || !strings.Contains(text, "数据满一年："+b.Name) {
			t.Errorf("%s：日历里没有 %s", b.Slug, old)
		}
	}
	if !some {
		t.Error("没有要变旧的数据，什么也没有核对")
	}
}

// What is fresh for another time than the rest has a day of its own.
func TestFactsGrowOldWhenCriteriaSaySo(t *testing.T) {
	e := on(t, values.Date{Year: 2024, Month: 1, Day: 1})
	workers := e.Rules.Fact("workers")
	workers.FreshFor = 6
	some := false
	for _, b := range e.Content.Brands {
		if _, stated := b.Facts.Of(workers); !stated || b.Standing.HasEnded() || b.AsOf.Before(e.Content.Date) {
			continue
		}
		some = true
		ages := b.Ages()
		if len(ages) != 2 || ages[0].Months != 6 || len(ages[0].Facts) != 1 || ages[0].All || ages[0].From != b.AsOf.First().AddMonths(6).Next() {
			t.Fatalf("%s: %+v", b.Slug, ages)
		}
		if len(b.OldOn(ages[0].From)) != 1 || len(b.OldOn(ages[1].From)) != 2 || len(b.OldOn(b.AsOf)) > 0 {
			t.Errorf("%s is old on another day", b.Slug)
		}
		text := strings.ReplaceAll(string(Calendar(e, b.Region)), "\r\n ", "")
		for _, want := range []string{"数据满 6 个月：" + b.Name, "从业人员：填报数据截至", "数据满一年：" + b.Name} {
			if !strings.Contains(text, want) {
				t.Errorf("%s：日历里没有“%s”", b.Slug, want)
			}
		}
	}
	if !some {
		t.Error("什么也没有核对")
	}
}
