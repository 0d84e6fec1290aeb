package search

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/evanw/esbuild/pkg/api"
	"golang.org/x/text/encoding/simplifiedchinese"

	"minglu/generator/cache"
)

// clientDir holds the client's sources.
const clientDir = "../../layouts/search"

// bundle builds the client's core for goja, with one text of its sources put
// for another where a mutation is given.
func bundle(t testing.TB, mutation ...string) string {
	t.Helper()
	return bundleFor(t, api.ES2017, mutation...)
}

func bundleFor(t testing.TB, target api.Target, mutation ...string) string {
	t.Helper()
	dir := clientDir
	if len(mutation) > 0 {
		dir = t.TempDir()
		sources, err := filepath.Glob(filepath.Join(clientDir, "*.ts"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, path := range sources {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			mutated := strings.ReplaceAll(string(text), mutation[0], mutation[1])
			found = found || mutated != string(text)
			if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), []byte(mutated), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if !found {
			t.Fatalf("no source of the client holds %q", mutation[0])
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := api.Build(api.BuildOptions{
		Stdin:      &api.StdinOptions{Contents: `export { open } from "./core"; export { runs } from "./tokens"; export { fileOf } from "./shards"; `, ResolveDir: abs},
		Bundle:     true,
		Format:     api.FormatIIFE,
		GlobalName: "client",
		Target:     target,
	})
	if len(out.Errors) > 0 {
		t.Fatal(out.Errors[0].Text)
	}
	return string(out.OutputFiles[0].Contents)
}

// A client is the client's core in goja, on an export.
type client struct {
	vm     *goja.Runtime
	search goja.Callable
	slugs  []string // by number
	papers bool     // the papers are asked, whose slugs these are
	loaded []string // files, in the order in which they were asked for
}

// decodeGBK gives vm what it lacks of a browser.
func decodeGBK(t testing.TB, vm *goja.Runtime) {
	t.Helper()
	vm.Set("decode", func(bytes goja.ArrayBuffer) (string, error) {
		return simplifiedchinese.GBK.NewDecoder().String(string(bytes.Bytes()))
	})
	if _, err := vm.RunString(`function TextDecoder(label) { this.decode = (bytes) => decode(bytes.buffer) }`); err != nil {
		t.Fatal(err)
	}
}

// newClient runs source, a bundle, on the files of an export of corpus.
func newClient(t testing.TB, source string, files map[string][]byte, corpus Corpus) *client {
	t.Helper()
	c := &client{vm: goja.New()}
	sorted, err := corpus.sorted()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range sorted.Documents {
		c.slugs = append(c.slugs, d.Slug)
	}
	var m manifest
	if err := json.Unmarshal(files[manifestPath], &m); err != nil {
		t.Fatal(err)
	}
	unpacked := func(file string) []byte {
		c.loaded = append(c.loaded, file)
		data, ok := files[m.address(file)]
		if !ok {
			panic(c.vm.NewGoError(fmt.Errorf("no file %s", file)))
		}
		return unpack(t, data)
	}
	c.vm.Set("read", func(file string) goja.ArrayBuffer { return c.vm.NewArrayBuffer(unpacked(file)) })
	c.vm.Set("text", func(file string) string { return string(unpacked(file)) })
	decodeGBK(t, c.vm)
	c.vm.Set("manifest", string(files[manifestPath]))
	if _, err := c.vm.RunString(source); err != nil {
		t.Fatal(err)
	}
	made, err := c.vm.RunString(`(function () {
		const load = async (file) => ({ arrayBuffer: async () => read(file), json: async () => JSON.parse(text(file)) });
		let index = client.open(JSON.parse(manifest), load);
		return async (request, cold) => {
			if (cold) index = client.open(JSON.parse(manifest), load);
			const asked = JSON.parse(request);
			const at = asked.papers ? await index.papers() : index;
			const a = await at.search(asked);
			const facets = {};
			for (const f of Object.keys(a.facets)) facets[f] = Object.fromEntries(a.facets[f]);
			const rows = await at.rows(a.hits);
			return { total: a.total, others: a.others, loose: a.loose, said: a.plan.said, lacks: a.plan.lacks, unlisted: !!a.plan.unlisted, docs: a.hits.map((h) => h.doc), scores: a.hits.map((h) => h.score), facets: JSON.stringify(facets), rows: JSON.stringify(rows) };
		};
	})()`)
	if err != nil {
		t.Fatal(err)
	}
	c.search, _ = goja.AssertFunction(made)
	return c
}

// ofPapers returns the client that asks the papers of corpus.
func (c *client) ofPapers(corpus Corpus) *client {
	of := *c
	of.papers, of.slugs = true, nil
	for _, d := range corpus.Papers {
		of.slugs = append(of.slugs, d.Slug)
	}
	slices.Sort(of.slugs)
	return &of
}

// ask asks the client what Search asks bleve.
func (c *client) ask(r Request, cold bool) (Answer, error) {
	some := func(list []string) []string { return append([]string{}, list...) }
	request, err := json.Marshal(map[string]any{
		"papers": c.papers, "text": r.Text, "sort": r.Sort, "from": r.From, "size": r.Size,
		"chosen": map[string][]string{fieldStatus: some(r.Statuses), fieldType: some(r.Types), fieldCounty: some(r.Counties), fieldLevel: some(r.Levels), fieldYear: some(r.Years), fieldOffer: some(r.Offers)},
	})
	if err != nil {
		return Answer{}, err
	}
	v, err := c.search(goja.Undefined(), c.vm.ToValue(string(request)), c.vm.ToValue(cold))
	if err != nil {
		return Answer{}, err
	}
	p := v.Export().(*goja.Promise)
	if p.State() != goja.PromiseStateFulfilled {
		return Answer{}, fmt.Errorf("the client: %v", p.Result())
	}
	o := p.Result().ToObject(c.vm)
	a := Answer{Query: r.Text, Total: int(o.Get("total").ToInteger()), Others: int(o.Get("others").ToInteger()), Loose: o.Get("loose").ToBoolean(), Lacks: o.Get("lacks").String(), Unlisted: o.Get("unlisted").ToBoolean()}
	if err := c.vm.ExportTo(o.Get("said"), &a.Said); err != nil {
		return a, err
	}
	var docs []int
	var scores []float64
	if err := c.vm.ExportTo(o.Get("docs"), &docs); err != nil {
		return a, err
	}
	if err := c.vm.ExportTo(o.Get("scores"), &scores); err != nil {
		return a, err
	}
	for i, d := range docs {
		a.Hits = append(a.Hits, Hit{Slug: c.slugs[d], Score: scores[i]})
	}
	var rows [][]any // the slug first
	if err := json.Unmarshal([]byte(o.Get("rows").String()), &rows); err != nil {
		return a, err
	}
	for i, row := range rows {
		if row[0] != a.Hits[i].Slug {
			return a, fmt.Errorf("row %d is %s, not %s", i, row[0], a.Hits[i].Slug)
		}
		a.Hits[i].Status, _ = row[10].(string)
	}
	if err := json.Unmarshal([]byte(o.Get("facets").String()), &a.Facets); err != nil {
		return a, err
	}
	for _, counts := range a.Facets {
		maps.DeleteFunc(counts, func(_ string, n int) bool { return n == 0 })
	}
	return a, nil
}

func unpack(t testing.TB, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// built builds corpus and returns its files and bleve's index.
func built(t testing.TB, corpus Corpus) (map[string][]byte, *Index) {
	t.Helper()
	kept := cache.Open(".", t.TempDir(), nil)
	files := map[string][]byte{}
	if _, err := Build(context.Background(), corpus, kept, func(path string, data []byte) error {
		files[path] = data
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	x, err := Open(context.Background(), corpus, kept)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return files, x
}

// different says how two answers differ, "" where they are the same bit by bit.
func different(want, got Answer) string {
	switch {
	case want.Total != got.Total:
		return fmt.Sprintf("%d found, not %d", got.Total, want.Total)
	case want.Others != got.Others:
		return fmt.Sprintf("%d others, not %d", got.Others, want.Others)
	case want.Loose != got.Loose:
		return fmt.Sprintf("loose is %v", got.Loose)
	case !slices.Equal(want.Said, got.Said):
		return fmt.Sprintf("it says %q, not %q", got.Said, want.Said)
	case want.Lacks != got.Lacks:
		return fmt.Sprintf("it says that no name has %q, not %q", got.Lacks, want.Lacks)
	case want.Unlisted != got.Unlisted:
		return fmt.Sprintf("that nobody has the telephone number is %v", got.Unlisted)
	case !slices.Equal(want.Hits, got.Hits):
		for i := range want.Hits {
			if i >= len(got.Hits) || want.Hits[i] != got.Hits[i] {
				return fmt.Sprintf("hit %d: %v, not %v", i, got.Hits[i:min(i+1, len(got.Hits))], want.Hits[i])
			}
		}
		return fmt.Sprintf("%d hits, not %d", len(got.Hits), len(want.Hits))
	}
	for _, f := range facets {
		if !maps.Equal(want.Facets[f], got.Facets[f]) {
			return fmt.Sprintf("facet %s: %v, not %v", f, got.Facets[f], want.Facets[f])
		}
	}
	return ""
}

func floatOfBits(t testing.TB, bits string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(bits, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return math.Float64frombits(n)
}
