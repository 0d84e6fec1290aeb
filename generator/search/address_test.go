package search

import (
	"fmt"
	"path"
	"strings"
	"testing"
)

// Whatever names people give, each file of the index has a name of its own that any file
// system holds, and the browser knows it: also where hundreds of names begin with the same
// hundred characters.
func TestNamesOfFilesAreBounded(t *testing.T) {
	const longest = 143 // some file systems that encrypt names hold no more
	corpus := Corpus{Documents: generated(3)}
	d := &corpus.Documents[1]
	d.Aliases, d.Called = nil, nil
	for i := range 1000 {
		d.Aliases = append(d.Aliases, strings.Repeat("𠀀", 97)+fmt.Sprintf("%03d", i))
		d.Called = append(d.Called, "又称")
	}
	files, x := built(t, corpus)
	for address := range files {
		if name := path.Base(address); len(name) > longest {
			t.Errorf("%s is %d bytes long", name, len(name))
		}
	}
	c := newClient(t, bundle(t), files, corpus)
	for _, i := range []int{0, 500, 999} {
		request := Request{Text: d.Aliases[i], Size: 10}
		want, err := x.Search(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.ask(request, true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := different(want, got); diff != "" || want.Total == 0 {
			t.Errorf("%d found by alias %d: %s", want.Total, i, diff)
		}
	}
}
