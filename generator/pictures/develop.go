package pictures

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"runtime"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"

	"minglu/generator/checkout"
	"minglu/generator/content"
)

// quality is that of JPEG files: one can tell no difference from the original at
// the size of a screen, and they are a fifth of it.
const quality = 82

const damaged = "已经损坏，或者是动图，无法生成网页用的图片，请换一份完好的静态图片。"

// read returns the bytes of a picture, or what is wrong with it.
func read(root fs.FS, file string) (data []byte, fault string, err error) {
	data, err = checkout.Read(root, file, content.MaxPictureBytes)
	if errors.Is(err, checkout.ErrTooLarge) {
		return nil, "超过 5 MiB，请压缩后再用。", nil
	}
	return data, "", err
}

// A rendition is one finished file of a picture.
type rendition struct {
	Ext           string // .jpg, .png
	Width, Height int
	Data          []byte
}

// room is how much memory pictures may take together. Several small ones have
// room at a time; one of the largest has it alone, and may need a little more.
const room = 256 << 20

// need returns how many bytes a picture takes while it is made: its pixels, of
// which a progressive JPEG keeps three coefficients of 4 bytes each besides.
func need(c image.Config) int64 {
	return min(16*int64(c.Width)*int64(c.Height), room)
}

// maxScans is how many passes a JPEG may be drawn in. Programs use at most some
// twenty; each costs as much as the whole picture, and takes a few bytes.
const maxScans = 50

// many is how many pixels make it worth while to collect at once what decoding
// them has left.
const many = 4_000_000

// scans returns how many passes a JPEG has, those of a thumbnail in it included.
func scans(original []byte) int { return bytes.Count(original, []byte("\xff\xda")) }

// develop makes the renditions of a picture, the narrowest first, or says what
// is wrong with it.
func develop(ctx context.Context, original []byte, memory *semaphore.Weighted) (renditions []rendition, fault string, err error) {
	fault, err = decode(ctx, original, memory, func(picture image.Image, o int) (err error) {
		renditions, err = renditionsOf(picture, o)
		return err
	})
	return renditions, fault, err
}

// decode hands a picture and its orientation to use, or says what is wrong with
// it. Until use returns it has its part of memory.
func decode(ctx context.Context, original []byte, memory *semaphore.Weighted, use func(picture image.Image, o int) error) (fault string, err error) {
	format := formatOf(original)
	if format == nil {
		return "不是 JPEG、PNG 或 WebP，请另存为其中一种。", nil
	}
	config, err := format.config(bytes.NewReader(original))
	switch {
	case err != nil || config.Width <= 0 || config.Height <= 0:
		return damaged, nil
	case scans(original) > maxScans && format.scanned:
		return fmt.Sprintf("分 %d 遍显示，最多 %d 遍，请另存为普通的 JPEG。", scans(original), maxScans), nil
	}
	if fault := content.PictureFault(config); fault != "" {
		return fault, nil
	}
	if err := memory.Acquire(ctx, need(config)); err != nil {
		return "", err
	}
	defer memory.Release(need(config))
	picture, err := format.decode(bytes.NewReader(original))
	if format.scanned && config.Width*config.Height > many {
		runtime.GC() // the coefficients are several times the picture
	}
	if err != nil || picture.Bounds().Size() != image.Pt(config.Width, config.Height) {
		return damaged, nil
	}
	return "", use(picture, orientation(format.exif(original)))
}

// renditionsOf scales the picture to each of the widths that it reaches. The
// widest is made of the original, each other of the next wider one: that is as
// good, and the original is by far the largest.
func renditionsOf(picture image.Image, o int) ([]rendition, error) {
	width, height := picture.Bounds().Dx(), picture.Bounds().Dy()
	if sideways(o) {
		width, height = height, width
	}
	var renditions []rendition
	opaque := isOpaque(picture)
	for _, w := range widthsOf(width) {
		if size := image.Pt(w, max(1, (height*w+width/2)/width)); renditions == nil && sideways(o) {
			picture = upright(scaled(picture, image.Pt(size.Y, size.X)), o)
		} else if renditions == nil {
			picture = upright(scaled(picture, size), o)
		} else {
			picture = scaled(picture, size)
		}
		r, err := encode(picture, opaque)
		if err != nil {
			return nil, err
		}
		renditions = append([]rendition{r}, renditions...)
	}
	return renditions, nil
}

// widthsOf returns the widths of a picture that is so wide, the widest first: no
// wider than itself, and its own where that is less than the widest.
func widthsOf(width int) []int {
	all := []int{min(width, widths[len(widths)-1])}
	for i := len(widths) - 1; i >= 0; i-- {
		if widths[i] < all[0] {
			all = append(all, widths[i])
		}
	}
	return all
}

