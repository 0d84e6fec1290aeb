package public

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// onDisk returns every file below dir but the record, by path.
func onDisk(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || p == Record {
			return err
		}
		if d.Type() == fs.ModeSymlink {
			files[p], err = os.Readlink(filepath.Join(dir, p))
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, p))
		files[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func write(t testing.TB, dir, path, text string) {
	t.Helper()
	full := filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// publish has a tree published into dir file by file, and into a copy of it at once: both
// come to the same.
func publish(t testing.TB, dir string, files map[string]string) Summary {
	t.Helper()
	copied := twin(t, dir)
	other, err := tree(t, files).Publish(t.Context(), copied, AtOnce)
	if err != nil {
		t.Fatal(err)
	}
	s, err := tree(t, files).Publish(t.Context(), dir, FileByFile)
	if err != nil {
		t.Fatal(err)
	}
	if s.Written != other.Written || s.Removed != other.Removed || s.Manifest.Sum() != other.Manifest.Sum() {
		t.Errorf("%+v, at once %+v", s, other)
	}
	sameFolders(t, dir, copied)
	return s
}

// twin copies a folder into one that has nothing beside it.
func twin(t testing.TB, dir string) string {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "public")
	if info, err := os.Stat(dir); err == nil {
		if err := errors.Join(os.CopyFS(copied, os.DirFS(dir)), os.Chmod(copied, info.Mode())); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(copied, 0o755) }) // so that it can be removed
	}
	return copied
}

// sameFolders holds that two folders hold the same, the records too, and that nothing
// lies beside the second.
func sameFolders(t testing.TB, dir, copied string) {
	t.Helper()
	list := func(dir string) map[string]string {
		files := onDisk(t, dir)
		record, _ := os.ReadFile(filepath.Join(dir, Record))
		files[Record] = string(record)
		return files
	}
	if one, other := list(dir), list(copied); !maps.Equal(one, other) {
		t.Errorf("file by file %v\nat once %v", one, other)
	}
	if beside, err := os.ReadDir(filepath.Dir(copied)); err != nil || len(beside) > 1 {
		t.Errorf("%v lie beside the site: %v", beside, err)
	}
}

// refused syncs files into dir, expects an error that holds want and that
// nothing on disk has changed.
func refused(t *testing.T, dir string, files map[string]string, want string) {
	t.Helper()
	before := onDisk(t, dir)
	copied := twin(t, dir)
	_, refusal := tree(t, files).Publish(t.Context(), copied, AtOnce)
	_, err := tree(t, files).Sync(t.Context(), dir)
	if fmt.Sprint(err) != strings.ReplaceAll(fmt.Sprint(refusal), filepath.ToSlash(copied), filepath.ToSlash(dir)) {
		t.Errorf("got %v, at once %v", err, refusal)
	}
	sameFolders(t, dir, copied)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("got %v, want %s", err, want)
	}
	if after := onDisk(t, dir); !maps.Equal(before, after) {
		t.Errorf("the folder changed: %v, %v", before, after)
	}
}

var small = map[string]string{
	"index.html":        "home",
	"assets/a1.css":     "css",
	"brands/x.html":     "x",
	"brands/x.json":     "{}",
	"counties/c/t.html": "deep",
}

func TestSyncWritesWhatDiffersAndRemovesStrays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if s := publish(t, dir, small); s.Written != 5 || s.Files != 5 || s.Bytes != 14 {
		t.Errorf("%+v", s)
	}
	if got := onDisk(t, dir); !maps.Equal(got, small) {
		t.Errorf("%v", got)
	}

	long := time.Now().Add(-time.Hour)
	for p := range small {
		if err := os.Chtimes(filepath.Join(dir, p), long, long); err != nil {
			t.Fatal(err)
		}
	}
	next := map[string]string{"index.html": "new!", "assets/a2.css": "css2", "brands/x.html": "x", "brands/x.json": "{}"}
	if s := publish(t, dir, next); s.Written != 2 || s.Removed != 2 {
		t.Errorf("%+v", s)
	}
	if got := onDisk(t, dir); !maps.Equal(got, next) {
		t.Errorf("%v", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "counties")); !os.IsNotExist(err) {
		t.Error("the empty folders of a stray stay behind")
	}
	if info, _ := os.Stat(filepath.Join(dir, "brands/x.html")); !info.ModTime().Equal(long) {
		t.Error("a file that did not change was written")
	}

	before, _ := os.Stat(filepath.Join(dir, Record))
	if s := publish(t, dir, next); s.Written != 0 || s.Removed != 0 {
		t.Errorf("%+v", s)
	}
	if after, _ := os.Stat(filepath.Join(dir, Record)); !after.ModTime().Equal(before.ModTime()) {
		t.Error("the record was written though nothing changed")
	}
}

