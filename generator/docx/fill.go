package docx

import (
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// Fill returns the paper that shows page, a struct that Check has passed.
func (t *Template) Fill(page any) ([]byte, error) {
	f := filler{page: reflect.ValueOf(page), pictures: map[string][]byte{}}
	parts := slices.Clone(t.parts)
	for i, p := range parts {
		if p.tree == nil {
			continue
		}
		parts[i].tree = p.tree.Copy()
		f.within(parts[i].tree.Root(), nil)
	}
	for id, picture := range f.pictures {
		name := t.pictureOf(id)
		for i := range parts {
			if parts[i].name == name {
				parts[i].data = picture
			}
		}
	}
	return write(parts)
}

// pictureOf returns the name of the part that the document calls by an id, "" where it is
// no picture.
func (t *Template) pictureOf(id string) string {
	relations := t.part("word/_rels/document.xml.rels")
	if relations == nil {
		return ""
	}
	tree, err := readXML(relations.data)
	if err != nil {
		return ""
	}
	for _, r := range tree.Root().SelectElements("Relationship") {
		if r.SelectAttrValue("Id", "") == id && strings.HasSuffix(r.SelectAttrValue("Type", ""), "/image") {
			return path.Join("word", r.SelectAttrValue("Target", ""))
		}
	}
	return ""
}

type filler struct {
	page     reflect.Value
	pictures map[string][]byte // in the place of those that the document calls by these ids
}

// A place is which element of each slice is being shown, by the path of the slice.
type place map[string]int

// at returns the field of a path, the zero Value where a pointer on the way is nil.
func (f filler) at(name string, in place) reflect.Value {
	v := f.page
	parts := strings.Split(name, ".")
	for i, part := range parts {
		if v.Kind() == reflect.Slice {
			v = v.Index(in[strings.Join(parts[:i], ".")])
		}
		for v.Kind() == reflect.Pointer {
			if v = v.Elem(); !v.IsValid() {
				return v
			}
		}
		v = v.FieldByName(part)
	}
	return v
}

// within fills in the controls that e holds.
func (f filler) within(e *etree.Element, in place) {
	for _, child := range e.ChildElements() {
		if c, is := controlOf(child); is {
			f.fill(c, in)
		} else {
			f.within(child, in)
		}
	}
	if e.FullTag() == "w:tc" && e.SelectElement("w:p") == nil { // a cell holds a paragraph, whatever went
		e.CreateElement("w:p")
	}
}

// fill fills in one control.
func (f filler) fill(c control, in place) {
	does, known := c.useIn(f.page.Type())
	if !known {
		return // Check says so
	}
	var value reflect.Value
	if does != repeat {
		value = f.at(fieldName(c.tag), in)
	}
	switch does {
	case setText:
		texts := textsOf(value)
		if i, one := in[c.tag]; one { // of the paragraphs
			texts = texts[min(i, len(texts)):min(i+1, len(texts))]
		}
		c.setText(texts)
		if c.property("w:temporary") != nil {
			unwrap(c.Element)
		}
		return
	case tick:
		c.tick(value.IsValid() && value.Bool())
		return
	case repeat:
		f.repeat(c, in)
		return
	case onlyFilled:
		if isEmpty(value) {
			c.Parent().RemoveChild(c.Element)
			return
		}
	case setStyle:
		for e := range descendants(c.content()) {
			if e.FullTag() == "w:pStyle" {
				e.CreateAttr("w:val", value.String())
			}
		}
	case setHeight:
		for e := range descendants(c.content()) {
			if e.FullTag() == "w:trHeight" {
				e.CreateAttr("w:val", strconv.FormatInt(value.Int()*20, 10)) // in twentieths of a point
			}
		}
	case setPicture:
		if isEmpty(value) {
			c.Parent().RemoveChild(c.Element)
			return
		}
		for e := range descendants(c.content()) {
			if e.FullTag() == "a:blip" {
				f.pictures[e.SelectAttrValue("r:embed", "")] = value.Bytes()
			}
		}
	case setWidth:
		for e := range descendants(c.content()) {
			if e.FullTag() == "w:tcW" {
				e.CreateAttr("w:type", "pct")
				e.CreateAttr("w:w", strconv.FormatInt(value.Int()*5, 10)) // in fiftieths of a percent
			}
		}
	}
	f.within(c.content(), in)
	unwrap(c.Element)
}

func isEmpty(v reflect.Value) bool {
	return !v.IsValid() || v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}

// textsOf returns the paragraphs of a text, none where it is empty.
func textsOf(v reflect.Value) []string {
	switch {
	case v.IsValid() && v.Kind() == reflect.Int:
		return []string{strconv.FormatInt(v.Int(), 10)}
	case isEmpty(v):
		return nil
	case v.Kind() == reflect.Slice:
		var all []string
		for _, s := range v.Seq2() {
			all = append(all, s.String())
		}
		return all
	}
	return []string{v.String()}
}

// unwrap puts what a control holds in its place.
func unwrap(sdt *etree.Element) {
	parent, at := sdt.Parent(), sdt.Index()
	parent.RemoveChildAt(at)
	for _, child := range slices.Clone(sdt.SelectElement("w:sdtContent").Child) {
		parent.InsertChildAt(at, child)
		at++
	}
}

// setText makes paragraphs the text of c, in the form that Word would give to what is
// typed. Without any, its placeholder stays.
func (c control) setText(paragraphs []string) {
	content, placeholder := c.content(), c.property("w:showingPlcHdr")
	if len(paragraphs) == 0 && placeholder != nil {
		return
	}
	var form *etree.Element // of the letters
	if placeholder != nil {
		form = c.property("w:rPr")
		placeholder.Parent().RemoveChild(placeholder)
	} else if run := content.FindElement(".//w:r"); run != nil {
		form = run.SelectElement("w:rPr")
	}
	first := content.FindElement(".//w:p")
	if first == nil {
		content.Child = nil
		content.AddChild(newRun(strings.Join(paragraphs, ""), form))
		return
	}
	around := first.Parent()
	for _, p := range around.SelectElements("w:p") {
		around.RemoveChild(p)
	}
	for _, text := range append(paragraphs, "")[:max(len(paragraphs), 1)] {
		p := etree.NewElement("w:p")
		if like := first.SelectElement("w:pPr"); like != nil {
			p.AddChild(like.Copy())
		}
		if text != "" {
			p.AddChild(newRun(text, form))
		}
		around.AddChild(p)
	}
}

// newRun returns text in a form, which may be nil.
func newRun(text string, form *etree.Element) *etree.Element {
	r := etree.NewElement("w:r")
	if form != nil {
		r.AddChild(form.Copy())
	}
	t := r.CreateElement("w:t")
	t.CreateAttr("xml:space", "preserve")
	t.SetText(text)
	return r
}

// tick makes a check box ticked or not, with the sign that its properties name.
func (c control) tick(on bool) {
	box, state, sign, value := c.property("w14:checkbox"), "w14:uncheckedState", "☐", "0"
	if on {
		state, sign, value = "w14:checkedState", "☑", "1"
	}
	checked := box.SelectElement("w14:checked")
	if checked == nil {
		checked = etree.NewElement("w14:checked")
		box.InsertChildAt(0, checked)
	}
	checked.CreateAttr("w14:val", value)
	if e := box.SelectElement(state); e != nil {
		if code, err := strconv.ParseUint(e.SelectAttrValue("w14:val", ""), 16, 16); err == nil {
			sign = string(rune(code))
		}
	}
	c.setText([]string{sign})
}

// repeat puts what c holds into its place, once for each element of the slices on the
// way to its own.
func (f filler) repeat(c control, in place) {
	through, _ := slicesOf(f.page.Type(), c.tag)
	through = append(through, c.tag)
	parent, before, above := c.Parent(), place(nil), []*etree.Element(nil)
	f.each(through, in, func(now place) {
		copied := c.content().Copy()
		for e := range descendants(copied) {
			forget(e)
		}
		for _, item := range copied.FindElements(".//w15:repeatingSectionItem") {
			unwrap(item.Parent().Parent())
		}
		rows := rowsOf(copied)
		for _, row := range rows {
			for _, cell := range row.FindElements(".//w:tc") {
				if merge(cell, through, before, now) == len(through)-1 {
					keepNext(above)
				}
			}
		}
		f.within(copied, now)
		above = rows
		for _, child := range slices.Clone(copied.Child) {
			parent.InsertChildAt(c.Index(), child)
		}
		before = now
	})
	parent.RemoveChild(c.Element)
	if parent.FullTag() == "w:tr" {
		regrid(parent)
	}
}

// rowsOf returns the rows that a control holds, those of whole tables apart.
func rowsOf(content *etree.Element) []*etree.Element {
	rows := content.SelectElements("w:tr")
	for _, inner := range content.FindElements("./w:sdt/w:sdtContent") {
		rows = append(rows, rowsOf(inner)...)
	}
	return rows
}

// regrid gives the table of a row of which the cells were repeated the columns of it.
func regrid(row *etree.Element) {
	table := row.Parent()
	for table != nil && table.FullTag() != "w:tbl" {
		table = table.Parent()
	}
	if table == nil {
		return
	}
	grid := table.SelectElement("w:tblGrid")
	if grid == nil {
		return
	}
	grid.Child = nil
	for _, width := range row.FindElements("./w:tc/w:tcPr/w:tcW") {
		n, err := strconv.Atoi(width.SelectAttrValue("w:w", ""))
		if err == nil && width.SelectAttrValue("w:type", "") == "pct" {
			n *= 2 // of 10,000 together; programs go by the proportions
		}
		grid.CreateElement("w:gridCol").CreateAttr("w:w", strconv.Itoa(n))
	}
}

// each calls do with each place that the slices lead to, in their order, those apart
// that in names already.
func (f filler) each(through []string, in place, do func(place)) {
	if len(through) == 0 {
		do(in)
		return
	}
	if _, named := in[through[0]]; named {
		f.each(through[1:], in, do)
		return
	}
	v := f.at(through[0], in)
	if !v.IsValid() {
		return
	}
	n := v.Len()
	if v.Type().Elem().Kind() == reflect.String {
		n = max(n, 1) // the placeholder
	}
	for i := range n {
		now := place{through[0]: i}
		for s, at := range in {
			now[s] = at
		}
		f.each(through[1:], now, do)
	}
}

// forget takes from a copy what may be in a file but once.
func forget(e *etree.Element) {
	e.RemoveAttr("w14:paraId")
	e.RemoveAttr("w14:textId")
	for _, child := range e.ChildElements() {
		switch child.FullTag() {
		case "w:bookmarkStart", "w:bookmarkEnd":
			e.RemoveChild(child)
		case "w:id":
			if e.FullTag() == "w:sdtPr" {
				e.RemoveChild(child)
			}
		}
	}
}

// keepNext keeps rows on one page with what follows.
func keepNext(rows []*etree.Element) {
	for _, row := range rows {
		for e := range descendants(row) {
			if e.FullTag() != "w:p" {
				continue
			}
			properties := e.SelectElement("w:pPr")
			if properties == nil {
				properties = etree.NewElement("w:pPr")
				e.InsertChildAt(0, properties)
			}
			if properties.SelectElement("w:keepNext") == nil {
				at := 0
				if style := properties.SelectElement("w:pStyle"); style != nil {
					at = style.Index() + 1
				}
				properties.InsertChildAt(at, etree.NewElement("w:keepNext"))
			}
		}
	}
}

// merge makes a cell of a repeated row part of the one above, or the first of those
// that follow, where its controls tell of something larger than the row. The slices are
// those that are gone through; before is nil for the first row. It returns how many of
// the slices the cell goes by, -1 where it is not part of the one above.
func merge(cell *etree.Element, through []string, before, now place) int {
	depth, tags := 0, 0
	for e := range descendants(cell) {
		c, is := controlOf(e)
		if !is {
			continue
		}
		tags++
		for i, s := range through {
			if strings.HasPrefix(c.tag, s+".") {
				depth = max(depth, i+1)
			}
		}
	}
	if tags == 0 || depth == len(through) {
		return -1
	}
	properties := cell.SelectElement("w:tcPr")
	if properties == nil {
		properties = etree.NewElement("w:tcPr")
		cell.InsertChildAt(0, properties)
	}
	merged := properties.SelectElement("w:vMerge")
	if merged == nil {
		merged = etree.NewElement("w:vMerge")
		at := 0 // behind what must stand before it
		for _, e := range properties.ChildElements() {
			if slices.Contains([]string{"w:cnfStyle", "w:tcW", "w:gridSpan", "w:hMerge"}, e.FullTag()) {
				at = e.Index() + 1
			}
		}
		properties.InsertChildAt(at, merged)
	}
	if before == nil || slices.ContainsFunc(through[:depth], func(s string) bool { return before[s] != now[s] }) {
		merged.CreateAttr("w:val", "restart")
		return -1
	}
	merged.RemoveAttr("w:val")
	for _, child := range cell.ChildElements() {
		if child != properties {
			cell.RemoveChild(child)
		}
	}
	cell.CreateElement("w:p")
	return depth
}
