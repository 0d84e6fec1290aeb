package opendata

import (
	"bytes"
	"cmp"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
	"minglu/generator/values"
)

// overlay is the repository with another content/.
type overlay struct{ repository, content fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if name == "content" || strings.HasPrefix(name, "content/") {
		return o.content.Open(name)
	}
	return o.repository.Open(name)
}

func loaded(t *testing.T, root fs.FS, day values.Date) *site.Site {
	t.Helper()
	e, bad, err := edition.Read(root, func(s *content.Settings) values.Date { return cmp.Or(s.DemoDate, day) })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return site.New(e)
}

// The brands of the repository and the published ones fit their schemas, and
// the examples work on them.
func TestRepository(t *testing.T) {
	archive, err := txtar.ParseFile("../testdata/published.txtar")
	if err != nil {
		t.Fatal(err)
	}
	published, err := txtar.FS(archive)
	if err != nil {
		t.Fatal(err)
	}
	repository := os.DirFS("../..")
	for name, root := range map[string]fs.FS{"content": repository, "published": overlay{repository, published}} {
		t.Run(name, func(t *testing.T) {
			s := loaded(t, root, date("2026-06-30"))
			files := written(t, s)
			list, brand := compiled(t, files[edition.BrandsSchema]), compiled(t, files[edition.BrandSchema])
			for path, data := range files {
				if path != edition.BrandsJSON && !strings.HasPrefix(path, "brands/") {
					continue
				}
				v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				schema := brand
				if path == edition.BrandsJSON {
					schema = list
				}
				if err := schema.Validate(v); err != nil {
					t.Errorf("%s: %v", path, err)
				}
			}
			if rows := len(csvRows(t, files[edition.BrandsCSV])); rows != len(s.Listed)+1 {
				t.Errorf("%d rows of %d brands", rows, len(s.Listed))
			}
			checkExamples(t, s, files)
			checkShortLists(t, s, files)
			checkPackage(t, packageSchema(t), files)
			checkFeeds(t, s, files)
			checkGuarded(t, s, files)
		})
	}
}

// checkGuarded looks for the names of leaders and of those who judged, unless
// the brand's own text names them.
func checkGuarded(t *testing.T, s *site.Site, files map[string][]byte) {
	t.Helper()
	for _, b := range s.Brands {
		var guarded []string
		if b.Leader != nil {
			guarded = append(guarded, b.Leader.Name)
		}
		for _, items := range b.Judgements {
			for _, j := range items {
				guarded = append(guarded, j.By)
			}
		}
		for _, word := range guarded {
			if word != "" && bytes.Contains(files[edition.BrandDataPath(b.Slug)], []byte(word)) && !strings.Contains(b.Intro.Text(), word) {
				t.Errorf("%s: %q is published", b.Slug, word)
			}
		}
	}
}
