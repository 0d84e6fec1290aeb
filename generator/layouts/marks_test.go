package layouts

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/site"
)

// drawing is a drawing, of which all is the same but its one path: a light ground, one weight of stroke, round
// caps and joins, nothing filled, the colours of base/tokens.css in both modes.
var drawing = regexp.MustCompile(`^<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 64 64"><style>` +
	`rect\{fill:#e3efee\}path\{fill:none;stroke:#14535a;stroke-width:2\.5;stroke-linecap:round;stroke-linejoin:round\}` +
	`@media\(prefers-color-scheme:dark\)\{rect\{fill:#1b3230\}path\{stroke:#86cbc5\}\}</style>` +
	`<rect width="64" height="64" rx="12"/><path d="([MmLlHhVvCcSsQqTtAaZz0-9 .-]+)"/></svg>\n$`)

// most is how many bytes a drawing may have: a list shows fifty.
const most = 900

func TestTradesAreDrawnAlike(t *testing.T) {
	files, err := fs.Glob(repository, "layouts/static/marks/trades/*")
	if err != nil || len(files) < 60 {
		t.Fatal(len(files), "drawings", err)
	}
	seen := map[string]string{}
	for _, file := range files {
		data, err := fs.ReadFile(repository, file)
		if err != nil {
			t.Fatal(err)
		}
		parts := drawing.FindSubmatch(data)
		if parts == nil || len(data) > most {
			t.Errorf("%s, of %d bytes, is not drawn as the others are", file, len(data))
			continue
		}
		wellFormed(t, file, data)
		if other := seen[string(parts[1])]; other != "" {
			t.Errorf("%s is drawn as %s is", file, other)
		}
		seen[string(parts[1])] = file
		if name := strings.TrimSuffix(path.Base(file), ".svg"); criteria.SlugFault(name) != "" {
			t.Errorf("%s is no address", file)
		}
	}
}

// wellFormed reports what is no XML.
func wellFormed(t *testing.T, name string, data []byte) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(string(data))); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

// A mark's colours are those of the style sheet.
func TestMarksHaveTheColoursOfTheSite(t *testing.T) {
	data, err := fs.ReadFile(repository, "layouts/base/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(data), "prefers-color-scheme: dark")
	letter := string(letter(&criteria.Region{Short: "某"}))
	trade, err := fs.ReadFile(repository, "layouts/static/marks/trades/tea.svg")
	if err != nil {
		t.Fatal(err)
	}
	for mode, sheet := range map[string]string{"light": light, "dark": dark} {
		for _, name := range []string{"--main-tint", "--main"} {
			value := regexp.MustCompile(name + `: (#[0-9a-f]{6});`).FindStringSubmatch(sheet)
			if value == nil || !strings.Contains(letter, value[1]) || !strings.Contains(string(trade), value[1]) {
				t.Errorf("%s %s is %q, which the marks do not have", mode, name, value)
			}
		}
	}
}

func TestTradesAreToldByWords(t *testing.T) {
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.trades.narrow) + len(l.trades.broad); n < 250 {
		t.Errorf("%d words tell trades", n)
	}
	file, err := os.Open("testdata/trades.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pairs := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		row := strings.Split(lines.Text(), "\t")
		if len(row) != 3 {
			t.Fatalf("%q is no row", lines.Text())
		}
		pairs++
		want := ""
		if row[2] != "-" {
			want = tradePath(row[2])
		}
		if got := l.trades.of(row[0], row[1]); got != want {
			t.Errorf("%s (%s) is shown by %q, want %q", row[1], row[0], got, want)
		}
	}
	if pairs < 80 {
		t.Errorf("%d pairs are tried", pairs)
	}
}

// Of brands of any words: what a brand is shown by follows from its own words alone, is
// published, and is the trade of the longest word; a brand of no trade has its place's letterform.
func TestEveryBrandHasAMark(t *testing.T) {
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(14, 6))
	narrow, broad := slices.Sorted(maps.Keys(l.trades.narrow)), slices.Sorted(maps.Keys(l.trades.broad))
	pieces := slices.Concat(narrow, broad, []string{"", "某", "乙", "甲", "〇〇"})
	phrase := func() string {
		s := ""
		for range random.IntN(4) {
			s += pieces[random.IntN(len(pieces))]
		}
		return s
	}
	county := &criteria.Region{Code: "320723", Name: "茶某县", Short: "茶某"} // it makes no tea for its name
	rules := &criteria.Rules{}
	r := &renderer{Layouts: l, site: &site.Site{Rules: rules}}
	for range 2000 {
		b := &site.Brand{Brand: &content.Brand{Name: "茶某" + phrase(), Industry: phrase(), Region: county}}
		mark := r.mark(b)
		if again := r.mark(b); again != mark {
			t.Fatalf("%s is shown by %s and by %s", b.Name, mark, again)
		}
		if want := slowly(l.trades, b.Industry, strings.TrimPrefix(b.Name, "茶某")); want == "" && mark != letterPath(county) || want != "" && mark != want {
			t.Errorf("%s (%s) is shown by %s, want %q", b.Name, b.Industry, mark, want)
		}
		if letters := r.letters([]*site.Brand{b}); l.assets.files[mark] == nil && letters[mark] == nil {
			t.Errorf("%s, by which %s is shown, is not published", mark, b.Name)
		}
	}
}

