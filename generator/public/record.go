package public

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"minglu/generator/checkout"
)

// maxRecord is more than the record of a million files takes, in bytes.
const maxRecord = 128 << 20

const (
	// ownPrefix begins the names that Sync keeps for itself in every folder.
	ownPrefix = ".minglu"
	// Record is the file that says what Sync wrote, by which a folder is known to be
	// a published site.
	Record = ownPrefix + ".sha256"
	// tempSuffix ends the names that files have until they are whole.
	tempSuffix = ".tmp"
)

// isOwn reports whether Sync keeps files of that name for itself. Letters of
// either case count: some disks do not tell them apart.
func isOwn(name string) bool { return strings.HasPrefix(strings.ToLower(name), ownPrefix) }

// IsMade reports whether the file, by its path from the root, is of what only the
// program writes: the site in public/, of which .gitignore alone is the
// repository's; a cache, the record of a published site or a folder that Publish left,
// wherever they lie.
func IsMade(file string) bool {
	parts := strings.Split(strings.ToLower(file), "/")
	return parts[0] == "public" && !slices.Equal(parts, []string{"public", ".gitignore"}) ||
		slices.Contains(parts, ".cache") || slices.ContainsFunc(parts, isOwn)
}

// A sum is the SHA-256 of a file's bytes.
type sum [sha256.Size]byte

// A record names what syncs wrote: by path the sums that the file may have. It
// is one, or two while a sync is under way: the one before and the one after.
//
// Its file has the form of sha256sum, so that `sha256sum -c .minglu.sha256`
// tells whether a copy of the site is whole. The last line counts the others: a
// record that lost some is not believed.
type record map[string][]sum

const (
	recordHead = "# 由名录生成程序写入的文件；不在此列的文件，程序不会改动。\n"
	recordTail = "# 共 %d 行\n"
)

// text returns r as it is written.
func (r record) text() []byte {
	var b bytes.Buffer
	b.WriteString(recordHead)
	lines := 0
	for _, p := range slices.Sorted(maps.Keys(r)) {
		for _, s := range r[p] {
			fmt.Fprintf(&b, "%x  %s\n", s, p)
			lines++
		}
	}
	fmt.Fprintf(&b, recordTail, lines)
	return b.Bytes()
}

// parseRecord reads what text wrote. A text that is damaged anywhere says
// nothing: not a single file is then believed to be the program's own.
func parseRecord(text []byte) (r record, ok bool) {
	r = make(record)
	for line := range strings.Lines(string(text)) {
		digits, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if decoded, err := hex.DecodeString(digits); err == nil && len(decoded) == sha256.Size && unsafe(path) == "" {
			r[path] = append(r[path], sum(decoded))
		}
	}
	if !bytes.Equal(r.text(), text) {
		return nil, false
	}
	return r, true
}

// readRecord returns the record in root, an empty one where there is none. It
// reports whether it can be believed.
func readRecord(root *os.Root) (r record, ok bool, err error) {
	text, err := checkout.ReadIn(root, Record, maxRecord)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, true, nil
	case errors.Is(err, checkout.ErrTooLarge), errors.Is(err, checkout.ErrNotAFile):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	}
	r, ok = parseRecord(text)
	return r, ok, nil
}

// with returns a record that also allows the files of s.
func (r record) with(s Manifest) record {
	both := maps.Clone(r)
	if both == nil {
		both = make(record)
	}
	for path, sum := range s {
		if !slices.Contains(both[path], sum) {
			both[path] = append(slices.Clone(both[path]), sum)
		}
	}
	return both
}
