package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"minglu/generator/actlog"
	"minglu/generator/content"
	"minglu/generator/credential"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/signature"
	"minglu/generator/site"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A repository is files of content, by their paths below content/.
type repository map[string]string

func newRepository(keys string) repository {
	r := repository{
		"site.yaml":              "title: 名录\npublisher: 示例局\nregion: 320700\nbase_url: " + base + "\n" + keys,
		"notices/shi-2024.md":    "---\nkind: 认定\ntitle: 甲\nlevel: 市级\nhonor: 连云港市市级劳务品牌\ndate: 2024-12-06\ndocument: {number: 示例〔2024〕1号}\nbrands: [donghai-a, donghai-b, donghai-c]\n---\n正文。\n",
		"notices/tuichu-2025.md": "---\nkind: 退出\ntitle: 乙\nlevel: 市级\ndate: 2025-06-20\ndocument: {number: 示例〔2025〕2号}\nbrands: [{slug: donghai-b, reason: 解散}]\n---\n正文。\n",
		"notices/xian-2020.md":   "---\nkind: 认定\ntitle: 丙\nlevel: 县级\ndate: 2020\nvalid_until: 2025-12-31\nbrands: [donghai-a]\n---\n正文。\n",
	}
	for _, slug := range []string{"a", "b", "c"} {
		r["brands/donghai/donghai-"+slug+".md"] = "---\nname: 东海" + strings.ToUpper(slug) + "工匠\ntype: 文化旅游类\ncounty: 东海县\n---\n"
	}
	return r
}

func (r repository) with(file, old, now string) repository {
	changed := maps.Clone(r)
	changed[file] = strings.Replace(r[file], old, now, 1)
	return changed
}

func (r repository) site(t *testing.T) *site.Site {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range r {
		if text != "" {
			files["content/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	e, bad, err := edition.Reader{
		Day:   func(*content.Settings) values.Date { return today },
		Rules: func(fs.FS) (*criteria.Rules, diag.List, error) { return criteria.Load(os.DirFS("../testdata/rules")) },
	}.Read(files)
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	return site.New(e)
}

// publish returns the files of a site that is signed, a page among them.
func publish(t *testing.T, s *site.Site, keys *signature.Ring, last *actlog.Log) map[string][]byte {
	t.Helper()
	b, rewritten, err := New(s, keys, last)
	if err != nil || len(rewritten) > 0 {
		t.Fatal(rewritten, err)
	}
	files := map[string][]byte{"index.html": []byte("<!doctype html>")}
	put := func(path string, data []byte) error {
		if files[path] != nil {
			return fmt.Errorf("%s is put twice", path)
		}
		files[path] = bytes.Clone(data)
		return nil
	}
	if err := b.Write(t.Context(), put); err != nil {
		t.Fatal(err)
	}
	sums := map[string][sha256.Size]byte{}
	for p, data := range files {
		sums[p] = sha256.Sum256(data)
	}
	if err := b.Manifest(sums, put); err != nil {
		t.Fatal(err)
	}
	return files
}

func reader(files map[string][]byte) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if data, found := files[path]; found {
			return data, nil
		}
		return nil, fs.ErrNotExist
	}
}

