package pictures

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
	"golang.org/x/sync/semaphore"

	"minglu/generator/checkout"
)

// The largest original; content refuses larger ones where they are asked for.
const (
	maxBytes = 5 << 20
	maxSide  = 8000
)

// quality is that of JPEG files: one can tell no difference from the original at
// the size of a screen, and they are a fifth of it.
const quality = 82

const damaged = "已经损坏，或者是动图，无法生成网页用的图片，请换一份完好的静态图片。"

// read returns the bytes of a picture, or what is wrong with it.
func read(root fs.FS, file string) (data []byte, fault string, err error) {
	data, err = checkout.Read(root, file, maxBytes)
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
// room at a time; a huge one has it alone, and may need more: 8000 by 8000
// pixels of progressive JPEG are about 1 GB.
const room = 512 << 20

// need returns how many bytes a picture takes at most while it is made: its
// pixels (a progressive JPEG keeps three coefficients of 4 bytes for each beside
// them) and the half-scaled picture, whose pixels are of 32 bytes.
func need(c image.Config) int64 {
	widest := widths[len(widths)-1]
	pixels := int64(c.Width) * int64(c.Height)
	half := max(min(c.Width, widest)*c.Height, c.Width*min(c.Height, widest)) // sideways, it is the other one
	return min(16*pixels+32*int64(half), room)
}

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
	case config.Width > maxSide || config.Height > maxSide:
		return "的边长超过 8000 像素，请缩小后再用。", nil
	}
	if err := memory.Acquire(ctx, need(config)); err != nil {
		return "", err
	}
	defer memory.Release(need(config))
	picture, err := format.decode(bytes.NewReader(original))
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

func scaled(picture image.Image, size image.Point) *image.RGBA {
	to := image.NewRGBA(image.Rectangle{Max: size})
	if picture.Bounds().Size() == size {
		draw.Draw(to, to.Rect, picture, picture.Bounds().Min, draw.Src)
	} else {
		draw.CatmullRom.Scale(to, to.Rect, picture, picture.Bounds(), draw.Src, nil)
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
}

func formatOf(data []byte) *format {
	start := string(data[:min(len(data), 12)])
	switch {
	case strings.HasPrefix(start, "\xff\xd8\xff"):
		return &format{jpeg.DecodeConfig, jpeg.Decode, exifOfJPEG}
	case strings.HasPrefix(start, "\x89PNG\r\n\x1a\n"):
		return &format{png.DecodeConfig, png.Decode, exifOfPNG}
	case len(start) == 12 && start[:4] == "RIFF" && start[8:] == "WEBP":
		return &format{webp.DecodeConfig, webp.Decode, exifOfWebP}
	}
	return nil
}
