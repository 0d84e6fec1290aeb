package pictures

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"minglu/generator/cache"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/site"
)

// siteWith returns a site of one brand for each file of the folder, which shows
// it.
func siteWith(files ...string) *site.Site {
	s := &site.Site{}
	for _, f := range files {
		s.Brands = append(s.Brands, &site.Brand{Brand: &content.Brand{
			File: f, Region: &criteria.Region{Slug: "donghai"}, Pictures: []*content.Picture{{File: f}}}})
	}
	return s
}

// build makes the pictures of all files and returns what is published.
func build(t *testing.T, files fstest.MapFS, dir string) (Set, map[string][]byte, diag.List) {
	t.Helper()
	kept := cache.Open(".", dir, nil)
	defer kept.Close()
	published := map[string][]byte{}
	var mu sync.Mutex
	set, bad, err := Build(context.Background(), siteWith(slices.Sorted(maps.Keys(files))...), files, kept, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if published[path] != nil {
			return errors.New(path + " is put twice")
		}
		published[path] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, published, bad
}

// one makes one picture and returns it with its widest file.
func one(t *testing.T, data []byte) (*Picture, []byte) {
	t.Helper()
	set, published, bad := build(t, fstest.MapFS{"p": {Data: data}}, "")
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	return set["p"], published[set["p"].Widest().Path]
}

// Corners of test pictures, from the upper left clockwise.
var corners = [4]color.RGBA{{200, 30, 30, 255}, {30, 180, 30, 255}, {30, 30, 200, 255}, {200, 200, 30, 255}}

// quartered is a picture whose quarters have the colours of corners.
func quartered(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			i := 0
			switch right, low := x >= w/2, y >= h/2; {
			case right && low:
				i = 2
			case right:
				i = 1
			case low:
				i = 3
			}
			p.SetRGBA(x, y, corners[i])
		}
	}
	return p
}

// cornersOf returns which colour each corner of p has, from the upper left
// clockwise.
func cornersOf(p image.Image) (found [4]int) {
	b := p.Bounds()
	for i, at := range []image.Point{{b.Dx() / 4, b.Dy() / 4}, {b.Dx() * 3 / 4, b.Dy() / 4}, {b.Dx() * 3 / 4, b.Dy() * 3 / 4}, {b.Dx() / 4, b.Dy() * 3 / 4}} {
		r, g, bl, _ := p.At(b.Min.X+at.X, b.Min.Y+at.Y).RGBA()
		found[i] = slices.IndexFunc(corners[:], func(c color.RGBA) bool {
			near := func(a uint32, b uint8) bool { return a>>8+12 > uint32(b) && a>>8 < uint32(b)+12 }
			return near(r, c.R) && near(g, c.G) && near(bl, c.B)
		})
	}
	return found
}

func asJPEG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif returns EXIF data: an orientation, the maker, and a place.
func exif(o int, order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}) []byte {
	data := []byte("MM")
	if order == binary.LittleEndian {
		data = []byte("II")
	}
	data = order.AppendUint32(order.AppendUint16(data, 42), 8)
	data = order.AppendUint16(data, 2) // entries
	entry := func(tag, kind uint16, n, value uint32) {
		data = order.AppendUint32(order.AppendUint16(order.AppendUint16(data, tag), kind), n)
		if kind == 3 {
			data = order.AppendUint16(order.AppendUint16(data, uint16(value)), 0)
		} else {
			data = order.AppendUint32(data, value)
		}
	}
	entry(0x0112, 3, 1, uint32(o))
	entry(0x8825, 4, 1, 38) // GPS
	data = order.AppendUint32(data, 0)
	data = order.AppendUint16(data, 1)
	entry(0x001d, 2, 40, 56)
	return append(order.AppendUint32(data, 0), "34 N 118 E, where somebody lives, secret"...)
}

// withEXIF puts EXIF data into a JPEG file, behind another segment.
func withEXIF(file, exif []byte) []byte {
	body := append([]byte("Exif\x00\x00"), exif...)
	head := []byte("\xff\xd8\xff\xfe\x00\x05abc\xff\xe1")
	head = binary.BigEndian.AppendUint16(head, uint16(len(body)+2))
	return slices.Concat(head, body, file[2:])
}

