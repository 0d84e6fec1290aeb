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
	mended, crowded := map[string]*File{}, 0
	for range maxRounds {
		bad, err := read(overlay{root, mended})
		if err != nil {
			return nil, nil, err
		}
		ours := bad.In(may)
		if slices.ContainsFunc(ours, diag.Mistake.StandsForMore) {
			crowded++
		}
		if crowded > maxCrowded || !mendAll(root, mended, ours) && !moveAll(root, mended, ours) {
			return sorted(mended), bad, nil
		}
	}
	bad, err := read(overlay{root, mended})
	return sorted(mended), bad, err
}

// mendAll mends the files that mistakes stand in and reports whether any changed.
func mendAll(root fs.FS, mended map[string]*File, bad diag.List) bool {
	byFile := map[string]diag.List{}
	for _, m := range bad {
		if m.Certain || m.Rule == diag.BadEncoding {
			byFile[m.File] = append(byFile[m.File], m)
		}
	}
	changed := false
	for name, list := range byFile {
		f := mended[name]
		if f == nil {
			before, err := checkout.Read(root, name, maxFile)
			if err != nil {
				continue // the file is gone, or cannot be read
			}
			f = &File{Name: name, Before: before, After: before}
		}
		if f.mend(list) {
			mended[name], changed = f, true
		}
	}
	return changed
}

// moveAll moves judgements out of the brands' files in which they were found, and
// reports whether there were any that it could move.
func moveAll(root fs.FS, mended map[string]*File, bad diag.List) bool {
	changed := false
	for _, m := range bad {
		if m.Rule != diag.BadJudgement || !strings.HasPrefix(m.File, "content/brands/") {
			continue
		}
		for name, text := range content.MoveJudgements(overlay{root, mended}, m.File) {
			put(root, mended, name, text)
			changed = true
		}
		if f := mended[m.File]; f != nil && changed {
			f.Mended++
		}
	}
	return changed
}

// put gives a file another text. A byte order mark stays.
func put(root fs.FS, mended map[string]*File, name, text string) {
	f := mended[name]
	if f == nil {
		before, err := checkout.Read(root, name, maxFile)
		f = &File{Name: name, Made: err != nil, Before: before, After: before}
		mended[name] = f
	}
	after := []byte(text)
	if bytes.HasPrefix(f.After, bom) {
		after = append(slices.Clone(bom), after...)
	}
	f.After = after
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
	text, marked := bytes.CutPrefix(f.After, bom)
	after, n := Text(string(text), list)
	if n == 0 {
		return false
	}
	f.After, f.Mended = []byte(after), f.Mended+n
	if marked {
		f.After = append(slices.Clone(bom), f.After...)
	}
	return true
}

var bom = []byte("\ufeff")

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

func sorted(mended map[string]*File) []File {
	var files []File
	for _, f := range mended {
		if !bytes.Equal(f.Before, f.After) {
			files = append(files, *f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files
}
