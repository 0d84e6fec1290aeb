package pictures

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

func drawing(t *testing.T, inner string) *Drawing {
	t.Helper()
	return ReadDrawing([]byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>path,circle,ellipse,line,polyline,polygon{stroke-width:2.5}</style><rect width="64" height="64"/>` + inner + `</svg>`))
}

// card returns the picture and how many of its pixels are the ink's.
func card(t *testing.T, d *Drawing) (data []byte, inked int) {
	t.Helper()
	ground, ink := color.RGBA{20, 83, 90, 255}, color.RGBA{255, 255, 255, 255}
	data, err := d.Card(ground, ink)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Dx() != CardWidth || picture.Bounds().Dy() != CardHeight {
		t.Fatal(err, picture)
	}
	for y := range CardHeight {
		for x := range CardWidth {
			if color.RGBAModel.Convert(picture.At(x, y)) == ink {
				inked++
			}
		}
	}
	if color.RGBAModel.Convert(picture.At(0, 0)) != ground {
		t.Error("the corner is not of the ground's colour")
	}
	return data, inked
}

// The same line is the same picture, however it is written.
func TestALineIsWrittenInManyWays(t *testing.T) {
	for _, ways := range [][]string{
		{`<path d="M10 12L50 12L50 40"/>`, `<path d="M10,12 50,12 50,40"/>`, `<path d="m10 12h40v28"/>`, `<path d="M10 12H50V40"/>`, `<path d="m10 12 40 0 0 28"/>`, `<polyline points="10,12 50,12 50,40"/>`, `<line x1="10" y1="12" x2="50" y2="12"/><line x1="50" y1="12" x2="50" y2="40"/>`},
		{`<path d="M10 12H50V40z"/>`, `<path d="M10 12H50V40L10 12"/>`, `<polygon points="10 12 50 12 50 40"/>`},
		{`<path d="M10 30c4-6 8-6 12 0c4 6 8 6 12 0"/>`, `<path d="M10 30C14 24 18 24 22 30S30 36 34 30"/>`, `<path d="M10 30c4-6 8-6 12 0s8 6 12 0"/>`},
		{`<path d="M10 30q6-12 12 0q6 12 12 0"/>`, `<path d="M10 30Q16 18 22 30T34 30"/>`},
		{`<path d="M20.5.5l.25.25"/>`, `<path d="M20.5 0.5L20.75 0.75"/>`},
		{`<path d="M20 20a6 8 0 0112 0"/>`, `<path d="M20 20A6 8 0 0 1 32 20"/>`},
		{`<circle cx="32" cy="32" r="9"/>`, `<ellipse cx="32" cy="32" rx="9" ry="9"/>`},
	} {
		first, inked := card(t, drawing(t, ways[0]))
		if inked == 0 {
			t.Errorf("%s draws nothing", ways[0])
		}
		for _, way := range ways[1:] {
			d := drawing(t, way)
			if d == nil {
				t.Errorf("%s is not understood", way)
			} else if other, _ := card(t, d); !bytes.Equal(first, other) {
				t.Errorf("%s is not %s", way, ways[0])
			}
		}
	}
}

// A circle of arcs is a circle: what is inked is a ring of its length and the lines' width.
func TestArcsGoRound(t *testing.T) {
	for r := 3.0; r < 30; r += 4.5 {
		for _, sweep := range []int{0, 1} {
			_, inked := card(t, drawing(t, fmt.Sprintf(`<path d="M%[1]g 32a%[2]g %[2]g 0 0 %[3]d %[4]g 0a%[2]g %[2]g 0 1 %[3]d -%[4]g 0"/>`, 32-r, r, sweep, 2*r)))
			const unit = float64(side) / parts / 64
			want := 2 * 3.14159 * r * (2.5 - 1/unit) * unit * unit
			if got := float64(inked); got < want*.95 || got > want*1.05 {
				t.Errorf("radius %g, sweep %d: %.0f pixels, not about %.0f", r, sweep, got, want)
			}
		}
	}
}

func TestWhatIsNoLineDrawingIsNone(t *testing.T) {
	for _, inner := range []string{``, `<text>字</text>`, `<path d="M10 10 nonsense"/>`, `<path d="10 10L20 20"/>`, `<path d="M10 10L20"/>`, `<path d="M1e9 1L2 2"/>`, `<path transform="scale(2)" d="M1 1L2 2"/>`, `<image href="x"/>`, `<path d="M1 1L2 2">`} {
		if drawing(t, inner) != nil {
			t.Errorf("%q is taken for a drawing", inner)
		}
	}
}

// What takes long to draw, or is far away, is refused before it is drawn.
func TestDrawingsAreBounded(t *testing.T) {
	for name, svg := range map[string]string{
		"many strokes":   `viewBox="0 0 64 64"><path d="M1 1` + strings.Repeat("h1", mostStrokes) + `"/>`,
		"many curves":    `viewBox="0 0 64 64"><path d="M1 1` + strings.Repeat("q1 1 1 1", mostStrokes) + `"/>`,
		"long strokes":   `viewBox="0 0 64 64"><path d="M1 1` + strings.Repeat("L63 63L1 1", 1000) + `"/>`,
		"broad strokes":  `viewBox="0 0 64 64"><path stroke-width="99999" d="M1 1` + strings.Repeat("h1", 60) + `"/>`,
		"far away":       `viewBox="0 0 64 64"><path d="M1 1L900 900"/>`,
		"a large number": `viewBox="0 0 64 64"><circle cx="32" cy="32" r="1e300"/>`,
		"no number":      `viewBox="0 0 64 64"><line x1="NaN" y1="1" x2="2" y2="2"/>`,
		"a large square": `viewBox="0 0 Inf Inf"><path d="M1 1L2 2"/>`,
	} {
		if ReadDrawing([]byte("<svg "+svg+"</svg>")) != nil {
			t.Errorf("%s: it is taken for a drawing", name)
		}
	}
}

func TestTheMarksOfTheSiteAreDrawings(t *testing.T) {
	marks := os.DirFS("../../layouts/static")
	var drawn []string
	err := fs.WalkDir(marks, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".svg") {
			return err
		}
		data, err := fs.ReadFile(marks, file)
		if err != nil {
			return err
		}
		mark := ReadDrawing(data)
		if mark == nil {
			t.Errorf("%s is no plain line drawing, and cannot be shared as a picture", file)
			return nil
		}
		if picture, _ := card(t, mark); slices.Contains(drawn, string(picture)) {
			t.Errorf("%s is another mark again", file)
		} else {
			drawn = append(drawn, string(picture))
		}
		return nil
	})
	if err != nil || len(drawn) == 0 {
		t.Fatal(err, len(drawn))
	}
}
