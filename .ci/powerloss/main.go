// Loses the power while a site is published, and holds what a disk has then against what
// generator/public promises. The disk is a file in memory, served by FUSE, on which lie a
// loop device and a file system of this machine; it notes what it is told to write and when
// to flush. From what one build tells it many losses follow: at some moment, all that was
// flushed is there, and of the rest some blocks. The program, its sources and its cache
// are real; the cache lies on the same disk.
//
//	go build -o /tmp/minglu ./generator && cd .ci/powerloss && go run . -cuts 100 /tmp/minglu ../..
//
// It needs Linux, root, /dev/fuse and loop devices, and says so where something is missing.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	fuse "github.com/hanwen/go-fuse/v2/fs"
	"golang.org/x/sys/unix"
)

const (
	perBuild = 5 // losses that are made of one build
	diskSize = 400 << 20
)

// A kind is a file system, and how it is mounted.
type kind struct{ mkfs, options string }

// A file that was renamed over another may be empty after a loss, unless it was flushed
// before; ext4 flushes it unasked, except where it is told not to.
var kinds = []kind{
	{"mkfs.ext4 -q -F -E nodiscard,lazy_itable_init=0,lazy_journal_init=0", "loop"},
	{"mkfs.ext4 -q -F -E nodiscard,lazy_itable_init=0,lazy_journal_init=0", "loop,noauto_da_alloc,data=writeback"},
	{"mkfs.xfs -q -f -K", "loop"},
}

func main() {
	cuts := flag.Int("cuts", 20, "how often power is lost, for each file system and way of publishing")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of what is random")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "powerloss [-cuts N] [-seed N] PROGRAM REPOSITORY")
		os.Exit(2)
	}
	fmt.Printf("seed %d\n", *seed)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, unix.SIGTERM) // what is mounted is to go
	defer stop()
	if err := run(ctx, flag.Arg(0), flag.Arg(1), *cuts, rand.New(rand.NewPCG(*seed, 0))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A bench is what the program is tried on.
type bench struct {
	random   *rand.Rand
	program  string
	old, new string // two repositories
	cache    string // in which both are known
	disk     *disk
	file     string // as which the disk is seen
	at       string // where what is on it is mounted
	kind     kind
}

func run(ctx context.Context, program, repository string, cuts int, random *rand.Rand) (err error) {
	if program, err = filepath.Abs(program); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "powerloss-")
	if err != nil {
		return err
	}
	b := &bench{random: random, program: program, disk: &disk{size: diskSize},
		old: dir + "/old", new: dir + "/new", file: dir + "/fuse/disk", at: dir + "/mounted", cache: dir + "/cache"}
	for _, d := range []string{filepath.Dir(b.file), b.at} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return err
		}
	}
	var options fuse.Options
	options.DirectMountStrict = true // without fusermount
	server, err := fuse.Mount(filepath.Dir(b.file), &folder{disk: b.disk}, &options)
	if err != nil {
		fmt.Printf("FUSE cannot be mounted (%v): the loss of power is NOT CHECKED\n", err)
		return os.RemoveAll(dir)
	}
	defer func() {
		if failed := server.Unmount(); failed != nil {
			err = errors.Join(err, failed)
			return
		}
		err = errors.Join(err, os.RemoveAll(dir))
	}()
	if err := b.makeRepositories(repository); err != nil {
		return err
	}
	for _, repository := range []string{b.old, b.new} { // the first compiles the desk, a minute
		if _, err := command(b.program, "build", "-C", repository, "--cache", b.cache, "--out", dir+"/site/public"); err != nil {
			return err
		}
	}
	for _, b.kind = range kinds {
		mkfs := strings.Fields(b.kind.mkfs)[0]
		if _, err := exec.LookPath(mkfs); err != nil {
			fmt.Printf("%s is not installed: its file system is NOT CHECKED\n", mkfs)
			continue
		}
		if err := b.tryKind(ctx, cuts); err != nil {
			return fmt.Errorf("%s, mounted with %s: %w", b.kind.mkfs, b.kind.options, err)
		}
	}
	return nil
}

