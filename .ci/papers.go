//go:build ignore

// Makes the Word templates in layouts/forms/, as they are before an office puts its own
// in their place:
//
//	go run .ci/papers.go layouts/forms
//
// What the content controls are for is said in generator/docx. Sizes are those of
// forms.css, so that a paper has as many pages from Word as from a browser.
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run .ci/papers.go layouts/forms")
	}
	for name, paper := range map[string]paper{
		"recommendation": recommendation(),
		"scoresheet":     scoreSheet(),
		"checklist":      checklist(),
		"list":           list(20, false),
		"table":          list(15, true),
		"certificate":    certificate(297, 210, 30, 1),
		"certificate-a6": certificate(148, 105, 10, 0.5),
	} {
		if err := os.WriteFile(filepath.Join(os.Args[1], name+".docx"), paper.file(), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// A paper is what stands in a template, and how far its text keeps from the edges, in
// millimetres.
type paper struct {
	body          string
	top, side     float64
	numbered      bool // pages are
	landscape     bool
	width, height float64 // in millimetres; 0: of A4
	bordered      bool    // the page is
	picture       []byte  // that the body calls by rId4
}

// mm returns millimetres in twentieths of a point.
func mm(n float64) int { return int(n*1440/25.4 + 0.5) }

// Letters.
const (
	hei  = `<w:rFonts w:ascii="黑体" w:hAnsi="黑体" w:eastAsia="黑体"/>`
	song = `<w:rFonts w:ascii="方正小标宋简体" w:hAnsi="方正小标宋简体" w:eastAsia="方正小标宋简体"/>`
	kai  = `<w:rFonts w:ascii="楷体" w:hAnsi="楷体" w:eastAsia="楷体"/>`
	bold = `<w:b/>`
)

func points(n float64) string {
	return fmt.Sprintf(`<w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/>`, int(n*2))
}

// run is text in a form.
func run(form, text string) string {
	if form != "" {
		form = "<w:rPr>" + form + "</w:rPr>"
	}
	return "<w:r>" + form + `<w:t xml:space="preserve">` + text + "</w:t></w:r>"
}

// p is a paragraph of a style.
func p(style string, runs ...string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + strings.Join(runs, "") + "</w:p>"
}

// sdt is a content control.
func sdt(tag, alias, properties, content string) string {
	return `<w:sdt><w:sdtPr>` + strings.Replace(`<w:alias w:val="`+alias+`"/><w:tag w:val="`+tag+`"/>`, `<w:alias w:val=""/>`, "", 1) + properties + `</w:sdtPr><w:sdtContent>` + content + `</w:sdtContent></w:sdt>`
}

// field is a control to be typed into. Where it is empty it holds its place by blanks,
// which show on no paper.
func field(tag, alias, form string, blanks int) string {
	properties := `<w:showingPlcHdr/>`
	s := sdt(tag, alias, properties, run(form, strings.Repeat("　", blanks)))
	if form != "" {
		s = strings.Replace(s, "<w:sdtPr>", "<w:sdtPr><w:rPr>"+form+"</w:rPr>", 1)
	}
	return s
}

// fixed is text of which nothing is left to type: its control goes.
func fixed(tag, form string) string {
	return sdt(tag, "", `<w:temporary/>`, run(form, tag))
}

// part is a control that holds others.
func part(tag, alias string, content ...string) string {
	return sdt(tag, alias, "", strings.Join(content, ""))
}

func box(tag, alias string) string {
	const font = "MS Gothic"
	return sdt(tag, alias, `<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="`+font+`"/><w14:uncheckedState w14:val="2610" w14:font="`+font+`"/></w14:checkbox>`,
		run(`<w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:hint="eastAsia"/>`, "☐"))
}

// A cell is one of a table; width in millimetres.
type cell struct {
	width      float64
	span       int
	properties string // what follows the width and the merging
	merge      string // restart, continue
	content    string
}

func tc(c cell) string {
	s := fmt.Sprintf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, mm(c.width))
	if c.span > 1 {
		s += fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.span)
	}
	switch c.merge {
	case "restart":
		s += `<w:vMerge w:val="restart"/>`
	case "continue":
		s += `<w:vMerge/>`
	}
	return s + c.properties + "</w:tcPr>" + c.content + "</w:tc>"
}

const (
	top    = `<w:vAlign w:val="top"/>`
	middle = `<w:vAlign w:val="center"/>`
	bottom = `<w:vAlign w:val="bottom"/>`
)

