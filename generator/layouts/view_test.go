package layouts

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"minglu/generator/content"
	"minglu/generator/opendata"
	"minglu/generator/site"
)

// A page that is made by itself is the page that is made among all others.
func TestAViewShowsWhatIsRendered(t *testing.T) {
	files := crowd(120)
	s := siteOf(t, files)
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	rendered := render(t, s, files)
	v := l.View(s, nil, nil, func() opendata.Guide {
		return opendata.Describe(s, func(path string) int { return len(rendered[path]) })
	})
	for _, address := range s.Addresses() {
		page, err := v.File(address)
		if err != nil {
			t.Fatal(err)
		}
		if string(page) != rendered[address] {
			t.Errorf("%s is another page when it is made by itself", address)
		}
	}
	for address := range rendered {
		if strings.HasPrefix(address, "assets/") {
			if data, err := v.File(address); err != nil || string(data) != rendered[address] {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
	if _, err := v.File("brands/nobody.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a page that is not there: %v", err)
	}
}

// The page of a candidate says what it is and nothing that only the recognized
// have.
func TestTheViewOfACandidate(t *testing.T) {
	e := editionOf(t, crowd(2))
	s := site.New(e)
	for _, b := range e.Content.Brands {
		b.Standing = content.Standing{Status: content.Candidate}
	}
	candidates := site.Candidates(e)
	if len(candidates) != 2 {
		t.Fatalf("%d candidates", len(candidates))
	}
	l, err := Load(repository)
	if err != nil {
		t.Fatal(err)
	}
	page, err := l.View(s, candidates, nil, nil).File(candidates[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"候选，未认定": true, `content="noindex"`: true, candidates[0].Name: true, "对照标准": true,
		"认定经过": false, "引用、下载和纠错": false, "相近的品牌": true, "放在一起对比": false, "og:image": false, "ld+json": false, `rel="canonical"`: false, ".json": false,
	} {
		if strings.Contains(string(page), text) != want {
			t.Errorf("the page says %q: %v, want %v", text, !want, want)
		}
	}
}