// makeRepositories copies a repository twice, and makes the sites of the two differ on
// every page and in which pages they have.
func (b *bench) makeRepositories(from string) error {
	for i, to := range []string{b.old, b.new} {
		for _, folder := range []string{"content", "criteria", "layouts"} {
			if err := os.CopyFS(filepath.Join(to, folder), os.DirFS(filepath.Join(from, folder))); err != nil {
				return err
			}
		}
		settings := filepath.Join(to, "content/site.yaml")
		text, err := os.ReadFile(settings)
		if err != nil {
			return err
		}
		title := fmt.Sprintf("\ntitle: 第%d个名录\n", i)
		_, rest, _ := strings.Cut("\n"+string(text), "\ntitle: ")
		_, rest, found := strings.Cut(rest, "\n")
		page := fmt.Sprintf("---\ntitle: 第%d页\ndescription: 只有一个网站有的一页\n---\n## 第%[1]d节\n\n一段文字。\n", i)
		if err := errors.Join(
			os.WriteFile(settings, []byte(title[1:]+rest), 0o644),
			os.WriteFile(filepath.Join(to, fmt.Sprintf("content/pages/only-%d.md", i)), []byte(page), 0o644),
		); err != nil || !found {
			return cmp.Or(err, errors.New("content/site.yaml does not begin with a title"))
		}
	}
	return nil
}

func (b *bench) site() string   { return b.at + "/www/public" }
func (b *bench) beside() string { return b.at + "/www" }

// build publishes the site of a repository onto the disk.
func (b *bench) build(repository, way string) error {
	_, err := command(b.program, "build", "-C", repository, "--cache", b.at+"/cache", "--out", b.site(), way)
	return err
}

// on mounts what is on the disk for the time of do.
func (b *bench) on(do func() error) error {
	if _, err := command("mount", "-o", b.kind.options, b.file, b.at); err != nil {
		return err
	}
	err := do()
	_, failed := command("umount", b.at)
	return errors.Join(err, failed)
}

// tryKind loses power on one file system, in both ways of publishing.
func (b *bench) tryKind(ctx context.Context, cuts int) error {
	b.disk.insert(image{})
	if _, err := command(strings.Fields(b.kind.mkfs)[0], append(strings.Fields(b.kind.mkfs)[1:], b.file)...); err != nil {
		return err
	}
	states := map[string]string{} // what a site is, by the sum of its files
	var none, old image
	err := b.on(func() error {
		if err := errors.Join(os.Mkdir(b.beside(), 0o755), os.CopyFS(b.at+"/cache", os.DirFS(b.cache))); err != nil {
			return err
		}
		for _, s := range []struct{ name, repository string }{{"new", b.new}, {"old", b.old}} {
			if err := b.build(s.repository, "--atomic"); err != nil {
				return err
			}
			states[sum(b.site())] = s.name
		}
		return nil
	})
	if err == nil {
		old = b.disk.image()
		err = b.on(func() error { return os.RemoveAll(b.site()) })
		none = b.disk.image()
	}
	if err != nil {
		return err
	}
	if len(states) != 2 {
		return errors.New("the two sites do not differ")
	}
	states[sum(b.site())] = "none"
	for _, way := range []string{"--atomic", "--atomic=false"} {
		for done := 0; done < cuts; {
			before, start := old, "old"
			if done/perBuild%2 == 1 {
				before, start = none, "none"
			}
			l, err := b.record(before, way)
			if err != nil {
				return err
			}
			met := map[string]int{}
			n := min(perBuild, cuts-done)
			for i := range n {
				if err := ctx.Err(); err != nil {
					return err
				}
				found, err := b.lose(l, states, start, i)
				if err != nil {
					return fmt.Errorf("build %s over %s: %w", way, start, err)
				}
				met[found]++
			}
			done += n
			fmt.Printf("%s, %s: build %s over %s: %d events, %d until it ended; after %d losses there stood %v\n",
				strings.Fields(b.kind.mkfs)[0], b.kind.options, way, start, len(l.events), l.ended, n, met)
		}
	}
	return nil
}

