package desk

import (
	"encoding/json"
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

// BenchmarkAnswer is what the page waits for when something was typed, in JSON.
func BenchmarkAnswer(b *testing.B) {
	d, f := benchmarkDesk(b)
	for i := 0; b.Loop(); i++ {
		question, err := json.Marshal(map[string]any{"path": f.Path, "text": f.Text, "sets": []any{map[string]any{"path": []string{"facts", "workers"}, "value": fmt.Sprint(i)}}})
		if err != nil {
			b.Fatal(err)
		}
		answer, err := d.Call("type", question)
		if err == nil {
			var a struct{ Text string }
			err = json.Unmarshal(answer, &a)
			f.Text = a.Text
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}
