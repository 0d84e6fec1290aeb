//go:build linux || darwin

package public

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// version returns the files of one of two sites, which share most but differ in each page,
// and some of which only one has.
func version(n int) map[string]string {
	files := map[string]string{"index.html": fmt.Sprint("home ", n), fmt.Sprintf("assets/%d.css", n): "css", "z/end.html": fmt.Sprint("end ", n)}
	for i := range 60 {
		files[fmt.Sprintf("data/%d.json", i)] = "{}"
		files[fmt.Sprintf("brands/%d/%d.html", i%7, i)] = fmt.Sprint(i, " ", n)
		if i%2 == n {
			files[fmt.Sprintf("only/%d/x.html", i)] = "x"
		}
	}
	return files
}

// Whenever a process that publishes is killed, a folder holds one site, the old or the new
// one, with what others put there; readers meet no mixture and no absent page all the
// while; and the next process leaves nothing lying beside. KILLS says how often.
func TestKilledWhilePublishing(t *testing.T) {
	const name = "MINGLU_TEST_PUBLISHES"
	if dir := os.Getenv(name); dir != "" {
		for i := os.Getpid(); ; i++ {
			if _, err := tree(t, version(i%2)).Publish(context.Background(), dir, AtOnce); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			fmt.Println(i) // one site was published: now it may be killed
		}
	}
	kills, err := strconv.Atoi(os.Getenv("KILLS"))
	if err != nil {
		kills = 25
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	write(t, dir, "CNAME", "minglu.example")
	write(t, dir, "brands/3/note.txt", "by hand")
	if err := os.Symlink("CNAME", filepath.Join(dir, "alias")); err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	read := make(chan int)
	go func() { read <- visit(t, dir, &stop) }()
	visitors := 1
	for _, address := range serve(t, dir) {
		visitors++
		go func() { read <- visitHost(t, address, &stop) }()
	}
	random := rand.New(rand.NewPCG(4, 15))
	met, beside := map[int]int{}, 0
	for range kills {
		child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		child.Env = append(os.Environ(), name+"="+dir)
		var said strings.Builder
		child.Stderr = &said
		published, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = published.Read(make([]byte, 1))
		time.Sleep(time.Duration(random.Int64N(int64(40 * time.Millisecond))))
		_ = child.Process.Kill()
		_ = child.Wait()
		if said.Len() > 0 {
			t.Fatal(said.String())
		}
		met[whichStands(t, dir)]++
		if entries, err := os.ReadDir(filepath.Dir(dir)); err == nil && len(entries) > 1 {
			beside++
		}
	}
	stop.Store(true)
	pages := make([]int, visitors)
	for i := range pages {
		pages[i] = <-read
	}
	t.Logf("%d kills, after %d of which something lay beside the site; the versions that stood: %v; pages that visitors read meanwhile: %d", kills, beside, met, pages)
	if kills > 20 && beside == 0 {
		t.Error("no process was killed in the middle of an exchange")
	}
	if _, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce); err != nil {
		t.Fatal(err)
	}
	whichStands(t, dir)
	if entries, err := os.ReadDir(filepath.Dir(dir)); err != nil || len(entries) != 1 {
		t.Errorf("beside the site lie %v, %v", entries, err)
	}
}

// whichStands returns which version a folder holds, whole, beside what others put there.
func whichStands(t *testing.T, dir string) int {
	t.Helper()
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		site := tree(t, version(n))
		want, err := site.Manifest(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if m.Sum() != want.Sum() {
			continue
		}
		d, err := m.Hold(t.Context(), dir)
		if err != nil || !d.None() || fmt.Sprint(d.Strange) != "[CNAME alias brands/3/note.txt]" {
			t.Fatalf("%+v, %v", d, err)
		}
		return n
	}
	t.Fatal("the folder holds neither version")
	return 0
}

// visit reads pages until it is told to stop: each by its path, and two of one folder that
// was opened once, which belong together. It returns how many it read.
func visit(t *testing.T, dir string, stop *atomic.Bool) (pages int) {
	for ; !stop.Load(); pages += 4 {
		for _, page := range []string{"index.html", "z/end.html"} {
			if _, err := os.ReadFile(filepath.Join(dir, page)); err != nil {
				// An old folder may be gone between two names of one path: a server asks again.
				if _, err = os.ReadFile(filepath.Join(dir, page)); err != nil {
					t.Errorf("%s: %v", page, err)
				}
			}
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Error(err)
			return pages
		}
		home, err := root.ReadFile("index.html")
		end, failed := root.ReadFile("z/end.html")
		_ = root.Close()
		if err == nil && failed == nil && string(home[5:]) != string(end[4:]) {
			t.Errorf("a mixture: %s, %s", home, end)
		}
	}
	return pages
}

