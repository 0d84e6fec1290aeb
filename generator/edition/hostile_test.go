package edition_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/values"
)

var today = values.Date{Year: 2026, Month: 6, Day: 30}

// loadText loads a content/ with one brand, or one notice, of the given text.
func loadText(t testing.TB, name, text string) diag.List {
	t.Helper()
	return mistakesIn(t, fstest.MapFS{name: {Data: []byte(text)}})
}

const (
	aBrand  = "content/brands/donghai/jia.md"
	aRecord = "content/judgements/lianyungang-2024/jia.yaml"
	aNotice = "content/notices/n.md"
	plain   = "---\nname: 甲\ncounty: 东海县\n---\n"
	anAct   = "---\nkind: 认定\ntitle: 通知\nlevel: 市级\nbrands: [jia]\n---\n"
)

// No text makes the reader run long: what the parser would take too long for is
// refused before it is parsed. Each pattern fills a brand as far as it may be
// long, and what just passes fills the longest notice.
func TestHostileMarkdownIsReadInBoundedTime(t *testing.T) {
	const limit = time.Minute // a guard against what does not end, some thousand times what is needed
	fill := func(unit string, size int) string { return strings.Repeat(unit, size/len(unit)) }
	patterns := []string{
		"[", "]", "![", "[]", "[a] ", "[a](b) ", "[a](<b", "[a][b", "[a](b 'c", "![[]()", "[![", "[a](", "[a]:", "[x]:\n", "[a]: b\n", "[a\n", "[\\",
		">", ">\n", "> ", "> a\n", "- ", "* ", "1. ", "- a\n", "- a\n\n", "  - a\n", "+\n",
		"*", "*a ", "*a _a ", "**a ", "*a **a ", "a**b", "_", "~", "`", "` ", "`a``b", "```\n", "~~~\n",
		"<", "<a ", "<a>", "<!--", "<?", "<!A ", "<![CDATA[", "<a href='", "<div>\n", "</div>\n", "<http://a> ",
		"|a|\n|-|\n", "|", "|\n", "|-|\n", "|`\\|`|\n", "\\", "\\\n", "&", "&amp;", "&#0;", "# a\n", "#", "===\n", "a\n===\n", "a\n---\n",
		" ", "\t", "\n", "\r", "\r\n", "  \n", "    a\n", "\x01", "\u200b", "é", "字", "138 1234 5678 ", "1", "1 ", "1-",
	}
	for _, unit := range patterns {
		for _, end := range []string{"", strings.Repeat("]", 9000), "\n\n字" + strings.Repeat("*", 9000)} {
			start := time.Now()
			loadText(t, aBrand, plain+fill(unit, 240<<10)+end)
			if took := time.Since(start); took > limit {
				t.Errorf("%q took %v", unit, took)
			}
		}
	}
	for _, paragraph := range []string{
		strings.Repeat("[", 99) + strings.Repeat("]", 99) + "\n\n",
		strings.Repeat("[a](", 999) + "\n\n",
		strings.Repeat("[a](<b", 999) + "\n\n",
		strings.Repeat("[a]: b\n", 999) + "\n",
		strings.Repeat("*a **a ", 6000) + strings.Repeat("a* a**", 500) + "\n\n",
		strings.Repeat("<![CDATA[", 19000) + "\n\n",
		strings.Repeat("> ", 99) + "a\n", strings.Repeat("- ", 99) + "a\n", strings.Repeat("1. ", 99) + "a\n",
		"|" + strings.Repeat("a|", 99) + "\n|" + strings.Repeat("-|", 99) + "\n" + strings.Repeat("|\n", 2000) + "\n",
	} {
		start := time.Now()
		loadText(t, aNotice, anAct+fill(paragraph, 512<<10-1000))
		if took := time.Since(start); took > limit {
			t.Errorf("%.20q took %v", paragraph, took)
		}
	}
}

// Fifty thousand quotes or brackets are one mistake, too-large.
func TestDeepNestingIsTooLarge(t *testing.T) {
	for _, text := range []string{
		strings.Repeat(">", 50_000), strings.Repeat("> ", 50_000), strings.Repeat("[", 50_000), strings.Repeat("![", 50_000),
		strings.Repeat("- ", 50_000), strings.Repeat("*", 50_000) + "a" + strings.Repeat("*", 50_000),
	} {
		bad := loadText(t, aBrand, plain+text+"\n")
		if len(bad) != 1 || bad[0].Rule != diag.TooLarge || bad[0].Span.Start.Line != 5 {
			t.Errorf("%.10s…: %v", text, bad)
		}
	}
	for _, value := range []string{strings.Repeat("[", 50_000), strings.Repeat("{a: ", 50_000)} {
		if bad := loadText(t, aBrand, "---\nname: "+value+"\n---\n"); len(bad) == 0 || bad[0].Rule != diag.TooLarge {
			t.Errorf("%.10s…: %v", value, bad)
		}
	}
}

