//go:build ignore

// Publish brings a built site onto object storage by rclone: what pages load first, then
// data, then pages, and deletions last, each file with the type and the Cache-Control that
// hosting/headers.json has for it. So no visitor sees a page whose parts are absent.
//
//	go run ./generator build --out DIR
//	go run .ci/publish.go [-keep 168h] [-all] [-rclone COMMAND] DIR REMOTE
//
// REMOTE is a folder of a remote of rclone, like cos:bucket or cos:bucket/minglu; rclone's own
// environment (RCLONE_CONFIG_COS_TYPE=s3 …) or file says what cos is. Where rclone is not
// installed, the version below is made by the Go command.
//
// Only what an earlier run put there is overwritten or deleted. Pages and data that the
// site has no more go at once. What pages load stays for a week, -keep: it is what
// visitors ask for whose page is an old one. Two files on the storage say what is
// ours: the record of the site, and .minglu.later, what is to go and since when,
// or was begun to be put: so a run that is cut short is completed by the next one.
// One run at a time: the recipes see to that.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"minglu/generator/public"
)

// rcloneVersion is made where none is installed.
const rcloneVersion = "v1.76.0"

// later is the file on the storage that says what is to go, and since when; begun stands
// for the day of what a run was putting.
const (
	later = ".minglu.later"
	begun = "begun"
)

// mostLater bounds what is read of it, in lines.
const mostLater = 1 << 20

func main() {
	log.SetFlags(0)
	keep := flag.Duration("keep", 7*24*time.Hour, "how long what pages load stays that the site has no more")
	all := flag.Bool("all", false, "put every file, for headers that have changed alone")
	command := flag.String("rclone", "", "the rclone to run")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: go run .ci/publish.go [-keep 168h] [-all] [-rclone COMMAND] DIR REMOTE")
	}
	work, err := os.MkdirTemp("", "minglu-*")
	if err == nil {
		p := publisher{site: flag.Arg(0), remote: strings.TrimSuffix(flag.Arg(1), "/"), work: work, keep: *keep, all: *all, now: time.Now()}
		if p.rclone, err = rclone(*command, work); err == nil {
			err = p.publish()
		}
		os.RemoveAll(work)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// rclone returns the command that is stated, installed or else made.
func rclone(stated, work string) (string, error) {
	if stated == "" {
		stated = "rclone"
	}
	if found, err := exec.LookPath(stated); err == nil || stated != "rclone" {
		return found, err
	}
	log.Printf("making rclone %s", rcloneVersion)
	install := exec.Command("go", "install", "github.com/rclone/rclone@"+rcloneVersion)
	install.Dir, install.Stderr = work, os.Stderr
	install.Env = append(os.Environ(), "GOBIN="+work, "GOFLAGS=")
	return filepath.Join(work, "rclone"), install.Run()
}

type publisher struct {
	rclone, site, remote, work string
	keep                       time.Duration
	all                        bool
	now                        time.Time

	hosting  public.Hosting
	manifest public.Manifest      // of the site
	before   public.Manifest      // of the one on the storage, as far as a run ended
	later    map[string]time.Time // what is there besides, and since when
}

func (p *publisher) publish() error {
	for _, step := range []func() error{p.readSite, p.readStorage, p.announce, p.put, p.remove, p.finish} {
		if err := step(); err != nil {
			return err
		}
	}
	log.Printf("%s has the %d files of %s", p.remote, len(p.manifest), p.site)
	return nil
}

// readSite reads what is to be put, which must be whole.
func (p *publisher) readSite() error {
	data, err := os.ReadFile(filepath.Join(p.site, public.HeadersPath))
	if err == nil {
		err = json.Unmarshal(data, &p.hosting)
	}
	if err == nil {
		p.manifest, err = public.ReadManifest(p.site)
	}
	if err != nil {
		return fmt.Errorf("%s is no site that build made: %w", p.site, err)
	}
	d, err := p.manifest.Hold(context.Background(), p.site)
	if err == nil && len(d.Missing)+len(d.Changed) > 0 {
		err = fmt.Errorf("%s is not as build made it: %d files are missing, %d changed; see verify --record", p.site, len(d.Missing), len(d.Changed))
	}
	return err
}

// readStorage reads what earlier runs left.
func (p *publisher) readStorage() error {
	dir := filepath.Join(p.work, "storage")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	// That there is none of them is no failure; that nobody can tell is.
	if err := p.run("copy", "--include", "/"+public.Record, "--include", "/"+later, p.remote, dir); err != nil && !isAbsent(err) {
		return err
	}
	var err error
	if p.before, err = public.ReadManifest(dir); errors.Is(err, public.ErrNoRecord) {
		p.before, err = public.Manifest{}, nil // nothing there is known to be ours, but for what is later
	}
	if err != nil {
		return err
	}
	p.later = map[string]time.Time{}
	data, err := os.ReadFile(filepath.Join(dir, later))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for line := range strings.Lines(string(data)) {
		since, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		day, err := p.now, error(nil)
		if since != begun {
			day, err = time.Parse(time.RFC3339, since)
		}
		if err != nil || path == "" || len(p.later) == mostLater {
			return fmt.Errorf("%s/%s is damaged: %.100q", p.remote, later, line)
		}
		p.later[path] = day
	}
	return err
}

// announce writes down what is going to be put, before the first file is.
func (p *publisher) announce() error {
	for path := range p.before {
		if _, stays := p.manifest[path]; !stays {
			p.later[path] = p.now
		}
	}
	var new []string
	for path := range p.manifest {
		if _, there := p.before[path]; !there {
			new = append(new, path)
		}
		delete(p.later, path)
	}
	return p.putLater(new)
}

// putLater writes down what is there besides, and what is begun to be put.
func (p *publisher) putLater(new []string) error {
	var b bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(p.later)) {
		fmt.Fprintf(&b, "%s  %s\n", p.later[path].UTC().Format(time.RFC3339), path)
	}
	slices.Sort(new)
	for _, path := range new {
		fmt.Fprintf(&b, "%s  %s\n", begun, path)
	}
	return p.putOwn(later, b.Bytes())
}

