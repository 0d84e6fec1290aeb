package forms

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html/atom"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// bodyOf returns the XML of the text of a .docx.
func bodyOf(t testing.TB, file []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// wordText returns the text of a .docx, in its order.
func wordText(t testing.TB, file []byte) string {
	t.Helper()
	var b strings.Builder
	in := false
	for d := xml.NewDecoder(bytes.NewReader(bodyOf(t, file))); ; {
		token, err := d.Token()
		if err == io.EOF {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = token.Name.Local == "t"
		case xml.EndElement:
			in = false
		case xml.CharData:
			if in {
				b.Write(token)
			}
		}
	}
}

// letters are what is left of a text without white space, and without the signs that
// the style sheet adds: one for what differs, one before each note.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.NewReplacer("▲少", "少", "▲多", "多", "▲待核", "待核", "·　", "").Replace(s))
}

// papersOf returns the papers of a brand in a format.
func papersOf(t testing.TB, p *Printer, b *content.Brand) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, f := range brandForms(t, p, b) {
		all[strings.TrimSuffix(f.Name, filepath.Ext(f.Name))] = f.Data
	}
	return all
}

// inWord returns a printer that differs from p in its format.
func inWord(t testing.TB, p *Printer) *Printer {
	t.Helper()
	options := p.options
	options.Format = DOCX
	word, err := New(os.DirFS(root), p.rules, p.settings, p.date, options)
	if err != nil {
		t.Fatal(err)
	}
	return word
}

// invented returns a brand of which anything may be missing, or odd.
func invented(t testing.TB, r *criteria.Rules, seed uint64) *content.Brand {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0))
	text := func(most int) string {
		var b strings.Builder
		for range rng.IntN(most) {
			b.WriteString([]string{"东海", "水晶", "，", "abc ", "<b>", "&", `"`, "𠮷", "12.5%", "“工匠”"}[rng.IntN(10)])
		}
		return b.String()
	}
	day := func() values.Date {
		return values.Date{Year: 2020 + rng.IntN(6), Month: rng.IntN(13), Day: 1}
	}
	var facts strings.Builder
	for line := range strings.Lines(strings.TrimLeft(tourism, "\n")) {
		if rng.IntN(4) > 0 {
			facts.WriteString(line)
		}
	}
	b := donghai(t, r, facts.String())
	b.Name, b.Builder, b.AsOf, b.HasFacts = "名"+text(8), text(8), day(), rng.IntN(4) > 0
	b.Leader = []*content.Leader{nil, {Name: text(4)}, {Name: text(4), Title: text(6)}}[rng.IntN(3)]
	b.Opinions = content.Opinions{
		Builder: []*content.Opinion{nil, {Text: text(30), Date: day()}}[rng.IntN(2)],
		County:  []*content.Opinion{nil, {Text: text(30)}}[rng.IntN(2)],
	}
	var intro []string
	for range rng.IntN(5) {
		intro = append(intro, "段"+strings.ReplaceAll(text(80), "<", "《"))
	}
	b.Intro = markdown(strings.Join(intro, "\n\n"))
	b.SelfScores = map[string]map[string]criteria.Points{"lianyungang-2024": {"basic-1": halves(rng.IntN(5)), "tourism-2": halves(40 + rng.IntN(12)), "total": halves(160 + rng.IntN(60))}}
	return b
}

// The papers for Word say what those for printing say, of every brand of the
// repository, of invented ones and of none, and whatever is asked for.
func TestPapersForWordSayTheSame(t *testing.T) {
	r := rules(t)
	e := demonstration(t, r)
	brands := slices.Clone(e.Content.Brands)
	for seed := range uint64(40) {
		brands = append(brands, invented(t, r, seed))
	}
	for _, typ := range r.Types {
		brands = append(brands, &content.Brand{Type: typ, Region: r.Region("320700")})
	}
	for i, options := range []Options{{}, {TypeOnly: true}, {OfficialOnly: true}} {
		p, err := New(e.Files, r, e.Settings, today, options)
		if err != nil {
			t.Fatal(err)
		}
		word := inWord(t, p)
		for n, b := range brands {
			if i > 0 && n%4 != i { // the options do not go by the brand
				continue
			}
			in := papersOf(t, word, b)
			again := in
			if n%8 == 0 {
				again = papersOf(t, word, b)
			}
			for name, page := range papersOf(t, p, b) {
				if in[name] == nil || !bytes.Equal(in[name], again[name]) {
					t.Fatalf("%s：没有 Word 文件，或者两次不同", name)
				}
				want, got := letters(textOf(all(parse(t, page), atom.Body)[0])), letters(wordText(t, in[name]))
				if got != want {
					t.Errorf("%s（第%d个）：Word 文件和网页文字不同：\n%s\n%s", name, n, got, want)
				}
			}
		}
	}
}

// Of a paper that is filled in everywhere, no control is left as the template has it,
// but those of which the brand says nothing.
func TestEveryControlIsFilledIn(t *testing.T) {
	r := rules(t)
	b := donghai(t, r, tourism)
	b.SelfScores = map[string]map[string]criteria.Points{"lianyungang-2024": {"total": halves(201)}}
	for _, s := range r.Standards {
		if s.Kind == criteria.Scorecard {
			for _, item := range slices.Concat(s.Basic, s.ByType[b.Type]) {
				b.SelfScores[s.ID][item.ID] = halves(3)
			}
		}
	}
	p := inWord(t, printer(t, r))
	p.options.TypeOnly = true
	for name, file := range papersOf(t, p, b) {
		body := bodyOf(t, file)
		for _, left := range []string{"<w:showingPlcHdr", "<w:temporary", "?\"/>"} {
			if bytes.Contains(body, []byte(left)) {
				t.Errorf("%s 还有 %s", name, left)
			}
		}
		if !bytes.Contains(body, []byte("<w:sdt>")) {
			t.Errorf("%s 里没有留下内容控件", name)
		}
	}
}

