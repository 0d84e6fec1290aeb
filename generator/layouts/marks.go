package layouts

import (
	"errors"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/site"
)

// marksFile says which drawing stands for which trade.
const marksFile = "layouts/marks.yaml"

// tradesFolder is where trades' drawings lie, on the site and in layouts/static/.
const tradesFolder = "marks/trades/"

func tradePath(slug string) string { return tradesFolder + slug + ".svg" }

// letterPath is the address of a place's letterform, which is made with the site.
func letterPath(r *criteria.Region) string { return "marks/places/" + r.Code + ".svg" }

// trades are the words by which a brand's trade is told.
type trades struct{ narrow, broad words }

// words are addresses of drawings by the words that stand for them.
type words map[string]word

type word struct {
	mark string // its address
	rank int    // in the file
}

// of returns the address of the drawing for a brand of an industry, by its name without
// the place; "" where no word is found. What is narrow counts before what is broad, and
// the industry before the name.
func (t trades) of(industry, name string) string {
	for _, known := range []words{t.narrow, t.broad} {
		for _, text := range []string{industry, name} {
			if mark := known.longestIn(text); mark != "" {
				return mark
			}
		}
	}
	return ""
}

// longestIn returns the mark of the longest word in text, of equally long ones that of
// the first in the file.
func (all words) longestIn(text string) string {
	var best word
	length := 0
	for from := range text {
		for to := range text[from:] + "." { // the ends of characters
			w, found := all[text[from:from+to]]
			if !found {
				continue
			}
			if n := utf8.RuneCountInString(text[from : from+to]); n > length || n == length && w.rank < best.rank {
				best, length = w, n
			}
		}
	}
	return best.mark
}

// readTrades reads layouts/marks.yaml in root, which names the drawings among files: each
// has words, and no word stands for two. Where there is no such file, there are no trades.
func readTrades(root fs.FS, files map[string][]byte) (trades, error) {
	t := trades{words{}, words{}}
	_, bad, err := criteria.ReadFile(root, marksFile, func(m *fields.Map) {
		m.Require("marks")
		listed := map[string]bool{}
		for _, e := range m.Maps("marks") {
			t.read(e, listed, files)
		}
		for _, path := range slices.Sorted(maps.Keys(files)) {
			if slug, trade := strings.CutPrefix(path, tradesFolder); trade && !listed[path] {
				m.Report(m.At(), diag.MissingField, "图案 static/marks/trades/%s 没有写词语，请在 marks 中增加一行，或者删去这个图案。", slug)
			}
		}
		m.Done()
	})
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	mistakes := []error{err}
	for _, m := range bad {
		mistakes = append(mistakes, fmt.Errorf("%s:%d:%d: %s", m.Name(), m.Span.Start.Line, m.Span.Start.Column, m.Message))
	}
	return t, errors.Join(mistakes...)
}

// read adds the words of one drawing.
func (t trades) read(m *fields.Map, listed map[string]bool, files map[string][]byte) {
	m.Require("mark")
	slug := m.Text("mark")
	path := tradePath(slug.V)
	switch {
	case !slug.Stated:
	case files[path] == nil:
		m.Report(slug.At, diag.MissingFile, "没有图案 static/marks/trades/%s.svg，请核对文件名，或者补上图案。", slug.V)
	case listed[path]:
		m.Report(slug.At, diag.DuplicateID, "图案“%s”已经有一行，请把词语合到一处。", slug.V)
	}
	listed[path] = true
	narrow, broad := m.Texts("words"), m.Texts("broad")
	if len(narrow)+len(broad) == 0 {
		m.Report(m.At(), diag.MissingField, "图案“%s”没有词语，请写明 words 或 broad。", slug.V)
	}
	t.add(m, t.narrow, narrow, path)
	t.add(m, t.broad, broad, path)
	m.Done()
}

func (t trades) add(m *fields.Map, to words, texts []fields.Text, path string) {
	for _, text := range texts {
		if _, narrow := t.narrow[text.V]; narrow || t.broad[text.V].mark != "" {
			m.Report(text.At, diag.DuplicateID, "词语“%s”已经用过，请保留一处。", text.V)
		} else {
			to[text.V] = word{path, len(t.narrow) + len(t.broad)}
		}
	}
}

// mark returns the address of the drawing that stands for a brand where there is no
// picture: that of its trade, or where no word tells the trade, its place's letterform.
func (r *renderer) mark(b *site.Brand) string {
	if mark := r.trades.of(b.Industry, r.site.Rules.WithoutPlace(b.Name, b.Region, b.Place)); mark != "" {
		return mark
	}
	return letterPath(b.Region)
}

// letters returns, by address, the letterforms that stand for some of brands.
func (r *renderer) letters(brands []*site.Brand) map[string][]byte {
	made := map[string][]byte{}
	for _, b := range brands {
		if path := letterPath(b.Region); made[path] == nil && r.mark(b) == path {
			made[path] = letter(b.Region)
		}
	}
	return made
}

// letter draws the first character of a place's name, in the frame and the colours of the
// drawings. It is set in whatever font the reader's device has.
func letter(r *criteria.Region) []byte {
	_, n := utf8.DecodeRuneInString(r.Short)
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>` +
		`rect{fill:#e3efee}text{fill:#14535a;font:500 34px "PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}` +
		`@media(prefers-color-scheme:dark){rect{fill:#1b3230}text{fill:#86cbc5}}</style><rect width="64" height="64" rx="12"/>` +
		`<text x="32" y="44" text-anchor="middle">` + html.EscapeString(r.Short[:n]) + `</text></svg>` + "\n")
}
