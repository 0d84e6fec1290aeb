//go:build !js

package diag

import (
	"io"
	"unicode/utf8"
)

// The parts of reviewdog's Diagnostic Format that we fill.
//
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
type (
	rdResult struct {
		Source      rdSource       `json:"source"`
		Severity    string         `json:"severity"`
		Diagnostics []rdDiagnostic `json:"diagnostics"`
	}
	rdSource struct {
		Name string `json:"name"`
	}
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string  `json:"path"`
		Range rdRange `json:"range"`
	}
	rdRange struct {
		Start rdPosition  `json:"start"`
		End   *rdPosition `json:"end,omitempty"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column,omitempty"`
	}
	rdCode struct {
		Value Rule `json:"value"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
)

// writeRDJSON writes r for reviewdog, whose columns count bytes of UTF-8 from 1.
func writeRDJSON(w io.Writer, r Report) error {
	out := rdResult{Source: rdSource{"minglu"}, Severity: "ERROR", Diagnostics: []rdDiagnostic{}}
	var ruler byteRuler
	for _, m := range r.Mistakes.told() {
		place := ruler.measure(m)
		d := rdDiagnostic{Visible(m.Message), rdLocation{m.Name(), place}, "ERROR", rdCode{m.Rule}, nil}
		if m.Suggestion != "" && place.End != nil {
			d.Suggestions = []rdSuggestion{{place, m.Suggestion}}
		}
		out.Diagnostics = append(out.Diagnostics, d)
	}
	return writeJSON(w, out)
}

// A byteRuler turns columns into bytes. Many mistakes may stand on one long line:
// it goes on from the last.
type byteRuler struct {
	line           string
	column, offset int
}

// measure returns the place of m; without its end where that is another line,
// whose text a mistake does not know.
func (b *byteRuler) measure(m Mistake) rdRange {
	s := m.Span
	place := rdRange{Start: rdPosition{s.Start.Line, b.bytes(m.line, s.Start.Column)}}
	if s.End.Line == s.Start.Line {
		from := *b
		place.End = &rdPosition{s.End.Line, from.bytes(m.line, s.End.Column)}
	}
	return place
}

// bytes returns the byte, from 1, at which the column begins.
func (b *byteRuler) bytes(line string, column int) int {
	if b.line != line || b.column > column {
		*b = byteRuler{line: line, column: 1}
	}
	for b.column < column && b.offset < len(line) {
		_, size := utf8.DecodeRuneInString(line[b.offset:])
		b.offset += size
		b.column++
	}
	return b.offset + 1
}
