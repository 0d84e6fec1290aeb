// Package inspect holds a finished site against what the inspections of public
// sites in China ask: is the home page kept up to date, is a column empty, does a
// link lead nowhere, are the tags of the head and the items of the footer there,
// does a page open in time.
//
// What the documents ask, with where they ask it, is the table in demands.go. All
// that is judged is read from the pages themselves, as an inspector sees them: the
// same for a site that was just made and for a folder that somebody hands in. What
// cannot be told of pages is listed in Unchecked, so that nobody takes silence for
// a pass.
//
// Nothing is written, and no other host is asked but with an Outward.
package inspect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"minglu/generator/public"
	"minglu/generator/values"
)

// A Finding is one thing that an inspection would hold against the site.
type Finding struct {
	Demand Demand // what it fails
	Place  string // the page or pages, below the site's root
	What   string // what was found there
	Cure   string // the key or the file to change
}

// A Report is what an inspection found.
type Report struct {
	Day      values.Date
	Pages    int       // how many pages the site has, but for those that only lead on
	Findings []Finding // those that veto first, then in the order of the demands
	Heaviest Weight    // the page that takes longest to load
	Outward  *Tally    // nil where links to other sites were not followed
}

// Vetoed reports whether r has a finding that fails the whole site.
func (r Report) Vetoed() bool { return r.Count(Veto) > 0 }

// Count returns how many findings of r are of the kind.
func (r Report) Count(k Kind) int {
	n := 0
	for _, f := range r.Findings {
		if f.Demand.Kind == k {
			n++
		}
	}
	return n
}

// Site inspects a site as it is on the day, and, unless outward is nil, where its
// links to other sites lead. The error is the machine's.
func Site(ctx context.Context, tree *public.Tree, day values.Date, outward *Outward) (Report, error) {
	s, err := read(ctx, tree)
	if err != nil {
		return Report{}, err
	}
	r := Report{Day: day}
	for _, p := range s.pages {
		if !p.moved {
			r.Pages++
		}
	}
	broken, err := tree.BrokenLinks(s.base)
	if err != nil {
		return Report{}, err
	}
	slow, heaviest, err := s.slow()
	if err != nil {
		return Report{}, err
	}
	r.Heaviest = heaviest
	r.Findings = slices.Concat(s.stale(day), s.empty(), slow, ownLinks(broken), s.untagged(), s.footless())
	if outward != nil {
		findings, tally := outward.follow(ctx, s)
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		r.Findings, r.Outward = append(r.Findings, findings...), &tally
	}
	for i := range r.Findings {
		r.Findings[i].Place, r.Findings[i].What = printable(r.Findings[i].Place), printable(r.Findings[i].What)
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return int(a.Demand.Kind) - int(b.Demand.Kind) })
	return r, nil
}

// longest is how many characters of what pages say are printed.
const longest = 300

// printable returns a text, of which strangers may have written a part, as it may be
// printed on a terminal: in one line, without what moves or hides what is beside it.
func printable(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "……"
	}
	return text
}

// ownLinks lists links to the site itself that lead nowhere.
func ownLinks(broken []public.BrokenLink) []Finding {
	var found []Finding
	for _, l := range broken {
		what := fmt.Sprintf("链接“%s”打不开：%s", l.Link, l.Why)
		if l.Times > 1 {
			what += fmt.Sprintf("（共 %d 处）", l.Times)
		}
		found = append(found, Finding{demands.links, l.Page, what, "改正内容或 layouts/ 中的这个链接后重新生成；文件是上传时漏掉的，把整个文件夹重新上传"})
	}
	return found
}

// shownPages is how many pages a place names.
const shownPages = 3

// place names pages, of all that could have been meant.
func place(pages []string, all int) string {
	switch n := len(pages); {
	case n == all && n > shownPages:
		return fmt.Sprintf("全部 %d 个网页", n)
	case n > shownPages:
		return fmt.Sprintf("%s 等 %d 个网页", strings.Join(pages[:shownPages], "、"), n)
	}
	return strings.Join(pages, "、")
}