// scaled returns the picture in another size, first across and then down, in
// bands: the scaler takes 32 bytes for each pixel that it has scaled across.
func scaled(picture image.Image, size image.Point) *image.RGBA {
	if k := int(float64(picture.Bounds().Dx()) / float64(size.X) / 1.25); k > 1 && picture.Bounds().Dy() >= k {
		picture = reduced(picture, k)
	}
	const pixels = 1 << 17 // of a band
	from := picture.Bounds()
	across := image.NewRGBA(image.Rect(0, 0, size.X, from.Dy()))
	if from.Dx() == size.X {
		draw.Draw(across, across.Rect, picture, from.Min, draw.Src)
	} else {
		inBands(from.Dy(), pixels/size.X+1, func(y, rows int) (to, of image.Rectangle) {
			return image.Rect(0, y, size.X, y+rows), image.Rect(0, y, from.Dx(), y+rows).Add(from.Min)
		}, across, picture)
	}
	if from.Dy() == size.Y {
		return across
	}
	to := image.NewRGBA(image.Rectangle{Max: size})
	inBands(size.X, pixels/from.Dy()+1, func(x, columns int) (to, of image.Rectangle) {
		return image.Rect(x, 0, x+columns, size.Y), image.Rect(x, 0, x+columns, from.Dy())
	}, to, across)
	return to
}

// inBands scales from onto to, so many rows or columns at a time.
func inBands(all, most int, band func(at, n int) (to, of image.Rectangle), to *image.RGBA, from image.Image) {
	var scaler draw.Scaler // keeps its memory from band to band
	for at, last := 0, 0; at < all; at += last {
		n := min(most, all-at)
		dst, src := band(at, n)
		if n != last {
			scaler, last = draw.CatmullRom.NewScaler(dst.Dx(), dst.Dy(), src.Dx(), src.Dy()), n
		}
		scaler.Scale(to, dst, from, src, draw.Src, nil)
	}
}

// reduced returns the picture at a k-th of its width and height, each pixel the
// mean of k by k: of a large picture that is as good, and many times as fast.
func reduced(picture image.Image, k int) *image.RGBA {
	from := picture.Bounds()
	to := image.NewRGBA(image.Rect(0, 0, from.Dx()/k, from.Dy()/k))
	rows := image.NewRGBA(image.Rect(0, 0, from.Dx(), k))
	sums := make([]uint32, 4*to.Rect.Dx())
	for y := range to.Rect.Dy() {
		draw.Draw(rows, rows.Rect, picture, from.Min.Add(image.Pt(0, y*k)), draw.Src)
		clear(sums)
		for row := range k {
			line := rows.Pix[row*rows.Stride:]
			for x := 0; x < len(sums); x += 4 {
				s := sums[x : x+4 : x+4]
				for i := x * k; i < (x+4)*k; i += 4 {
					p := line[i : i+4 : i+4]
					s[0] += uint32(p[0])
					s[1] += uint32(p[1])
					s[2] += uint32(p[2])
					s[3] += uint32(p[3])
				}
			}
		}
		n := uint32(k * k)
		for i, s := range sums {
			to.Pix[y*to.Stride+i] = uint8((s + n/2) / n)
		}
	}
	return to
}

func isOpaque(picture image.Image) bool {
	p, ok := picture.(interface{ Opaque() bool })
	return ok && p.Opaque()
}

func encode(picture image.Image, opaque bool) (rendition, error) {
	var out bytes.Buffer
	ext, err := ".png", error(nil)
	if opaque {
		ext, err = ".jpg", jpeg.Encode(&out, picture, &jpeg.Options{Quality: quality})
	} else {
		err = png.Encode(&out, picture)
	}
	return rendition{ext, picture.Bounds().Dx(), picture.Bounds().Dy(), out.Bytes()}, err
}

// A format is a kind of original, told by its first bytes, never by its name.
type format struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	exif   func([]byte) []byte

	scanned bool // drawn in passes
}

func formatOf(data []byte) *format {
	switch content.FormatOf(data) {
	case content.JPEG:
		return &format{jpeg.DecodeConfig, jpeg.Decode, exifOfJPEG, true}
	case content.PNG:
		return &format{png.DecodeConfig, png.Decode, exifOfPNG, false}
	case content.WebP:
		return &format{webp.DecodeConfig, webp.Decode, exifOfWebP, false}
	}
	return nil
}
