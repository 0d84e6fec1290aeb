// Package bundle is what one directory hands to another that collects it: the brands and
// acts that its site shows, as one file, data/bundle.tar.gz.
//
//	bundle.json                        whose it is, of which day, and every file below content/
//	                                   with its size and SHA-256
//	bundle.note                        a signed note of the SHA-256 of bundle.json, where the
//	                                   site is signed
//	log/checkpoint, log/acts.jsonl     the log of acts, where the site is signed
//	content/brands/<county>/<slug>.md  as the repository's own files are written
//	content/notices/<slug>.md
//	content/judgements/<standard>/<slug>.yaml, where the site shows scores
//
// The form of the brands is that of content/, and not the open data's JSON: whoever collects
// reads them by the same program with the same care, so that lists, search, statistics and
// acts upon them are those of any brand. What they hold is what the site shows (write.go):
// no pictures, no people, no story, nothing that the settings hide, no comments. What was
// judged travels where the site shows it; conclusions follow from it again.
//
// The same site gives the same bytes: entries are sorted, without times and owners.
//
// A bundle that is read was written by a stranger (read.go): it is bounded before it is
// unpacked, holds regular files of the names above alone, each as bundle.json says, and is
// never written to a disk but as the one file that it came as. What its texts say is nothing
// that this package knows.
package bundle

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// Format is what bundle.json calls its form. Within it, keys are only added.
const Format = "minglu-bundle-1"

// The names of the files that are no content.
const (
	manifestName   = "bundle.json"
	noteName       = "bundle.note"
	checkpointName = "log/checkpoint"
	linesName      = "log/acts.jsonl"
)

// A Manifest is bundle.json.
type Manifest struct {
	Format    string   `json:"format"`
	Title     string   `json:"title"`
	Publisher string   `json:"publisher"`
	Region    string   `json:"region"`             // code
	BaseURL   string   `json:"base_url,omitempty"` // with a final slash
	Date      string   `json:"date"`
	Demo      bool     `json:"demo,omitempty"`
	Licence   string   `json:"licence,omitempty"`
	Sources   []Source `json:"sources,omitempty"` // of files that are not its own
	Files     []File   `json:"files"`             // by path
}

// A Source is another directory that files of the bundle are taken from.
type Source struct {
	Name   string `json:"name"`
	Region string `json:"region"`
	Date   string `json:"date"`
	Origin string `json:"origin,omitempty"` // its address
}

// A File is one file below content/.
type File struct {
	Path   string `json:"path"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
	Page   string `json:"page,omitempty"`   // the full address of its page where it is from
	Source int    `json:"source,omitempty"` // its place among Sources, counted from 1; 0: the bundle's own
}

// origin returns the name that notes of a site are signed by.
func origin(base string) string {
	_, rest, _ := strings.Cut(base, "://")
	return strings.TrimSuffix(rest, "/")
}

func noteOrigin(base string) string { return origin(base) + "/bundle" }

// noteText returns what is signed.
func noteText(base string, manifest []byte) string {
	sum := sha256.Sum256(manifest)
	return fmt.Sprintf("%s\n%d\n%s\n", noteOrigin(base), len(manifest), base64.StdEncoding.EncodeToString(sum[:]))
}
