// Package opendata is what leaves the site as data: the official list and each
// brand for machines, the feed for readers, and what search engines ask for.
//
//	data/brands.json                the brands and notices of the site
//	data/brands.csv, brands.xlsx    the same brands as tables
//	brands/<slug>.json              one brand, every reason of its evaluation too
//	data/brands.schema.json,
//	data/brand.schema.json          JSON Schemas of the two kinds of JSON
//	data/units.json, units.csv      the units and bases in honours of their own,
//	data/units.schema.json          where the rules have such honours, and a schema
//	data/list.xlsx, list.csv        the same brands in few columns, for print; so for
//	data/counties/<slug>.xlsx …     each place, type and both
//	data/catalog.jsonld,            what there is, for portals (DCAT-AP) and for programs
//	data/datapackage.json           that load tables (Frictionless Data Package)
//	feed.xml,                       Atom (RFC 4287) of the notices and of what expired,
//	counties/<slug>.xml …           and of each place and type
//	sitemap.xml, robots.txt         for search engines
//
// Write makes them all; Describe says what is in them, for the page /data.html.
// Both read one description: a field knows its JSON, its column in the tables,
// its part of the schema and its line of documentation, so that none of these
// can say anything else than the others. What criteria/ declares (facts, types,
// levels, standards) is described from there; a new fact is a new column.
//
// Which brands. The files of lists hold what the site lists: the
// recognized. Whoever counts their rows counts the official list. A withdrawn or
// expired brand keeps its page and so keeps its own file, whose status says so;
// what has ended stands apart (ended_honors) and never among honors. A former
// slug keeps a file too, with the content of the present one. Candidates are in
// no file, and notices name only brands that have a page.
//
// What is not in it. Leader and opinions only where site.yaml shows them,
// evaluations only where it shows scores; self-scores, who judged, and the
// people of a brand's story never: the page may show them, but data are copied
// and cannot be called back.
//
// Absent values. What a brand does not state is an absent key in JSON and an
// empty cell in the tables, never null, 0 or a dash. Lists are always there.
//
// Stability. format_version is major.minor: within a major version keys and
// columns are only added. Read columns by their names, not by their places.
// Addresses are for ever.
//
// Determinism. The files depend on the site alone, its day included: no clock,
// no order of a map.
package opendata

import (
	"runtime"

	"golang.org/x/sync/errgroup"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// A dataset is a site with the description of what is said of it.
type dataset struct {
	site    *site.Site
	notices map[*content.Notice]string // the address of each

	header     []field[*site.Site]
	brand      []field[*site.Brand]
	full       []field[*site.Brand] // evaluations as brands' own files give them
	brief      []field[*site.Brand] // and as brands.json does
	notice     []field[*site.Notice]
	unit       []field[unit] // with unitEnd where it has ended
	unitEnd    []field[unit]
	tabulated  []column[*site.Brand]
	traceBacks []column[*site.Brand] // of the CSV alone: which file a row is from
}

func newDataset(s *site.Site) *dataset {
	d := &dataset{site: s, notices: make(map[*content.Notice]string, len(s.Notices))}
	for _, n := range s.Notices {
		d.notices[n.Notice] = n.Path
	}
	d.header = d.headerFields()
	d.brand = d.brandFields()
	if s.Settings.ShowScores {
		d.full = []field[*site.Brand]{evaluationField(resultFields())}
		d.brief = []field[*site.Brand]{evaluationField(scoreFields())}
	}
	d.notice = d.noticeFields()
	if s.Units != nil {
		d.notice = append(d.notice, namedField(d.honorNames()))
		d.unit, d.unitEnd = d.unitFields(), d.unitEndFields()
	}
	d.tabulated = d.tableColumns()
	d.traceBacks = d.fileColumns()
	return d
}

// Write hands every file of s to put, several at a time; put does not keep the
// bytes: their memory serves the next file.
// It returns the first error of put.
func Write(s *site.Site, put func(path string, data []byte) error) error {
	d := newDataset(s)
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	g.Go(func() error { return d.writeXLSX(put) })
	g.Go(func() error { return d.writeBrands(put) })
	g.Go(func() error { return d.writeCSV(put) })
	g.Go(func() error { return d.writeSchemas(put) })
	g.Go(func() error { return d.writeUnits(put) })
	g.Go(func() error { return d.writePackage(put) })
	g.Go(func() error { return d.writeCatalog(put) })
	g.Go(func() error { return d.writeLists(put) })
	g.Go(func() error { return writeFeeds(s, put) })
	g.Go(func() error { return writeSitemap(s, put) })
	g.Go(func() error { return put(edition.RobotsPath, robots(s)) })
	return g.Wait()
}