// tr is a row of at least a height; a head is repeated on each page.
func tr(height float64, head bool, cells ...cell) string {
	s := `<w:tr><w:trPr><w:cantSplit/>`
	if height > 0 {
		s += fmt.Sprintf(`<w:trHeight w:val="%d" w:hRule="atLeast"/>`, mm(height))
	}
	if head {
		s += `<w:tblHeader/>`
	}
	s += `</w:trPr>`
	for _, c := range cells {
		s += tc(c)
	}
	return s + `</w:tr>`
}

// table has columns of widths and margins within its cells, in millimetres.
func table(widths []float64, vertical, horizontal float64, rows ...string) string {
	sum, grid := 0.0, ""
	for _, w := range widths {
		sum += w
		grid += fmt.Sprintf(`<w:gridCol w:w="%d"/>`, mm(w))
	}
	borders := ""
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		borders += `<w:` + side + ` w:val="single" w:sz="5" w:space="0" w:color="000000"/>`
	}
	return fmt.Sprintf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>%s</w:tblBorders><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:top w:w="%[3]d" w:type="dxa"/><w:left w:w="%[4]d" w:type="dxa"/><w:bottom w:w="%[3]d" w:type="dxa"/><w:right w:w="%[4]d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>%[5]s</w:tblGrid>`,
		mm(sum), borders, mm(vertical), mm(horizontal), grid) + strings.Join(rows, "") + `</w:tbl>`
}

// demo says of an invented brand that it is one.
func demo() string {
	return part("Demo?", "示例", `<w:p><w:pPr><w:pStyle w:val="demo"/></w:pPr>`+run("", "示例：品牌和数据均为虚构，不得用于申报")+`</w:p>`)
}

// recommendation is 附件1.
func recommendation() paper {
	const label, small, column = 31.0, 24.0, 58.5
	const wide = small + 2*column
	head := func(runs ...string) string {
		all := ""
		for _, r := range runs {
			all += p("label", run("", r))
		}
		return all
	}
	row := func(height float64, of string, in cell) string {
		return tr(height, false, cell{width: label, properties: middle, content: of}, in)
	}
	opinion := func(of string, name, first string) string {
		seal := func(tag, alias string, blanks int) string {
			return field("Opinion."+name+".Date."+tag, alias, "", blanks)
		}
		open := `<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>` + top
		closed := `<w:tcBorders><w:top w:val="nil"/></w:tcBorders>` + bottom
		return tr(22.5, false,
			cell{width: label, merge: "restart", properties: middle, content: of},
			cell{width: wide, span: 3, properties: open, content: part("Size", "字号", p("roomy", field("Opinion."+name+".Text", first, "", 4)))}) +
			tr(14.5, false,
				cell{width: label, merge: "continue", properties: middle, content: p("label")},
				cell{width: wide, span: 3, properties: closed, content: p("seal", run("", "（盖章）")) +
					p("seal", seal("Year", "年", 2), run("", " 年 "), seal("Month", "月", 1), run("", " 月 "), seal("Day", "日", 1), run("", " 日"))})
	}
	intro := part("Intro", "基本情况", p("roomy", sdt("Intro", "基本情况", `<w:showingPlcHdr/>`,
		run(points(10.5), "（500字以内情况简介。包括从业规模、职业培训、创业载体、龙头企业、产业园区等情况）"))))
	return paper{top: 12, side: 19, body: demo() +
		p("annex", run("", "附件1")) +
		p("title", fixed("Title", "")) +
		table([]float64{label, column, small, wide - column - small}, 1.2, 2.5,
			row(11.5, head("劳务品牌名称"), cell{width: wide, span: 3, properties: middle, content: p("cell", field("Name", "劳务品牌名称", "", 6))}),
			row(18, head("劳务品牌类型"), cell{width: wide, span: 3, properties: middle,
				content: part("Boxes", "各类型", p("box", box("Boxes.Ticked", "勾选"), fixed("Boxes.Label", "")))}),
			row(11.5, head("培育建设单位"), cell{width: wide, span: 3, properties: middle, content: p("cell", field("Builder", "培育建设单位", "", 6))}),
			tr(11.5, false,
				cell{width: label, properties: middle, content: head("劳务品牌", "负责人")},
				cell{width: column, properties: middle, content: p("cell", field("Leader.Name", "劳务品牌负责人", "", 4))},
				cell{width: small, properties: middle, content: head("职务")},
				cell{width: wide - column - small, properties: middle, content: p("cell", field("Leader.Title", "职务", "", 4))}),
			part("Room", "基本情况的高度", row(95, head("基本情况"), cell{width: wide, span: 3, properties: top, content: part("Size", "字号", intro)})),
			opinion(head("培育建设单位", "推荐意见"), "Builder", "培育建设单位推荐意见"),
			opinion(head("县区人社部门", "推荐意见"), "County", "县区人社部门推荐意见"),
		) + p("end")}
}

