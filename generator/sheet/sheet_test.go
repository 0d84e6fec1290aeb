package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var formulas = []string{"=1+1", "+86", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'", "'=1"}

func TestTextIsNoFormula(t *testing.T) {
	for _, s := range formulas {
		if got := defused(s); got != "'"+s {
			t.Errorf("defused(%q) = %q", s, got)
		}
	}
	for _, s := range []string{"", "东海", "a=b", "1-2", "《年报》"} {
		if got := defused(s); got != s {
			t.Errorf("defused(%q) = %q", s, got)
		}
	}
	if got := (Cell{"-3", true}).Value(); got != -3.0 {
		t.Errorf("a number is %v", got)
	}
}

func FuzzDefused(f *testing.F) {
	f.Add("=1")
	f.Add("''")
	f.Fuzz(func(t *testing.T, s string) {
		got := defused(s)
		if back := strings.TrimPrefix(got, "'"); got != s && back != s || got == s && strings.HasPrefix(s, "'") {
			t.Errorf("%q becomes %q", s, got)
		}
	})
}

// What is written is read again, by Excel's reader and by that of CSV, and the same
// cells give the same bytes.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rows := [][]Cell{{Text("甲"), Number(12), {}}, {Text("a,\"b\"\nc"), Number(-3), Text("末")}}
	for _, s := range formulas {
		rows = append(rows, []Cell{Text(s), Number(0), Text("末")})
	}
	book := func() []byte {
		b := NewBook(About{Title: "表", Day: "2026-06-30"}, "一")
		b.Sheet("一", rows, []float64{10, 20})
		b.Sheet("二", rows, nil)
		data, err := b.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	data := book()
	if !bytes.Equal(data, book()) {
		t.Error("the same workbook has other bytes")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := NewCSV()
	for i, row := range rows {
		c.Row(row...)
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			for _, name := range []string{"一", "二"} {
				if got, err := f.GetCellValue(name, at); err != nil || got != strings.ReplaceAll(cell.Text, "\r", "") && got != cell.Text {
					t.Errorf("%s!%s is %q, not %q (%v)", name, at, got, cell.Text, err)
				}
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					t.Errorf("%s is the formula %q", at, formula)
				}
			}
		}
	}
	file, err := c.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(string(file), "\ufeff")
	if !marked || !strings.Contains(text, "\r\n") {
		t.Error("the CSV is not as Excel wants it")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(got) != len(rows) || !slices.Equal(got[0], []string{"甲", "12", ""}) {
		t.Errorf("%q, %v", got, err)
	}
}
