package pictures

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A Drawing is a line drawing in a square: one colour, one width of line, round ends and
// corners.
type Drawing struct {
	strokes []stroke
	side    float64 // of the square, in the drawing's units
	half    int     // of the width of lines
}

// A stroke is a straight piece of a line. Positions are whole numbers, so that every machine
// makes the same picture of them.
type stroke struct{ x0, y0, x1, y1 int }

// The picture of a drawing, in pixels, and the drawing's place in it. Positions are
// counted in parts of a pixel.
const (
	CardWidth, CardHeight = 1200, 630
	parts                 = 16
	side                  = 416 * parts // of the drawing
)

// Bounds of a drawing, which strangers may have sent: how many straight pieces it has, and how
// many pixels are looked at to draw them all, each as often as a piece is near.
const (
	mostStrokes = 20_000
	mostLooked  = 40_000_000
)

// mostUnits bounds numbers, so that positions in parts stay whole numbers.
const mostUnits = 1000

// strokeWidth finds the width of lines, in an attribute or a style.
var strokeWidth = regexp.MustCompile(`stroke-width\s*[=:]\s*"?([0-9.]{1,5})`)

// ReadDrawing reads a drawing from SVG of paths, circles, ellipses and straight lines, nil
// where it is anything else, reaches far out of its square, or takes too long to draw. A
// rectangle that fills the square is its ground, and is left out.
func ReadDrawing(svg []byte) *Drawing {
	d := &Drawing{}
	for decoder := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := decoder.Token()
		if err == io.EOF && d.strokes != nil {
			break
		}
		if err != nil {
			return nil
		}
		if e, is := token.(xml.StartElement); is && !d.element(e) {
			return nil
		}
	}
	width := 1.0 // as SVG has it where nothing is said
	if found := strokeWidth.FindSubmatch(svg); found != nil {
		width, _ = strconv.ParseFloat(string(found[1]), 64)
	}
	if d.half = d.parts(width / 2); !d.isBounded() {
		return nil
	}
	return d
}

// isBounded reports whether d has no more pieces than it may, all of them near the square,
// and is drawn soon.
func (d *Drawing) isBounded() bool {
	near := func(at int) bool { return -side <= at && at <= 2*side }
	looked := 0
	for _, s := range d.strokes {
		if !near(s.x0) || !near(s.y0) || !near(s.x1) || !near(s.y1) {
			return false
		}
		a := d.area(s)
		looked += max(0, a.Dx()) * max(0, a.Dy())
	}
	return len(d.strokes) <= mostStrokes && looked <= mostLooked
}

// parts returns a length or a position in parts.
func (d *Drawing) parts(units float64) int { return int(math.Round(units * side / d.side)) }

func (d *Drawing) element(e xml.StartElement) bool {
	at := map[string]string{}
	for _, a := range e.Attr {
		at[a.Name.Local] = a.Value
	}
	bounded := true
	n := func(name string) float64 {
		v, _ := strconv.ParseFloat(at[name], 64)
		if !(math.Abs(v) <= mostUnits) { // nor is it NaN
			bounded, v = false, 0
		}
		return v
	}
	if at["transform"] != "" || d.side == 0 && e.Name.Local != "svg" || len(d.strokes) > mostStrokes {
		return false
	}
	pen := pen{drawing: d}
	switch e.Name.Local {
	case "svg":
		n, _ := fmt.Sscanf(at["viewBox"], "0 0 %g %g", &d.side, &d.side)
		return n == 2 && d.side >= 1 && d.side <= mostUnits
	case "style", "g", "title":
	case "rect":
		return n("width") == d.side && n("height") == d.side
	case "path":
		return pen.path(at["d"])
	case "circle":
		pen.ellipse(n("cx"), n("cy"), n("r"), n("r"))
	case "ellipse":
		pen.ellipse(n("cx"), n("cy"), n("rx"), n("ry"))
	case "line":
		pen.move(n("x1"), n("y1"))
		pen.line(n("x2"), n("y2"))
	case "polyline":
		return pen.path("M" + at["points"])
	case "polygon":
		return pen.path("M" + at["points"] + "z")
	default:
		return false
	}
	return bounded
}

// A pen draws lines, in units.
type pen struct {
	drawing        *Drawing
	x, y           float64 // where it is
	startX, startY float64 // of the line
	turnX, turnY   float64 // the last control point of a curve
}

func (p *pen) move(x, y float64) { p.x, p.y, p.startX, p.startY = x, y, x, y }