// slowly does what trades.of does, word by word.
func slowly(t trades, industry, name string) string {
	for _, known := range []words{t.narrow, t.broad} {
		for _, text := range []string{industry, name} {
			found := slices.DeleteFunc(slices.Collect(maps.Keys(known)), func(w string) bool { return !strings.Contains(text, w) })
			slices.SortFunc(found, func(a, b string) int {
				if d := len([]rune(b)) - len([]rune(a)); d != 0 {
					return d
				}
				return known[a].rank - known[b].rank
			})
			if len(found) > 0 {
				return known[found[0]].mark
			}
		}
	}
	return ""
}

// Every brand of the repository says what its people do.
func TestBrandsOfTheRepositoryHaveTrades(t *testing.T) {
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	e := editionOf(t, repository)
	r := &renderer{Layouts: l, site: site.New(e)}
	for _, source := range e.Content.Brands {
		b := &site.Brand{Brand: source}
		if r.mark(b) == letterPath(b.Region) {
			t.Errorf("%s (%s) is shown by the letterform of its place", b.Name, b.Industry)
		}
	}
}

func TestLetterformsAreOfPlacesInUse(t *testing.T) {
	files := sample(t, "name: 黄川草莓种植师", "name: 黄川某某师", "黄川草莓种植师", "黄川某某师")
	tree := render(t, siteOf(t, files), files)
	const path = "marks/places/320722.svg"
	if got := pictureOf(t, parsePage(t, "list", tree["counties/donghai.html"]), "黄川某某师"); got != "../"+path {
		t.Errorf("a brand of no trade is listed with %s", got)
	}
	wellFormed(t, path, []byte(tree[path]))
	if !strings.Contains(tree[path], ">东</text>") {
		t.Errorf("the letterform is %s", tree[path])
	}
	e := editionOf(t, files)
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	unseen := site.Candidates(e)
	if len(unseen) == 0 || unseen[0].Region.Code == "320722" {
		t.Fatal("the sample has no candidate of another county")
	}
	unseen[0].Name, unseen[0].Industry = "某某师", ""
	shown := l.View(site.New(e), unseen[:1], nil, nil)
	if data, err := shown.File(path); err != nil || string(data) != tree[path] {
		t.Errorf("by itself the letterform is %s (%v)", data, err)
	}
	if _, err := shown.File(letterPath(unseen[0].Region)); err != nil {
		t.Errorf("of a candidate: %v", err)
	}
	wellFormed(t, "of a sign", letter(&criteria.Region{Short: "<&"}))
	for address := range render(t, siteOf(t, sample(t)), sample(t)) {
		if address == path {
			t.Error("a letterform is made that no brand has")
		}
	}
}

func TestMistakesInWordsOfTrades(t *testing.T) {
	drawings := map[string][]byte{tradePath("tea"): {1}, tradePath("fish"): {1}, "marks/skilled.svg": {1}}
	const sound = "marks:\n  - {mark: tea, words: [茶]}\n"
	for _, c := range []struct{ text, want string }{
		{sound + "  - {mark: fish, words: [鱼]}\n", ""},
		{sound + "  - {mark: fish, broad: [渔]}\n", ""},
		{sound, "layouts/marks.yaml:1:1: 图案 static/marks/trades/fish.svg 没有写词语，请在 marks 中增加一行，或者删去这个图案。"},
		{sound + "  - {mark: fish, words: [鱼]}\n  - {mark: tofu, words: [豆]}\n", "layouts/marks.yaml:4:12: 没有图案 static/marks/trades/tofu.svg，请核对文件名，或者补上图案。"},
		{sound + "  - {mark: fish}\n", "layouts/marks.yaml:3:3: 图案“fish”没有词语，请写明 words 或 broad。"},
		{sound + "  - {mark: fish, broad: [茶]}\n", "layouts/marks.yaml:3:26: 词语“茶”已经用过，请保留一处。"},
		{sound + "  - {mark: fish, words: [鱼, 鱼]}\n", "layouts/marks.yaml:3:29: 词语“鱼”已经用过，请保留一处。"},
		{sound + "  - {mark: fish, words: [鱼]}\n  - {mark: tea, words: [叶]}\n", "layouts/marks.yaml:4:12: 图案“tea”已经有一行，请把词语合到一处。"},
		{sound + "  - {mark: fish, words: [鱼], colour: red}\n", "layouts/marks.yaml:3:"},
	} {
		_, err := readTrades(fstest.MapFS{marksFile: {Data: []byte(c.text)}}, drawings)
		if got := fmt.Sprint(err); c.want == "" && err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s\nsays %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := readTrades(fstest.MapFS{}, drawings); err != nil {
		t.Errorf("without the file: %v", err)
	}
}