func TestPicturesAreTurnedUprightAndLoseAllElse(t *testing.T) {
	// What stands at the corners once the picture is turned.
	want := map[int][4]int{1: {0, 1, 2, 3}, 2: {1, 0, 3, 2}, 3: {2, 3, 0, 1}, 4: {3, 2, 1, 0},
		5: {0, 3, 2, 1}, 6: {3, 0, 1, 2}, 7: {2, 1, 0, 3}, 8: {1, 2, 3, 0}}
	plain := asJPEG(t, quartered(600, 200))
	for o := 1; o <= 8; o++ {
		for _, data := range [][]byte{exif(o, binary.BigEndian), exif(o, binary.LittleEndian)} {
			p, file := one(t, withEXIF(plain, data))
			picture, err := jpeg.Decode(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			if got := cornersOf(picture); got != want[o] {
				t.Errorf("orientation %d: the corners are %v, want %v", o, got, want[o])
			}
			size, wanted := p.Widest(), image.Pt(600, 200)
			if sideways(o) {
				wanted = image.Pt(200, 600)
			}
			if image.Pt(size.Width, size.Height) != wanted || picture.Bounds().Size() != wanted {
				t.Errorf("orientation %d: %d×%d, in the file %v", o, size.Width, size.Height, picture.Bounds().Size())
			}
			for _, secret := range []string{"Exif", "secret", "118 E", "abc"} {
				if bytes.Contains(file, []byte(secret)) {
					t.Errorf("orientation %d: the file still says %q", o, secret)
				}
			}
		}
	}
}

func TestOrientationOfPNGAndWebP(t *testing.T) {
	file := asPNG(t, quartered(60, 20))
	chunk := append([]byte("eXIf"), exif(6, binary.BigEndian)...)
	chunk = binary.BigEndian.AppendUint32(append(binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-4)), chunk...), crc32.ChecksumIEEE(chunk))
	if p, data := one(t, slices.Concat(file[:33], chunk, file[33:])); p.Widest().Width != 20 || bytes.Contains(data, []byte("secret")) {
		t.Errorf("a PNG held sideways is %v", p)
	}
	data := slices.Concat([]byte("RIFF0000WEBPVP8 \x01\x00\x00\x00x\x00EXIF"), binary.LittleEndian.AppendUint32(nil, 26), exif(8, binary.LittleEndian)[:26])
	if o := orientation(exifOfWebP(data)); o != 8 {
		t.Errorf("a WebP's orientation is %d", o)
	}
}