// sheet is what 评分表 and 核对表 have alike: a head with what stands above the table,
// the rows of the standard, and what follows.
func sheet(widths []float64, above string, heads []string, line []cell, last string) string {
	width := 0.0
	for _, w := range widths {
		width += w
	}
	open := `<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/></w:tcBorders><w:tcMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>` + bottom
	rows := tr(0, true, cell{width: width, span: len(widths), properties: open, content: above})
	var names []cell
	for i, h := range heads {
		names = append(names, cell{width: widths[i], properties: narrow + middle, content: p("head", run("", h))})
	}
	for i := range line {
		line[i].width = widths[i]
	}
	return table(widths, 1, 1.4, rows, tr(0, true, names...),
		part("Blocks.Groups.Lines", "标准的各条", tr(0, false, line...)), last)
}

// narrow are smaller margins, for words that just fit.
const narrow = `<w:tcMar><w:left w:w="34" w:type="dxa"/><w:right w:w="34" w:type="dxa"/></w:tcMar>`

func category() cell {
	return cell{properties: narrow + `<w:textDirection w:val="tbRlV"/>` + middle, content: p("head", fixed("Blocks.Category", ""))}
}

func group() cell {
	return cell{properties: narrow + middle, content: p("centre", fixed("Blocks.Groups.Name", ""))}
}

func clause() cell {
	const of = "Blocks.Groups.Lines."
	return cell{properties: middle, content: p("small", fixed(of+"Number", ""), run("", "、"), fixed(of+"Text", ""),
		part(of+"Silent?", "", run(kai, "（"), fixed(of+"Silent", kai), run(kai, "）")))}
}

func centred(content string) cell {
	return cell{properties: narrow + middle, content: p("centre", content)}
}

// asOf is the day that facts refer to.
func asOf() string {
	return part("AsOf.Year?", "", run("", "（截至"), fixed("AsOf.Year", ""), run("", "年"),
		part("AsOf.Month?", "", fixed("AsOf.Month", ""), run("", "月")),
		part("AsOf.Day?", "", fixed("AsOf.Day", ""), run("", "日")), run("", "）"))
}

// scoreSheet is 附件2.
func scoreSheet() paper {
	const of = "Blocks.Groups.Lines."
	widths := []float64{9, 22, 65.2, 11, 65.2, 13}
	above := `<w:p><w:pPr><w:pStyle w:val="above"/><w:tabs><w:tab w:val="left" w:pos="` + fmt.Sprint(mm(185.4-78)) + `"/></w:tabs></w:pPr>` +
		run("", "劳务品牌名称：") + field("Name", "劳务品牌名称", "", 6) + `<w:r><w:tab/></w:r>` + run("", "填报单位（各县区人社局盖章）：") + `</w:p>`
	total := tr(9, false,
		cell{width: 172.4, span: 5, properties: middle, content: p("total", run(hei, "总分"))},
		cell{width: 13, properties: narrow + middle, content: p("total", field("Total", "自评总分", "", 1))})
	line := []cell{category(), group(), clause(), centred(fixed(of+"Points", "")),
		{properties: middle, content: p("small", fixed(of+"Basis", ""))}, centred(field(of+"Self", "自评分", "", 1))}
	return paper{top: 15, side: 12, numbered: true, body: demo() +
		p("annex", run("", "附件2")) + p("subtitle", fixed("Title", "")) +
		sheet(widths, above, []string{"类别", "项目", "标准", "分值", "评分依据", "自评分"}, line, total) + p("end") +
		reckoning()}
}