func TestSyncLeavesWhatOthersWrote(t *testing.T) {
	dir := t.TempDir()
	others := map[string]string{
		"CNAME": "minglu.example", ".gitignore": "*\n!.gitignore\n", ".well-known/security.txt": "s",
		".nojekyll": "", "counties/c/notes.txt": "mine", "brands/y.html": "by hand",
	}
	for p, text := range others {
		write(t, dir, p, text)
	}
	publish(t, dir, small)
	write(t, dir, "brands/x.json", "now mine") // somebody takes over a path that is given up next
	publish(t, dir, map[string]string{"index.html": "home"})
	want := maps.Clone(others)
	want["index.html"] = "home"
	want["brands/x.json"] = "now mine"
	if got := onDisk(t, dir); !maps.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestSyncRefusesToOverwriteWhatOthersWrote(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "index.html", "by hand")
	refused(t, dir, small, "index.html 占用了网站需要的位置，程序不会覆盖它（不是本程序写入的）")
	write(t, dir, "index.html", "home")
	publish(t, dir, small) // the same bytes are nobody's loss
	publish(t, dir, map[string]string{"index.html": "new"})
}

func TestSyncMendsItsOwnFiles(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, small)
	write(t, dir, "index.html", "") // torn by a power cut
	write(t, dir, "brands/x.html", "y")
	if s := publish(t, dir, small); s.Written != 2 {
		t.Errorf("%+v", s)
	}
	if got := onDisk(t, dir); !maps.Equal(got, small) {
		t.Errorf("%v", got)
	}
}

func TestSyncDoesNotBelieveADamagedRecord(t *testing.T) {
	for name, damage := range map[string]func(string) string{
		"cut short": func(s string) string { return s[:len(s)/2] },
		"a line lost": func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			return strings.Join(append(lines[:2:2], lines[3:]...), "")
		},
		"empty":          func(string) string { return "" },
		"a path outside": func(s string) string { return strings.Replace(s, "  index.html", "  ../../x.html", 1) },
		"another sum":    func(s string) string { return strings.Replace(s, "a", "g", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			publish(t, dir, small)
			text, _ := os.ReadFile(filepath.Join(dir, Record))
			write(t, dir, Record, damage(string(text)))
			refused(t, dir, map[string]string{"index.html": "new"}, "已损坏")
			// The same site again is no risk, and gives a record to believe in.
			publish(t, dir, small)
			publish(t, dir, map[string]string{"index.html": "new"})
		})
	}
}

// What a record is read as is written as the same record, and no path in it leads out of
// its folder.
func FuzzRecord(f *testing.F) {
	f.Add(make(record).with(Manifest{"a/b.html": {1}, "index.html": {2}}).with(Manifest{"a/b.html": {3}}).text())
	f.Add([]byte(recordHead + "# 共 0 行\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, ok := parseRecord(text)
		if !ok {
			return
		}
		if string(r.text()) != string(text) {
			t.Error("it is written otherwise")
		}
		for p := range r {
			if !filepath.IsLocal(filepath.FromSlash(p)) {
				t.Errorf("%q leads out of the folder", p)
			}
		}
	})
}

// Whatever happens to a record, it is believed only where it says what a sync can have
// written; what it says then is what it says when it is written again.
func TestARecordIsWholeOrNothing(t *testing.T) {
	whole := make(record).with(map[string]sum{"a/b.html": {1}, "index.html": {2}}).with(map[string]sum{"a/b.html": {3}, "文.html": {}})
	if r, ok := parseRecord(whole.text()); !ok || len(r) != 3 || len(r["a/b.html"]) != 2 {
		t.Fatalf("%v", r)
	}
	random := rand.New(rand.NewPCG(9, 10))
	bytes, believed := []byte("0aAgF /.\n\x00#"), 0
	for range 20_000 {
		text := whole.text()
		switch i, j := random.IntN(len(text)), random.IntN(len(text)); random.IntN(4) {
		case 0:
			text = text[:i]
		case 1:
			text[i] = bytes[random.IntN(len(bytes))]
		case 2:
			text = slices.Delete(text, min(i, j), max(i, j))
		case 3:
			text = slices.Insert(text, i, slices.Clone(text[min(i, j):max(i, j)])...)
		}
		r, ok := parseRecord(text)
		if !ok && r != nil || ok && string(r.text()) != string(text) {
			t.Fatalf("%s is read as %v", text, r)
		}
		for p := range r {
			if unsafe(p) != "" {
				t.Fatalf("%s names %s", text, p)
			}
		}
		if ok {
			believed++
		}
	}
	if believed == 0 || believed > 10_000 {
		t.Errorf("%d of 20,000 are believed", believed)
	}
}

