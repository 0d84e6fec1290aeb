// Package layouts turns a site into files: it speaks for the folder layouts/.
//
// A page is a folder and a part is a folder, and the folder's name is the
// template's name: layouts/brand/brand.html is the page "brand", that is what
// stands in <main>; layouts/parts/header/header.html is the part "header";
// layouts/base/base.html is the document around every page but those that are whole
// documents themselves, which other sites show in frames. Style sheets beside
// them are bundled into one sheet, but for the few pages that have their own; <page>.ts
// is bundled into a script of that page alone, base.ts into one of every page;
// layouts/static/ is copied as it is, and layouts/marks.yaml says which of its drawings
// stands for which trade. layouts/README.md is the manual for those who change how the site looks.
//
// Load parses and bundles, and checks every template against the Go struct that
// it is executed with, so that a wrong {{.Nmae}} stops the program at start.
// Render executes one template a page, on all cores. What many pages share (the
// header of a menu item at a depth, a brand's line in lists, a clause with one
// outcome) is executed once, by the same escaping, and set as finished HTML.
//
// Pages link by relative addresses: a page carries the way up to the site's root
// (Base.Root), so the site works under any path and from a disk.
package layouts

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
)

// Layouts is the folder layouts/, ready to render.
type Layouts struct {
	pages  map[string]*template.Template // by folder: the whole document
	parts  *template.Template            // that are executed by themselves
	disk   *template.Template            // the desk's page on a disk
	alone  *template.Template            // the page that checks proofs, as one file
	assets assets
	trades trades
}

// Load reads layouts/ in root. Its errors name the template and the line, or the
// file that could not be read.
func Load(root fs.FS) (*Layouts, error) {
	dir, err := fs.Sub(root, "layouts")
	if err != nil {
		return nil, err
	}
	l, err := load(dir)
	if file := (*fs.PathError)(nil); errors.As(err, &file) { // its path begins in dir
		err = &fs.PathError{Op: file.Op, Path: path.Join("layouts", file.Path), Err: file.Err}
	}
	if err != nil {
		return nil, err
	}
	if l.trades, err = readTrades(root, l.assets.files); err != nil {
		return nil, err
	}
	return l, nil
}

func load(dir fs.FS) (l *Layouts, err error) {
	l = &Layouts{}
	if l.parts, err = parseParts(dir); err != nil {
		return nil, err
	}
	if l.pages, err = parsePages(dir, l.parts); err != nil {
		return nil, err
	}
	if l.disk, err = parseDisk(dir); err != nil {
		return nil, err
	}
	if l.alone, err = parseAlone(dir); err != nil {
		return nil, err
	}
	if l.assets, err = bundle(dir); err != nil {
		return nil, fmt.Errorf("layouts: %w", err)
	}
	return l, nil
}
