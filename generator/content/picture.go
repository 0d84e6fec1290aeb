package content

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/image/webp"

	"minglu/generator/diag"
	"minglu/generator/values"
)

// The largest pictures, and how many a brand may show. A site shows them 1600
// pixels wide; telephones take 12 million pixels. To make a million fit takes
// some 20 ms, and a progressive JPEG up to 15 MB.
const (
	MaxPictureBytes  = 5 << 20
	maxPictureSide   = 8_000
	maxPicturePixels = 16_000_000
	maxBrandPixels   = 100_000_000 // of all pictures of a brand
	maxBrandPictures = 100         // pictures of a brand
)

// brandPictures collects the pictures that one brand shows. The nil one refuses
// every picture: only brands have a folder for them.
type brandPictures struct {
	r        *reader
	dir      string
	pictures []*Picture
	pixels   int      // of all pictures
	full     bool     // there are too many, and that was reported
	refused  []string // paths of what was asked for in vain, and was reported
	err      error    // the machine's
}

// show reports what is wrong with the picture that address names, and returns it
// if nothing is.
func (a *brandPictures) show(src *diag.Source, at diag.Span, address string) *Picture {
	name, fault := pictureName(address)
	switch {
	case fault != "":
		src.Report(at, diag.BadLink, "图片“%s”%s", diag.Short(address), fault)
		return nil
	case a == nil:
		src.Report(at, diag.MissingFile, "公告和页面不能放图片，图片“%s”只能放在品牌文件旁，由品牌引用，请删去。", diag.Short(address))
		return nil
	case name != path.Base(name):
		src.Report(at, diag.MissingFile, "图片“%s”应与品牌文件放在同一个文件夹 %s/ 里，只写文件名。", diag.Short(name), a.dir)
		return nil
	}
	return a.read(src, at, path.Join(a.dir, name))
}

// pictureName returns the path that the address of a picture means, or what is
// wrong with it.
func pictureName(address string) (name, fault string) {
	const cure = "不能引用：图片应与品牌文件放在同一个文件夹里，只写文件名，如 gongjiang.jpg。"
	if unescaped, err := url.PathUnescape(address); err == nil {
		address = unescaped
	}
	switch {
	case address == "":
		return "", "没有写文件名，请补上，或删去。"
	case strings.ContainsAny(address, `\:?#`), strings.HasPrefix(address, "/"), strings.ContainsFunc(address, func(r rune) bool { return r != ' ' && isBlank(r) }):
		return "", cure
	}
	return path.Clean(address), ""
}

func (a *brandPictures) read(src *diag.Source, at diag.Span, file string) *Picture {
	if i := slices.IndexFunc(a.pictures, func(p *Picture) bool { return p.File == file }); i >= 0 {
		return a.pictures[i]
	}
	if slices.Contains(a.refused, file) || a.r.folder.odd[file] {
		return nil // one slip, one mistake
	}
	p := a.open(src, at, file)
	if p != nil && a.isFull(src, at, p) {
		p = nil
	}
	if p == nil {
		a.refused = append(a.refused, file)
		return nil
	}
	a.pictures = append(a.pictures, p)
	return p
}

// open reads a picture and reports what is wrong with it.
func (a *brandPictures) open(src *diag.Source, at diag.Span, file string) *Picture {
	ext := strings.ToLower(path.Ext(file))
	if isRefusedPicture(ext) && slices.Contains(a.r.folder.refused, file) {
		src.Report(at, diag.BadImage, "图片“%s”%s", path.Base(file), refusal(file))
		return nil
	}
	if !a.r.folder.pictures[file] {
		a.missing(src, at, file)
		return nil
	}
	size, fault, err := readPicture(a.r.root, file)
	if err != nil {
		a.err = err
		return nil
	}
	if fault != "" {
		src.Report(at, diag.BadImage, "图片“%s”%s", path.Base(file), fault)
		return nil
	}
	return &Picture{File: file, Width: size.X, Height: size.Y, at: at}
}

// RefusePicture reports what is wrong with one of b's pictures, where b names it.
func (b *Brand) RefusePicture(p *Picture, fault string) diag.List {
	src := newSource(b.File, string(b.Origin.text))
	src.Report(p.at, diag.BadImage, "图片“%s”%s", path.Base(p.File), fault)
	return src.List
}

