// Package federation takes the brands and acts of other directories into a site: a
// county's into its city's, a city's into its province's.
//
// content/site.yaml names the sources. Pull (pull.go) fetches what each publishes, its bundle,
// and keeps it under .cache/sources by its hash; sources.lock says which bundle of each the
// site is made of, and how the last look at it went. The lock is committed, and so is the site
// the same wherever the same bundles lie; nothing is fetched when a site is made.
//
// Merge puts what the bundles hold among the files of the repository, so that package edition
// reads them as it reads its own: lists, search and statistics follow. Bundles are written by
// strangers. A source may say only what lies in its region, and give and end honours of its
// own level or below it (accept.go); each of its files is read by itself with the site's
// rules, and one with a mistake is not taken. What is not taken is named, and never a
// mistake of the repository.
//
// Where two directories say something of one address, the repository's own file stands, else
// that of the source that is named first; a brand that comes by two ways, from its county and
// from the city that collects it too, is taken from its county. Names that two directories
// have both stand: whether they are one brand, the bureau decides, and review lists them.
package federation

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// Folder is where bundles are kept, from the repository's root.
const Folder = ".cache/sources"

// A lock is sources.lock.
type lock struct {
	Format  int      `json:"format"`
	Sources []locked `json:"sources"` // in the order of the settings
}

// A locked is what the lock says of one source.
type locked struct {
	Region   string              `json:"region"`
	Address  string              `json:"address"`
	SHA256   string              `json:"sha256,omitempty"` // of the bundle; "": none was ever taken
	Date     string              `json:"date,omitempty"`   // of the bundle
	ETag     string              `json:"etag,omitempty"`
	Modified string              `json:"modified,omitempty"`
	State    edition.SourceState `json:"state,omitempty"`
	Since    string              `json:"since,omitempty"` // where it is not sound
	Why      string              `json:"why,omitempty"`
}

const (
	lockFormat = 1
	maxLock    = 8 << 20 // bytes
	maxWhy     = 300     // characters
)

var states = []edition.SourceState{edition.Sound, edition.Unreachable, edition.Older, edition.Forked, edition.Unsound}

// readLock reads the lock of a repository, an empty one where there is none.
func readLock(files fs.FS) (*lock, error) {
	data, err := checkout.Read(files, edition.LockFile, maxLock)
	if errors.Is(err, fs.ErrNotExist) {
		return &lock{Format: lockFormat}, nil
	}
	if err != nil {
		return nil, err
	}
	var l lock
	if err := json.Unmarshal(data, &l); err != nil || l.Format != lockFormat {
		return nil, usage.Errorf("%s 读不出来：它由 pull 写成，不要手改；请删去它，重新运行 pull", edition.LockFile)
	}
	for _, s := range l.Sources {
		sum, err := hex.DecodeString(s.SHA256)
		if err != nil || len(sum) != 32 && s.SHA256 != "" || !slices.Contains(states, s.State) || plain(s.Why) != s.Why {
			return nil, usage.Errorf("%s 中 %s 一项不对：它由 pull 写成，不要手改；请删去它，重新运行 pull", edition.LockFile, s.Region)
		}
	}
	return &l, nil
}

// of returns what the lock says of a source, nil where nothing.
func (l *lock) of(s content.Source) *locked {
	i := slices.IndexFunc(l.Sources, func(k locked) bool { return k.Region == s.Region.Code && k.Address == s.Address })
	if i < 0 {
		return nil
	}
	return &l.Sources[i]
}

func (l *lock) text() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(l)
	return b.Bytes(), err
}

func bundleFile(sum string) string { return path.Join(Folder, sum+".tar.gz") }

// plain returns a text as the lock can hold it and pages can show it.
func plain(s string) string {
	runes := []rune(strings.ToValidUTF8(s, "?"))
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = ' '
		}
	}
	if len(runes) > maxWhy {
		runes = append(runes[:maxWhy-1], '…')
	}
	return string(runes)
}

func day(s string) values.Date {
	d, _ := values.ParseDate(s, false)
	return d
}

// missing says that the bundle of a source is not here.
func missing(s content.Source, sum string) error {
	if sum == "" {
		return usage.Errorf("site.yaml 的 sources 中有“%s”，还没有取来：请先运行 pull，再把 %s 提交到仓库", s.Name, edition.LockFile)
	}
	return usage.Errorf("没有“%s”的数据包 %s：请运行 pull 取来，或者从存档复制到 %s", s.Name, bundleFile(sum), Folder)
}

// errAltered says that a kept bundle is not what the lock says.
func errAltered(s content.Source, sum string) error {
	return fmt.Errorf("“%s”的数据包 %s 与 %s 记的不同，可能已损坏：请删去这个文件，重新运行 pull", s.Name, bundleFile(sum), edition.LockFile)
}
