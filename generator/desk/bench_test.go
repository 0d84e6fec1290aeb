package desk

import (
	"fmt"
	"io/fs"
	"testing"
)

// benchmarkDesk opens a desk that knows as many brands as a whole province has, and a
// brand's file.
func benchmarkDesk(b *testing.B) (*Desk, File) {
	e := repository(b)
	bundle, err := BundleOf(e, true)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 10_000 {
		k := Brand{}
		k.File, k.Name = fmt.Sprintf("content/brands/donghai/donghai-%d.md", i), fmt.Sprintf("东海第%d种工匠", i)
		bundle.Brands = append(bundle.Brands, k)
	}
	d, err := Open(bundle)
	if err != nil {
		b.Fatal(err)
	}
	const file = "content/brands/donghai/donghai-shuijing-diaoke.md"
	text, err := fs.ReadFile(e.Files, file)
	if err != nil {
		b.Fatal(err)
	}
	return d, File{Path: file, Text: string(text)}
}

func BenchmarkCheck(b *testing.B) {
	d, f := benchmarkDesk(b)
	for b.Loop() {
		if _, err := d.Check(f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSet(b *testing.B) {
	d, f := benchmarkDesk(b)
	for i := 0; b.Loop(); i++ {
		if _, err := d.Set(f.Text, "brand", []Step{{Key: "facts"}, {Key: "workers"}}, fmt.Sprint(i)); err != nil {
			b.Fatal(err)
		}
	}
}
