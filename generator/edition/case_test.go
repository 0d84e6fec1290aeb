package edition_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/encoding/simplifiedchinese"
	textunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/keys"
	"minglu/generator/values"
)

var update = flag.Bool("update", false, "write what is found into the want part of testdata")

// Each archive of testdata is a content/ that someone could have sent. Its
// comment may name the day (date: 2026-01-01). site.yaml and criteria/ are the
// usual ones where the archive has none. Behind a file's name may stand how its
// bytes are made: "| gbk", "| crlf", "| png 800x600", "| link target" ….
//
// want is what check prints, and where it prints nothing, what stands.
func TestCases(t *testing.T) {
	for name, archive := range cases(t) {
		t.Run(name, func(t *testing.T) {
			root, date := caseRoot(t, archive)
			got := []byte(report(t, root, date))
			want := archive.Files[len(archive.Files)-1]
			if *update {
				archive.Files[len(archive.Files)-1].Data = got
				if err := os.WriteFile("testdata/"+name+".txtar", txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if !bytes.Equal(got, want.Data) {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
}

// Every rule that content/ can break has a case that breaks it.
func TestEveryRuleHasACase(t *testing.T) {
	var all strings.Builder
	for _, archive := range cases(t) {
		all.Write(archive.Files[len(archive.Files)-1].Data)
	}
	for _, rule := range contentRules {
		if !strings.Contains(all.String(), "["+string(rule)+"]") {
			t.Errorf("no case of testdata breaks %s", rule)
		}
	}
}

func cases(t testing.TB) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases in testdata", err)
	}
	all := map[string]*txtar.Archive{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil || len(archive.Files) == 0 || archive.Files[len(archive.Files)-1].Name != "want" {
			t.Fatalf("%s: want files and, last, a part named want (%v)", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txtar")] = archive
	}
	return all
}

const usualSite = "title: 名录\npublisher: 示例编辑部\nregion: 320700\n"

// caseRoot returns the tree of a case and the day it is read on.
func caseRoot(t testing.TB, archive *txtar.Archive) (fs.FS, values.Date) {
	t.Helper()
	date := values.Date{Year: 2026, Month: 6, Day: 30}
	for line := range strings.Lines(string(archive.Comment)) {
		if day, ok := strings.CutPrefix(strings.TrimSpace(line), "date: "); ok {
			if date, ok = values.ParseDate(day, false); !ok {
				t.Fatalf("no such day: %s", day)
			}
		}
	}
	root := fstest.MapFS{"content/site.yaml": {Data: []byte(usualSite)}}
	addCriteria(t, root)
	for _, f := range archive.Files[:len(archive.Files)-1] {
		name, how, _ := strings.Cut(f.Name, " | ")
		if how == "absent" {
			delete(root, name)
			continue
		}
		root[name] = made(t, f.Data, how)
	}
	return root, date
}

func addCriteria(t testing.TB, root fstest.MapFS) {
	t.Helper()
	repository := os.DirFS("../testdata/rules")
	err := fs.WalkDir(repository, "criteria", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(repository, p)
		root[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// made returns a file whose bytes are made from text in some way.
func made(t testing.TB, text []byte, how string) *fstest.MapFile {
	t.Helper()
	verb, rest, _ := strings.Cut(how, " ")
	var width, height int
	_, _ = fmt.Sscanf(rest, "%dx%d", &width, &height)
	var b bytes.Buffer
	var err error
	switch verb {
	case "":
		b.Write(text)
	case "bom":
		b.WriteString("\ufeff" + string(text))
	case "crlf":
		b.Write(bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")))
	case "gbk":
		var data []byte
		data, err = simplifiedchinese.GBK.NewEncoder().Bytes(text)
		b.Write(data)
	case "utf16":
		var data []byte
		data, err = textunicode.UTF16(textunicode.LittleEndian, textunicode.UseBOM).NewEncoder().Bytes(text)
		b.Write(data)
	case "utf16be-no-bom":
		var data []byte
		data, err = textunicode.UTF16(textunicode.BigEndian, textunicode.IgnoreBOM).NewEncoder().Bytes(text)
		b.Write(data)
	case "bytes": // \x00 stands for the byte
		unquoted := strings.NewReplacer(`\x00`, "\x00", `\xff`, "\xff", `\x1b`, "\x1b").Replace(string(text))
		b.WriteString(unquoted)
	case "times": // the last line many times over
		var n int
		_, _ = fmt.Sscanf(rest, "%d", &n)
		lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
		b.WriteString(strings.Join(lines[:len(lines)-1], "") + strings.Repeat(lines[len(lines)-1], n) + "\n")
	case "png":
		err = png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)))
	case "jpeg":
		err = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil)
	case "link":
		return &fstest.MapFile{Data: []byte(rest), Mode: fs.ModeSymlink | 0o777}
	case "device":
		return &fstest.MapFile{Mode: fs.ModeDevice}
	default:
		t.Fatalf("made how? %q", how)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

// report returns what check prints about a tree, and where it prints nothing,
// what stands.
func report(t testing.TB, root fs.FS, date values.Date) string {
	t.Helper()
	e, bad, err := edition.Read(root, func(*content.Settings) values.Date { return date })
	if err != nil || e.Rules == nil {
		t.Fatal(err, bad)
	}
	var b strings.Builder
	_ = bad.Text(&b)
	if len(bad) == 0 {
		writeStandings(&b, e.Content)
		writeUnits(&b, e.Units)
	}
	return b.String()
}

// writeStandings writes a line for each brand, and one for each of its honours
// and running 公示.
func writeStandings(b *strings.Builder, c *content.Content) {
	for _, brand := range c.Brands {
		fmt.Fprintf(b, "%s %s\n", brand.Slug, brand.Standing.Status)
		for _, h := range brand.Standing.Honors {
			fmt.Fprintf(b, "  %s %s %s since %s", h.Level.Name, h.Name, h.Status, h.Since.Slug)
			if h.Ended != nil {
				fmt.Fprintf(b, " ended %s %s", h.Ended.Slug, h.Reason)
			}
			b.WriteString("\n")
		}
		for _, n := range brand.Standing.Running {
			fmt.Fprintf(b, "  runs %s\n", n.Slug)
		}
	}
}

// writeUnits writes a line for each unit, and what it has as of brands.
func writeUnits(b *strings.Builder, units []edition.Unit) {
	for _, u := range units {
		fmt.Fprintf(b, "%s %s %s %s\n", u.Honor.Name, u.Name, u.Place, u.Standing.Status)
		for _, h := range u.Standing.Honors {
			fmt.Fprintf(b, "  %s %s since %s", h.Level.Name, h.Status, h.Since.Slug)
			if h.Ended != nil {
				fmt.Fprintf(b, " ended %s %s", h.Ended.Slug, h.Reason)
			}
			b.WriteString("\n")
		}
		for _, n := range u.Standing.Running {
			fmt.Fprintf(b, "  runs %s\n", n.Slug)
		}
	}
}

// contentRules are the rules that content/ can break: those of content.md's
// table.
var contentRules = []diag.Rule{
	diag.BadEncoding, diag.TabIndent, diag.FullWidthPunctuation, diag.YAMLSyntax, diag.MissingFrontMatter, diag.CommentedOut, diag.MarkdownSyntax,
	diag.UnknownField, diag.DuplicateField, diag.MissingField, diag.WrongKind,
	diag.UnknownBrandType, diag.UnknownCounty, diag.WrongFolder,
	diag.UnknownFact, diag.FactOfOtherType, diag.UnknownChoice, diag.OutOfRange, diag.BadNumber, diag.EvidenceWithoutFact,
	diag.BadDate, diag.DateOrder,
	diag.UnknownLevel, diag.UnknownStandard, diag.StandardOutOfRegion, diag.StandardLevel, diag.StandardNotInForce,
	diag.UnknownBrand, diag.DuplicateRecognition, diag.WithdrawnWithoutRecognition, diag.NotQualified, diag.FactsIncomplete,
	diag.BadJudgement, diag.BadSelfScore, diag.BadCorrection, diag.DuplicateName, diag.DuplicateSlug, diag.BadSlug,
	diag.IntroMissing, diag.IntroTooLong, diag.BadLink, diag.MissingFile, diag.BadImage, diag.MissingAlt,
	diag.RawHTML, diag.PersonalData, diag.TooLarge, diag.NotAFile, diag.UnknownFile, diag.UnknownRegion,
}

// Whoever does not read English knows a key by what it is called: where a message
// names one, that stands before it. What was typed in place of a key is quoted as it is.
func TestMessagesSayWhatKeysAreCalled(t *testing.T) {
	called := map[string][]string{} // by key or fact
	var add func(of []keys.Field)
	add = func(of []keys.Field) {
		for _, f := range of {
			called[f.Key] = append(called[f.Key], f.Label)
			add(f.Fields)
		}
	}
	for _, table := range keys.Tables {
		add(table.Fields)
	}
	add(keys.Record)
	for _, f := range repositoryRules(t).Facts {
		called[f.ID] = append(called[f.ID], f.Label)
	}
	named := regexp.MustCompile("[“（(`]([a-z]+(?:_[a-z]+)*)[”）)`]|[a-z]+(?:_[a-z]+)+")
	typed := regexp.MustCompile(`没有“[^”]*”|^“[^”]*”应写英文的`)
	message := regexp.MustCompile(`(?m)^content/[^\n]*?:\d+:\d+: (.*) \[[a-z-]+\]$`)
	files, err := filepath.Glob("../testdata/slips/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no slips", err)
	}
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(files, cases...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range message.FindAllStringSubmatch(string(data), -1) {
			text := typed.ReplaceAllString(m[1], "")
			for _, at := range named.FindAllStringSubmatchIndex(text, -1) {
				key := text[at[0]:at[1]]
				if at[2] >= 0 {
					key = text[at[2]:at[3]]
				}
				found++
				if labels := called[key]; labels != nil && !slices.ContainsFunc(labels, func(label string) bool { return strings.Contains(text[:at[0]], label) }) {
					t.Errorf("%s: %s is not said to be %v: %s", filepath.Base(file), key, labels, m[1])
				}
			}
		}
	}
	if found == 0 {
		t.Error("no message names a key")
	}
}