// putOwn puts a file of this program's own.
func (p *publisher) putOwn(name string, data []byte) error {
	file := filepath.Join(p.work, "own")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	return p.run("copyto", "--ignore-times", "--header-upload", "Cache-Control: no-cache", "--header-upload", "Content-Type: text/plain; charset=utf-8", file, p.remote+"/"+name)
}

// A batch is files that are put with the same headers.
type batch struct {
	pass           int
	control, media string
}

// put puts what differs, pass by pass.
func (p *publisher) put() error {
	batches := map[batch][]string{}
	for path := range p.manifest {
		rule, media := p.hosting.Of(path)
		b := batch{rule.Pass, rule.Headers["Cache-Control"], media}
		batches[b] = append(batches[b], path)
	}
	order := slices.SortedFunc(maps.Keys(batches), func(a, b batch) int {
		return cmp.Or(a.pass-b.pass, strings.Compare(a.control, b.control), strings.Compare(a.media, b.media))
	})
	for _, b := range order {
		args := []string{"copy", "--checksum", "--fast-list", "--no-update-modtime"}
		if p.all {
			args = append(args, "--ignore-times")
		}
		args = append(args, "--header-upload", "Cache-Control: "+b.control, "--header-upload", "Content-Type: "+b.media)
		if err := p.runOn(batches[b], append(args, p.site, p.remote)...); err != nil {
			return err
		}
	}
	return nil
}

// remove deletes what has been left long enough.
func (p *publisher) remove() error {
	var gone []string
	for path, since := range p.later {
		if rule, _ := p.hosting.Of(path); rule.Pass > 0 || p.now.Sub(since) > p.keep {
			gone = append(gone, path)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	for _, path := range gone {
		delete(p.later, path)
	}
	return p.runOn(gone, "delete", "--fast-list", p.remote)
}

// finish records what is there.
func (p *publisher) finish() error {
	record, err := os.ReadFile(filepath.Join(p.site, public.Record))
	if err == nil {
		err = p.putOwn(public.Record, record)
	}
	if err == nil {
		err = p.putLater(nil)
	}
	return err
}

// runOn runs rclone on the files of a list.
func (p *publisher) runOn(paths []string, args ...string) error {
	list := filepath.Join(p.work, "list")
	slices.Sort(paths)
	if err := os.WriteFile(list, []byte(strings.Join(paths, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	return p.run(append(args, "--files-from-raw", list)...)
}

func (p *publisher) run(args ...string) error {
	cmd := exec.Command(p.rclone, args...)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("rclone %s: %w", args[0], err)
	}
	return nil
}

// isAbsent reports whether rclone found no such folder.
func isAbsent(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == 3
}