// serve serves a folder as hosts do, by Go's file server and by nginx, where it is
// installed, and returns their addresses.
func serve(t *testing.T, dir string) (addresses []string) {
	t.Helper()
	own := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(own.Close)
	addresses = append(addresses, own.URL)
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Log("nginx is not installed: what its visitors see is NOT CHECKED")
		return addresses
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	work := t.TempDir()
	settings := fmt.Sprintf("daemon off; master_process off; pid %s/pid; error_log %[1]s/errors;\nevents {}\nhttp { access_log off;", work)
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		settings += fmt.Sprintf(" %s_temp_path %s/%[1]s;", kind, work)
	}
	settings += fmt.Sprintf(" server { listen %s; root %s; } }\n", address, dir)
	write(t, work, "nginx.conf", settings)
	host := exec.Command(nginx, "-e", work+"/errors", "-c", work+"/nginx.conf")
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = host.Process.Kill()
		_ = host.Wait()
	})
	for range 500 { // until it listens
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return append(addresses, "http://"+address)
		}
		time.Sleep(20 * time.Millisecond)
	}
	errors, _ := os.ReadFile(work + "/errors")
	t.Fatalf("nginx does not listen: %s", errors)
	return nil
}

// visitHost reads pages from a host until it is told to stop: each is there, and that of
// one of the versions. It returns how many it read.
func visitHost(t *testing.T, address string, stop *atomic.Bool) (pages int) {
	versions := []map[string]string{version(0), version(1)}
	for ; !stop.Load(); pages++ {
		page := []string{"index.html", "z/end.html", "brands/3/3.html", "brands/6/13.html", "data/7.json"}[pages%5]
		at := strings.TrimSuffix(page, "index.html")
		answer, err := http.Get(address + "/" + at)
		if err != nil {
			t.Error(err)
			return pages
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if got := string(text); err != nil || answer.StatusCode != http.StatusOK || got != versions[0][page] && got != versions[1][page] {
			t.Errorf("%s/%s: %s, %q, %v", address, at, answer.Status, got, err)
		}
	}
	return pages
}

// What others put into a folder while it is exchanged, or change there, is in the new one.
func TestExchangeTakesAlongWhatComesMeanwhile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	write(t, dir, "CNAME", "old")
	x := started(t, dir, version(1))
	if err := x.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "new/come.txt", "came")
	write(t, dir, ".CNAME", "replaced")
	if err := os.Rename(filepath.Join(dir, ".CNAME"), filepath.Join(dir, "CNAME")); err != nil {
		t.Fatal(err)
	}
	if err := exchange(x.parent, x.name, x.base); err != nil {
		t.Fatal(err)
	}
	if err := x.removeOld(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := maps.Clone(version(1))
	want["CNAME"], want["new/come.txt"] = "replaced", "came"
	if got := onDisk(t, dir); !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// started returns an exchange that is about to fill its new folder.
func started(t *testing.T, dir string, files map[string]string) *exchanger {
	t.Helper()
	parent, err := os.OpenRoot(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { parent.Close() })
	root, err := parent.OpenRoot(filepath.Base(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	x := &exchanger{syncer: &syncer{tree: tree(t, files), dir: dir, root: root}, parent: parent, base: filepath.Base(dir)}
	for _, step := range []func(context.Context) error{x.readRecord, x.list, x.compare, x.leaveStrangers, x.sort} {
		if err := step(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ownFolder(x.base))
	if err != nil {
		t.Fatal(err)
	}
	x.name = filepath.Base(made)
	if x.stage, err = parent.OpenRoot(x.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.stage.Close() })
	return x
}

// A folder that looks like one that an exchange left, and is not, keeps what is not ours.
func TestExchangeLeavesFoldersOfOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	write(t, filepath.Dir(dir), ".minglu-public-1/mine.txt", "mine")
	if err := os.Symlink(dir, filepath.Join(filepath.Dir(dir), ".minglu-public-2")); err != nil {
		t.Fatal(err)
	}
	s, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Remains) != 1 || !strings.Contains(s.Remains[0], ".minglu-public-1，其中的 mine.txt 等 1 个文件不是程序写入的") {
		t.Errorf("it says %q", s.Remains)
	}
	if got, err := os.ReadFile(filepath.Join(filepath.Dir(dir), ".minglu-public-1/mine.txt")); err != nil || string(got) != "mine" {
		t.Errorf("%q, %v", got, err)
	}
	if got := onDisk(t, dir); !maps.Equal(got, version(1)) {
		t.Errorf("%v", got)
	}
}

// What an exchange left is known from outside, whatever path leads to the site; what is of
// others, or of another site, is not taken for it.
func TestIsCutShort(t *testing.T) {
	above := t.TempDir()
	dir, link := filepath.Join(above, "public"), filepath.Join(t.TempDir(), "link")
	publish(t, dir, version(0))
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	write(t, above, ".minglu-public-en-1/x", "")
	write(t, above, ".minglu-public-2", "")
	holds := func(want bool) {
		t.Helper()
		for _, path := range []string{dir, link} {
			if got := IsCutShort(path); got != want {
				t.Errorf("%s: %v", path, got)
			}
		}
	}
	holds(false)
	x := started(t, dir, version(1))
	holds(true)
	if err := os.RemoveAll(filepath.Join(above, x.name)); err != nil {
		t.Fatal(err)
	}
	holds(false)
	if IsCutShort(filepath.Join(above, "none")) {
		t.Error("where there is no site nothing was cut short")
	}
}

// A site beside this one, whose name only begins like it, may be published at the same
// time: what it is making is not taken for something left over.
func TestExchangeLeavesWhatAnotherSiteIsMaking(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	other := dir + "-en"
	publish(t, dir, version(0))
	publish(t, other, version(0))
	x := started(t, other, version(1))
	if err := x.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce); err != nil {
		t.Fatal(err)
	}
	if got := onDisk(t, filepath.Join(filepath.Dir(dir), x.name)); !maps.Equal(got, version(1)) {
		t.Errorf("of %d files %d are left", len(version(1)), len(got))
	}
}