// reckoning is the sheet behind.
func reckoning() string {
	const of = "Reckoning.Items."
	widths := []float64{83.4, 34, 34, 34}
	var heads []cell
	for i, h := range []string{"条目", "自评分", "计算得分", "差异"} {
		heads = append(heads, cell{width: widths[i], properties: narrow + middle, content: p("head", run("", h))})
	}
	difference := func(of string) cell {
		return cell{width: 34, properties: narrow + middle, content: p("centre",
			part(of+"Differs?", "", run(bold+points(6), "▲")), fixed(of+"Difference", ""))}
	}
	item := func(height float64, first cell, of string, remark string) string {
		return tr(height, false, first,
			cell{width: 34, properties: narrow + middle, content: p("centre", fixed(of+"Self", ""))},
			cell{width: 34, properties: narrow + middle, content: p("centre", fixed(of+"Computed", "")) + remark},
			difference(of))
	}
	return part("Reckoning?", "计算说明",
		`<w:p><w:pPr><w:pStyle w:val="subtitle"/><w:pageBreakBefore/></w:pPr>`+run("", "计算说明")+`</w:p>`,
		p("of", fixed("Title", ""), run("", "　"), fixed("Name", "")),
		table(widths, 1, 1.4, tr(0, true, heads...),
			part("Reckoning.Items", "各条", item(0, cell{width: 83.4, properties: middle, content: p("small", fixed(of+"Where", ""))}, of, "")),
			item(9, cell{width: 83.4, properties: middle, content: p("total", run(hei, "总分"))}, "Reckoning.Total.",
				part("Reckoning.Total.Remark?", "", p("remark", fixed("Reckoning.Total.Remark", ""))))),
		p("note", fixed("Reckoning.Summary", "")),
		part("Reckoning.Notes?", "", p("heading", run("", "未得满分、不能判断、与自评分不一致的条目")),
			part("Reckoning.Notes", "", p("listed", run("", "·　"), fixed("Reckoning.Notes.Where", hei), run("", "　"), fixed("Reckoning.Notes.Text", "")))),
		p("heading", run("", "说明")),
		p("note", run("", "本页不是评分表的内容，可以不印。计算得分按所填报的事实"), asOf(),
			run("", "逐条计算，供核对自评分，以评审结果为准。“20+2”表示得20分、加2分；差异为自评分与计算得分（含加分）之差，不一致的标“▲”。")))
}

// checklist is a 核对表, in the look of the 评分表.
func checklist() paper {
	const of = "Blocks.Groups.Lines."
	widths := []float64{9, 22, 69.2, 16, 69.2}
	line := []cell{category(), group(), clause(), centred(fixed(of+"Result", "")), {properties: middle, content: p("small", fixed(of+"Reason", ""))}}
	total := tr(9, false,
		cell{width: 100.2, span: 3, properties: middle, content: p("total", run(hei, "合计"))},
		cell{width: 85.2, span: 2, properties: middle, content: p("sum", fixed("Summary", ""))})
	return paper{top: 15, side: 12, numbered: true, body: demo() +
		p("subtitle", fixed("Title", "")) +
		sheet(widths, p("above", run("", "劳务品牌名称："), field("Name", "劳务品牌名称", "", 6)), []string{"类别", "项目", "标准", "核对结果", "依据的事实"}, line, total) + p("end") +
		part("Computed?", "说明", p("heading", run("", "说明")),
			p("note", run("", "标准："), fixed("Document", ""), run("", "。核对结果按所填报的事实"), asOf(), run("", "逐条得出，以认定机关的审核结果为准。")))}
}

// certificate is a 证书 of a size in millimetres. Letters are so many times those of A4.
func certificate(width, height, side, scale float64) paper {
	sized := func(style, letters string, size, line, before float64, runs ...string) string {
		for i, r := range runs {
			runs[i] = strings.ReplaceAll(r, "LETTERS", letters+points(size*scale))
		}
		return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="%s"/><w:spacing w:before="%d" w:after="0" w:line="%d" w:lineRule="exact"/></w:pPr>`, style, int(before*20*scale), int(line*20*scale)) + strings.Join(runs, "") + `</w:p>`
	}
	text := func(s string) string { return run("LETTERS", s) }
	set := func(tag string) string { return fixed(tag, "LETTERS") }
	maybe := func(tag, style, label string, size float64) string {
		return part(tag+"?", "", sized(style, "", size, size*1.6, 2, text(label), set(tag)))
	}
	const edge = 50.0 // of the code, in millimetres of A4
	emu := int(edge * scale * 36000)
	drawing := fmt.Sprintf(`<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[1]d"/><wp:docPr id="1" name="查验的二维码" descr="查验的二维码"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="code.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId4"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[1]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`, emu)
	code := `<w:p><w:pPr><w:jc w:val="center"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>` + sdt("Code", "查验的二维码", "", drawing) + `</w:p>`
	left, right := (width-2*side)-(edge+12)*scale, (edge+12)*scale
	bare := `<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:bottom w:val="nil"/><w:right w:val="nil"/></w:tcBorders>` + middle
	body := part("Demo?", "示例", sized("centre", "", 12, 18, 0, text("示例：品牌和证明均为虚构，用示例密钥签名，不证明任何事"))) +
		sized("centre", song+bold, 40, 60, 10, set("Title")) +
		sized("centre", "", 22, 40, 26, text("“"), set("Name"), text("”")) +
		sized("centre", hei, 26, 44, 6, set("Honor")) + sized("centre", "", 12, 30, 0) +
		table([]float64{left, right}, 0, 1, tr(0, false,
			cell{width: left, properties: bare, content: maybe("Builder", "left", "培育建设单位：", 16) + maybe("Document", "left", "依据：", 16) + maybe("Authority", "left", "认定机关：", 16) + maybe("Date", "left", "认定日期：", 16) + maybe("Until", "left", "有效期至：", 16)},
			cell{width: right, properties: bare, content: code + sized("centre", "", 11, 16, 2, text("扫码查验"))})) +
		sized("centre", "", 11, 18, 24, set("Site"), text("　是否有效，以扫码查验的结果为准"))
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		log.Fatal(err)
	}
	return paper{top: 24 * scale, side: side, width: width, height: height, body: body, bordered: true, picture: dot.Bytes()}
}

