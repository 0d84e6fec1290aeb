// Package qrcode draws QR codes: for pages as one path of lines, for papers also as a picture.
package qrcode

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"rsc.io/qr"
	"rsc.io/qr/coding"
)

// Quiet is the margin that a reader needs around a code, in modules.
const Quiet = 4

// A Code is drawn in a square of Size units, its margin among them. The path goes through
// the middle of its dark modules, which are one unit wide and begin half a unit above.
type Code struct {
	Size int
	Path string

	black func(x, y int) bool
}

// Of returns the code of a text, nil where that is empty or too long for any.
func Of(text string) *Code {
	if text == "" {
		return nil
	}
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	return draw(code.Size, code.Black)
}

// Largest is how many modules a side of a code has that Dense returns, at most: those of
// version 10.
const Largest = 57

// Dense returns the code of a text that ends in digits, of level M, which stands a seventh
// of it damaged. Digits take less room than letters. It is nil where Largest is too small.
func Dense(text, digits string) *Code {
	for version := coding.Version(1); version <= 10; version++ {
		parts := []coding.Encoding{coding.String(text), coding.Num(digits)}
		bits := 0
		for _, p := range parts {
			bits += p.Bits(version)
		}
		if bits > version.DataBytes(coding.M)*8 {
			continue
		}
		plan, err := coding.NewPlan(version, coding.M, 0)
		if err != nil {
			return nil
		}
		code, err := plan.Encode(parts...)
		if err != nil {
			return nil
		}
		return draw(code.Size, code.Black)
	}
	return nil
}

// Modules returns how many modules a side has.
func (c *Code) Modules() int { return c.Size - 2*Quiet }

func draw(size int, black func(x, y int) bool) *Code {
	var lines strings.Builder
	for y := range size {
		pen := 0 // where the last line of the row ended; 0: it is the first
		for x := 0; x < size; x++ {
			from := x
			for x < size && black(x, y) {
				x++
			}
			switch {
			case x == from:
				continue
			case pen == 0:
				fmt.Fprintf(&lines, "M%d %dh%d", from+Quiet, y+Quiet, x-from)
			default:
				fmt.Fprintf(&lines, "m%d 0h%d", from-pen, x-from)
			}
			pen = x
		}
	}
	return &Code{size + 2*Quiet, lines.String(), black}
}

// PNG returns the code as a picture, each module so many pixels wide.
func (c *Code) PNG(scale int) ([]byte, error) {
	scale = cmp.Or(scale, 1)
	picture := image.NewPaletted(image.Rect(0, 0, c.Size*scale, c.Size*scale), color.Palette{color.White, color.Black})
	for y := range c.Size * scale {
		for x := range c.Size * scale {
			if c.black(x/scale-Quiet, y/scale-Quiet) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, picture)
	return b.Bytes(), err
}