// isFull reports whether p is more than a brand may show, once for all that
// are.
func (a *brandPictures) isFull(src *diag.Source, at diag.Span, p *Picture) bool {
	pixels := a.pixels + p.Width*p.Height
	switch {
	case len(a.pictures) < maxBrandPictures && pixels <= maxBrandPixels:
		a.pixels = pixels
		return false
	case a.full:
	case len(a.pictures) == maxBrandPictures:
		src.Report(at, diag.TooLarge, "本文件用的图片超过 %d 张，请从“%s”起删减。", maxBrandPictures, path.Base(p.File))
	default:
		src.Report(at, diag.TooLarge, "本文件用的图片到“%s”这一张（%d×%d 像素）合计 %d 万像素，最多 %d 万像素，请把各张缩小到 1600 像素宽，或减少几张。",
			path.Base(p.File), p.Width, p.Height, pixels/10_000, maxBrandPixels/10_000)
	}
	a.full = true
	return true
}

// sorted returns the pictures that are shown, by file.
func (a *brandPictures) sorted() []*Picture {
	slices.SortFunc(a.pictures, func(p, q *Picture) int { return strings.Compare(p.File, q.File) })
	return a.pictures
}

func (a *brandPictures) missing(src *diag.Source, at diag.Span, file string) {
	name := path.Base(file)
	var names []string
	for p := range a.r.folder.pictures {
		if path.Dir(p) == a.dir {
			names = append(names, path.Base(p))
		}
	}
	slices.Sort(names)
	if near := values.Nearest(name, names); near != "" {
		src.Guess(at, diag.MissingFile, near, "%s/ 里没有图片“%s”，是否应为“%s”？", a.dir, name, near)
		return
	}
	if ext := strings.ToLower(path.Ext(name)); isRefusedPicture(ext) {
		src.Report(at, diag.BadImage, "图片“%s”%s", name, refusal(name))
		return
	}
	src.Report(at, diag.MissingFile, "%s/ 里没有图片“%s”，请把图片放进去，或核对文件名（区分大小写）。", a.dir, name)
}

// readPicture reads the head of a picture and returns its size in pixels, or
// what is wrong with it.
func readPicture(root fs.FS, file string) (size image.Point, fault string, err error) {
	f, err := root.Open(file)
	if err != nil {
		return size, "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return size, "", err
	}
	if info.Size() > MaxPictureBytes {
		return size, "超过 5 MiB，请压缩后再用。", nil
	}
	config, err := decodeConfig(io.LimitReader(f, MaxPictureBytes))
	var pathErr *fs.PathError
	switch {
	case errors.As(err, &pathErr):
		return size, "", err
	case errors.Is(err, errUnknownPicture):
		return size, "不是 JPEG、PNG 或 WebP，请另存为其中一种。", nil
	case err != nil || config.Width <= 0 || config.Height <= 0:
		return size, "已经损坏，读不出尺寸，请换一份完好的。", nil
	}
	return image.Pt(config.Width, config.Height), PictureFault(config), nil
}

// PictureFault says why a picture is too large to be decoded, "" if it is not.
func PictureFault(c image.Config) string {
	switch {
	case c.Width > maxPictureSide || c.Height > maxPictureSide:
		return fmt.Sprintf("的边长超过 %d 像素（%d×%d），请缩小后再用，1600 像素宽已足够清楚。", maxPictureSide, c.Width, c.Height)
	case c.Width*c.Height > maxPicturePixels:
		return fmt.Sprintf("有 %d×%d 像素，共 %d 万像素，最多 %d 万像素，请缩小后再用，1600 像素宽已足够清楚。",
			c.Width, c.Height, c.Width*c.Height/10_000, maxPicturePixels/10_000)
	}
	return ""
}

var errUnknownPicture = errors.New("neither JPEG, PNG nor WebP")

func decodeConfig(r io.Reader) (image.Config, error) {
	b := bufio.NewReader(r)
	start, err := b.Peek(12)
	if err != nil && err != io.EOF {
		return image.Config{}, err
	}
	switch FormatOf(start) {
	case JPEG:
		return jpeg.DecodeConfig(b)
	case PNG:
		return png.DecodeConfig(b)
	case WebP:
		return webp.DecodeConfig(b)
	}
	return image.Config{}, errUnknownPicture
}

// A Format is how a picture is written: one of these, or "" for any other.
type Format string

// The formats that are taken.
const (
	JPEG Format = "JPEG"
	PNG  Format = "PNG"
	WebP Format = "WebP"
)

// FormatOf tells the format of a picture by its first 12 bytes, never by its name.
func FormatOf(data []byte) Format {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return WebP
	}
	return ""
}
