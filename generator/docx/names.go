package docx

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"minglu/generator/values"
)

// A use is what a control does with its field.
type use int

const (
	setText    use = iota // string, int, []string
	tick                  // bool
	repeat                // slice of structs
	setStyle              // Style
	setHeight             // Height
	setWidth              // Share
	setPicture            // Picture
	onlyFilled            // any, with ?
)

// isPart reports whether a control of the use is a part of the paper, which holds other
// controls and goes itself.
func (u use) isPart() bool { return u >= repeat }

// A control is a content control with a tag.
type control struct {
	*etree.Element
	tag string
}

// controlOf returns e as a control. Others, without a tag, say nothing.
func controlOf(e *etree.Element) (control, bool) {
	if e.FullTag() != "w:sdt" {
		return control{}, false
	}
	tag := e.FindElement("./w:sdtPr/w:tag")
	if tag == nil || e.SelectElement("w:sdtContent") == nil {
		return control{}, false
	}
	name := strings.TrimSpace(tag.SelectAttrValue("w:val", ""))
	return control{e, name}, name != ""
}

func (c control) content() *etree.Element { return c.SelectElement("w:sdtContent") }

// property returns a property of c, nil where it has none of the name.
func (c control) property(name string) *etree.Element { return c.FindElement("./w:sdtPr/" + name) }

// String names c as whoever has Word open finds it.
func (c control) String() string {
	if alias := c.property("w:alias"); alias != nil {
		return fmt.Sprintf("内容控件“%s”（标记 %s）", alias.SelectAttrValue("w:val", ""), c.tag)
	}
	return fmt.Sprintf("标记为 %s 的内容控件", c.tag)
}

// fieldName returns the path of the field that a tag names, without ?.
func fieldName(tag string) string { return strings.TrimSuffix(tag, "?") }

// slicesOf returns the paths of the slices that the path of a field of t leads through,
// the outermost first, and the kind of the field; nil where there is none.
func slicesOf(t reflect.Type, name string) (through []string, field reflect.Type) {
	parts := strings.Split(name, ".")
	for i, part := range parts {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Slice && i > 0 {
			through = append(through, strings.Join(parts[:i], "."))
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return nil, nil
		}
		f, found := t.FieldByName(part)
		if !found || !f.IsExported() {
			return nil, nil
		}
		t = f.Type
	}
	return through, t
}

// useOf returns what a control of the tag does in a paper that shows a struct of t.
func useOf(t reflect.Type, tag string) (use, bool) {
	_, field := slicesOf(t, fieldName(tag))
	switch {
	case field == nil:
		return 0, false
	case strings.HasSuffix(tag, "?"):
		return onlyFilled, true
	case field == reflect.TypeFor[Style]():
		return setStyle, true
	case field == reflect.TypeFor[Height]():
		return setHeight, true
	case field == reflect.TypeFor[Share]():
		return setWidth, true
	case field == reflect.TypeFor[Picture]():
		return setPicture, true
	case field.Kind() == reflect.String, field.Kind() == reflect.Int:
		return setText, true
	case field.Kind() == reflect.Bool:
		return tick, true
	case field.Kind() == reflect.Slice && field.Elem().Kind() == reflect.String:
		return setText, true
	case field.Kind() == reflect.Slice && field.Elem().Kind() == reflect.Struct:
		return repeat, true
	}
	return 0, false
}

// useIn returns what c does, as useOf does. Paragraphs of which each is to have a control
// of its own stand in one that holds it.
func (c control) useIn(t reflect.Type) (use, bool) {
	does, known := useOf(t, c.tag)
	same := func(e *etree.Element) bool { inner, is := controlOf(e); return is && inner.tag == c.tag }
	if _, field := slicesOf(t, c.tag); does == setText && field != nil && field.Kind() == reflect.Slice &&
		slices.ContainsFunc(slices.Collect(descendants(c.content())), same) {
		does = repeat
	}
	return does, known
}

// names returns the fields of t that can be filled in, as tags.
func names(t reflect.Type, before string) []string {
	var all []string
	for _, f := range reflect.VisibleFields(t) {
		if !f.IsExported() || f.Anonymous {
			continue
		}
		of := f.Type
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if _, fillable := useOf(t, f.Name); fillable {
			all = append(all, before+f.Name)
		}
		if of.Kind() == reflect.Struct {
			all = append(all, names(of, before+f.Name+".")...)
		}
	}
	return all
}

// Check holds the controls of a template against the struct that it is to show. The
// error says in Chinese, a line each, which controls cannot be filled in, and why.
func (t *Template) Check(page any) error {
	c := checker{of: reflect.TypeOf(page)}
	for _, p := range t.parts {
		if p.tree != nil {
			c.within(p.tree.Root(), nil)
		}
	}
	return errors.Join(c.bad...)
}

type checker struct {
	of  reflect.Type
	bad []error
}

func (c *checker) report(at control, format string, args ...any) {
	c.bad = append(c.bad, fmt.Errorf("%s"+format, append([]any{at}, args...)...))
}

// within checks what e holds; open are the slices of which the controls around e repeat
// what they hold.
func (c *checker) within(e *etree.Element, open []string) {
	for _, child := range e.ChildElements() {
		at, is := controlOf(child)
		if !is {
			c.within(child, open)
			continue
		}
		does, known := at.useIn(c.of)
		if !known {
			c.unknown(at)
			continue
		}
		through, _ := slicesOf(c.of, fieldName(at.tag))
		inside := open
		if does == repeat {
			through = append(through, at.tag)
			inside = slices.Concat(open, through)
		} else if missing := slices.IndexFunc(through, func(s string) bool { return !slices.Contains(open, s) }); missing >= 0 {
			c.report(at, "有多项，要放在标记为 %s 的内容控件里面", through[len(through)-1])
			continue
		}
		box := at.property("w14:checkbox") != nil
		switch {
		case does == tick && !box:
			c.report(at, "只有是和否，应改用复选框内容控件；要按它显示或不显示一段内容的，标记写作 %s?", at.tag)
		case does != tick && box:
			c.report(at, "不是是和否，不能用复选框内容控件，请改用纯文本内容控件")
		case !does.isPart() && slices.ContainsFunc(slices.Collect(descendants(at.content())), isControl):
			c.report(at, "里面只填文字，不能再有内容控件，请移到外面")
		}
		if does.isPart() {
			c.within(at.content(), inside)
		}
	}
}

func isControl(e *etree.Element) bool { _, is := controlOf(e); return is }

// unknown reports a control whose field there is not.
func (c *checker) unknown(at control) {
	known := names(c.of, "")
	if near := values.Nearest(fieldName(at.tag), known); near != "" {
		c.report(at, "没有可填的内容，标记是否应为 %s", near)
		return
	}
	c.report(at, "没有可填的内容，请删去这个控件或改正标记；可用的标记：%s", strings.Join(known, "、"))
}