// A build as the disk saw it.
type recorded struct {
	way    string
	before image
	events []event
	ended  int // how many there were when the program had ended
}

// record builds the new site onto a disk that holds an image. Somebody else brings what is
// written to the disk now and then, as any program may and the system does by itself.
func (b *bench) record(before image, way string) (l recorded, err error) {
	b.disk.insert(before)
	l.way, l.before = way, before
	pause := time.Duration(1+b.random.IntN(80)) * time.Millisecond
	err = b.on(func() error {
		stop, stopped := make(chan bool), make(chan error)
		go func() {
			for {
				select {
				case <-stop:
					stopped <- nil
					return
				case <-time.After(pause):
					if err := syncFileSystem(b.at); err != nil {
						<-stop
						stopped <- err
						return
					}
				}
			}
		}()
		err := b.build(b.new, way)
		l.ended = len(b.disk.events())
		stop <- true
		err = errors.Join(err, <-stopped, syncFileSystem(b.at))
		l.events = b.disk.events()
		return err
	})
	return l, err
}

// lose loses power at some moment of a build, looks at what stands then, and builds again.
func (b *bench) lose(l recorded, states map[string]string, start string, nth int) (found string, err error) {
	moment := b.random.IntN(len(l.events) + 1)
	if nth%5 == 0 {
		moment = l.ended
	}
	chance := []float64{0, 1, b.random.Float64()}[b.random.IntN(3)]
	b.disk.insert(afterLoss(l.before, l.events[:moment], b.random, chance))
	when := fmt.Sprintf("power lost after %d of %d events (the program ended after %d), each unflushed block kept with a chance of %.2f", moment, len(l.events), l.ended, chance)
	err = b.on(func() error {
		found = cmp.Or(states[sum(b.site())], "a mixture")
		said, verified := command(b.program, "verify", "--record", b.site())
		said, _, _ = strings.Cut(said, "\n")
		switch agrees := verified == nil; {
		case found == "a mixture" && l.way == "--atomic":
			return fmt.Errorf("%s: %s\n%s", when, found, said)
		case found != "new" && moment >= l.ended:
			return fmt.Errorf("%s: the build had ended, and there stands %s\n%s", when, found, said)
		case agrees != (found == "old" || found == "new"):
			return fmt.Errorf("%s: there stands %s, and verify says: %s", when, found, cmp.Or(fmt.Sprint(verified), said))
		case found == "none" && start != "none":
			return fmt.Errorf("%s: the site is gone", when)
		}
		if err := b.build(b.new, l.way); err != nil {
			return fmt.Errorf("%s: there stands %s, and the next build fails: %w", when, found, err)
		}
		if stands := cmp.Or(states[sum(b.site())], "a mixture"); stands != "new" {
			return fmt.Errorf("%s: the next build makes %s of %s", when, stands, found)
		}
		entries, err := os.ReadDir(b.beside())
		if err == nil && len(entries) != 1 {
			err = fmt.Errorf("%s: beside the site lie %v after the next build", when, entries)
		}
		return err
	})
	return found, err
}

// sum is one for each content of a folder: its files with their names and modes. It is
// that of an empty one where there is none.
func sum(dir string) string {
	all := sha256.New()
	_ = fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		data, failed := os.ReadFile(filepath.Join(dir, p))
		info, err := d.Info()
		if err = errors.Join(failed, err); err != nil {
			fmt.Fprintf(all, "%s %v\n", p, err)
			return nil
		}
		fmt.Fprintf(all, "%s %v %x\n", p, info.Mode(), sha256.Sum256(data))
		return nil
	})
	return fmt.Sprintf("%x", all.Sum(nil))
}

func syncFileSystem(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(f.Fd())), f.Close())
}

// command runs a program, and returns what it says.
func command(name string, arguments ...string) (string, error) {
	out, err := exec.Command(name, arguments...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s %s: %w\n%s", name, strings.Join(arguments, " "), err, out)
	}
	return string(out), err
}
