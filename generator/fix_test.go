package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/mend"
	"minglu/generator/values"
)

var updateSlips = flag.Bool("update-slips", false, "write what is said and mended into testdata/slips")

// A slip is a file as an editor made it. In testdata/slips it is three parts: the
// text, under its kind and name; says, the first mistake as check prints it; and
// what fix makes of the text: mended, or unmended where it leaves it as it is, or
// partly, where a mistake is left.
type slip struct {
	kind, name    string
	how           []string // how its bytes are made: gbk, crlf …
	text          string
	says, becomes string
	mended        string // the text when it is not unmended
}

// shapes are the files that the text of a slip is part of, by kind.
var shapes = map[string]struct{ file, before, after string }{
	"brand":  {"content/brands/donghai/jia.md", "", ""},
	"head":   {"content/brands/donghai/jia.md", "---\n", "---\n"},
	"facts":  {"content/brands/donghai/jia.md", "---\nname: 东海水晶雕刻工匠\ntype: 文化旅游类\ncounty: 东海县\nbuilder: 示例中心\nas_of: 2024-06-30\nfacts:\n", "---\n雕水晶的人先看料。\n"},
	"as_of":  {"content/brands/donghai/jia.md", "---\nname: 东海水晶雕刻工匠\ncounty: 东海县\n", "---\n"},
	"notice": {"content/notices/a.md", "---\n", "---\n"},
	"site":   {"content/site.yaml", "", ""},
}

func TestSlips(t *testing.T) {
	families, err := filepath.Glob("testdata/slips/*.txtar")
	if err != nil || len(families) == 0 {
		t.Fatal("no slips", err)
	}
	rules, bad, err := criteria.Load(os.DirFS("testdata/rules"))
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	all, whole := 0, 0
	for _, family := range families {
		slips := readSlips(t, family)
		for i := range slips {
			all++
			s := slips[i]
			t.Run(strings.TrimSuffix(filepath.Base(family), ".txtar")+"/"+s.name, func(t *testing.T) {
				got := s.mend(t, rules)
				if got.becomes == "mended" {
					whole++
				}
				if *updateSlips {
					slips[i] = got
				} else if got.says != s.says || got.becomes != s.becomes || got.mended != s.mended {
					t.Errorf("got\n%s\nwant\n%s", got.format(), s.format())
				}
			})
		}
		if *updateSlips {
			writeSlips(t, family, slips)
		}
	}
	if all < 120 {
		t.Errorf("%d slips are too few", all)
	}
	if t.Logf("fix mends %d of %d slips: %d%%", whole, all, whole*100/all); whole*100 < all*80 {
		t.Errorf("of %d slips fix mends but %d", all, whole)
	}
}

// mend returns the slip with what is said about it and made of it.
func (s slip) mend(t *testing.T, rules *criteria.Rules) slip {
	t.Helper()
	shape := shapes[s.kind]
	root := fstest.MapFS{
		"content/site.yaml":             {Data: []byte("title: 名录\npublisher: 示例编辑部\nregion: 320700\n")},
		"content/brands/donghai/jia.md": {Data: []byte("---\nname: 东海水晶雕刻工匠\ncounty: 东海县\n---\n")},
		"content/brands/donghai/yi.md":  {Data: []byte("---\nname: 示例剪纸师\ncounty: 东海县\n---\n")},
	}
	root[shape.file] = &fstest.MapFile{Data: s.bytes(t, shape.before+s.text+shape.after)}
	read := reader(rules)
	bad, err := read(root)
	if err != nil || len(bad) == 0 {
		t.Fatal("nothing is wrong with it", err)
	}
	bad.Sort()
	files, left, err := mend.Files(root, read, func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	s.says, s.becomes, s.mended = text(t, bad[:1]), "unmended", ""
	if len(files) == 0 {
		return s
	}
	s.becomes = "mended"
	if len(left) > 0 {
		s.becomes = "partly"
	}
	after := string(files[0].After)
	if len(s.how) > 0 {
		after = s.unmade(t, after)
	}
	s.mended = strings.TrimSuffix(strings.TrimPrefix(after, shape.before), shape.after)
	checkStable(t, root, files, read)
	return s
}

// checkStable holds that what is mended has nothing left to mend.
func checkStable(t *testing.T, root fstest.MapFS, files []mend.File, read func(fs.FS) (diag.List, error)) {
	t.Helper()
	for _, f := range files {
		root[f.Name] = &fstest.MapFile{Data: f.After}
	}
	again, _, err := mend.Files(root, read, func(string) bool { return true })
	if err != nil || len(again) > 0 {
		t.Errorf("fix changes %d files again (%v)", len(again), err)
	}
}

func reader(rules *criteria.Rules) func(fs.FS) (diag.List, error) {
	return func(root fs.FS) (diag.List, error) {
		_, bad, err := edition.Reader{
			Day:   func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} },
			Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return rules, nil, nil },
		}.Read(root)
		return bad, err
	}
}

