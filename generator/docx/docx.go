// Package docx fills in papers that an office keeps as Word files.
//
// A template is an ordinary .docx with content controls (内容控件). What stands in a
// control is told by its tag (标记), the path of a field in the struct that the paper
// shows: the same names as in the HTML layouts. What happens to it follows from the
// kind of that field:
//
//	string, int    Name                  the text of the control
//	[]string       Intro                 its paragraphs; in the middle of a line one text;
//	                                     where it holds a control of the same tag, that
//	                                     once for each, or once for none
//	bool           Boxes.Ticked          a check box (复选框内容控件), ticked or not
//	slice          Blocks.Groups.Lines   what the control holds, rows, paragraphs or text, once for each
//	Style          Size                  the style of the paragraphs that the control holds
//	Height         Room                  the least height of the rows that the control holds
//	Share          Columns.Width         the width of the cells that the control holds
//	Picture        Code                  the picture that the control holds
//	any, with ?    Demo?                 what the control holds goes where the field is empty
//
// A field within a slice is named by its whole path, Boxes.Label, and stands within the
// control of the slice, which may repeat the cells of a row as well. In repeated rows a cell of which the controls tell of something
// larger than the row, as of the group of a line, is merged over the rows that share it,
// which stay on one page.
//
// Where a text is empty the placeholder of the control stays, as in Word. Controls of
// texts stay in the finished paper, so that it can be filled in further and read back;
// those that Word removes when they are edited (编辑内容时删除内容控件) go.
//
// Templates are files of a repository, which strangers may have written: their size is
// bounded, and macros, embedded objects, links to files elsewhere and fields that fetch
// something are refused. The same template and values give the same bytes.
package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"
)

// MaxSize is the most bytes that a template may have.
const MaxSize = 2 << 20

// The most that a template may hold, unpacked.
const (
	maxParts    = 200
	maxUnpacked = 16 << 20
)

// A Style is the id of a paragraph style.
type Style string

// A Height is one of rows, in points.
type Height int

// A Share is one of the width of a table, in thousandths.
type Share int

// A Picture is the bytes of one, of the kind of that which the template has in its place.
type Picture []byte

// A Template is a paper to be filled in.
type Template struct {
	parts []part // in the order of the file
}

// A part is one file within a .docx.
type part struct {
	name string
	data []byte
	tree *etree.Document // of what may hold controls, else nil
}

// holds are the parts that may hold controls.
var holds = regexp.MustCompile(`^word/(document|header\d*|footer\d*)\.xml$`)

// harmless are the kinds of parts that a template may have: no macros, no embedded
// files.
var harmless = []string{".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif"}

// Read reads a template. The error says in Chinese what is wrong with it, and the cure.
func Read(data []byte) (*Template, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("文件超过 %d MB，请删去其中的大图片", MaxSize>>20)
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errors.New("不是 Word 的 .docx 文件，或者已经损坏，请用 Word 或 WPS 打开后另存为 .docx")
	}
	if len(archive.File) > maxParts {
		return nil, fmt.Errorf("里面的部分超过 %d 个，请用 Word 新建一个文件，只复制表格", maxParts)
	}
	t, left := &Template{}, int64(maxUnpacked)
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder, which no program needs
		}
		p, err := readPart(f, left)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(t.parts, func(q part) bool { return strings.EqualFold(q.name, p.name) }) {
			return nil, fmt.Errorf("里面的“%s”有两个，请用 Word 打开后另存", p.name)
		}
		left -= int64(len(p.data))
		t.parts = append(t.parts, p)
	}
	if t.part("[Content_Types].xml") == nil || t.part("word/document.xml") == nil {
		return nil, errors.New("里面没有 Word 的正文，请用 Word 或 WPS 打开后另存为 .docx")
	}
	return t, nil
}

func (t *Template) part(name string) *part {
	if i := slices.IndexFunc(t.parts, func(p part) bool { return p.name == name }); i >= 0 {
		return &t.parts[i]
	}
	return nil
}