// Nor do many keys that nobody knows make it run long.
func TestManyKeysThatNobodyKnows(t *testing.T) {
	var keys strings.Builder
	for i := range 8000 {
		fmt.Fprintf(&keys, "  fact_%d: 1\n", i)
	}
	for _, text := range []string{
		"facts:\n" + keys.String() + "evidence:\n" + strings.ReplaceAll(keys.String(), "fact", "work"),
		"judgements:\n" + keys.String(),
		"self_scores:\n  lianyungang-2024:\n" + strings.ReplaceAll(keys.String(), "  ", "    "),
		"also_known_as: [" + strings.Repeat("乙, ", 40_000) + "]\n",
		"former_slugs: [" + strings.Repeat("a, ", 60_000) + "]\n",
		"links:\n" + strings.Repeat("  - {label: a, url: b}\n", 8000),
		strings.Repeat("b", 200_000) + ": 1\n",
		"type: " + strings.Repeat("类", 80_000) + "\n",
		"cover: {alt: 图, file: " + strings.Repeat("a", 200_000) + ".jpg}\n",
	} {
		start := time.Now()
		bad := loadText(t, aBrand, strings.Replace(plain, "county: 东海县\n", "county: "+strings.Repeat("东", 1000)+"\n"+text, 1))
		if took := time.Since(start); took > time.Minute || len(bad) == 0 {
			t.Errorf("%.20q: %d mistakes in %v", text, len(bad), took)
		}
	}
}

// Nor do many judgements: in a brand's own file or in a record, by many standards
// or of nobody.
func TestManyJudgements(t *testing.T) {
	var items strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&items, "tourism-%d: {points: 1, reason: 甲}\n", i)
	}
	files := map[string]string{aBrand: plain, "content/judgements/lianyungang-2024/jia.yaml": items.String()}
	for i := range 2000 {
		files[fmt.Sprintf("content/judgements/lianyungang-2024/jib-%d.yaml", i)] = "tourism-3: {points: 1, reason: 甲}\n"
		files[fmt.Sprintf("content/judgements/lianyungang-20x%d/jia.yaml", i)] = "tourism-3: {points: 1, reason: 甲}\n"
	}
	root := fstest.MapFS{}
	for name, text := range files {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	start := time.Now()
	bad := mistakesIn(t, root)
	if took := time.Since(start); took > time.Minute || len(bad) != 4500 {
		t.Errorf("%d mistakes in %v", len(bad), took)
	}
	for _, text := range []string{strings.Repeat("#", 64<<10), strings.Repeat("#", 64<<10+1)} {
		bad := loadText(t, "content/judgements/lianyungang-2024/jia.yaml", text)
		if tooLarge := len(bad) == 1 && bad[0].Rule == diag.TooLarge; tooLarge != (len(text) > 64<<10) {
			t.Errorf("%d bytes: %v", len(text), bad)
		}
	}
}

// Pictures that would take a machine seconds or hundreds of megabytes are refused
// by what their heads say.
func TestPicturesWithoutMeasure(t *testing.T) {
	// A WebP of 34 bytes may have any size.
	webp := func(width, height int) *fstest.MapFile {
		data := []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
		size := binary.LittleEndian.Uint32(data[21:]) &^ (1<<28 - 1)
		binary.LittleEndian.PutUint32(data[21:], size|uint32(width-1)|uint32(height-1)<<14)
		return &fstest.MapFile{Data: data}
	}
	for _, c := range []struct {
		width, height, pictures int
		want                    string // of the only mistake
	}{
		{4000, 4000, 6, ""},
		{8000, 8000, 1, "有 8000×8000 像素，共 6400 万像素，最多 1600 万像素"},
		{4001, 4000, 1, "最多 1600 万像素"},
		{8001, 1, 1, "边长超过 8000 像素（8001×1）"},
		{4000, 4000, 12, "到“06.webp”这一张（4000×4000 像素）合计 11200 万像素，最多 10000 万像素"},
		{100, 100, 100, ""},
		{100, 100, 102, "超过 100 张，请从“100.webp”起删减"},
	} {
		root, text := fstest.MapFS{}, plain+"\n## 图\n\n"
		for i := range c.pictures {
			name := fmt.Sprintf("%02d.webp", i)
			root["content/brands/donghai/"+name] = webp(c.width, c.height)
			text += "![图](" + name + ")\n\n"
		}
		root[aBrand] = &fstest.MapFile{Data: []byte(text)}
		bad := mistakesIn(t, root)
		if c.want == "" && len(bad) > 0 || c.want != "" && (len(bad) != 1 || !strings.Contains(bad[0].Message, c.want)) {
			t.Errorf("%d of %d×%d: %v", c.pictures, c.width, c.height, bad)
		}
	}
}