func ring(t *testing.T) *signature.Ring {
	r, err := signature.New(true)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// listed returns site.yaml's words for keys, with what is said of their end.
func listed(end string, rings ...*signature.Ring) string {
	text := "keys:\n"
	for i, r := range rings {
		for _, p := range r.Publics() {
			text += "  - {public: " + p.String() + ", from: 2024-01-01"
			if i == 0 {
				text += end
			}
			text += "}\n"
		}
	}
	return text
}

// faultsOf returns what is wrong with a published site.
func faultsOf(t *testing.T, files map[string][]byte) []string {
	t.Helper()
	p, err := Open(reader(files), nil)
	if err != nil {
		return []string{err.Error()}
	}
	faults, err := p.Faults(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// TestEveryChangeOfASiteIsNamed: whichever file of a signed site is changed, taken away or
// put in the place of another, something is said of it.
func TestEveryChangeOfASiteIsNamed(t *testing.T) {
	keys := ring(t)
	s := newRepository(listed("", keys)).site(t)
	files := publish(t, s, keys, nil)
	again := publish(t, s, keys, nil)
	if !maps.EqualFunc(files, again, bytes.Equal) {
		t.Error("the same site is signed otherwise")
	}
	if faults := faultsOf(t, files); len(faults) > 0 {
		t.Fatalf("nothing was changed: %v", faults)
	}
	random, paths := rand.New(rand.NewPCG(5, 5)), sortedKeys(files)
	for n := range 1000 {
		bad, path := maps.Clone(files), paths[n%len(paths)]
		switch random.IntN(3) {
		case 0:
			delete(bad, path)
		case 1:
			bad[path] = bytes.Clone(bad[path])
			bad[path][random.IntN(len(bad[path]))] ^= 1 << random.IntN(8)
		default:
			if bad[path] = files[paths[random.IntN(len(paths))]]; bytes.Equal(bad[path], files[path]) {
				continue
			}
		}
		if path == ManifestPath+actlog.Detached && bad[path] == nil {
			continue // the first suite's signature is enough, and the list cannot name the signature of itself
		}
		if faults := faultsOf(t, bad); len(faults) == 0 {
			t.Errorf("%s changed, and nothing is said", path)
		}
	}
	other := ring(t)
	if _, err := Open(reader(files), other.Publics()); err == nil {
		t.Error("a site of other keys is trusted")
	}
	if _, err := Open(reader(nil), nil); !errors.Is(err, ErrUnsigned) {
		t.Error(err)
	}
}

// TestTheLogGoesOn: acts that become known later stand behind those that were published, and
// whatever of these vanished or changed is found.
func TestTheLogGoesOn(t *testing.T) {
	keys := ring(t)
	before := newRepository(listed("", keys))
	settings := before.site(t).Settings
	files := publish(t, before.site(t), keys, nil)
	last, err := Last(settings, reader(files))
	if err != nil || last.Size() != 5 {
		t.Fatal(last, err)
	}
	later := maps.Clone(before)
	later["notices/xian-2019.md"] = "---\nkind: 认定\ntitle: 丁\nlevel: 县级\ndate: 2019-01-01\nbrands: [donghai-c]\n---\n"
	grown, err := Last(settings, reader(publish(t, later.site(t), keys, last)))
	if err != nil || grown.Size() != 6 || !grown.Extends(last) || grown.Acts[5].Date != "2019-01-01" {
		t.Errorf("%v %v", grown, err)
	}
	for name, r := range map[string]repository{
		"text":     before.with("notices/shi-2024.md", "正文。", "别的正文。"),
		"title":    before.with("notices/shi-2024.md", "title: 甲", "title: 戊"),
		"number":   before.with("notices/shi-2024.md", "1号", "3号"),
		"honour":   before.with("notices/shi-2024.md", "市级劳务品牌", "劳务品牌名单"),
		"day":      before.with("notices/shi-2024.md", "2024-12-06", "2024-12-07"),
		"term":     before.with("notices/xian-2020.md", "2025-12-31", "2026-12-31"),
		"reason":   before.with("notices/tuichu-2025.md", "解散", "申请"),
		"a brand":  before.with("notices/shi-2024.md", ", donghai-c", ""),
		"a notice": before.with("notices/tuichu-2025.md", before["notices/tuichu-2025.md"], ""),
	} {
		if _, rewritten, err := New(r.site(t), keys, last); err != nil || len(rewritten) == 0 {
			t.Errorf("%s: %v %v", name, rewritten, err)
		}
	}
	moved := maps.Clone(before)
	moved["brands/donghai/donghai-new.md"] = strings.Replace(before["brands/donghai/donghai-a.md"], "county:", "former_slugs: [donghai-a]\ncounty:", 1)
	moved["brands/donghai/donghai-a.md"] = ""
	for _, file := range []string{"notices/shi-2024.md", "notices/xian-2020.md"} {
		moved[file] = strings.Replace(moved[file], "donghai-a", "donghai-new", 1)
	}
	if acts, rewritten := Continue(moved.site(t), last); len(rewritten) > 0 || !slices.Equal(acts, last.Acts) {
		t.Errorf("a brand moved: %v", rewritten)
	}
}

// TestOldProofsOutliveTheirKeys: what a key signed that was replaced or revoked since is still
// told apart from what it signs afterwards.
func TestOldProofsOutliveTheirKeys(t *testing.T) {
	old, fresh := ring(t), ring(t)
	first := newRepository(listed("", old))
	files := publish(t, first.site(t), old, nil)
	b, _, err := New(first.site(t), old, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{", until: 2025-12-31", ", revoked: 2026-01-01"} {
		s := newRepository(listed(end, old, fresh)).site(t)
		last, err := Last(s.Settings, reader(files))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Open(reader(publish(t, s, fresh, last)), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, brand := range first.site(t).Brands {
			shown, err := b.Of(brand)
			if err != nil {
				t.Fatal(err)
			}
			for _, proof := range shown {
				if _, v := p.LookProof(proof.Fragment(), today); v.Word != Valid {
					t.Errorf("%s: %s is %v", end, proof.URL, v)
				}
				if _, v := p.LookCredential(files[proof.Credential], today); v.Word != Valid {
					t.Errorf("%s: %s is %v", end, proof.Credential, v)
				}
			}
		}
		if _, _, err := New(s, old, last); !errors.As(err, new(usage.Error)) {
			t.Errorf("%s: the old key signs still: %v", end, err)
		}
	}
}

// TestCredentialsAreNamed: of credentials that were altered, forged, or are of what ended, each
// gets its word.
func TestCredentialsAreNamed(t *testing.T) {
	keys := ring(t)
	before := newRepository(listed("", keys))
	withdrawn := maps.Clone(before)
	withdrawn["notices/tuichu-2025.md"] = ""
	old := publish(t, withdrawn.site(t), keys, nil)
	p, err := Open(reader(publish(t, before.site(t), keys, nil)), nil)
	if err != nil {
		t.Fatal(err)
	}
	data := old["brands/donghai-b.vc.json"]
	if _, v := p.LookCredential(data, today); v.Word != Withdrawn {
		t.Errorf("withdrawn: %v", v)
	}
	whole, err := Open(reader(old), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, v := whole.LookCredential(data, today); v.Word != Valid {
		t.Errorf("before it was withdrawn: %v", v)
	}
	if _, v := whole.LookCredential(data, values.Date{Year: 2027, Month: 1, Day: 1}); v.Word != Stale {
		t.Errorf("long afterwards: %v", v)
	}
	for _, bad := range [][]byte{bytes.Replace(data, []byte("市级"), []byte("省级"), 1), bytes.Replace(data, []byte("donghai-b"), []byte("donghai-c"), -1), []byte("{}"), nil} {
		if _, v := whole.LookCredential(bad, today); v.Word != Foreign {
			t.Errorf("altered: %v", v)
		}
	}
	forged, err := credential.New(credential.Recognition{Base: base, Publisher: "示例局", Slug: "donghai-c", Name: "东海C工匠", Honor: "连云港市市级劳务品牌", Level: "市级", Index: 1}, ring(t).First)
	if err != nil {
		t.Fatal(err)
	}
	if _, v := whole.LookCredential(forged, today); v.Word != Foreign {
		t.Errorf("forged: %v", v)
	}
}

// TestKeysSignTheirOwnSite: keys that are not listed, or not for this day, and the key of the
// demonstration sign nothing.
func TestKeysSignTheirOwnSite(t *testing.T) {
	keys := ring(t)
	demo, err := signature.Demonstration()
	if err != nil {
		t.Fatal(err)
	}
	whole := newRepository(listed("", keys))
	for name, c := range map[string]struct {
		r    repository
		keys *signature.Ring
	}{
		"not listed":             {newRepository(""), keys},
		"not yet":                {newRepository(strings.ReplaceAll(listed("", keys), "2024-01-01", "2027-01-01")), keys},
		"no longer":              {newRepository(listed(", until: 2026-06-29", keys)), keys},
		"revoked":                {newRepository(listed(", revoked: 2026-06-30", keys)), keys},
		"without an address":     {whole.with("site.yaml", "base_url: "+base+"\n", ""), keys},
		"a demonstration's":      {whole, demo},
		"a demonstration listed": {newRepository(listed("", demo)), demo},
	} {
		if _, _, err := New(c.r.site(t), c.keys, nil); !errors.As(err, new(usage.Error)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := whole.with("site.yaml", "title: 名录\n", "title: 名录\ndemo: true\n").site(t)
	b, _, err := New(s, demo, nil)
	if err != nil || !b.IsDemonstration() {
		t.Fatal(err)
	}
	shown, err := b.Of(s.Brands[0])
	if err != nil {
		t.Fatal(err)
	}
	if v := b.Register.Look(shown[0].Proof, today); v.Word != Valid || !v.Demo {
		t.Errorf("a demonstration does not say so: %v", v)
	}
}
