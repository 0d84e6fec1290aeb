// Package actlog is the log of acts: each 认定, 退出 and 更正 as one line of canonical JSON
// (RFC 8785), to which lines are only ever added.
//
// The lines are the leaves of a Merkle tree (RFC 6962), published as files in the layout
// of C2SP's tlog-tiles, with a signed checkpoint: who kept an old checkpoint can tell
// whether anything was changed since.
//
//	log/checkpoint            origin, how many lines, the hash over all: a signed note
//	log/checkpoint.sm2        SM2's signature of the same text, in base64, where there is one
//	log/tile/0/000.p/57       hashes, 256 a file
//	log/tile/entries/000.p/57 the lines, 256 a file
//	log/acts.jsonl            the lines once more, to be read at one go
//
// The lines stand in the order in which they were first published, for an act of an
// earlier day may become known later. So the log that was published last is what the next
// one goes on from: Extend. Where there is none, the order is that of the days.
package actlog

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/gowebpki/jcs"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"minglu/generator/signature"
)

// The addresses of the log's files, below the site's root.
const (
	Folder     = "log/"
	Checkpoint = Folder + "checkpoint"
	Lines      = Folder + "acts.jsonl"
)

// Detached ends the address of SM2's signature of the file before it.
const Detached = ".sm2"

// MaxLines is more than the lines of a log take together, in bytes.
const MaxLines = 256 << 20

// An Act is what one line says. What is not known is "".
type Act struct {
	Act      string `json:"act"`                // 认定, 退出 or 更正
	Date     string `json:"date,omitempty"`     // as far as it is known
	Document string `json:"document,omitempty"` // its number
	Honor    string `json:"honor,omitempty"`    // of a 退出 "": all of the level
	Level    string `json:"level,omitempty"`
	Slug     string `json:"slug"` // of the brand, as it was then
	Text     string `json:"text"` // the SHA-256 of what was published of it, in hexadecimal
	Until    string `json:"until,omitempty"`
}

// line returns the act in canonical form.
func (a Act) line() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return nil, err
	}
	return jcs.Transform(b.Bytes())
}

// A Rewriting is an act of the log that is not found as it was published.
type Rewriting struct {
	Was Act
	Now *Act // what stands in its place; nil: it vanished
}

// A Log is the acts in their order.
type Log struct {
	Origin string
	Acts   []Act

	lines  [][]byte
	hashes []tlog.Hash // as package tlog stores them
}

// New returns the log of acts in their order. The origin is the address of the log
// without its scheme: minglu.example.org/log.
func New(origin string, acts []Act) (*Log, error) {
	l := &Log{Origin: origin, Acts: acts, lines: make([][]byte, len(acts))}
	for i, a := range acts {
		line, err := a.line()
		if err != nil {
			return nil, err
		}
		l.lines[i] = line
	}
	return l, l.grow()
}

// Size returns how many lines there are.
func (l *Log) Size() int { return len(l.lines) }

// grow makes the hashes of the tree.
func (l *Log) grow() error {
	l.hashes = make([]tlog.Hash, 0, tlog.StoredHashCount(int64(len(l.lines))))
	for i, line := range l.lines {
		if len(line) > 1<<16-1 {
			return fmt.Errorf("日志第 %d 行太长", i+1)
		}
		more, err := tlog.StoredHashes(int64(i), line, l)
		if err != nil {
			return err
		}
		l.hashes = append(l.hashes, more...)
	}
	return nil
}

// ReadHashes implements tlog.HashReader.
func (l *Log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	all := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		if at < 0 || at >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("日志没有第 %d 个散列", at)
		}
		all[i] = l.hashes[at]
	}
	return all, nil
}

// root returns the hash over all lines.
func (l *Log) root() (tlog.Hash, error) { return tlog.TreeHash(int64(len(l.lines)), l) }

// text returns what a checkpoint says.
func (l *Log) text() (string, error) {
	root, err := l.root()
	return fmt.Sprintf("%s\n%d\n%s\n", l.Origin, len(l.lines), root), err
}

// Extend returns the acts of the last log, and then those of acts that are new, in the order
// in which they stand; and what was rewritten. A brand that has another address by now is
// found by present, which returns today's of an old one.
func Extend(last *Log, acts []Act, present func(slug string) string) ([]Act, []Rewriting) {
	if last == nil {
		return acts, nil
	}
	left := make(map[Act][]int, len(acts)) // by what they say: where they stand among acts
	for i, a := range acts {
		left[a] = append(left[a], i)
	}
	taken := make([]bool, len(acts))
	var lost []Act
	for _, was := range last.Acts {
		now := was
		now.Slug = present(was.Slug)
		if at := left[now]; len(at) > 0 {
			taken[at[0]], left[now] = true, at[1:]
		} else {
			lost = append(lost, was)
		}
	}
	var rewritten []Rewriting
	for _, was := range lost {
		r := Rewriting{Was: was}
		if i := nearest(was, acts, taken, present(was.Slug)); i >= 0 {
			taken[i], r.Now = true, &acts[i]
		}
		rewritten = append(rewritten, r)
	}
	all := slices.Clone(last.Acts)
	for i, a := range acts {
		if !taken[i] {
			all = append(all, a)
		}
	}
	return all, rewritten
}

// nearest returns which act, that nothing else stands for, is most like one that was lost;
// -1 where none is.
func nearest(was Act, acts []Act, taken []bool, slug string) int {
	best, most := -1, 0
	for i, a := range acts {
		if taken[i] || a.Slug != slug || a.Act != was.Act {
			continue
		}
		alike := 1
		for _, same := range []bool{a.Date == was.Date, a.Honor == was.Honor, a.Level == was.Level, a.Document == was.Document, a.Text == was.Text} {
			if same {
				alike++
			}
		}
		if alike > most && alike > 2 {
			best, most = i, alike
		}
	}
	return best
}

