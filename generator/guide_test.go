package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/tools/txtar"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/proof"
	"minglu/generator/signature"
	"minglu/generator/site"
)

// An example is one fenced text of the guide. Behind the language of the fence
// stands which file it is: a path, whose text it is as a whole; brand, notice or
// site, whose fields it replaces; text, the body of the brand. Behind a bar
// stands what cannot be printed: "gbk", "times 40", "with x.jpg", or that
// the site was signed and published before: "published".
type example struct{ file, how, text string }

// A lesson is what the guide says of one rule: examples that break it, and
// examples that mend them.
type lesson struct{ slip, cure []example }

var (
	ruleHeading = regexp.MustCompile(`(?m)^### (.+)$`)
	fence       = regexp.MustCompile("(?ms)^```\\w+(?: (\\S+))?(?: \\| ([^\n]+))?\n(.*?\n)```$")
)

// lessons reads the guide's list of mistakes, in its order.
func lessons(t *testing.T) (rules []string, by map[string]lesson) {
	t.Helper()
	data, err := os.ReadFile("../content/pages/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(data), "\n## 检查出的错误\n")
	if !found {
		t.Fatal("the guide has no list of mistakes")
	}
	text = text[:strings.LastIndex(text, "\n## ")] // other headings stand in examples
	by = map[string]lesson{}
	headings := ruleHeading.FindAllStringSubmatchIndex(text, -1)
	for i, h := range headings {
		end := len(text)
		if i+1 < len(headings) {
			end = headings[i+1][0]
		}
		slip, cure, _ := strings.Cut(text[h[1]:end], "\n改为：\n")
		rule := text[h[2]:h[3]]
		rules, by[rule] = append(rules, rule), lesson{examples(slip), examples(cure)}
	}
	return rules, by
}

// TestTheGuidesFirstExample checks what the guide shows before it comes to
// mistakes.
func TestTheGuidesFirstExample(t *testing.T) {
	data, err := os.ReadFile("../content/pages/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(data), "\n## 检查出的错误\n")
	all := examples(text)
	if len(all) == 0 {
		t.Fatal("the guide begins without an example")
	}
	if first, report := firstMistake(t, fixture.Repository(t, nil), all); first != "" {
		t.Error(report)
	}
}

func examples(text string) []example {
	var all []example
	for _, f := range fence.FindAllStringSubmatch(text, -1) {
		all = append(all, example{f[1], f[2], f[3]})
	}
	return all
}

// TestTheGuideTeachesEveryRule holds the guide against content/README.md, whose
// list a test of content holds against the rules themselves.
func TestTheGuideTeachesEveryRule(t *testing.T) {
	taught, _ := lessons(t)
	data, err := os.ReadFile("../content/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "\n## 检查出的错误\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var listed []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(section, -1) {
		listed = append(listed, row[1])
	}
	if !slices.Equal(taught, listed) {
		t.Errorf("the guide teaches\n%s\nthe handbook lists\n%s", strings.Join(taught, " "), strings.Join(listed, " "))
	}
}

// TestTheGuidesExamples executes them: what breaks a rule is reported as that
// first of all, what mends it leaves nothing to report.
func TestTheGuidesExamples(t *testing.T) {
	rules, all := lessons(t)
	dir := fixture.Repository(t, nil)
	for _, rule := range rules {
		t.Run(rule, func(t *testing.T) {
			l := all[rule]
			if len(l.slip) == 0 {
				t.Fatal("no example")
			}
			first, report := firstMistake(t, dir, l.slip)
			if first != rule {
				t.Errorf("the example breaks %q first:\n%s", first, report)
			}
			if len(l.cure) == 0 {
				return // mended by taking it away, which the words say
			}
			if first, report := firstMistake(t, dir, l.cure); first != "" {
				t.Errorf("the cure is none:\n%s", report)
			}
		})
	}
}

// firstMistake checks a small site with the examples in it. It lies in dir, a repository of
// which the content is replaced.
func firstMistake(t *testing.T, dir string, examples []example) (rule, report string) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/guide.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	for _, x := range examples {
		x.put(t, files)
	}
	published := slices.ContainsFunc(examples, func(x example) bool { return x.how == "published" })
	if published {
		files[guideSite] = append(slices.Clone(files[guideSite]), publishBefore(t, dir, files, archive)...)
	}
	content := map[string]string{}
	for name, data := range files {
		below, found := strings.CutPrefix(name, "content/")
		if !found {
			t.Fatalf("%s lies outside content/", name)
		}
		content[below] = string(data)
	}
	fixture.Replace(t, dir, content)
	var out bytes.Buffer
	run(context.Background(), []string{"check", "--format", "json", "-C", dir}, &out, io.Discard, fixedNow)
	var found struct{ Mistakes []struct{ Rule string } }
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		t.Fatal(err, out.String())
	}
	if len(found.Mistakes) == 0 {
		return "", ""
	}
	return found.Mistakes[0].Rule, out.String()
}