// readPart reads one part of at most left bytes.
func readPart(f *zip.File, left int64) (part, error) {
	p := part{name: f.Name}
	kind := strings.ToLower(path.Ext(p.name))
	if !fs.ValidPath(p.name) || strings.Contains(p.name, `\`) || !slices.Contains(harmless, kind) {
		return p, fmt.Errorf("里面有“%s”：模板不能带宏、嵌入的对象、字体和别的文件，请删去后另存为 .docx", p.name)
	}
	r, err := f.Open()
	if err == nil {
		p.data, err = io.ReadAll(io.LimitReader(r, left+1))
		err = errors.Join(err, r.Close())
	}
	if err != nil {
		return p, fmt.Errorf("里面的“%s”读不出来，文件已经损坏，请用 Word 打开后另存", p.name)
	}
	if int64(len(p.data)) > left {
		return p, fmt.Errorf("解压后超过 %d MB，请删去其中的大图片", maxUnpacked>>20)
	}
	if kind != ".xml" && kind != ".rels" {
		return p, nil
	}
	tree, err := readXML(p.data)
	if err != nil {
		return p, fmt.Errorf("里面的“%s”不合格式，请用 Word 打开后另存", p.name)
	}
	if err := refuseOutside(tree.Root()); err != nil {
		return p, err
	}
	if holds.MatchString(p.name) {
		if tree.Root().SelectAttrValue("xmlns:w", "") != wordNamespace {
			return p, fmt.Errorf("里面的“%s”不是 Word 通常的格式，另存时请选“Word 文档 (*.docx)”，不选“Strict Open XML”", p.name)
		}
		p.tree = tree
	}
	return p, nil
}

const wordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

var errXML = errors.New("not the XML of an office file")

// readXML reads XML without a DTD, so that it has no entities, of no great depth.
func readXML(data []byte) (*etree.Document, error) {
	tree := etree.NewDocument()
	tree.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}
	if err := tree.ReadFromBytes(data); err != nil || tree.Root() == nil {
		return nil, errXML
	}
	for _, token := range tree.Child {
		if _, is := token.(*etree.Directive); is {
			return nil, errXML
		}
	}
	return tree, nil
}

// pageField are the fields that a template may have: those that number pages.
var pageField = regexp.MustCompile(`^\s*((PAGE|NUMPAGES|SECTIONPAGES)(\s+\\\*\s*\w+)*\s*)?$`)

// refuseOutside refuses what would lead whoever opens a paper to files elsewhere.
func refuseOutside(root *etree.Element) error {
	for e := range descendants(root) {
		field := ""
		switch {
		case e.Tag == "Relationship" && e.SelectAttrValue("TargetMode", "") == "External":
			return fmt.Errorf("里面有指向“%s”的链接，模板不能引用别处的文件和网址，请取消链接", e.SelectAttrValue("Target", ""))
		case e.Tag == "instrText":
			field = e.Text()
		case e.Tag == "fldSimple":
			field = e.SelectAttrValue("w:instr", "")
		}
		if !pageField.MatchString(field) {
			return fmt.Errorf("里面有域“%s”，模板只能用页码和总页数的域，请删去", strings.TrimSpace(field))
		}
	}
	return nil
}

// descendants returns the elements within e in the order of the file, e first. What is
// changed meanwhile lies behind.
func descendants(e *etree.Element) func(yield func(*etree.Element) bool) {
	var walk func(e *etree.Element, yield func(*etree.Element) bool) bool
	walk = func(e *etree.Element, yield func(*etree.Element) bool) bool {
		if !yield(e) {
			return false
		}
		for _, c := range e.ChildElements() {
			if !walk(c, yield) {
				return false
			}
		}
		return true
	}
	return func(yield func(*etree.Element) bool) { walk(e, yield) }
}

// packed is the time of every part: a .docx has its dates elsewhere.
var packed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// write returns parts as a file.
func write(parts []part) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		data := p.data
		if p.tree != nil {
			var err error
			if data, err = p.tree.WriteToBytes(); err != nil {
				return nil, err
			}
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: packed})
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
