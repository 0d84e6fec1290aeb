package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A page is what the templates of these tests show.
type page struct {
	Title  string
	Lines  []string
	Each   []string
	On     bool
	Size   Style
	Room   Height
	Behind *behind
	Groups []group
}

type behind struct{ Remark string }

type group struct {
	Name  string
	Items []item
}

type item struct {
	Number int
	Text   string
}

const (
	types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	open  = `<w:document xmlns:w="` + wordNamespace + `" xmlns:w14="w14" xmlns:w15="w15"><w:body>`
)

// file returns a .docx of parts: name, content, name, content …
func file(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err == nil {
			_, err = f.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// of returns a .docx with a body.
func of(t testing.TB, body string) []byte {
	return file(t, "[Content_Types].xml", types, "word/document.xml", open+body+"</w:body></w:document>")
}

func read(t testing.TB, data []byte) *Template {
	t.Helper()
	template, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return template
}

func sdt(tag, properties, content string) string {
	return `<w:sdt><w:sdtPr><w:tag w:val="` + tag + `"/>` + properties + `</w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
}

const (
	run   = `<w:r><w:t>样字</w:t></w:r>`
	para  = `<w:p><w:pPr><w:pStyle w:val="roomy"/></w:pPr>` + run + `</w:p>`
	blank = `<w:showingPlcHdr/>`
)

func cell(content string) string { return `<w:tc><w:p>` + content + `</w:p></w:tc>` }

// everything has a control for every field of a page, of every kind.
func everything() string {
	return sdt("Behind?", "", sdt("Behind.Remark", "", para)) +
		`<w:p>` + sdt("Title", blank, run) + sdt("On", `<w14:checkbox/>`, run) + sdt("On?", "", `<w:r><w:t>开</w:t></w:r><w:r><w:t>着</w:t></w:r>`) + `</w:p>` +
		sdt("Size", "", sdt("Lines", "", para)) + sdt("Each", "", `<w:p>`+sdt("Each", blank, run)+`</w:p>`) +
		`<w:tbl>` + sdt("Room", "", `<w:tr><w:trPr><w:trHeight w:val="1"/></w:trPr>`+cell("")+`</w:tr>`) +
		sdt("Groups.Items", `<w15:repeatingSection/>`, `<w:sdt><w:sdtPr><w:id w:val="7"/><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>`+
			`<w:tr w14:paraId="1"><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p>`+sdt("Groups.Name", "<w:temporary/>", run)+`</w:p></w:tc>`+cell(sdt("Groups.Items.Number", "", run)+sdt("Groups.Items.Text", `<w:id w:val="8"/>`, run))+
			`</w:tr></w:sdtContent></w:sdt>`) + `</w:tbl>`
}

func random(r *rand.Rand) page {
	text := func() string {
		var b strings.Builder
		for range r.IntN(5) {
			b.WriteString([]string{"甲", "<w:p>", "&amp;", `"'`, "]]>", "{{.}}", "a b", "𠮷", "　"}[r.IntN(9)])
		}
		return b.String()
	}
	p := page{Title: text(), On: r.IntN(2) == 0, Size: "dense", Room: Height(r.IntN(300))}
	for range r.IntN(4) {
		p.Lines, p.Each = append(p.Lines, text()), append(p.Each, "一"+text())
	}
	if r.IntN(2) == 0 {
		p.Behind = &behind{text()}
	}
	for range r.IntN(4) {
		g := group{Name: text()}
		for range r.IntN(4) {
			g.Items = append(g.Items, item{r.IntN(20), text()})
		}
		p.Groups = append(p.Groups, g)
	}
	return p
}

var tagged = regexp.MustCompile(`<w:tag w:val="([^"]*)"`)

// What a paper says is what the page says, in its order, and nothing of the template's
// own words; what is part of the template alone is gone.
func TestAPaperSaysWhatThePageSays(t *testing.T) {
	template := read(t, of(t, everything()))
	if err := template.Check(page{}); err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(300) {
		p := random(rand.New(rand.NewPCG(seed, 1)))
		out, err := template.Fill(p)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := template.Fill(p); err != nil || !bytes.Equal(out, again) {
			t.Fatalf("seed %d: the same page gives other bytes: %v", seed, err)
		}
		filled := read(t, out)
		tree := filled.part("word/document.xml").tree
		var got strings.Builder
		for e := range descendants(tree.Root()) {
			if e.FullTag() == "w:t" {
				got.WriteString(e.Text() + "|")
			}
		}
		if want := said(p); got.String() != want {
			t.Fatalf("seed %d: %+v\ngot  %s\nwant %s", seed, p, got.String(), want)
		}
		for _, m := range tagged.FindAllSubmatch(filled.part("word/document.xml").data, -1) {
			if !slices.Contains([]string{"Behind.Remark", "Title", "On", "Lines", "Each", "Groups.Items.Number", "Groups.Items.Text"}, string(m[1])) {
				t.Errorf("the control %s is still there", m[1])
			}
		}
		for _, rest := range []string{"repeatingSection", `w:val="8"`, "paraId"} {
			if bytes.Contains(filled.part("word/document.xml").data, []byte(rest)) {
				t.Errorf("the paper still has %s", rest)
			}
		}
	}
}