// Folders keep their mode, their owner and their group: a web server that was let in by
// its group is still.
func TestExchangeKeepsWhoMayEnter(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	write(t, dir, "theirs/note.txt", "by hand")
	if err := os.Mkdir(filepath.Join(dir, "challenge"), 0o755); err != nil {
		t.Fatal(err)
	}
	who := func(at string) string {
		t.Helper()
		info, err := os.Stat(filepath.Join(dir, at))
		if err != nil {
			t.Fatal(err)
		}
		has := info.Sys().(*syscall.Stat_t)
		return fmt.Sprint(info.Mode(), has.Uid, has.Gid)
	}
	want := map[string]string{}
	for at, mode := range map[string]fs.FileMode{".": 0o750 | fs.ModeSetgid, "brands": 0o751, "theirs": 0o770 | fs.ModeSetgid, "challenge": 0o700} {
		if os.Geteuid() == 0 {
			if err := os.Chown(filepath.Join(dir, at), 12345, 54321); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(filepath.Join(dir, at), mode); err != nil {
			t.Fatal(err)
		}
		want[at] = who(at)
	}
	if _, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce); err != nil {
		t.Fatal(err)
	}
	for at, was := range want {
		if is := who(at); is != was {
			t.Errorf("%s was %s, and is %s", at, was, is)
		}
	}
}

// A folder that may not be read is that of somebody else, and no reason to publish
// nothing.
func TestPublishBesideWhatMayNotBeRead(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	for _, unread := range []string{"public/secret", "."} {
		above := t.TempDir()
		dir := filepath.Join(above, "public")
		publish(t, dir, version(0))
		write(t, dir, "secret/note.txt", "by hand")
		shut := filepath.Join(above, unread)
		if err := os.Chmod(shut, 0o100); err != nil {
			t.Fatal(err)
		}
		s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
		if err != nil || s.NotAtOnce == "" {
			t.Errorf("%s: %+v, %v", unread, s, err)
		}
		if err := os.Chmod(shut, 0o700); err != nil {
			t.Fatal(err)
		}
		if got := onDisk(t, dir); got["index.html"] != "home 1" || got["secret/note.txt"] != "by hand" {
			t.Errorf("%s: %v", unread, got)
		}
	}
}

