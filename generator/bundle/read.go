package bundle

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"minglu/generator/actlog"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// What a bundle may be at most.
const (
	MaxPacked   = 64 << 20  // bytes, as it comes
	maxUnpacked = 256 << 20 // bytes
	maxFiles    = 60_000
	maxFile     = 1 << 20   // bytes of one file of content
	maxHead     = 16 << 20  // bytes of bundle.json
	maxLines    = 128 << 20 // bytes of the log
	maxNote     = 16 << 10  // bytes of what is signed
	maxSources  = 5_000
	maxText     = 200 // characters of a name
	maxAddress  = 500 // bytes
)

// A Bundle is one that was read.
type Bundle struct {
	Manifest
	Day   values.Date       // Manifest.Date
	Texts map[string][]byte // by path below content/

	head     map[string][]byte // bundle.note and what lies in log/
	manifest []byte
}

// An ErrFault says what is wrong with a bundle. Whoever wrote it can mend it.
type ErrFault struct{ What string }

func (f ErrFault) Error() string { return f.What }

func fault(format string, args ...any) error { return ErrFault{fmt.Sprintf(format, args...)} }

// allowed are the names of content that a bundle may hold.
var allowed = regexp.MustCompile(`^content/(brands/[a-z0-9-]{1,100}/[a-z0-9-]{1,100}\.md|notices/[a-z0-9-]{1,100}\.md|judgements/[a-z0-9-]{1,100}/[a-z0-9-]{1,100}\.yaml)$`)

// limitOf returns how many bytes a file of the name may have, 0 where no bundle has one.
func limitOf(name string) int {
	switch {
	case name == manifestName:
		return maxHead
	case name == linesName:
		return maxLines
	case name == noteName, name == noteName+actlog.Detached, name == checkpointName, name == checkpointName+actlog.Detached:
		return maxNote
	case allowed.MatchString(name):
		return maxFile
	}
	return 0
}

// Open reads a bundle. The error is an ErrFault, since all that can fail is the bundle.
func Open(data []byte) (*Bundle, error) {
	if len(data) > MaxPacked {
		return nil, fault("数据包太大：超过 %d MB", MaxPacked>>20)
	}
	b := &Bundle{Texts: map[string][]byte{}, head: map[string][]byte{}}
	if err := b.unpack(data); err != nil {
		return nil, err
	}
	if err := b.readManifest(); err != nil {
		return nil, err
	}
	return b, b.checkFiles()
}

func (b *Bundle) unpack(data []byte) error {
	source := bufio.NewReader(bytes.NewReader(data))
	z, err := gzip.NewReader(source)
	if err != nil {
		return fault("不是数据包：不是 gzip 文件")
	}
	z.Multistream(false)
	bounded := &io.LimitedReader{R: z, N: maxUnpacked + 1}
	t := tar.NewReader(bounded)
	for {
		h, err := t.Next()
		if bounded.N <= 0 {
			return fault("数据包太大：解开后超过 %d MB", maxUnpacked>>20)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fault("数据包已损坏：%s", damage(err))
		}
		if err := b.take(h, t); err != nil {
			if bounded.N <= 0 {
				return fault("数据包太大：解开后超过 %d MB", maxUnpacked>>20)
			}
			return err
		}
	}
	if _, err := io.Copy(io.Discard, bounded); err != nil { // the sum of gzip stands at its end
		return fault("数据包已损坏：%s", damage(err))
	}
	if bounded.N <= 0 {
		return fault("数据包太大：解开后超过 %d MB", maxUnpacked>>20)
	}
	if _, err := source.ReadByte(); err == nil {
		return fault("数据包已损坏：结尾之后还有别的内容")
	}
	return nil
}

// damage says in Chinese what reading ran into.
func damage(err error) string {
	switch {
	case errors.Is(err, gzip.ErrChecksum):
		return "校验和不对"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "没有传完"
	}
	return "读不出来"
}

// take reads one entry of the archive.
func (b *Bundle) take(h *tar.Header, from io.Reader) error {
	limit := limitOf(h.Name)
	switch {
	case h.Typeflag != tar.TypeReg:
		return fault("数据包中的“%s”不是普通文件", short(h.Name))
	case limit == 0:
		return fault("数据包中有不该有的文件“%s”", short(h.Name))
	case h.Size > int64(limit):
		return fault("数据包中的“%s”太大：超过 %d 字节", short(h.Name), limit)
	case len(b.Texts)+len(b.head) >= maxFiles:
		return fault("数据包中的文件太多：超过 %d 个", maxFiles)
	}
	data, err := io.ReadAll(io.LimitReader(from, int64(limit)))
	if err != nil {
		return fault("数据包已损坏：%s", damage(err))
	}
	into := b.head
	if allowed.MatchString(h.Name) {
		into = b.Texts
	}
	if _, twice := into[h.Name]; twice || h.Name == manifestName && b.manifest != nil {
		return fault("数据包中“%s”有两份", short(h.Name))
	}
	if h.Name == manifestName {
		b.manifest = data
		return nil
	}
	into[h.Name] = data
	return nil
}