// publishBefore puts the log into dir that the site published, signed, before an example
// changed it, and returns what site.yaml says of the key.
func publishBefore(t *testing.T, dir string, files map[string][]byte, before *txtar.Archive) []byte {
	t.Helper()
	t.Cleanup(func() { _ = os.RemoveAll(filepath.Join(dir, "public")) })
	keys, err := signature.New(false)
	if err != nil {
		t.Fatal(err)
	}
	said := fmt.Appendf(nil, "\nbase_url: https://minglu.example.org/\nkeys: [{public: %s, from: 2020-01-01}]\n", keys.First.Public())
	all := fstest.MapFS{}
	for name, data := range files {
		all[name] = &fstest.MapFile{Data: data}
	}
	for _, f := range before.Files {
		all[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	all[guideSite] = &fstest.MapFile{Data: append(slices.Clone(files[guideSite]), said...)}
	a := &app{now: fixedNow}
	e, bad, err := edition.Reader{Day: a.day, Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(os.DirFS(dir)) }}.Read(all)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	book, _, err := proof.New(site.New(e), keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Write(t.Context(), func(address string, data []byte) error {
		file := filepath.Join(dir, "public", filepath.FromSlash(address))
		return errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644))
	}); err != nil {
		t.Fatal(err)
	}
	return said
}

// The files of testdata/guide.txtar that examples are parts of.
const (
	guideBrand  = "content/brands/donghai/donghai-shuijing-diaoke.md"
	guideNotice = "content/notices/shiji-2024-rending.md"
	guideSite   = "content/site.yaml"
)

// put puts an example into the files of the site.
func (x example) put(t *testing.T, files map[string][]byte) {
	t.Helper()
	text := strings.ReplaceAll(x.text, "□", "5") // a number that may not be printed
	verb, rest, _ := strings.Cut(x.how, " ")
	if verb == "times" {
		n := map[string]int{"40": 40, "6000": 6000}[rest]
		text = strings.Repeat(text, n)
	}
	if verb == "with" {
		files[path.Join(path.Dir(guideBrand), rest)] = picture(t, rest)
	}
	part := map[string]string{"brand": guideBrand, "text": guideBrand, "notice": guideNotice, "site": guideSite}[x.file]
	file, data := part, []byte(text)
	switch {
	case part == "":
		file = x.file
	case x.file == "text":
		head, _, _ := strings.Cut(string(files[part]), "\n---\n")
		data = []byte(head + "\n---\n" + text)
	default:
		data = []byte(replaced(string(files[part]), text))
	}
	if verb == "gbk" {
		var err error
		if data, err = simplifiedchinese.GBK.NewEncoder().Bytes(data); err != nil {
			t.Fatal(err)
		}
	}
	files[file] = data
}

func picture(t *testing.T, name string) []byte {
	t.Helper()
	if path.Ext(name) == ".svg" {
		return []byte("<svg/>")
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 3)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// replaced returns text with the lines of part in the place of those with the
// same keys. Under facts the single facts are replaced.
func replaced(text, part string) string {
	key := regexp.MustCompile(`^([a-z_]+)\s*[:：]`)
	lines, fresh := strings.Split(text, "\n"), strings.Split(part, "\n")
	if fresh[0] == "facts:" {
		key = regexp.MustCompile(`^\s+([a-z_]+)\s*[:：]`)
		fresh = fresh[1:]
	}
	named := map[string]bool{}
	for _, f := range fresh {
		if k := key.FindStringSubmatch(f); k != nil {
			named[k[1]] = true
		}
	}
	at := -1
	for i := 0; i < len(lines); i++ {
		if k := key.FindStringSubmatch(lines[i]); k != nil && named[k[1]] {
			lines, at = slices.Delete(lines, i, i+1), i
			i--
		}
	}
	if at < 0 { // behind the first line of the facts, or in front of the fields
		at = slices.Index(lines, "facts:") + 1
		if len(fresh) == len(strings.Split(part, "\n")) {
			at = 1
		}
	}
	return strings.Join(slices.Insert(lines, at, fresh...), "\n")
}