// A brand file may have 256 KiB, not a byte more.
func TestABrandFileOverItsSize(t *testing.T) {
	fill := plain + "\n## 题\n" + strings.Repeat("字\n\n", 256<<10)
	for size, want := range map[int]int{256 << 10: 0, 256<<10 + 1: 1, 600 << 10: 1} {
		text := fill[:size]
		text = strings.ToValidUTF8(text, "")
		text += strings.Repeat("\n", size-len(text))
		bad := loadText(t, aBrand, text)
		if len(bad) != want || want == 1 && bad[0].Rule != diag.TooLarge {
			t.Errorf("%d bytes: %v", size, bad)
		}
	}
}

// Aliases are one mistake, however many there are, and never unfold.
func TestAliasBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("---\nname: 甲\ncounty: 东海县\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	b.WriteString("also_known_as: *a11\n---\n")
	start := time.Now()
	bad := loadText(t, aBrand, b.String())
	aliases := slices.DeleteFunc(bad, func(m diag.Mistake) bool { return m.Rule != diag.YAMLSyntax })
	if len(aliases) != 1 || aliases[0].Span.Start != (diag.Pos{Line: 4, Column: 5}) || time.Since(start) > time.Minute {
		t.Errorf("%v in %v", aliases, time.Since(start))
	}
}

// Links are never followed, not even to a folder.
func TestSymbolicLinksOnDisk(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "elsewhere/jia.md", plain)
	write(t, dir, "elsewhere/gongjiang.jpg", "\xff\xd8\xff")
	write(t, dir, "content/brands/donghai/yi.md", strings.Replace(plain, "---\n", "---\ncover: {file: gongjiang.jpg, alt: 图}\n", 1))
	for link, target := range map[string]string{
		"content/brands/donghai/jia.md":        "../../../elsewhere/jia.md",
		"content/brands/donghai/gongjiang.jpg": "../../../elsewhere/gongjiang.jpg",
		"content/brands/ganyu":                 "../../elsewhere",
		"content/notices":                      "../elsewhere",
		"content/pages":                        "nowhere",
		"content/site.yaml":                    "../elsewhere/site.yaml",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip("no links here:", err)
		}
	}
	root, rules := os.DirFS(dir), repositoryRules(t)
	settings, bad, err := content.LoadSettings(root, rules)
	if err != nil || settings != nil || len(bad) != 1 || bad[0].Rule != diag.NotAFile {
		t.Errorf("site.yaml is read through a link: %v %v", bad, err)
	}
	settings, _, _ = content.LoadSettings(fstest.MapFS{"content/site.yaml": {Data: []byte(usualSite)}}, rules)
	c, bad, err := new(content.Cache).Load(root, rules, settings, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	bad.Sort()
	var files []string
	for _, m := range bad {
		if m.Rule != diag.NotAFile {
			t.Error(m)
		}
		files = append(files, m.File)
	}
	want := "content/brands/donghai/gongjiang.jpg content/brands/donghai/jia.md content/brands/ganyu content/notices content/pages content/site.yaml"
	if got := strings.Join(files, " "); got != want || len(c.Brands) != 1 {
		t.Errorf("got %s and %d brands, want %s and 1", got, len(c.Brands), want)
	}
}

// Whatever bytes stand in a file, reading it comes to an end and says where.
func TestRandomBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"---\n", "name: 甲\n", "county: 东海县\n", "facts:\n", "  workers: 3", "\n", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a ", "*a", "|", ">", "\t", "：", "\x00", "\xff", "\u2028", "![x](", "<b>", "`", "13812345678"}
	for range 400 {
		var b strings.Builder
		for range random.IntN(60) {
			if random.IntN(4) == 0 {
				b.WriteByte(byte(random.IntN(256)))
			} else {
				b.WriteString(pieces[random.IntN(len(pieces))])
			}
		}
		name := []string{aBrand, aNotice, "content/pages/p.md"}[random.IntN(3)]
		checkPlaces(t, b.String(), loadText(t, name, b.String()))
	}
}
