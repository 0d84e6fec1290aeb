package pictures

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
	"testing/fstest"

	"minglu/generator/cache"
	"minglu/generator/content"
)

// published makes one picture, whose brands declare it or not, and returns its files,
// the narrowest first.
func published(t *testing.T, data []byte, declared ...bool) (files [][]byte) {
	t.Helper()
	s := siteWith()
	for _, yes := range declared {
		s.Brands = append(s.Brands, siteWith("p").Brands...)
		s.Brands[len(s.Brands)-1].Pictures = []*content.Picture{{File: "p", AIGenerated: yes}}
	}
	kept := cache.Open(".", "", nil)
	defer kept.Close()
	made := map[string][]byte{}
	set, bad, err := Build(context.Background(), s, fstest.MapFS{"p": {Data: data}}, kept, func(path string, data []byte) error {
		made[path] = data
		return nil
	})
	if err != nil || len(bad) > 0 || set["p"].AIGenerated != (bytes.Contains(made[set["p"].Widest().Path], []byte("AIGC"))) {
		t.Fatal(set, bad, err)
	}
	for _, size := range set["p"].Sizes {
		files = append(files, made[size.Path])
	}
	return files
}

// Every file of a picture that any brand declares to be made by AI says so, and shows what
// it shows without. No other file says so.
func TestEveryFileOfADeclaredPictureIsLabelled(t *testing.T) {
	var photo, drawing bytes.Buffer
	clear := image.NewNRGBA(image.Rect(0, 0, 500, 300))
	clear.SetNRGBA(1, 1, color.NRGBA{200, 30, 30, 128})
	if err := errors.Join(jpeg.Encode(&photo, quartered(500, 300), nil), png.Encode(&drawing, clear)); err != nil {
		t.Fatal(err)
	}
	for name, original := range map[string][]byte{"JPEG": photo.Bytes(), "PNG": drawing.Bytes()} {
		plain := published(t, original, false, false)
		for _, declared := range [][]bool{{true}, {true, false}, {false, true}} {
			files := published(t, original, declared...)
			for i, file := range files {
				if bytes.Contains(plain[i], []byte("AIGC")) {
					t.Errorf("%s %d is labelled, and nobody declared it", name, i)
				}
				before, rest, _ := bytes.Cut(file, []byte("<x:xmpmeta"))
				if !bytes.HasSuffix(before, []byte("<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>")) {
					t.Errorf("%s %d: the packet does not begin as XMP packets do", name, i)
				}
				text, _, found := bytes.Cut(rest, []byte("<?xpacket end"))
				if !found || !bytes.Contains(text, []byte(`<TC260:AIGC>{"Label":"1"}</TC260:AIGC>`)) {
					t.Fatalf("%s %d, declared by %v, is not labelled", name, i, declared)
				}
				for d := xml.NewDecoder(bytes.NewReader(append([]byte("<x:xmpmeta"), text...))); ; {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatal(err)
					}
				}
				if got, want := pixels(t, file), pixels(t, plain[i]); !bytes.Equal(got, want) {
					t.Errorf("%s %d shows something else once it is labelled", name, i)
				}
			}
		}
	}
}

func pixels(t *testing.T, file []byte) []byte {
	t.Helper()
	p, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	if err := png.Encode(&all, p); err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}
