package edition

import (
	"io/fs"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/values"
)

// LockFile says which bundles of the sources a site is made of. It is committed, so that
// the same site is made of the same files again.
const LockFile = "sources.lock"

// A Merge returns the files of a repository with those of the directories that its settings
// name as sources among them.
type Merge func(files fs.FS, rules *criteria.Rules, settings *content.Settings, day values.Date) (*Merged, error)

// A Merged is files of several directories as those of one repository.
type Merged struct {
	Files   fs.FS
	From    map[string]*Provenance // by file: of whom it is, where it is not the repository's own
	Sources []Source               // in the order of the settings
}

// A Provenance says of which directory a brand or an act is, as it was on a day.
type Provenance struct {
	Name   string // of the directory
	Region *criteria.Region
	Date   values.Date
	Origin string           // the address of the directory; "": not known
	Page   string           // the full address of its page there; "": not known
	Via    *criteria.Region // of the source that it comes by, which may collect it itself
}

// sameAs reports whether files of both are of one directory; nil is the repository's own.
func (p *Provenance) sameAs(other *Provenance) bool {
	if p == nil || other == nil {
		return p == other
	}
	return p.Region == other.Region && p.Origin == other.Origin
}

// A Source is how a directory stands that the settings name.
type Source struct {
	content.Source
	Title   string      // what it calls itself; "": nothing of it was ever taken
	Date    values.Date // of what is taken of it; zero: nothing
	State   SourceState
	Since   values.Date // from which day on, where it is not sound
	Why     string      // where it is not sound
	Brands  int         // files that are taken
	Notices int
	Refused []Refusal // by path
}

// A SourceState is how the last look at a source went.
type SourceState string

const (
	Sound       SourceState = ""
	Unreachable SourceState = "unreachable"
	Older       SourceState = "older"
	Forked      SourceState = "forked"
	Unsound     SourceState = "refused"
)

// Word returns the state as people read it.
func (s SourceState) Word() string {
	switch s {
	case Sound:
		return "正常"
	case Unreachable:
		return "连接不上"
	case Older:
		return "比上次的旧"
	case Forked:
		return "与上次的日志不一致"
	}
	return "不符合要求"
}

// A Refusal is a file of a source that is not taken.
type Refusal struct{ Path, Why string }

// Provenance returns of whom a file is, nil where it is the repository's own.
func (e *Edition) Provenance(file string) *Provenance {
	if e.Merged == nil {
		return nil
	}
	return e.Merged.From[file]
}

// Sources returns how the sources of the settings stand.
func (e *Edition) Sources() []Source {
	if e.Merged == nil {
		return nil
	}
	return e.Merged.Sources
}