// said is what a paper of everything says.
func said(p page) string {
	var b strings.Builder
	say := func(s string) { fmt.Fprintf(&b, "%s|", s) }
	if p.Behind != nil && p.Behind.Remark != "" {
		say(p.Behind.Remark)
	}
	if p.Title == "" {
		say("样字") // the placeholder
	} else {
		say(p.Title)
	}
	if p.On {
		say("☑")
		say("开")
		say("着")
	} else {
		say("☐")
	}
	for _, l := range p.Lines {
		if l != "" {
			say(l)
		}
	}
	for _, l := range p.Each {
		say(l)
	}
	if p.Each == nil {
		say("样字")
	}
	for _, g := range p.Groups {
		for i, item := range g.Items {
			if i == 0 {
				say(g.Name)
			}
			say(fmt.Sprint(item.Number))
			say(item.Text)
		}
	}
	return b.String()
}

// A cell that tells of the group is merged over its rows, and never over those of two.
func TestCellsOfAGroupAreMerged(t *testing.T) {
	template := read(t, of(t, everything()))
	for seed := range uint64(100) {
		p := random(rand.New(rand.NewPCG(seed, 2)))
		out, err := template.Fill(p)
		if err != nil {
			t.Fatal(err)
		}
		var want, got []bool      // whether a row begins a merged cell
		var together, kept []bool // whether it stays with the next
		for _, g := range p.Groups {
			for i := range g.Items {
				want, together = append(want, i == 0), append(together, i < len(g.Items)-1)
			}
		}
		for _, row := range read(t, out).part("word/document.xml").tree.FindElements("//w:tr")[1:] {
			cells := row.SelectElements("w:tc")
			merge := cells[0].FindElement("./w:tcPr/w:vMerge")
			if merge == nil || cells[1].FindElement(".//w:vMerge") != nil {
				t.Fatal("the wrong cell is merged")
			}
			got = append(got, merge.SelectAttrValue("w:val", "") == "restart")
			kept = append(kept, row.FindElement(".//w:keepNext") != nil)
			if cells[0].SelectElement("w:p") == nil {
				t.Error("a cell has no paragraph")
			}
		}
		if !slices.Equal(got, want) || !slices.Equal(kept, together) {
			t.Errorf("%+v: %v, not %v; kept %v, not %v", p, got, want, kept, together)
		}
	}
}

func TestStylesAndHeightsAreSet(t *testing.T) {
	out, err := read(t, of(t, everything())).Fill(page{Size: "close", Room: 12, Lines: []string{"甲", "乙"}})
	if err != nil {
		t.Fatal(err)
	}
	document := string(read(t, out).part("word/document.xml").data)
	if strings.Count(document, `<w:pStyle w:val="close"/>`) != 2 || !strings.Contains(document, `<w:trHeight w:val="240"/>`) {
		t.Error(document)
	}
}

// A table of which the cells are repeated has as many columns, of these widths.
func TestColumnsAreRepeated(t *testing.T) {
	type column struct {
		Name  string
		Width Share
	}
	type table struct{ Columns []column }
	body := `<w:tbl><w:tblGrid><w:gridCol w:w="7"/></w:tblGrid><w:tr>` + sdt("Columns", "", sdt("Columns.Width", "",
		`<w:tc><w:tcPr><w:tcW w:w="7" w:type="dxa"/></w:tcPr><w:p>`+sdt("Columns.Name", "", run)+`</w:p></w:tc>`)) + `</w:tr></w:tbl>`
	template := read(t, of(t, body))
	if err := template.Check(table{}); err != nil {
		t.Fatal(err)
	}
	for _, columns := range [][]column{{{"甲", 1000}}, {{"甲", 200}, {"乙", 300}, {"丙", 500}}} {
		out, err := template.Fill(table{columns})
		if err != nil {
			t.Fatal(err)
		}
		tree := read(t, out).part("word/document.xml").tree
		grid, cells := tree.FindElements("//w:gridCol"), tree.FindElements("//w:tr/w:tc")
		if len(grid) != len(columns) || len(cells) != len(columns) {
			t.Fatalf("%d columns and %d cells, not %d", len(grid), len(cells), len(columns))
		}
		for i, c := range columns {
			width := cells[i].FindElement("./w:tcPr/w:tcW")
			if grid[i].SelectAttrValue("w:w", "") != fmt.Sprint(c.Width*10) || width.SelectAttrValue("w:w", "") != fmt.Sprint(c.Width*5) ||
				width.SelectAttrValue("w:type", "") != "pct" || cells[i].FindElement(".//w:t").Text() != c.Name {
				t.Errorf("%v is not the column", c)
			}
		}
	}
}