// Write hands put every file of the log, signed by the ring.
func (l *Log) Write(keys *signature.Ring, put func(path string, data []byte) error) error {
	text, err := l.text()
	if err != nil {
		return err
	}
	if err := SignNote(l.Origin, Checkpoint, text, keys, put); err != nil {
		return err
	}
	if err := put(Lines, l.joined()); err != nil {
		return err
	}
	return l.Tiles(put)
}

func (l *Log) joined() []byte {
	var b bytes.Buffer
	for _, line := range l.lines {
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// Tiles hands put the files that follow from the lines alone.
func (l *Log) Tiles(put func(path string, data []byte) error) error {
	const height = 8
	for _, tile := range tlog.NewTiles(height, 0, int64(len(l.lines))) {
		data, err := tlog.ReadTileData(tile, l)
		if err != nil {
			return err
		}
		if err := put(tilePath(tile), data); err != nil {
			return err
		}
		if tile.L > 0 {
			continue
		}
		entries := tile
		entries.L = -1
		var b []byte
		for _, line := range l.lines[tile.N<<height:][:tile.W] {
			b = append(binary.BigEndian.AppendUint16(b, uint16(len(line))), line...)
		}
		if err := put(tilePath(entries), b); err != nil {
			return err
		}
	}
	return nil
}

// tilePath returns the address of a tile. What package tlog writes has the height, which
// is always the same here, and another word for entries.
func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), "tile/8/")
	if rest, found := strings.CutPrefix(path, "data/"); found {
		path = "entries/" + rest
	}
	return Folder + "tile/" + path
}

// SignNote hands put a note at an address, signed by the first key of a ring, and beside it
// the signature of the second, where there is one.
func SignNote(name, path, text string, keys *signature.Ring, put func(path string, data []byte) error) error {
	signed, err := note.Sign(&note.Note{Text: text}, signer{name, keys.First})
	if err != nil {
		return err
	}
	if err := put(path, signed); err != nil || keys.Second == nil {
		return err
	}
	return Detach(path, []byte(text), keys, put)
}

// Detach hands put SM2's signature of the bytes, where the ring has the key.
func Detach(path string, data []byte, keys *signature.Ring, put func(path string, data []byte) error) error {
	if keys.Second == nil {
		return nil
	}
	sig, err := keys.Second.Sign(data)
	if err != nil {
		return err
	}
	return put(path+Detached, []byte(base64.StdEncoding.EncodeToString(sig)+"\n"))
}

// OpenNote returns the text of a note that one of the keys signed under the name.
func OpenNote(name string, signed []byte, keys []signature.Public) (string, error) {
	var known []note.Verifier
	for _, k := range keys {
		if !k.IsSM2() {
			text, err := note.NewEd25519VerifierKey(name, k.Bytes())
			if err != nil {
				return "", err
			}
			v, err := note.NewVerifier(text)
			if err != nil {
				return "", err
			}
			known = append(known, v)
		}
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return "", err
	}
	return n.Text, nil
}

// IsDetached reports whether what stands beside a file is the signature of its bytes by one
// of the keys.
func IsDetached(data, sig []byte, keys []signature.Public) bool {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(sig)))
	return err == nil && slices.ContainsFunc(keys, func(k signature.Public) bool { return k.IsSM2() && k.Verify(data, raw) })
}

// A signer signs notes as C2SP's signed-note has it.
type signer struct {
	name string
	key  signature.Key
}

func (s signer) Name() string { return s.name }

func (s signer) KeyHash() uint32 {
	text, err := note.NewEd25519VerifierKey(s.name, s.key.Public().Bytes())
	if err != nil {
		return 0
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return 0
	}
	return v.KeyHash()
}

func (s signer) Sign(msg []byte) ([]byte, error) { return s.key.Sign(msg) }

// ErrDamaged says that a published log is not what was signed.
var ErrDamaged = errors.New("日志与签名不符")

// Read reads a published log: its lines, which must be those that a checkpoint counts that
// one of the keys signed. The error is fs.ErrNotExist where there is no log, and ErrDamaged
// where it is not whole.
func Read(origin string, keys []signature.Public, read func(path string) ([]byte, error)) (*Log, error) {
	signed, err := read(Checkpoint)
	if err != nil {
		return nil, err
	}
	lines, err := read(Lines)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w：缺少 %s", ErrDamaged, Lines)
	} else if err != nil {
		return nil, err
	}
	text, err := OpenNote(origin, signed, keys)
	if err != nil {
		return nil, fmt.Errorf("%w：%s 不是由本站的密钥签的", ErrDamaged, Checkpoint)
	}
	l := &Log{Origin: origin}
	for line := range bytes.Lines(lines) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		var a Act
		if err := json.Unmarshal(line, &a); err != nil {
			return nil, fmt.Errorf("%w：%s 第 %d 行读不出来", ErrDamaged, Lines, len(l.lines)+1)
		}
		l.Acts, l.lines = append(l.Acts, a), append(l.lines, line)
	}
	if err := l.grow(); err != nil {
		return nil, fmt.Errorf("%w：%w", ErrDamaged, err)
	}
	if now, err := l.text(); err != nil || now != text {
		return nil, fmt.Errorf("%w：%s 的内容与 %s 不同", ErrDamaged, Lines, Checkpoint)
	}
	return l, nil
}

// Extends reports whether l begins with every line of earlier.
func (l *Log) Extends(earlier *Log) bool {
	return len(l.lines) >= len(earlier.lines) && slices.EqualFunc(l.lines[:len(earlier.lines)], earlier.lines, bytes.Equal)
}
