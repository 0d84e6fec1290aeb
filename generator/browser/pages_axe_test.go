package browser

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"minglu/generator/edition"
)

// Every page passes axe-core's rules for WCAG 2.2 AA and its rules of good
// practice (landmarks, headings in order), at the width of a phone and of a
// desk, light, dark and in 长辈版. AXE names the file axe.js; .ci/pages sets it.
func pagesPassAxe(t *testing.T, site *hosted) {
	file := os.Getenv("AXE")
	if file == "" {
		Lacking(t, "AXE does not name the file axe.min.js of axe-core; run .ci/pages")
	}
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	site.look(t, slices.Concat(site.pages, site.embeds, answers, comparisons(site)), func(b *tab, page string) {
		b.open(page)
		if strings.HasPrefix(page, edition.ComparePath+"#") {
			b.compared()
		}
		eval[bool](b, string(script)+"\n;true")
		for _, width := range []int64{360, 1280} {
			b.window(width)
			for _, look := range []struct {
				name, scheme string
				elder        bool
			}{
				{"light", "light", false}, {"dark", "dark", false}, {"长辈版", "light", true},
			} {
				b.media(look.scheme)
				b.elder(look.elder)
				for _, found := range eval[[]axeFinding](b, runAxe) {
					b.fail("%d px, %s: %s", width, look.name, found)
				}
			}
			b.elder(false)
		}
	})
}

// An axeFinding is one rule of axe-core and the elements that break it.
type axeFinding struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

func (f axeFinding) String() string {
	return fmt.Sprintf("%s (%s)\n\t\t%s", f.Help, f.ID, strings.Join(f.Nodes[:min(3, len(f.Nodes))], "\n\t\t"))
}

const runAxe = `axe.run(document, {
	resultTypes: ['violations'],
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then((result) => result.violations.map((v) => ({
	id: v.id, help: v.help,
	nodes: v.nodes.map((n) => n.html.slice(0, 200) + ' ' + n.failureSummary.replaceAll(/\s+/g, ' ')),
})))`