func (p *pen) line(x, y float64) {
	p.drawing.strokes = append(p.drawing.strokes, stroke{p.drawing.parts(p.x), p.drawing.parts(p.y), p.drawing.parts(x), p.drawing.parts(y)})
	p.x, p.y = x, y
}

// curved is into how many straight pieces a curve is drawn.
const curved = 24

func (p *pen) cubic(x1, y1, x2, y2, x, y float64) {
	x0, y0 := p.x, p.y
	for i := 1; i <= curved; i++ {
		t := float64(i) / curved
		u := 1 - t
		a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		p.line(a*x0+b*x1+c*x2+d*x, a*y0+b*y1+c*y2+d*y)
	}
}

func (p *pen) quadratic(x1, y1, x, y float64) {
	x0, y0 := p.x, p.y
	p.cubic(x0+(x1-x0)*2/3, y0+(y1-y0)*2/3, x+(x1-x)*2/3, y+(y1-y)*2/3, x, y)
}

func (p *pen) ellipse(cx, cy, rx, ry float64) {
	p.move(cx+rx, cy)
	for i := 1; i <= 2*curved; i++ {
		sin, cos := math.Sincos(float64(i) * math.Pi / curved)
		p.line(cx+rx*cos, cy+ry*sin)
	}
}

// arc draws a part of an ellipse to a place, as SVG's appendix on elliptical arcs has it.
func (p *pen) arc(rx, ry, turned float64, large, sweep bool, x, y float64) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || p.x == x && p.y == y {
		p.line(x, y)
		return
	}
	sin, cos := math.Sincos(turned * math.Pi / 180)
	dx, dy := (p.x-x)/2, (p.y-y)/2
	x1, y1 := cos*dx+sin*dy, cos*dy-sin*dx
	if over := math.Sqrt(x1*x1/(rx*rx) + y1*y1/(ry*ry)); over > 1 {
		rx, ry = rx*over, ry*over
	}
	k := math.Sqrt(max(0, rx*rx*ry*ry/(rx*rx*y1*y1+ry*ry*x1*x1)-1))
	if large == sweep {
		k = -k
	}
	cx1, cy1 := k*rx*y1/ry, -k*ry*x1/rx
	cx, cy := cos*cx1-sin*cy1+(p.x+x)/2, sin*cx1+cos*cy1+(p.y+y)/2
	from := math.Atan2((y1-cy1)/ry, (x1-cx1)/rx)
	angle := math.Atan2((-y1-cy1)/ry, (-x1-cx1)/rx) - from
	switch {
	case sweep && angle < 0:
		angle += 2 * math.Pi
	case !sweep && angle > 0:
		angle -= 2 * math.Pi
	}
	for i := 1; i < curved; i++ {
		s, c := math.Sincos(from + angle*float64(i)/curved)
		p.line(cx+cos*rx*c-sin*ry*s, cy+sin*rx*c+cos*ry*s)
	}
	p.line(x, y)
}

// arguments is how many numbers each command of a path takes.
var arguments = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'A': 7, 'Z': 0}

// path draws the commands of a path, and reports whether it knows them all.
func (p *pen) path(data string) bool {
	command, before := byte(0), byte(0)
	for {
		data = strings.TrimLeft(data, " ,\t\r\n")
		if data == "" {
			return true
		}
		if len(p.drawing.strokes) > mostStrokes {
			return false
		}
		if upper := data[0] &^ 0x20; arguments[upper] > 0 || upper == 'Z' {
			command, data = data[0], data[1:]
		} else if command == 0 || command&^0x20 == 'Z' {
			return false
		}
		numbers, rest, ok := readNumbers(data, command&^0x20)
		if !ok {
			return false
		}
		data = rest
		p.do(command, before, numbers)
		before = command &^ 0x20
		switch command { // further pairs of a move are lines
		case 'M':
			command = 'L'
		case 'm':
			command = 'l'
		}
	}
}