// Where somebody else moves the folder away and puts another in its place just before the
// exchange, neither loses a file.
func TestExchangeLeavesAFolderThatWasMovedAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	x := started(t, dir, version(1))
	if err := x.fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "index.html", "theirs")
	if err := exchange(x.parent, x.name, x.base); err != nil {
		t.Fatal(err)
	}
	if err := x.removeOld(t.Context()); err == nil || !strings.Contains(err.Error(), x.name) {
		t.Error(err)
	}
	if got := onDisk(t, dir+".old"); !maps.Equal(got, version(0)) {
		t.Errorf("of %d files %d are left", len(version(0)), len(got))
	}
	if got := onDisk(t, filepath.Join(filepath.Dir(dir), x.name)); got["index.html"] != "theirs" {
		t.Error(got)
	}
}

// A folder that is gone before its files are linked is an error, and the old site stands.
func TestExchangeOfFoldersThatAreGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	x := started(t, dir, version(1))
	if err := os.RemoveAll(filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	if err := x.fill(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

// What an exchange of another user left, and this one may not remove, keeps no site from
// being published.
func TestPublishBesideWhatMayNotBeRemoved(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may remove everything")
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	if err := os.Mkdir(filepath.Join(filepath.Dir(dir), ".minglu-public-1"), 0); err != nil {
		t.Fatal(err)
	}
	s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
	if err != nil || !strings.HasSuffix(s.NotAtOnce, "/.minglu-public-1") {
		t.Errorf("%+v, %v", s, err)
	}
	if got := onDisk(t, dir); !maps.Equal(got, version(1)) {
		t.Errorf("%v", got)
	}
}

// What cannot be exchanged is changed file by file, unless that was not wanted.
func TestPublishSaysWhyNotAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce)
	if err == nil || err.Error() != "不能整体切换网站："+filepath.ToSlash(dir)+"/pipe 不是普通文件" {
		t.Error(err)
	}
	s, err := tree(t, version(1)).Publish(t.Context(), dir, Either)
	if err != nil || s.NotAtOnce != filepath.ToSlash(dir)+"/pipe 不是普通文件" {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := tree(t, version(1)).Publish(t.Context(), dir, AtOnce); err != nil || s.NotAtOnce != "" {
		t.Errorf("where nothing is to be done: %+v, %v", s, err)
	}
	if err := os.Remove(filepath.Join(dir, "pipe")); err != nil {
		t.Fatal(err)
	}
	if got := onDisk(t, dir); !maps.Equal(got, version(1)) {
		t.Errorf("%v", got)
	}
}

// Where there is no room, the old site stands, and nothing beside it. The test runs itself
// in a process that may write files of few bytes, and where FULL names a folder on a small
// file system, there.
func TestNoRoomWhilePublishing(t *testing.T) {
	const name = "MINGLU_TEST_NO_ROOM"
	large := maps.Clone(version(1))
	large["large.txt"] = strings.Repeat("x", 60<<20)
	if dir := os.Getenv(name); dir != "" {
		large["large.txt"] = large["large.txt"][:30_000]
		site := tree(t, large)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 20_000, Max: 20_000}); err != nil {
			os.Exit(2)
		}
		if _, err := site.Publish(context.Background(), dir, AtOnce); !errors.Is(err, syscall.EFBIG) {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	stands := func(dir string) {
		t.Helper()
		if got := onDisk(t, dir); !maps.Equal(got, version(0)) {
			t.Errorf("%v", got)
		}
		entries, err := fs.Glob(os.DirFS(filepath.Dir(dir)), ".minglu-*")
		if err != nil || len(entries) > 0 {
			t.Errorf("%v lie beside the site", entries)
		}
	}
	dir := filepath.Join(t.TempDir(), "public")
	publish(t, dir, version(0))
	again := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	again.Env = append(os.Environ(), name+"="+dir)
	if out, err := again.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	stands(dir)

	if full := os.Getenv("FULL"); full != "" {
		dir := filepath.Join(full, "public")
		publish(t, dir, version(0))
		_, err := tree(t, large).Publish(t.Context(), dir, Either)
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("%v", err)
		}
		stands(dir)
	}
}