// list is any list, of which the columns and rows are repeated.
func list(side float64, landscape bool) paper {
	column := func(of, text, style string) string {
		content := p(style, fixed(of+text, ""))
		if text == "Text" {
			content = part(of+"Align", "对齐", content)
		}
		return part(strings.TrimSuffix(of, "."), "各列", part(of+"Width", "列宽", tc(cell{width: 20, properties: middle, content: content})))
	}
	row := func(head bool, cells string) string {
		return strings.Replace(tr(0, head), "</w:tr>", cells+"</w:tr>", 1)
	}
	rows := table([]float64{20}, 1, 0.8,
		row(true, column("Tables.Columns.", "Name", "listhead")),
		part("Tables.Rows", "各行", row(false, column("Tables.Rows.Cells.", "Text", "left"))))
	rows = strings.Replace(rows, fmt.Sprintf(`<w:tblW w:w="%d" w:type="dxa"/>`, mm(20)), `<w:tblW w:w="5000" w:type="pct"/>`, 1)
	return paper{top: 20, side: side, numbered: true, landscape: landscape, body: demo() +
		part("Annex?", "附件", p("annex", fixed("Annex", ""))) +
		p("title", fixed("Title", points(18))) +
		sdt("Notes", "说明", `<w:temporary/>`, p("note", run("", "Notes"))) +
		part("Tables", "各表", part("Tables.Caption?", "表名", p("caption", fixed("Tables.Caption", ""))), rows, p("gap"))}
}

// style is a paragraph style: its letters, then what else; spaces before and after, and
// the height of a line, in points.
func style(id, name, letters, align string, before, line, after float64, more string) string {
	return fmt.Sprintf(`<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="a"/><w:qFormat/><w:pPr>%s<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>%s<w:jc w:val="%s"/></w:pPr><w:rPr>%s</w:rPr></w:style>`,
		id, name, strings.Split(more+"|", "|")[0], int(before*20), int(after*20), int(line*20), strings.Split(more+"|", "|")[1], align, letters)
}

const indented = `|<w:ind w:firstLineChars="200" w:firstLine="420"/>`

