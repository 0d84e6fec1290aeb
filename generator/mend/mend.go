// Package mend puts right what is certain.
//
// A reader that knows beyond doubt what should stand in place of a mistake says
// so in the mistake (Certain); what it only guesses is the author's to decide.
// Files reads a repository, puts every certain suggestion in its place, and reads
// again, for one slip often hides the next, until nothing changes. What is mended
// lies in memory over the files, which stay as they are until Write.
//
// Nothing else of a file changes: comments, order, quotes, line endings and a
// byte order mark stay, and a file in another encoding keeps its text when it
// becomes UTF-8. What is mended once has nothing left to mend.
//
// One slip is mended across files: judgements in a brand's file move to the
// bureau's records, where these do not say something else.
//
//	mend.go     the rounds, and the suggestions of one text
//	overlay.go  the repository as it would be
//	diff.go     what would change, for people
//	write.go    files replaced whole
package mend

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"minglu/generator/charset"
	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/diag"
)

// A File is one file that can be mended.
type File struct {
	Name          string // with forward slashes, relative to the repository's root
	Made          bool   // there is none so far: Before is nil
	Before, After []byte
	Encoding      string // that of Before, where it is not UTF-8
	Mended        int    // how many mistakes
}

// maxFile is the largest file that is mended, in bytes: no larger one is read
// elsewhere.
const maxFile = 4 << 20

// maxRounds bounds how often everything is read: each round finds what the slips
// of the last one hid, and few files hide more than two or three.
const maxRounds = 40

// maxCrowded bounds the rounds in which some file has more mistakes than are
// kept: of the rest a second run mends as many.
const maxCrowded = 3

// Files mends the files below root that may accepts, and returns those that
// changed, by name, with the mistakes that are left. read returns all mistakes of
// a repository.
func Files(root fs.FS, read func(fs.FS) (diag.List, error), may func(file string) bool) ([]File, diag.List, error) {
	m := mending{root, map[string]*File{}}
	crowded := 0
	for round := 0; ; round++ {
		now, err := newOverlay(root, m.files)
		if err != nil {
			return nil, nil, err
		}
		bad, err := read(now)
		if err != nil {
			return nil, nil, err
		}
		ours := bad.In(may)
		if slices.ContainsFunc(ours, diag.Mistake.StandsForMore) {
			crowded++
		}
		if round == maxRounds || crowded > maxCrowded || !m.mendAll(ours) && !m.moveAll(now, ours) {
			return m.changed(), bad, nil
		}
	}
}

// A mending is the files mended so far, by name.
type mending struct {
	root  fs.FS
	files map[string]*File
}

// file returns a file as it is so far.
func (m mending) file(name string) *File {
	if f := m.files[name]; f != nil {
		return f
	}
	before, err := checkout.Read(m.root, name, maxFile)
	return &File{Name: name, Made: err != nil, Before: before, After: before}
}

// mendAll mends the files that mistakes stand in and reports whether any changed.
func (m mending) mendAll(bad diag.List) bool {
	byFile := map[string]diag.List{}
	for _, b := range bad {
		if b.Certain || b.Rule == diag.BadEncoding {
			byFile[b.File] = append(byFile[b.File], b)
		}
	}
	changed := false
	for name, list := range byFile {
		// Where the file is gone, or cannot be read, there is nothing to mend.
		if f := m.file(name); !f.Made && f.mend(list) {
			m.files[name], changed = f, true
		}
	}
	return changed
}

// moveAll moves judgements out of the brands' files in which they were found, and
// reports whether there were any that it could move. What would change a file twice
// is left to the next round, which sees how now has changed.
func (m mending) moveAll(now overlay, bad diag.List) bool {
	moved := map[string]bool{} // files
	for _, b := range bad {
		if b.Rule != diag.BadJudgement || !strings.HasPrefix(b.File, "content/brands/") {
			continue
		}
		texts := content.MoveJudgements(now, b.File)
		names := slices.Collect(maps.Keys(texts))
		if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return moved[name] }) {
			continue
		}
		for _, name := range names {
			f := m.file(name)
			f.setText(texts[name])
			m.files[name], moved[name] = f, true
		}
		m.files[b.File].Mended++
	}
	return len(moved) > 0
}

// mend applies what is certain in list to the file and reports whether it changed.
func (f *File) mend(list diag.List) bool {
	if list[0].Rule == diag.BadEncoding {
		if text, name, ok := charset.FromLegacy(f.After); ok {
			f.After, f.Encoding = []byte(text), name
			f.Mended++
			return true
		}
	}
	text, n := Text(strings.TrimPrefix(string(f.After), bom), list)
	if n > 0 {
		f.setText(text)
		f.Mended += n
	}
	return n > 0
}

const bom = "\ufeff"

// setText gives the file another text. A byte order mark stays.
func (f *File) setText(text string) {
	if bytes.HasPrefix(f.After, []byte(bom)) {
		text = bom + text
	}
	f.After = []byte(text)
}

// Text returns text, which the mistakes were found in, with every certain
// suggestion in its place, and how many there were. Of two that overlap the
// first is taken; the other shows again when the text is read anew.
func Text(text string, bad diag.List) (mended string, n int) {
	src := diag.NewSource("", text, nil)
	certain := slices.DeleteFunc(slices.Clone(bad), func(m diag.Mistake) bool { return !m.Certain })
	certain.Sort()
	var b strings.Builder
	done := 0
	for _, m := range certain {
		start, end := src.Index(m.Span.Start), src.Index(m.Span.End)
		if start < done || end < start || text[start:end] == m.Suggestion {
			continue
		}
		b.WriteString(text[done:start])
		b.WriteString(m.Suggestion)
		done = end
		n++
	}
	b.WriteString(text[done:])
	return b.String(), n
}

// changed returns the files that say something else now, by name.
func (m mending) changed() []File {
	var files []File
	for _, name := range slices.Sorted(maps.Keys(m.files)) {
		if f := m.files[name]; !bytes.Equal(f.Before, f.After) {
			files = append(files, *f)
		}
	}
	return files
}
