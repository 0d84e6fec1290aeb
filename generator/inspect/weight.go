package inspect

import (
	"cmp"
	"compress/gzip"
	"fmt"
	"path"
	"slices"
)

// A Weight is what a page and everything that it loads at first comes to, as a
// server sends it.
type Weight struct {
	Page  string
	Bytes int // the HTML, styles, scripts and pictures that it names, compressed where that is usual
}

// Seconds returns how long that takes at the line of the demands.
func (w Weight) Seconds() float64 { return float64(w.Bytes) * 8 / float64(demands.slow.Most.Bits) }

// slow lists the pages that take too long to load, and returns the heaviest of all.
// What scripts load later is not counted, and of a picture in several sizes the
// largest is.
func (s *site) slow() ([]Finding, Weight, error) {
	raw := make([]Weight, len(s.pages))
	for i, p := range s.pages {
		raw[i].Page, raw[i].Bytes = p.path, s.tree.Size(p.path)
		for _, file := range s.loaded(p) {
			raw[i].Bytes += s.tree.Size(file)
		}
	}
	slices.SortStableFunc(raw, func(a, b Weight) int { return cmp.Compare(b.Bytes, a.Bytes) })
	sizes := make(map[string]int) // by file, compressed
	var found []Finding
	var heaviest Weight
	for _, w := range raw {
		if w.Bytes <= heaviest.Bytes && int(w.Seconds()) < demands.slow.Most.Seconds {
			break // compressing makes none heavier: those that follow are lighter, and fast
		}
		sent := Weight{Page: w.Page}
		for _, file := range append(s.loaded(s.at[w.Page]), w.Page) {
			n, err := s.sent(file, sizes)
			if err != nil {
				return nil, Weight{}, err
			}
			sent.Bytes += n
		}
		if sent.Bytes > heaviest.Bytes {
			heaviest = sent
		}
		d := demands.slow
		if w.Page == homePath {
			d = demands.reach
		}
		if sent.Seconds() >= float64(d.Most.Seconds) {
			found = append(found, Finding{d, w.Page,
				fmt.Sprintf("网页连同样式、脚本和图片共 %.1f MB，按 1 Mbit/s 约需 %.0f 秒", float64(sent.Bytes)/1e6, sent.Seconds()),
				"减少一页里的图片和内容：把长文分成几页，把大图换小，或者在 layouts/ 中给图片加 loading=\"lazy\""})
		}
	}
	return found, heaviest, nil
}

// loaded returns the site's own files that p loads at first, each once.
func (s *site) loaded(p *page) []string {
	var files []string
	for _, one := range p.loads {
		largest := ""
		for _, link := range one {
			if file := s.leads(p.path, link); largest == "" || s.tree.Size(file) > s.tree.Size(largest) {
				largest = file
			}
		}
		if largest != "" && !slices.Contains(files, largest) {
			files = append(files, largest)
		}
	}
	return files
}

// sent returns the bytes of a file as a server sends it.
func (s *site) sent(file string, sizes map[string]int) (int, error) {
	if n, known := sizes[file]; known {
		return n, nil
	}
	n := s.tree.Size(file)
	switch path.Ext(file) {
	case ".html", ".css", ".js", ".json", ".svg", ".xml", ".txt":
		data, err := s.tree.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var count counter
		z := gzip.NewWriter(&count)
		if _, err := z.Write(data); err != nil {
			return 0, err
		}
		if err := z.Close(); err != nil {
			return 0, err
		}
		n = min(n, int(count))
	}
	sizes[file] = n
	return n, nil
}

// A counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) { *c += counter(len(p)); return len(p), nil }
