package layouts

import (
	"minglu/generator/edition"
	"minglu/generator/site"
)

// A TakeView is what of a page can be taken along; it is given to
// layouts/parts/take/take.html. Addresses are links, "" where there is none.
type TakeView struct {
	Root                string
	Workbook, CSV, Feed string
	Snippet             *Snippet // nil where there is no page for frames, or its address is not known
}

// A Snippet is what another site writes to show a page for frames; it is given to
// layouts/parts/snippet/snippet.html.
type Snippet struct {
	Code string
	Link string // to the page itself
}

// take returns what of the list on a page below the site's root can be taken along, nil
// where nothing can.
func (r *renderer) take(l *site.List, root string) *TakeView {
	if !l.HasFiles() {
		return nil
	}
	t := r.files(l.Path, root)
	if l.HasFeed() {
		t.Feed = root + l.FeedPath()
		t.Snippet = r.snippet(embedOf(l), l.Title(), root, 420)
	}
	return t
}

// files returns the files of the list on a page.
func (r *renderer) files(page, root string) *TakeView {
	return &TakeView{Root: root, Workbook: root + edition.FilePath(page, "xlsx"), CSV: root + edition.FilePath(page, "csv")}
}
