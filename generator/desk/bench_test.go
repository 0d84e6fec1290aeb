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

// BenchmarkAnswer is what the page waits for when something was typed: the value is set
// in the text, and the text checked, both in JSON.
func BenchmarkAnswer(b *testing.B) {
	d, f := benchmarkDesk(b)
	call := func(name string, question, answer any) {
		input, err := json.Marshal(question)
		if err == nil {
			var output []byte
			if output, err = d.Call(name, input); err == nil && answer != nil {
				err = json.Unmarshal(output, answer)
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	for i := 0; b.Loop(); i++ {
		call("set", setQuestion{f.Text, "brand", []Step{{Key: "facts"}, {Key: "workers"}}, fmt.Sprint(i)}, &f)
		call("check", f, nil)
	}
}