func TestWidthsNeverExceedTheOriginal(t *testing.T) {
	for width, want := range map[int][]int{100: {100}, 160: {160}, 481: {160, 480, 481}, 1200: {160, 480, 960, 1200}, 3000: {160, 480, 960, 1600}} {
		p, _ := one(t, asJPEG(t, quartered(width, 60)))
		var got []int
		for _, s := range p.Sizes {
			got = append(got, s.Width)
			if ideal := float64(60*s.Width) / float64(width); float64(s.Height) < ideal-1 || float64(s.Height) > ideal+1 {
				t.Errorf("%d wide is %d high, want %.1f", s.Width, s.Height, ideal)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d wide is published as %v, want %v", width, got, want)
		}
	}
}

func TestOnlyWhatIsTransparentIsPNG(t *testing.T) {
	clear := quartered(40, 40)
	clear.SetRGBA(0, 0, color.RGBA{})
	_, file := one(t, asPNG(t, clear))
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := picture.At(0, 0).RGBA(); a != 0 {
		t.Error("what was transparent is not")
	}
	if p, _ := one(t, asPNG(t, quartered(40, 40))); !strings.HasSuffix(p.Widest().Path, ".jpg") {
		t.Errorf("a PNG without transparent parts is published as %s", p.Widest().Path)
	}
}

// One pixel each: lossy and lossless.
var webps = []string{"UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA", "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="}

func TestWebPBecomesWhatEveryBrowserShows(t *testing.T) {
	for _, text := range webps {
		data, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		p, file := one(t, data)
		if _, kind, err := image.Decode(bytes.NewReader(file)); err != nil || p.Widest().Width != 1 {
			t.Errorf("a WebP becomes %v %s: %v", p, kind, err)
		}
	}
}

func TestWhatCannotBeDecodedIsAMistakeOfItsFile(t *testing.T) {
	whole := asJPEG(t, quartered(300, 300))
	files := fstest.MapFS{
		"content/brands/donghai/a.jpg": {Data: whole[:len(whole)/2]},
		"content/brands/donghai/b.png": {Data: []byte("GIF89a")},
		"content/brands/donghai/c.jpg": {Data: whole},
		"content/brands/donghai/d.png": {Data: asPNG(t, image.NewGray(image.Rect(0, 0, 8001, 1)))},
		"content/brands/donghai/e.jpg": {Data: append(whole, make([]byte, content.MaxPictureBytes)...)},
	}
	set, _, bad := build(t, files, "")
	var said []string
	for _, m := range bad {
		if m.Rule != diag.BadImage {
			t.Errorf("%s is %s", m.File, m.Rule)
		}
		said = append(said, m.File+" "+m.Message)
	}
	for i, want := range []string{"a.jpg “a.jpg”已经损坏", "b.png “b.png”不是", "d.png “d.png”的边长", "e.jpg “e.jpg”超过"} {
		name, what, _ := strings.Cut(want, " ")
		if i >= len(said) || !strings.Contains(said[i], name+" 图片"+what) {
			t.Errorf("%q is not said: %q", want, said)
		}
	}
	if len(set) != 1 || set["content/brands/donghai/c.jpg"] == nil {
		t.Errorf("published: %v", set)
	}
}

// What would take too long, or too much, is refused before it is decoded.
func TestPicturesWithoutMeasureAreNotDecoded(t *testing.T) {
	files := fstest.MapFS{}
	for name, size := range map[string]int{"large.webp": 8000, "fits.webp": 400} {
		data, err := base64.StdEncoding.DecodeString(webps[1])
		if err != nil {
			t.Fatal(err)
		}
		head := binary.LittleEndian.Uint32(data[21:]) &^ (1<<28 - 1)
		binary.LittleEndian.PutUint32(data[21:], head|uint32(size-1)|uint32(size-1)<<14)
		files[name] = &fstest.MapFile{Data: data}
	}
	photo := asJPEG(t, quartered(300, 300))
	scan := photo[bytes.Index(photo, []byte("\xff\xda")) : len(photo)-2]
	files["scans.jpg"] = &fstest.MapFile{Data: slices.Concat(photo[:len(photo)-2], bytes.Repeat(scan, maxScans), photo[len(photo)-2:])}
	set, _, bad := build(t, files, "")
	if len(set) != 1 || len(bad) != 2 || !strings.Contains(bad[0].Message, "最多 1600 万像素") || !strings.Contains(bad[1].Message, "分 51 遍显示，最多 50 遍") {
		t.Errorf("published %v, said %v", set, bad)
	}
}

// A picture is the same however many bands it is scaled in, and whatever its
// shape, and loses nothing at its edges.
func TestScaledInBands(t *testing.T) {
	for _, size := range []image.Point{{1601, 900}, {1999, 3000}, {2000, 200}, {4801, 1600}, {1700, 5000}, {5000, 3}} {
		p, file := one(t, asJPEG(t, quartered(size.X, size.Y)))
		picture, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if want := (size.Y*1600 + size.X/2) / size.X; p.Widest().Width != 1600 || p.Widest().Height != max(want, 1) {
			t.Errorf("%v becomes %v", size, p.Widest())
		}
		if size.Y > 100 && cornersOf(picture) != [4]int{0, 1, 2, 3} {
			t.Errorf("%v: the corners are %v", size, cornersOf(picture))
		}
	}
}

func TestCopiesOfOnePictureArePublishedOnce(t *testing.T) {
	data := asJPEG(t, quartered(100, 100))
	set, published, _ := build(t, fstest.MapFS{"a": {Data: data}, "b": {Data: data}}, t.TempDir())
	if len(published) != 1 || len(set) != 2 || set["a"].Widest() != set["b"].Widest() {
		t.Errorf("%v of %v", published, set)
	}
}

func TestTheCacheIsUsedAndNeverTrusted(t *testing.T) {
	dir := t.TempDir()
	files := fstest.MapFS{"a": {Data: asJPEG(t, quartered(500, 300))}, "b": {Data: asJPEG(t, quartered(50, 30))}}
	_, first, _ := build(t, files, dir)
	if kept := keptIn(t, dir); len(kept) != 2 {
		t.Fatalf("the cache holds %q", kept)
	}
	same := func(what string) {
		t.Helper()
		if _, again, _ := build(t, files, dir); !maps.EqualFunc(first, again, bytes.Equal) {
			t.Errorf("%s: another site", what)
		}
	}
	same("kept")
	for _, entry := range keptIn(t, dir) {
		if err := os.WriteFile(filepath.Join(entry, "00050x00030.jpg"), []byte("forged"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	same("forged")
	delete(files, "b")
	build(t, files, dir)
	if left := keptIn(t, dir); len(left) != 1 {
		t.Errorf("what nobody shows any more is kept: %q", left)
	}
}

// The cache spares the work: what it holds is published without decoding.
func TestTheCacheSparesDecoding(t *testing.T) {
	use, err := cache.Open(".", t.TempDir(), nil).Use(t.Context(), "pictures")
	if err != nil {
		t.Fatal(err)
	}
	defer use.Close()
	kept := store{use}
	kept.keep([]byte("no picture at all"), []rendition{{".jpg", 3, 2, []byte("made before")}})
	m := &maker{root: fstest.MapFS{"p": {Data: []byte("no picture at all")}}, kept: kept, taken: map[string]bool{}, put: func(string, []byte) error { return nil }}
	if p, fault, err := m.make(context.Background(), order{"p", "donghai", false}); err != nil || fault != "" || p.Widest().Width != 3 {
		t.Errorf("%v %q %v", p, fault, err)
	}
}

func keptIn(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "pictures", "*[0-9a-f]"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestAMissingFileIsTheMachinesFailure(t *testing.T) {
	_, bad, err := Build(context.Background(), siteWith("gone.jpg"), fstest.MapFS{}, cache.Open(".", t.TempDir(), nil), nil)
	if !errors.Is(err, fs.ErrNotExist) || len(bad) > 0 {
		t.Errorf("%v, %v", bad, err)
	}
}

// FuzzOrientation: whatever stands in a file, its orientation is one of eight,
// and nobody panics.
func FuzzOrientation(f *testing.F) {
	f.Add(exif(6, binary.BigEndian))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, read := range []func([]byte) []byte{
			func(d []byte) []byte { return d },
			func(d []byte) []byte { return exifOfJPEG(append([]byte("\xff\xd8"), d...)) },
			func(d []byte) []byte { return exifOfPNG(append([]byte("\x89PNG\r\n\x1a\n"), d...)) },
			func(d []byte) []byte { return exifOfWebP(append([]byte("RIFF0000WEBP"), d...)) },
		} {
			if o := orientation(read(data)); o < 1 || o > 8 {
				t.Errorf("orientation %d", o)
			}
		}
	})
}

// Check finds what Build would find, of every brand that is asked about.
func TestCheckFindsWhatBuildWould(t *testing.T) {
	whole := asJPEG(t, quartered(300, 300))
	files := fstest.MapFS{"a": {Data: whole}, "b": {Data: whole[:len(whole)/2]}, "c": {Data: []byte("GIF89a")}, "d": {Data: append([]byte("\x89PNG\r\n\x1a\n"), whole...)}}
	_, _, want := build(t, files, "")
	var brands []*content.Brand
	for _, b := range siteWith("d", "c", "b", "a", "c").Brands {
		b.Region = nil // of a brand whose county is mistaken
		brands = append(brands, b.Brand)
	}
	bad, err := Check(context.Background(), brands, files)
	if err != nil || len(bad) != 3 || !slices.Equal(bad, want) {
		t.Errorf("%v, want %v (%v)", bad, want, err)
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Check(stopped, brands, files); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it ends with %v", err)
	}
}

// A build that fails leaves what it did not come to where it is.
func TestAFailedBuildForgetsNothing(t *testing.T) {
	dir := t.TempDir()
	files := fstest.MapFS{"a.jpg": {Data: asJPEG(t, quartered(300, 300))}}
	build(t, files, dir)
	kept := cache.Open(".", dir, nil)
	defer kept.Close()
	if _, _, err := Build(t.Context(), siteWith("gone.jpg"), files, kept, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if left, err := filepath.Glob(dir + "/pictures/*/seal"); err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
}
