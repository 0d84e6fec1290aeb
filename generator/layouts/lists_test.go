package layouts

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/edition"
	"minglu/generator/site"
)

func TestTheListOfATypeNamesItsDepartments(t *testing.T) {
	files := sample(t)
	s := siteOf(t, files)
	pages := pageText(t)
	for _, l := range s.Types {
		want := "牵头：人力资源社会保障。指导：" + strings.Join(l.Type.Departments, "、") + "。"
		if !strings.Contains(pages[l.Path], want) || len(l.Type.Departments) == 0 {
			t.Errorf("%s does not say %s", l.Path, want)
		}
	}
}

// heaviest is how many bytes a page may have, however many brands there are.
const heaviest = 300_000

// However long the official list is, no page is heavy, and its pages together list each
// honour once; the first says of each part how many stand there, and of all the sum.
func TestNoPageGrowsWithTheDirectory(t *testing.T) {
	files := crowd(1400)
	s := siteOf(t, files)
	tree := render(t, s, files)
	for path, page := range tree {
		if strings.HasSuffix(path, ".html") && len(page) > heaviest {
			t.Errorf("%s has %d bytes", path, len(page))
		}
	}
	honors := 0
	for _, l := range s.Roll {
		honors += l.Total
	}
	rows := func(path string) (all []string) {
		for _, table := range parsePage(t, path, tree[path]).classed("official") {
			for _, tr := range (doc{path: path, root: table}).tags("tr") {
				if cells := (doc{path: path, root: tr}).tags("td"); len(cells) > 0 {
					all = append(all, attr((doc{path: path, root: tr}).tags("a")[0], "href")+" "+text(cells[0]))
				}
			}
		}
		return all
	}
	if first := rows(edition.RollPath); len(first) > 0 {
		t.Fatalf("%d rows stand on the first page of %d parts", len(first), len(s.RollParts()))
	}
	seen, counted := map[string]bool{}, 0
	for _, section := range parsePage(t, edition.RollPath, tree[edition.RollPath]).classed("parts") {
		for _, a := range (doc{path: edition.RollPath, root: section}).tags("a") {
			path := attr(a, "href")
			all := rows(path)
			words := strings.Fields(text(a))
			if said := words[len(words)-1]; said != strconv.Itoa(len(all)) {
				t.Errorf("%s is said to list %s, and lists %d", path, said, len(all))
			}
			counted += len(all)
			for _, row := range all {
				row = path[:strings.Index(path[5:], "/")+5] + strings.TrimLeft(row, "./") // numbers begin anew at each level
				if seen[row] {
					t.Errorf("%s stands in two parts, one of them %s", row, path)
				}
				seen[row] = true
			}
		}
	}
	if counted != honors {
		t.Errorf("%d honours are listed, and %d there are", counted, honors)
	}
}

// Whatever ended stands on one of the pages of that, in one order, and none of them is heavy.
func TestWhatEndedStandsOnPages(t *testing.T) {
	files := crowd(700).(fstest.MapFS)
	for path, f := range files {
		if strings.HasPrefix(path, "content/notices/") {
			files[path] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), "brands: ", "valid_until: 2026-01-31\nbrands: ", 1))}
		}
	}
	s := siteOf(t, files)
	tree := render(t, s, files)
	var want, got []string
	for _, l := range s.Ended {
		for _, e := range l.Rows {
			want = append(want, l.Level.Name+" "+e.Brand.Name)
		}
	}
	pages := s.EndedPages()
	for n := range pages {
		path := site.EndedPath(n + 1)
		page, found := tree[path]
		if !found || len(page) > heaviest || !slices.Contains(s.Addresses(), path) {
			t.Fatalf("%s is there: %v, with %d bytes", path, found, len(page))
		}
		for _, section := range parsePage(t, path, page).tags("section") {
			of := doc{path: path, root: section}
			for _, tr := range of.tags("tr")[1:] {
				got = append(got, text(of.tags("h2")[0])+" "+text((doc{path: path, root: tr}).tags("a")[0]))
			}
		}
	}
	if len(pages) < 3 || !slices.Equal(got, want) {
		t.Errorf("on %d pages stand\n%q\nwant\n%q", len(pages), got, want)
	}
}
