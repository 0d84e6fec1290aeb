package federation

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"minglu/generator/actlog"
	"minglu/generator/bundle"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/fixture"
	"minglu/generator/proof"
	"minglu/generator/signature"
	publicsite "minglu/generator/site"
	"minglu/generator/values"
)

var today = values.Date{Year: 2026, Month: 6, Day: 30}

// rulesOf returns the rules that tests have, as a site of a region reads them.
func rulesOf(t testing.TB, region string) *criteria.Rules {
	t.Helper()
	files := fstest.MapFS{"content/site.yaml": &fstest.MapFile{Data: []byte("title: 名录\npublisher: 局\nregion: " + region + "\n")}}
	fixture.Rules(t, files)
	rules, bad, err := criteria.Load(files)
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	return rules
}

// A web is servers of many directories on one loopback address.
type web struct {
	*httptest.Server
	*Web
	mu    sync.Mutex
	files map[string][]byte // by path
	odd   map[string]http.HandlerFunc
	asked map[string]int // status by how often
}

func newWeb(t testing.TB) *web {
	w := &web{files: map[string][]byte{}, odd: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	w.Server = httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		data, has, odd := w.files[r.URL.Path], w.files[r.URL.Path] != nil, w.odd[r.URL.Path]
		w.mu.Unlock()
		switch {
		case odd != nil:
			odd(out, r)
		case !has:
			http.NotFound(out, r)
		default:
			sum := sha256.Sum256(data)
			out.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
			http.ServeContent(out, r, "", time.Time{}, bytes.NewReader(data))
		}
	}))
	w.Server.Config.ErrorLog = nil
	t.Cleanup(w.Close)
	roots := x509.NewCertPool()
	roots.AddCert(w.Certificate())
	w.Web = NewWeb(func(a netip.Addr) bool { return a == netip.MustParseAddr("127.0.0.1") }) // the seam: commands allow public addresses alone
	w.Web.Roots = roots
	return w
}

func (w *web) base(code string) string { return w.URL + "/" + code + "/" }

func (w *web) publish(code string, data []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files["/"+code+"/"+edition.BundlePath] = data
}

func (w *web) oddly(code string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.odd["/"+code+"/"+edition.BundlePath] = h
}

// A directory is one publisher.
type directory struct {
	region *criteria.Region
	ring   *signature.Ring
	files  fstest.MapFS
	dir    string // where it lies on the disk, where it collects others
	log    *actlog.Log
}

type world struct {
	testing.TB
	*web
	rules *criteria.Rules
}

func newWorld(t testing.TB, region string) *world {
	return &world{t, newWeb(t), rulesOf(t, region)}
}

// found makes a directory of a region that collects sources.
func (w *world) found(region *criteria.Region, sources ...*directory) *directory {
	ring, err := signature.New(false)
	if err != nil {
		w.Fatal(err)
	}
	d := &directory{region: region, ring: ring, files: fstest.MapFS{}}
	settings := fmt.Sprintf("title: %s名录\npublisher: 局\nregion: %s\nbase_url: %s\ndemo: true\ndemo_date: %s\nkeys: [{public: %s, from: 2020-01-01}]\n",
		region.FullName(), region.Code, w.base(region.Code), today, ring.First.Public())
	for i, s := range sources {
		if i == 0 {
			settings += "sources:\n"
		}
		settings += fmt.Sprintf("  - {name: %s名录, region: %s, address: %s, key: %s}\n", s.region.FullName(), s.region.Code, w.base(s.region.Code), s.ring.First.Public())
	}
	d.write("content/site.yaml", settings)
	return d
}

func (d *directory) write(name, text string) {
	d.files[name] = &fstest.MapFile{Data: []byte(text)}
}

// brand gives a directory a brand of a county.
func (d *directory) brand(county *criteria.Region, slug, name string) string {
	slug = county.Slug + "-" + slug
	d.write("content/brands/"+county.Slug+"/"+slug+".md", fmt.Sprintf(
		"---\nname: %s\ntype: 文化旅游类\ncounty: %s\nbuilder: %s中心\nas_of: 2026-03-31\nfacts:\n  workers: %d\n---\n%s里做活的人。\n\n## 故事\n\n这一段不随数据包走。\n",
		name, county.FullName(), county.Name, 100+7*len(name)+len(slug), county.Name))
	return slug
}

func (d *directory) act(file, level, honor string, brands ...string) {
	d.write("content/notices/"+file+".md", fmt.Sprintf("---\nkind: 认定\ntitle: 关于认定%s的通知\nlevel: %s\nhonor: %s\nauthority: %s人社局\nyear: 2024\ndate: 2024-05-06\ndocument: {number: 示例〔2024〕1号}\nbrands: [%s]\n---\n认定下列品牌。\n",
		honor, level, honor, d.region.Name, strings.Join(brands, ", ")))
}

// county makes a county with three brands, of which it has recognized two.
func (w *world) county(r *criteria.Region) *directory {
	d := w.found(r)
	a, b := d.brand(r, "a", r.FullName()+"甲工匠"), d.brand(r, "b", r.FullName()+"乙工匠")
	d.brand(r, "c", r.FullName()+"丙工匠")
	d.act("xianji", "县级", r.Name+"县级劳务品牌", a, b)
	return d
}