// An error names the file as the caller knows it, and the reason.
func TestSyncSaysWhatFailedAndWhy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".minglu-"+Record+".tmp/x", "") // in the way of the record
	want := "无法删除 " + filepath.ToSlash(dir) + "/.minglu-.minglu.sha256.tmp：" + syscall.ENOTEMPTY.Error()
	if _, err := tree(t, small).Sync(t.Context(), dir); err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	for _, err := range []error{&fs.PathError{Op: "open", Path: "x", Err: syscall.ENOSPC}, &os.LinkError{Op: "rename", Old: "x", New: "y", Err: syscall.ENOSPC}, syscall.ENOSPC} {
		if got := cause(err); got != syscall.ENOSPC {
			t.Errorf("the cause of %v is %v", err, got)
		}
	}
}

// A sync that stops at any point leaves files that are whole and known to be
// ours, and the next one completes it.
func TestSyncCompletesWhatWasCutShort(t *testing.T) {
	old := map[string]string{"index.html": "old", "assets/old.css": "1", "brands/gone.html": "g"}
	for _, left := range []map[string]string{
		{},
		{"assets/a1.css": "css"},
		{"assets/a1.css": "css", "brands/x.json": "{}", "brands/x.html": "x"},
		{"assets/a1.css": "css", "index.html": "home", ".minglu-index.html.tmp": "ho", "brands/.minglu-x.html.tmp": ""},
	} {
		dir := t.TempDir()
		publish(t, dir, old)
		// The state after announce, with some files written.
		root, _ := os.OpenRoot(dir)
		s := &syncer{tree: tree(t, small), dir: dir, root: root}
		for _, step := range []func(context.Context) error{s.readRecord, s.list, s.compare, s.announce} {
			if err := step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for p, text := range left {
			write(t, dir, p, text)
		}
		third := maps.Clone(small)
		third["index.html"] = "third" // what is built next need not be what was cut short
		delete(third, "brands/x.json")
		publish(t, dir, third)
		if got := onDisk(t, dir); !maps.Equal(got, third) {
			t.Errorf("after %v: %v", left, got)
		}
	}
}

// A folder that cannot be made, as somebody put a file there meanwhile, is said.
func TestSyncSaysWhichFolderItCannotMake(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	s := &syncer{tree: tree(t, small), dir: dir, root: root}
	for _, step := range []func(context.Context) error{s.readRecord, s.list, s.compare, s.announce} {
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	write(t, dir, "counties", "")
	if err := s.makeFolders(t.Context()); err == nil || !strings.Contains(err.Error(), "无法建立文件夹 "+filepath.ToSlash(dir)+"/counties/c：") {
		t.Error(err)
	}
}

func TestSyncStopsWhenAsked(t *testing.T) {
	dir := t.TempDir()
	publish(t, dir, map[string]string{"index.html": "old"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := tree(t, small).Sync(ctx, dir); err == nil {
		t.Fatal("it did not stop")
	}
	if got := onDisk(t, dir); got["index.html"] != "old" {
		t.Errorf("%v", got)
	}
	publish(t, dir, small)
}

// Pages are written after what they load, and strays go last: the steps of Sync
// stand in that order, and write goes by rank.
func TestPagesComeAfterWhatTheyLoad(t *testing.T) {
	order := []string{"assets/a.css", "search/t0-ab12c.json", "brands/x.jpg", "brands/x.json", "search/manifest.json", "feed.xml", "brands/x.html", "index.html"}
	if !slices.IsSortedFunc(order, func(a, b string) int { return rank(a) - rank(b) }) {
		t.Error("not in order")
	}
	if rank("search/t0-ab12c.json") != 0 || rank("search/manifest.json") != 1 || rank("data/brands.json") != 1 || rank("index.html") != 2 {
		t.Error("wrong ranks")
	}
	// A page that cannot be written stops the sync before strays are removed.
	dir := t.TempDir()
	publish(t, dir, map[string]string{"assets/old.css": "1", "index.html": "old"})
	root, _ := os.OpenRoot(dir)
	s := &syncer{tree: tree(t, small), dir: dir, root: root}
	for _, step := range []func(context.Context) error{s.readRecord, s.list, s.compare, s.announce, s.makeFolders} {
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".minglu-index.html.tmp"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context()); err == nil {
		t.Fatal("written")
	}
	if got := onDisk(t, dir); got["assets/a1.css"] != "css" || got["assets/old.css"] != "1" || got["index.html"] != "old" {
		t.Errorf("%v", got)
	}
}

func TestSyncFollowsNoLinks(t *testing.T) {
	outside := t.TempDir()
	write(t, outside, "x.html", "outside")
	link := func(target, dir, name string) {
		t.Helper()
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}

	t.Run("folder", func(t *testing.T) {
		dir := t.TempDir()
		link(outside, dir, "brands")
		if _, err := tree(t, small).Sync(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "应为文件夹") {
			t.Error(err)
		}
	})
	t.Run("file", func(t *testing.T) {
		dir := t.TempDir()
		link(filepath.Join(outside, "x.html"), dir, "index.html")
		refused(t, dir, map[string]string{"index.html": "home"}, "应为普通文件")
	})
	t.Run("file of ours replaced by a link", func(t *testing.T) {
		dir := t.TempDir()
		publish(t, dir, map[string]string{"index.html": "home", "x.html": "outside"})
		_ = os.Remove(filepath.Join(dir, "x.html"))
		link(filepath.Join(outside, "x.html"), dir, "x.html")
		publish(t, dir, map[string]string{"index.html": "home"})
		if _, err := os.Lstat(filepath.Join(dir, "x.html")); err != nil {
			t.Error("somebody's link was removed")
		}
	})
	t.Run("folder of strays replaced by a link", func(t *testing.T) {
		dir := t.TempDir()
		publish(t, dir, map[string]string{"index.html": "home", "brands/x.html": "outside"})
		_ = os.RemoveAll(filepath.Join(dir, "brands"))
		link(outside, dir, "brands")
		publish(t, dir, map[string]string{"index.html": "home"})
	})
	t.Run("record", func(t *testing.T) {
		dir := t.TempDir()
		link(filepath.Join(outside, "x.html"), dir, Record)
		if _, err := tree(t, small).Sync(t.Context(), dir); err == nil {
			t.Error("accepted")
		}
	})
	t.Run("unfinished file", func(t *testing.T) {
		dir := t.TempDir()
		link(filepath.Join(outside, "x.html"), dir, ".minglu-index.html.tmp")
		publish(t, dir, small)
	})
	t.Run("the folder itself may be a link", func(t *testing.T) {
		real, place := t.TempDir(), t.TempDir()
		link(real, place, "public")
		publish(t, filepath.Join(place, "public"), small)
		if got := onDisk(t, real); !maps.Equal(got, small) {
			t.Error(got)
		}
	})
	if got := onDisk(t, outside); !maps.Equal(got, map[string]string{"x.html": "outside"}) {
		t.Errorf("what lies outside has changed: %v", got)
	}
}

func TestSyncSaysWhatItCannotDo(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "file", "")
	if _, err := tree(t, small).Sync(t.Context(), filepath.Join(dir, "file")); err == nil || !strings.Contains(err.Error(), "文件夹") {
		t.Error(err)
	}
	refused(t, dir, map[string]string{"file/x.html": ""}, "应为文件夹")
	write(t, dir, "x.html/y", "")
	refused(t, dir, map[string]string{"x.html": ""}, "应为普通文件")

	if os.Geteuid() == 0 {
		t.Skip("the administrator may write everywhere")
	}
	closed := filepath.Join(dir, "closed")
	write(t, dir, "closed/index.html", "home")
	if err := os.Chmod(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(closed, 0o755) })
	refused(t, closed, small, "无法写入 "+filepath.ToSlash(closed))
}

func TestSyncIsTheSameEveryTime(t *testing.T) {
	files := make(map[string]string)
	for i := range 500 {
		files[fmt.Sprintf("brands/%d.html", i)] = fmt.Sprint(i)
		files[fmt.Sprintf("data/%d/%d.json", i%7, i)] = fmt.Sprint(i)
	}
	one, two := t.TempDir(), t.TempDir()
	publish(t, one, files)
	publish(t, two, small)
	publish(t, two, files)
	a, _ := os.ReadFile(filepath.Join(one, Record))
	b, _ := os.ReadFile(filepath.Join(two, Record))
	if !maps.Equal(onDisk(t, one), onDisk(t, two)) || string(a) != string(b) {
		t.Error("two ways to the same site differ")
	}
}

func BenchmarkSync(b *testing.B) {
	var site Tree
	for i := range 10_000 {
		_ = site.Put(fmt.Sprintf("brands/b%d.html", i), samplePage(i)[:18_000])
		_ = site.Put(fmt.Sprintf("brands/b%d.json", i), samplePage(i)[:2_000])
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			dir := b.TempDir()
			b.StartTimer()
			if _, err := site.Sync(b.Context(), dir); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := b.TempDir()
		for b.Loop() {
			if s, err := site.Sync(b.Context(), dir); err != nil || s.Files != 20_000 {
				b.Fatal(err)
			}
		}
	})
}