func styles() string {
	return xmlHead + `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style>` +
		style("annex", "附件", hei+points(14), "left", 0, 17, 0, "") +
		style("title", "表题", song+bold+points(22), "center", 7, 29, 12, "") +
		style("subtitle", "表题（小）", song+bold+points(20), "center", 0, 26, 12, "") +
		style("demo", "示例", points(9), "center", 0, 14, 6, `<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/><w:left w:val="single" w:sz="4" w:space="4" w:color="000000"/><w:bottom w:val="single" w:sz="4" w:space="1" w:color="000000"/><w:right w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>|<w:ind w:left="2900" w:right="2900"/>`) +
		style("label", "表头", hei+points(12), "center", 0, 17, 0, "") +
		style("cell", "表内", points(12), "left", 0, 19, 0, "") +
		style("box", "类型", points(12), "left", 0, 16, 0, "") +
		style("roomy", "情况（大）", points(12), "both", 0, 19, 0, indented) +
		style("close", "情况（中）", points(10.5), "both", 0, 16, 0, indented) +
		style("dense", "情况（小）", points(9), "both", 0, 14, 0, indented) +
		style("seal", "盖章", points(12), "center", 0, 17, 0, `|<w:ind w:left="`+fmt.Sprint(mm(72))+`" w:right="`+fmt.Sprint(mm(5.5))+`"/>`) +
		style("above", "表上", points(10.5), "left", 0, 15, 3, "") +
		style("head", "列名", hei+points(9), "center", 0, 12, 0, "") +
		style("small", "条文", points(9), "left", 0, 12.6, 0, "") +
		style("centre", "条文居中", points(9), "center", 0, 12.6, 0, "") +
		style("total", "合计", points(10.5), "center", 0, 14.7, 0, "") +
		style("sum", "合计文字", points(10.5), "left", 0, 14.7, 0, "") +
		style("remark", "合计附注", points(8), "center", 0, 10, 0, "") +
		style("of", "计算说明的表名", points(10.5), "center", 0, 14.7, 8.5, "") +
		style("heading", "说明标题", hei+points(10), "left", 6, 14, 3, "<w:keepNext/>") +
		style("note", "说明文字", points(9), "left", 3, 13, 3, "") +
		style("listed", "说明条目", points(9), "left", 0, 13, 3, `|<w:ind w:left="255" w:hanging="255"/>`) +
		style("listhead", "清单列名", hei+points(10.5), "center", 0, 15, 0, "") +
		style("left", "清单文字", points(10.5), "left", 0, 15, 0, "") +
		style("centred", "清单居中", points(10.5), "center", 0, 15, 0, "") +
		style("caption", "表名", hei+points(12), "left", 6, 18, 4, "<w:keepNext/>") +
		style("gap", "表间", points(5), "left", 0, 8, 0, "") +
		style("footer", "页码", points(9), "center", 0, 12, 0, "") +
		style("end", "表后", points(1), "left", 0, 1, 0, "") +
		`</w:styles>`
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relations = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packages  = `http://schemas.openxmlformats.org/package/2006/`
	wordType  = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	spaces    = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="` + relations + `" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"`
)

func number(instruction string) string {
	return `<w:fldSimple w:instr=" ` + instruction + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
}

// file returns the .docx.
func (d paper) file() []byte {
	footer := ""
	if d.numbered {
		footer = `<w:footerReference w:type="default" r:id="rId3"/>`
	}
	width, height, turned := 210.0, 297.0, ""
	if d.landscape {
		width, height, turned = height, width, ` w:orient="landscape"`
	}
	if d.width > 0 {
		width, height, turned = d.width, d.height, ` w:orient="landscape"`
	}
	border := ""
	if d.bordered {
		for _, side := range []string{"top", "left", "bottom", "right"} {
			border += `<w:` + side + ` w:val="double" w:sz="12" w:space="20" w:color="000000"/>`
		}
		border = `<w:pgBorders w:offsetFrom="page">` + border + `</w:pgBorders>`
	}
	picture, kind := "", ""
	if d.picture != nil {
		picture, kind = `<Relationship Id="rId4" Type="`+relations+`/image" Target="media/code.png"/>`, `<Default Extension="png" ContentType="image/png"/>`
	}
	section := fmt.Sprintf(`<w:sectPr>%s<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%[6]d" w:bottom="%[5]d" w:left="%[6]d" w:header="%[7]d" w:footer="%[7]d" w:gutter="0"/>%[8]s</w:sectPr>`,
		footer, mm(width), mm(height), turned, mm(d.top), mm(d.side), mm(8), border)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` + kind +
			`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/><Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
			`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/><Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="` + relations + `/styles" Target="styles.xml"/>` +
			`<Relationship Id="rId2" Type="` + relations + `/settings" Target="settings.xml"/><Relationship Id="rId3" Type="` + relations + `/footer" Target="footer1.xml"/>` + picture + `</Relationships>`},
		{"word/document.xml", `<w:document` + spaces + `><w:body>` + d.body + section + `</w:body></w:document>`},
		{"word/styles.xml", strings.TrimPrefix(styles(), xmlHead)},
		{"word/settings.xml", `<w:settings` + spaces + `><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/footer1.xml", `<w:ftr` + spaces + `>` + p("footer", run("", "第 "), number("PAGE"), run("", " 页　共 "), number("NUMPAGES"), run("", " 页")) + `</w:ftr>`},
	} {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = part.Write([]byte(xmlHead + f[1]))
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if d.picture != nil {
		part, err := w.CreateHeader(&zip.FileHeader{Name: "word/media/code.png", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = part.Write(d.picture)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	return out.Bytes()
}
