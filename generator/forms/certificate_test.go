package forms

import (
	"archive/zip"
	"bytes"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/proof"
	"minglu/generator/signature"
	"minglu/generator/site"
	"minglu/generator/values"
)

// TestCertificatesCarryTheProof: the code of every certificate, in HTML and in Word, is that
// of the proof, read back by somebody else's reader where it is a picture.
func TestCertificatesCarryTheProof(t *testing.T) {
	files := os.DirFS("../..")
	e, bad, err := edition.Read(files, func(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} })
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	keys, err := signature.Demonstration()
	if err != nil {
		t.Fatal(err)
	}
	s := site.New(e)
	book, _, err := proof.New(s, keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []Format{HTML, DOCX} {
		printer, err := New(files, e.Rules, e.Settings, e.Content.Date, Options{Format: format})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range s.Listed[:4] {
			shown, err := book.Of(b)
			if err != nil {
				t.Fatal(err)
			}
			papers, err := printer.Certificates(book, []*site.Brand{b})
			if err != nil {
				t.Fatal(err)
			}
			each := map[Format]int{HTML: 3, DOCX: 2}[format]
			if len(papers) != each*len(shown) {
				t.Errorf("%s: %d papers of %d honours", b.Slug, len(papers), len(shown))
			}
			for i, f := range papers {
				of := shown[i/each]
				text := string(f.Data)
				if format == DOCX {
					text = part(t, f.Data, "word/document.xml")
					if got := read(t, part(t, f.Data, "word/media/code.png")); got != of.URL {
						t.Errorf("%s: read %q, want %s", f.Name, got, of.URL)
					}
				} else if !strings.Contains(text, of.Code(book.Base()).Path) {
					t.Errorf("%s has another code", f.Name)
				}
				for _, words := range []string{b.Name, of.Honor, "示例"} {
					if !strings.Contains(text, words) {
						t.Errorf("%s does not say %s", f.Name, words)
					}
				}
			}
		}
	}
}

func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func read(t *testing.T, picture string) string {
	t.Helper()
	decoded, err := png.Decode(strings.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(decoded)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatal(err)
	}
	return result.GetText()
}
