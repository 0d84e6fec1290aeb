// Package edition reads a repository as it counts on one day: the rules, what
// content/ says, and what the rules make of it. It is the only loader: whatever a
// command publishes, reviews, scores or proposes follows from an Edition.
//
// Package content reads each file by itself; here they are held against each other.
// Names and addresses that two brands have, the brands that notices and records
// name, and links inside the site are joined (join.go, records.go, links.go). What
// the notices do is written into one ledger (see Event), of which the mistakes of
// history (history.go) and what stands on the day (standing.go) follow; units, which
// have honours of their own, go the same way (units.go). Which
// addresses the site has, from which day on, and the places on its pages are one
// Plan. Brands are measured by the standards in force, and notices held to the
// standard that they name (claims.go).
package edition

import (
	"cmp"
	"io/fs"
	"slices"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/values"
)

// An Edition is everything that was read, and evaluated, as of one day. Rules
// and settings that cannot be used leave the rest nil: what stands in the other
// files cannot be told without them.
type Edition struct {
	Files       fs.FS   // from the repository's root
	Merged      *Merged // of the sources; nil where there are none
	Rules       *criteria.Rules
	Settings    *content.Settings
	Content     *content.Content
	Events      []Event // what the notices did up to Content.Date, in its order
	Units       []Unit  // that acts have given an honour, by honour, then in the order of the acts
	Plan        *Plan
	Evaluations Evaluations
	Outdated    []Outdated // claims that corrections have overtaken, in the order of the notices
}

// A Day says on which day a site of these settings is reckoned.
type Day func(*content.Settings) values.Date

// Read reads and evaluates the files of a repository. The list holds every mistake,
// sorted; the error is the machine's.
func Read(files fs.FS, day Day) (*Edition, diag.List, error) { return Reader{Day: day}.Read(files) }

// A Reader reads editions of one repository, and may keep what did not change from
// one to the next.
type Reader struct {
	Day   Day
	Step  func(what string)                               // is told what begins; nil: nobody is
	Rules func(fs.FS) (*criteria.Rules, diag.List, error) // nil: criteria.Load
	Site  *content.Settings                               // nil: content.LoadSettings
	Cache *Cache                                          // nil: every file is read
	Rest  *Rest                                           // nil: every file is there
	Merge Merge                                           // nil: sources are passed over
}

// Read is the function Read.
func (r Reader) Read(files fs.FS) (*Edition, diag.List, error) {
	if r.Step == nil {
		r.Step = func(string) {}
	}
	if r.Rules == nil {
		r.Rules = criteria.Load
	}
	e := &Edition{Files: files}

	r.Step("读取标准")
	rules, bad, err := r.Rules(files)
	if err != nil || len(bad) > 0 {
		bad.Sort()
		return e, bad, err
	}
	e.Rules = rules

	r.Step("读取内容")
	settings := r.Site
	if settings == nil {
		settings, bad, err = content.LoadSettings(files, rules)
	}
	if err != nil || settings == nil {
		bad.Sort()
		return e, bad, err
	}
	e.Settings = settings
	day := r.Day(settings)
	if r.Merge != nil && len(settings.Sources) > 0 {
		if e.Merged, err = r.Merge(files, rules, settings, day); err != nil {
			return e, nil, err
		}
		files = e.Merged.Files
		e.Files = files
	}
	read, more, err := r.Cache.reading().Load(files, rules, settings, day, fixedSlugs())
	if err != nil {
		return e, nil, err
	}
	j := newJoiner(read, rules, cmp.Or(r.Rest, &Rest{}))
	j.provenance = e.Provenance
	e.Content, e.Events, e.Units, e.Plan = j.join()

	r.Step("评价")
	m := r.Cache.measurer(j.read, rules, e.Content.Date)
	e.Evaluations = evaluate(e.Content, rules, m)
	e.Outdated = j.checkClaims(m)
	bad = slices.Concat(bad, more, j.list())
	bad.Sort()
	return e, bad, nil
}

// join returns what counts on the day, what the notices did up to it, to brands and to
// units, and the plan of the site.
func (j *joiner) join() (*content.Content, []Event, []Unit, *Plan) {
	j.checkNames()
	j.nameBrands()
	j.joinRecords()
	j.reportMisplaced()
	j.checkAgreements()
	j.sort()
	j.uniteHonors()
	acts := newLedger(j.content.Notices)
	j.checkActs(acts, j.actsOnBrands())
	events := acts.until(j.content.Date, j.content.Brands)
	stand(j.content.Brands, j.content.Date, events)
	j.deriveHeld()
	units := j.joinUnits()
	plan := NewPlan(j.content, j.rules)
	j.checkLinks(plan)
	j.leaveOutIdle()
	return j.content, events, units, plan
}