// office converts .docx files to a format as LibreOffice does, with the letters that the
// browser has where those of an office are not installed, and returns the folder.
func office(t *testing.T, files map[string][]byte, format string) string {
	t.Helper()
	program := need(t, "soffice", "libreoffice")
	dir := t.TempDir()
	var fonts strings.Builder
	for office, here := range map[string]string{"仿宋": "Serif", "楷体": "Serif", "方正小标宋简体": "Serif", "黑体": "Sans"} {
		fmt.Fprintf(&fonts, `<match target="pattern"><test name="family"><string>%s</string></test><edit name="family" mode="assign" binding="strong"><string>Noto %s CJK SC</string></edit></match>`, office, here)
	}
	conf := `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>` + fonts.String() + `</fontconfig>`
	if err := os.WriteFile(filepath.Join(dir, "fonts.conf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless", "--convert-to", format, "--outdir", dir}
	from := filepath.Join(dir, "from")
	if err := os.Mkdir(from, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		path := filepath.Join(from, name+".docx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+filepath.Join(dir, "fonts.conf"))
	cmd.WaitDelay = 2 * time.Minute
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice：%v\n%s", err, out)
	}
	return dir
}

// pdfPages returns the text of each page of a PDF.
func pdfPages(t *testing.T, pdf string) []string {
	t.Helper()
	out, err := exec.Command(need(t, "pdftotext"), "-raw", pdf, "-").Output()
	if err != nil {
		t.Fatal(pdf, err)
	}
	return strings.Split(strings.TrimRight(string(out), "\f"), "\f")
}

// sorted are the letters of a PDF in the order of their code: the order in which a PDF
// draws a table is nobody's. Signs that the two programs draw are left out, and the
// heads and feet that each page repeats.
func sorted(pages []string) string {
	all := []rune(letters(strings.Join(pages, "")))
	all = slices.DeleteFunc(all, func(r rune) bool { return strings.ContainsRune("▲•·●☑☐✓\uf0a8", r) })
	slices.Sort(all)
	return string(all)
}

// A paper has as many pages from Word, of which LibreOffice tells, as from a browser,
// and says the same on them.
func TestPapersForWordArePrintedAlike(t *testing.T) {
	r := rules(t)
	e := demonstration(t, r)
	p, err := New(e.Files, r, e.Settings, today, Options{})
	if err != nil {
		t.Fatal(err)
	}
	pages, files := map[string][]byte{}, map[string][]byte{}
	word := inWord(t, p)
	add := func(b *content.Brand) {
		for name, page := range papersOf(t, p, b) {
			pages[name] = page
		}
		for name, file := range papersOf(t, word, b) {
			files[name] = file
		}
	}
	for _, typ := range r.Types {
		of := slices.IndexFunc(e.Content.Brands, func(b *content.Brand) bool { return b.Type == typ })
		add(e.Content.Brands[of])
	}
	for i, typ := range r.Types { // empty, with all types' items and with their own
		for _, of := range []*Printer{p, word} {
			of.options.TypeOnly = i%2 == 1
			forms, err := of.Blank(typ)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range forms {
				name, ending, _ := strings.Cut(f.Name, ".")
				map[string]map[string][]byte{"html": pages, "docx": files}[ending][name] = f.Data
			}
		}
	}
	dir := office(t, files, "pdf")
	for name, page := range pages {
		got, want := pdfPages(t, filepath.Join(dir, name+".pdf")), pdfPages(t, printed(t, page))
		if len(got) != len(want) {
			t.Errorf("%s：Word 文件有%d页，网页有%d页", name, len(got), len(want))
			continue
		}
		if got, want := sorted(got), sorted(want); got != want {
			t.Errorf("%s：印出的文字不同：\n%s\n%s", name, got, want)
		}
	}
}

// LibreOffice, which opens and saves a paper, loses nothing of what it says.
func TestPapersOutliveLibreOffice(t *testing.T) {
	r := rules(t)
	p := inWord(t, printer(t, r))
	files := map[string][]byte{}
	for seed := range uint64(8) {
		for name, file := range papersOf(t, p, invented(t, r, seed)) {
			files[fmt.Sprintf("%s-%d", name, seed)] = file
		}
	}
	dir := office(t, files, "docx")
	for name, file := range files {
		saved, err := os.ReadFile(filepath.Join(dir, name+".docx"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := letters(wordText(t, saved)), letters(wordText(t, file)); got != want {
			t.Errorf("%s：保存以后文字不同：\n%s\n%s", name, got, want)
		}
	}
}

// However long what it says is, the 推荐表 is one page in Word too.
func TestRecommendationForWordIsOnePage(t *testing.T) {
	r := rules(t)
	p := inWord(t, printer(t, r))
	p.settings.Demo = true
	files := map[string][]byte{}
	for name, change := range longBrands() {
		b := donghai(t, r, tourism)
		change(b)
		files[name] = file(t, brandForms(t, p, b), "推荐表")
	}
	dir := office(t, files, "pdf")
	for name := range files {
		if n := len(pdfPages(t, filepath.Join(dir, name+".pdf"))); n != 1 {
			t.Errorf("%s：推荐表有%d页", name, n)
		}
	}
}

// halves are so many half points.
func halves(n int) criteria.Points { return criteria.Points(n) * criteria.Point / 2 }