// edition reads a directory, with its sources where it lies on the disk.
func (w *world) edition(d *directory) (*edition.Edition, diag.List) {
	w.Helper()
	by := edition.Reader{Day: func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return w.rules, nil, nil }}
	if d.dir != "" {
		by.Merge = Merge(os.DirFS(d.dir))
	}
	e, bad, err := by.Read(d.files)
	if err != nil {
		w.Fatal(err)
	}
	return e, bad
}

func (w *world) site(d *directory) *publicsite.Site {
	w.Helper()
	e, bad := w.edition(d)
	if len(bad) > 0 {
		w.Fatal(d.region.Name, bad)
	}
	return publicsite.New(e)
}

// bundle makes the bundle of a directory, whose log goes on from the one before.
func (w *world) bundle(d *directory) []byte {
	w.Helper()
	s := w.site(d)
	book, rewritten, err := proof.New(s, d.ring, d.log)
	if err != nil || len(rewritten) > 0 {
		w.Fatal(err, rewritten)
	}
	checkpoint, lines, err := book.LogFiles()
	if err != nil {
		w.Fatal(err)
	}
	data, err := bundle.Write(s, &bundle.Proven{Sign: book.SignNote, Checkpoint: checkpoint, Lines: lines})
	if err != nil {
		w.Fatal(err)
	}
	d.log, err = actlog.Read(proof.Origin(s.Settings.BaseURL)+"/log", []signature.Public{d.ring.First.Public()}, func(p string) ([]byte, error) {
		switch p {
		case actlog.Checkpoint:
			return checkpoint, nil
		case actlog.Lines:
			return lines, nil
		}
		return nil, fs.ErrNotExist
	})
	if err != nil {
		w.Fatal(err)
	}
	return data
}

func (w *world) publishes(d *directory) []byte {
	data := w.bundle(d)
	w.publish(d.region.Code, data)
	return data
}

// pull pulls what a directory collects.
func (w *world) pull(d *directory) []Pulled {
	w.Helper()
	if d.dir == "" {
		d.dir = w.TempDir()
	}
	if err := os.RemoveAll(filepath.Join(d.dir, "content")); err != nil {
		w.Fatal(err)
	}
	if err := os.CopyFS(d.dir, d.files); err != nil {
		w.Fatal(err)
	}
	settings, bad, err := content.LoadSettings(d.files, w.rules)
	if err != nil || len(bad) > 0 {
		w.Fatal(err, bad)
	}
	all, err := Puller{Dir: d.dir, Rules: w.rules, Site: settings, Day: today, Web: w.Web}.Pull(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return all
}

// sound pulls where every source must be.
func (w *world) sound(d *directory) []Pulled {
	w.Helper()
	all := w.pull(d)
	for _, p := range all {
		if p.State != edition.Sound || len(p.Refused) > 0 {
			w.Fatal(p.Name, p.State, p.Why, p.Refused)
		}
	}
	return all
}

// unpacked returns what is in a bundle.
func unpacked(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[h.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
}

// packed is the way back.
func packed(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	out := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := out.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(files[name])), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(out.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// forged is a bundle with changes by whoever has the key: everything in it agrees.
func forged(t testing.TB, data []byte, ring *signature.Ring, change func(m *bundle.Manifest, texts map[string][]byte)) []byte {
	t.Helper()
	files := unpacked(t, data)
	var m bundle.Manifest
	if err := json.Unmarshal(files["bundle.json"], &m); err != nil {
		t.Fatal(err)
	}
	texts := maps.Clone(files)
	maps.DeleteFunc(texts, func(p string, _ []byte) bool { return !strings.HasPrefix(p, "content/") })
	change(&m, texts)
	was := map[string]bundle.File{}
	for _, f := range m.Files {
		was[f.Path] = f
	}
	m.Files = nil
	for _, p := range slices.Sorted(maps.Keys(texts)) {
		sum := sha256.Sum256(texts[p])
		f := was[p]
		f.Path, f.Size, f.SHA256 = p, len(texts[p]), hex.EncodeToString(sum[:])
		m.Files = append(m.Files, f)
	}
	maps.DeleteFunc(files, func(p string, _ []byte) bool { return strings.HasPrefix(p, "content/") })
	maps.Copy(files, texts)
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	files["bundle.json"] = text
	sum := sha256.Sum256(text)
	origin := proof.Origin(m.BaseURL) + "/bundle"
	err = actlog.SignNote(origin, "bundle.note", fmt.Sprintf("%s\n%d\n%s\n", origin, len(text), base64.StdEncoding.EncodeToString(sum[:])), ring, func(p string, data []byte) error {
		files[p] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return packed(t, files)
}

// slugs returns which brands a site lists.
func slugs(s *publicsite.Site) []string {
	var all []string
	for _, b := range s.Listed {
		all = append(all, b.Slug+" "+b.Name)
	}
	return all
}
