package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minglu/generator/fixture"
)

// Check knows the places of pages before any page is made: a link to an id passes
// if and only if the template writes it, on whatever page, but for the places
// that are there on some days only.
func TestCheckKnowsEveryPlaceOfEveryPage(t *testing.T) {
	changed := func(old, new string) map[string]string {
		text := readFile(t, "../content/site.yaml")
		from := strings.Index(text, old)
		return map[string]string{"site.yaml": text[:from] + new}
	}
	bare := maps.Clone(sound)
	bare["site.yaml"] = strings.Replace(soundSite, "320700", "320722", 1)
	for name, c := range map[string]struct {
		files   map[string]string
		passing []string // ids that are there on this day alone
	}{
		"the repository's":        {},
		"without scores":          {files: changed("show_scores", "demo: true\n")},
		"with opinions":           {files: changed("targets", "show_opinions: true\n")},
		"of a county, and little": {bare, []string{"places", "cross"}},
	} {
		t.Run(name, func(t *testing.T) {
			from := os.DirFS("../content")
			if c.files["notices/first.md"] != "" {
				from = os.DirFS(t.TempDir())
			}
			dir := fixture.Repository(t, from)
			fixture.Write(t, dir, c.files)
			day := promiseDay
			if bad := saysOn(t, dir, day, (*app).checkAll); bad != "" {
				t.Fatal(bad)
			}
			written := idsOf(t, dir)
			asking, links, texts := universe(t, written), 0, map[string]string{}
			for file, ids := range written {
				if isPassing(file, "") {
					continue
				}
				var text strings.Builder
				for _, id := range asking {
					if !isPassing(file, id) && ids[id] && !slices.Contains(c.passing, id) {
						fmt.Fprintf(&text, "[此](/%s#%s)\n", file, id)
						links++
					}
				}
				texts["pages/to-"+strings.NewReplacer("/", "-", ".", "-").Replace(file)+".md"] = "---\ntitle: 链接\n---\n" + text.String()
			}
			fixture.Write(t, dir, texts)
			if bad := saysOn(t, dir, day, (*app).checkAll); bad != "" {
				t.Errorf("the templates write what check does not know:\n%s", bad)
			}
			if links < 150 {
				t.Errorf("only %d links", links)
			}
			for text := range texts {
				_ = os.Remove(dir + "/content/" + text)
			}
			// The other way about: of each kind one page is asked for whatever id there is.
			for _, file := range oneOfEachKind(written) {
				ids := slices.DeleteFunc(slices.Clone(asking), func(id string) bool { return written[file][id] })
				asked, pages := len(ids), map[string]string{}
				for i := range 10 { // each with fewer mistakes than are kept of a file
					text := "---\ntitle: 问\n---\n"
					for _, id := range ids[i*asked/10 : (i+1)*asked/10] {
						text += fmt.Sprintf("[此](/%s#%s)\n\n", file, id)
					}
					pages[fmt.Sprintf("pages/ask-%d.md", i)] = text
				}
				fixture.Write(t, dir, pages)
				bad := saysOn(t, dir, day, (*app).checkAll)
				if got := strings.Count(bad, "[bad-link]"); got != asked {
					t.Errorf("%s: check refuses %d of %d ids that it does not have", file, got, asked)
				}
			}
		})
	}
}

// isPassing reports whether a page, or where id is not "" the place on it, is
// none that links may rest on.
func isPassing(file, id string) bool {
	numbered := regexp.MustCompile(`/[0-9]+\.html$`)
	switch {
	case id == "":
		return numbered.MatchString(file) && !strings.HasPrefix(file, "years/") || strings.HasPrefix(file, "verify") // where there is a key
	case file == "notices.html" && strings.HasSuffix(id, ".xml"):
		return true
	case file == "changes.html":
		return regexp.MustCompile(`^[ht]`).MatchString(id)
	case file == "index.html":
		return id == "featured" || id == "people"
	case file == "work.html":
		return regexp.MustCompile(`^(jobs|courses|shops)`).MatchString(id)
	case file == "list.html":
		return slices.Contains([]string{"county", "municipal", "provincial", "national", "take"}, id)
	}
	return slices.Contains([]string{"evaluation", "try", "links", "near", "facets", "take", "snippet", "proof", "running", "scores"}, id)
}

// idsOf builds the site and returns the ids of each page.
func idsOf(t *testing.T, dir string) map[string]map[string]bool {
	t.Helper()
	out := t.TempDir()
	build := func(a *app, ctx context.Context, _ string) error { return a.buildOnly(ctx, out) }
	if bad := saysOn(t, dir, promiseDay, build); bad != "" {
		t.Fatal(bad)
	}
	all := map[string]map[string]bool{}
	for file, data := range fixture.Files(t, out) {
		if path.Ext(file) != ".html" || strings.Contains(data, `http-equiv="refresh"`) {
			continue
		}
		all[file] = map[string]bool{}
		inert := false // what stands in a template is no place of the page
		for z := html.NewTokenizer(strings.NewReader(data)); z.Next() != html.ErrorToken; {
			token := z.Token()
			if token.Data == "template" {
				inert = token.Type == html.StartTagToken
				continue
			}
			for _, a := range token.Attr {
				if a.Key == "id" && !inert {
					all[file][a.Val] = true
				}
			}
		}
	}
	return all
}

// universe is every id that some page has, and every word that the plan is made
// with.
func universe(t *testing.T, written map[string]map[string]bool) []string {
	t.Helper()
	all := map[string]bool{}
	for _, ids := range written {
		maps.Copy(all, ids)
	}
	for _, word := range regexp.MustCompile(`"([a-z][a-z-]+)"`).FindAllStringSubmatch(readFile(t, "edition/anchors.go"), -1) {
		all[word[1]] = true
	}
	// Check spells out three hundred mistakes of a file: of the headings some are enough.
	headings := 0
	maps.DeleteFunc(all, func(id string, _ bool) bool {
		if strings.HasPrefix(id, "s-") {
			headings++
		}
		return strings.HasPrefix(id, "s-") && headings > 100
	})
	return slices.Sorted(maps.Keys(all))
}

func oneOfEachKind(written map[string]map[string]bool) []string {
	var some []string
	seen := map[string]bool{}
	for _, file := range slices.Sorted(maps.Keys(written)) {
		kind, _, _ := strings.Cut(file, "/")
		if !seen[kind] && !isPassing(file, "") {
			some = append(some, file)
		}
		seen[kind] = true
	}
	return some
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