// Whatever tag of a field there is, Check takes it where it may stand, and no other.
func TestCheckNamesWhatCannotBeFilledIn(t *testing.T) {
	for body, wants := range map[string][]string{
		sdt("Titel", "", para):                               {"Titel", "是否应为 Title"},
		sdt("别的", `<w:alias w:val="名称"/>`, para):             {"内容控件“名称”（标记 别的）", "可用的标记：Title、Lines、Each、On"},
		sdt("Groups.Name", "", para):                         {"Groups.Name", "放在标记为 Groups 的内容控件里面"},
		sdt("Groups", "", sdt("Groups.Items.Text", "", run)): {"Groups.Items.Text", "放在标记为 Groups.Items 的"},
		sdt("On", "", run):                                   {"复选框内容控件", "On?"},
		sdt("Title", "<w14:checkbox/>", run):                 {"不能用复选框"},
		sdt("Title", "", sdt("Size", "", run)):               {"不能再有内容控件"},
		sdt("title", "", para) + sdt("Room.X", "", para):     {"title", "Room.X"},
	} {
		err := read(t, of(t, body)).Check(page{})
		if err == nil {
			t.Errorf("%s: nothing is found", body)
			continue
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: “%v” should say %s", body, err, want)
			}
		}
	}
	if err := read(t, of(t, sdt("", "", sdt("Title", "", run)))).Check(page{}); err != nil {
		t.Error("controls without a tag are the office's own", err)
	}
}

func TestHostileTemplatesAreRefused(t *testing.T) {
	document := open + "</w:body></w:document>"
	many := []string{"[Content_Types].xml", types, "word/document.xml", document}
	for i := range maxParts {
		many = append(many, fmt.Sprintf("word/media/%d.png", i), "")
	}
	for name, data := range map[string][]byte{
		"no zip":        []byte("PK"),
		"another file":  file(t, "a.xml", "<a/>"),
		"macros":        file(t, "[Content_Types].xml", types, "word/document.xml", document, "word/vbaProject.bin", ""),
		"a path":        file(t, "[Content_Types].xml", types, "word/document.xml", document, "../x.xml", "<a/>"),
		"a backslash":   file(t, "[Content_Types].xml", types, "word/document.xml", document, `word\x.xml`, "<a/>"),
		"two of a name": file(t, "[Content_Types].xml", types, "word/document.xml", document, "word/Document.xml", document),
		"a bomb":        file(t, "[Content_Types].xml", types, "word/document.xml", document, "word/media/a.png", strings.Repeat("\x00", maxUnpacked)),
		"many parts":    file(t, many...),
		"a link":        file(t, "[Content_Types].xml", types, "word/document.xml", document, "word/_rels/document.xml.rels", `<Relationships><Relationship Target="http://x/" TargetMode="External"/></Relationships>`),
		"entities":      file(t, "[Content_Types].xml", types, "word/document.xml", `<!DOCTYPE a [<!ENTITY x "y">]>`+document),
		"no end":        file(t, "[Content_Types].xml", types, "word/document.xml", open),
		"depth":         of(t, strings.Repeat("<w:p>", 5000)+strings.Repeat("</w:p>", 5000)),
		"another form":  file(t, "[Content_Types].xml", types, "word/document.xml", `<w:document xmlns:w="strict"/>`),
		"a field":       of(t, `<w:instrText> INCLUDETEXT "c:\x" </w:instrText>`),
		"half a field":  of(t, `<w:instrText>DDE</w:instrText>`),
		"a short field": of(t, `<w:fldSimple w:instr="PAGE INCLUDEPICTURE x"/>`),
		"large":         bytes.Repeat([]byte("x"), MaxSize+1),
	} {
		if _, err := Read(data); err == nil || !strings.Contains(err.Error(), "请") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, field := range []string{" PAGE ", ` NUMPAGES  \* MERGEFORMAT `, "PAGE"} {
		if _, err := Read(of(t, `<w:instrText>`+field+`</w:instrText>`)); err != nil {
			t.Error(field, err)
		}
	}
}

// Whatever a body holds, reading ends, and what is read can be filled in and read again.
func FuzzRead(f *testing.F) {
	f.Add(everything())
	f.Fuzz(func(t *testing.T, body string) {
		template, err := Read(of(t, body))
		if err != nil || template.Check(page{}) != nil {
			return
		}
		out, err := template.Fill(random(rand.New(rand.NewPCG(1, 1))))
		if err == nil {
			_, err = Read(out)
		}
		if err != nil {
			t.Error(err)
		}
	})
}