func text(t *testing.T, l diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := l.Text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bytes returns a file of that text as its editor saved it.
func (s slip) bytes(t *testing.T, text string) []byte {
	t.Helper()
	data := []byte(text)
	for i := len(s.how) - 1; i >= 0; i-- { // line ends before encodings
		switch how := s.how[i]; how {
		case "crlf":
			data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
		case "bom":
			data = append([]byte("\ufeff"), data...)
		case "nul":
			data = bytes.ReplaceAll(data, []byte("☐"), []byte{0})
		case "broken":
			data = bytes.ReplaceAll(data, []byte("☐"), []byte{0xE4, 0xB8})
		default:
			data = encoded(t, how, data)
		}
	}
	return data
}

func encoded(t *testing.T, how string, data []byte) []byte {
	t.Helper()
	e, known := map[string]encoding.Encoding{
		"gbk":     simplifiedchinese.GBK,
		"big5":    traditionalchinese.Big5,
		"utf16":   unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"utf16be": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	}[how]
	if !known {
		t.Fatalf("made how? %q", how)
	}
	out, err := e.NewEncoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// unmade returns a mended file as it stands in an archive, holding that line ends
// and a byte order mark are those of the slip.
func (s slip) unmade(t *testing.T, after string) string {
	t.Helper()
	for _, how := range s.how {
		switch how {
		case "bom":
			rest, found := strings.CutPrefix(after, "\ufeff")
			if !found {
				t.Error("the byte order mark is gone")
			}
			after = rest
		case "crlf":
			if strings.Count(after, "\r\n") != strings.Count(after, "\n") {
				t.Errorf("line ends were changed: %q", after)
			}
			after = strings.ReplaceAll(after, "\r\n", "\n")
		}
	}
	return after
}

func (s slip) format() string { return string(txtar.Format(&txtar.Archive{Files: s.parts()})) }

func (s slip) parts() []txtar.File {
	title := strings.Join(append([]string{s.kind}, s.how...), " ") + ": " + s.name
	return []txtar.File{
		{Name: title, Data: []byte(s.text)},
		{Name: "says", Data: []byte(s.says)},
		{Name: s.becomes, Data: []byte(s.mended)},
	}
}

func readSlips(t *testing.T, family string) []slip {
	t.Helper()
	archive, err := txtar.ParseFile(family)
	if err != nil {
		t.Fatal(err)
	}
	var slips []slip
	for _, f := range archive.Files {
		switch kind, name, isSlip := strings.Cut(f.Name, ": "); {
		case isSlip:
			words := strings.Fields(kind)
			if shapes[words[0]].file == "" {
				t.Fatalf("%s: no file of kind %q", family, kind)
			}
			slips = append(slips, slip{kind: words[0], how: words[1:], name: name, text: string(f.Data)})
		case len(slips) == 0:
			t.Fatalf("%s: %s belongs to no slip", family, f.Name)
		case f.Name == "says":
			slips[len(slips)-1].says = string(f.Data)
		default:
			slips[len(slips)-1].becomes, slips[len(slips)-1].mended = f.Name, string(f.Data)
		}
	}
	return slips
}

func writeSlips(t *testing.T, family string, slips []slip) {
	t.Helper()
	archive, err := txtar.ParseFile(family)
	if err != nil {
		t.Fatal(err)
	}
	archive.Files = nil
	for _, s := range slips {
		archive.Files = append(archive.Files, s.parts()...)
	}
	if err := os.WriteFile(family, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", family, err))
	}
}