// do obeys one command; before is the one that was obeyed last.
func (p *pen) do(command, before byte, n [7]float64) {
	x, y := 0.0, 0.0 // what positions are counted from
	if command >= 'a' {
		x, y = p.x, p.y
	}
	upper := command &^ 0x20
	turned := func(by string) (float64, float64) { // the last curve's control point, mirrored
		if strings.IndexByte(by, before) < 0 {
			return p.x, p.y
		}
		return 2*p.x - p.turnX, 2*p.y - p.turnY
	}
	switch upper {
	case 'M':
		p.move(x+n[0], y+n[1])
	case 'L':
		p.line(x+n[0], y+n[1])
	case 'H':
		p.line(x+n[0], p.y)
	case 'V':
		p.line(p.x, y+n[0])
	case 'Z':
		p.line(p.startX, p.startY)
	case 'C':
		p.cubic(x+n[0], y+n[1], x+n[2], y+n[3], x+n[4], y+n[5])
		p.turnX, p.turnY = x+n[2], y+n[3]
	case 'S':
		x1, y1 := turned("CS")
		p.cubic(x1, y1, x+n[0], y+n[1], x+n[2], y+n[3])
		p.turnX, p.turnY = x+n[0], y+n[1]
	case 'Q':
		p.quadratic(x+n[0], y+n[1], x+n[2], y+n[3])
		p.turnX, p.turnY = x+n[0], y+n[1]
	case 'T':
		x1, y1 := turned("QT")
		p.quadratic(x1, y1, x+n[0], y+n[1])
		p.turnX, p.turnY = x1, y1
	case 'A':
		p.arc(n[0], n[1], n[2], n[3] != 0, n[4] != 0, x+n[5], y+n[6])
	}
}

// readNumbers reads the numbers of a command from the beginning of data. The flags of an arc
// are one digit each, which another number may follow at once.
func readNumbers(data string, command byte) (numbers [7]float64, rest string, ok bool) {
	for i := range arguments[command] {
		data = strings.TrimLeft(data, " ,\t\r\n")
		end := 0
		if command == 'A' && (i == 3 || i == 4) {
			end = min(1, len(data))
		} else {
			for dotted := false; end < len(data); end++ {
				c := data[end]
				switch {
				case c >= '0' && c <= '9', (c == '-' || c == '+') && end == 0:
				case c == '.' && !dotted:
					dotted = true
				default:
					c = 0
				}
				if c == 0 {
					break
				}
			}
		}
		v, err := strconv.ParseFloat(data[:end], 64)
		if err != nil || math.Abs(v) > mostUnits {
			return numbers, data, false
		}
		numbers[i], data = v, data[end:]
	}
	return numbers, data, true
}

// Card returns the drawing in the middle of a ground, as PNG.
func (d *Drawing) Card(ground, ink color.RGBA) ([]byte, error) {
	shades := make(color.Palette, parts)
	for i := range shades {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(parts-1-i) + int(b)*i) / (parts - 1)) }
		shades[i] = color.RGBA{mix(ground.R, ink.R), mix(ground.G, ink.G), mix(ground.B, ink.B), 255}
	}
	card := image.NewPaletted(image.Rect(0, 0, CardWidth, CardHeight), shades)
	left, top := (CardWidth*parts-side)/2, (CardHeight*parts-side)/2
	for _, s := range d.strokes {
		d.draw(card, stroke{s.x0 + left, s.y0 + top, s.x1 + left, s.y1 + top})
	}
	var out bytes.Buffer
	err := png.Encode(&out, card)
	return out.Bytes(), err
}

// area is the pixels that s may cover.
func (d *Drawing) area(s stroke) image.Rectangle {
	reach := d.half + parts
	return image.Rect((min(s.x0, s.x1)-reach)/parts, (min(s.y0, s.y1)-reach)/parts,
		(max(s.x0, s.x1)+reach)/parts+1, (max(s.y0, s.y1)+reach)/parts+1)
}

// draw darkens the pixels near s, as far as its line covers them.
func (d *Drawing) draw(card *image.Paletted, s stroke) {
	area := d.area(s).Intersect(card.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			covered := d.half + parts/2 - s.distance(x*parts+parts/2, y*parts+parts/2)
			shade := uint8(max(0, min(parts-1, covered)))
			if i := card.PixOffset(x, y); card.Pix[i] < shade {
				card.Pix[i] = shade
			}
		}
	}
}

// distance returns how far a place is from s.
func (s stroke) distance(x, y int) int {
	dx, dy, px, py := s.x1-s.x0, s.y1-s.y0, x-s.x0, y-s.y0
	along, length := px*dx+py*dy, dx*dx+dy*dy
	square := 0
	switch {
	case along <= 0:
		square = px*px + py*py
	case along >= length:
		square = (x-s.x1)*(x-s.x1) + (y-s.y1)*(y-s.y1)
	default:
		across := px*dy - py*dx
		square = across * across / length
	}
	return int(math.Sqrt(float64(square))) // exact: it is far below 2⁵²
}