// short returns a name of a stranger as messages can show it.
func short(s string) string {
	var b strings.Builder
	for i, r := range []rune(strings.ToValidUTF8(s, "?")) {
		if i == 60 {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) {
			r = '?'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (b *Bundle) readManifest() error {
	if b.manifest == nil {
		return fault("数据包中没有 bundle.json")
	}
	if err := json.Unmarshal(b.manifest, &b.Manifest); err != nil {
		return fault("bundle.json 读不出来")
	}
	m := &b.Manifest
	if m.Format != Format {
		return fault("bundle.json 的格式是“%s”，本程序只认识 %s；请升级程序，或请来源核对", short(m.Format), Format)
	}
	day, ok := values.ParseDate(m.Date, false)
	if !ok {
		return fault("bundle.json 的日期“%s”不是一天", short(m.Date))
	}
	b.Day = day
	if err := checkTexts(m.Title, m.Publisher, m.Licence); err != nil {
		return err
	}
	if m.Title == "" {
		return fault("bundle.json 没有写名录的名称")
	}
	if len(m.Sources) > maxSources {
		return fault("bundle.json 的来源太多：超过 %d 个", maxSources)
	}
	if err := checkBase(m.BaseURL); err != nil {
		return err
	}
	for _, s := range m.Sources {
		if err := errors.Join(checkTexts(s.Name), checkBase(s.Origin)); err != nil {
			return err
		}
		if _, ok := values.ParseDate(s.Date, false); !ok || s.Name == "" {
			return fault("bundle.json 中来源“%s”没有名称，或者日期“%s”不是一天", short(s.Name), short(s.Date))
		}
	}
	return nil
}

func checkTexts(texts ...string) error {
	for _, t := range texts {
		if utf8.RuneCountInString(t) > 10*maxText || !utf8.ValidString(t) || strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsPrint(r) && r != '\n' }) {
			return fault("bundle.json 中“%s”太长，或者有看不见的字符", short(t))
		}
	}
	return nil
}

// checkBase refuses what is no address of a site.
func checkBase(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		!strings.HasSuffix(base, "/") || !isAddress(base) {
		return fault("bundle.json 中的网址“%s”不能用", short(base))
	}
	return nil
}

// isAddress reports whether a text has nothing but what addresses are written with.
func isAddress(s string) bool {
	return len(s) <= maxAddress && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'<>\\^`{|}", r) })
}

// checkFiles holds what was unpacked against bundle.json: each file as it says, and no other.
func (b *Bundle) checkFiles() error {
	if len(b.Files) != len(b.Texts) {
		return fault("bundle.json 列有 %d 个文件，数据包中有 %d 个", len(b.Files), len(b.Texts))
	}
	for i, f := range b.Files {
		data, has := b.Texts[f.Path]
		sum := sha256.Sum256(data)
		switch {
		case !has:
			return fault("bundle.json 列有“%s”，数据包中没有", short(f.Path))
		case i > 0 && f.Path <= b.Files[i-1].Path:
			return fault("bundle.json 中的“%s”没有按次序排列，或者写了两次", short(f.Path))
		case len(data) != f.Size || hex.EncodeToString(sum[:]) != f.SHA256:
			return fault("“%s”与 bundle.json 所列的不同", short(f.Path))
		case f.Source < 0 || f.Source > len(b.Sources):
			return fault("bundle.json 中“%s”的来源不在所列的来源中", short(f.Path))
		}
		base := b.BaseURL
		if f.Source > 0 {
			base = b.Sources[f.Source-1].Origin
		}
		if f.Page != "" && (base == "" || !strings.HasPrefix(f.Page, base) || !isAddress(f.Page)) {
			return fault("bundle.json 中“%s”的网页“%s”不在它的名录里", short(f.Path), short(f.Page))
		}
	}
	return nil
}

// Signed reports whether the bundle is signed by a key, and its log is whole; the log is nil
// where it has none.
func (b *Bundle) Signed(key signature.Public) (*actlog.Log, error) {
	signed, has := b.head[noteName]
	switch {
	case !has:
		return nil, fault("数据包没有签名，site.yaml 写明它应由公钥 %s 签名", key)
	case b.BaseURL == "":
		return nil, fault("数据包没有写网址，不能核对签名")
	}
	text, err := actlog.OpenNote(noteOrigin(b.BaseURL), signed, []signature.Public{key})
	if err != nil {
		return nil, fault("数据包的签名不是公钥 %s 的", key)
	}
	if text != noteText(b.BaseURL, b.manifest) {
		return nil, fault("数据包的签名是别的内容的，内容已被改动")
	}
	l, err := actlog.Read(origin(b.BaseURL)+"/log", []signature.Public{key}, func(path string) ([]byte, error) {
		if data, has := b.head[path]; has {
			return data, nil
		}
		return nil, fs.ErrNotExist
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault("数据包有签名，没有日志")
	case err != nil:
		return nil, fault("%s", err)
	}
	return l, nil
}

// Paths returns the paths of the texts in order.
func (b *Bundle) Paths() []string {
	all := make([]string, len(b.Files))
	for i, f := range b.Files {
		all[i] = f.Path
	}
	return slices.Clip(all)
}
