package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/tools/txtar"

	"minglu/generator/fixture"
)

// What a command may take beside what it takes of an ordinary repository: what is
// promised of one file. It is time of the processor, not of the clock: who waits
// for a lock or shares a core takes none. A limit of virtual memory stops
// what would take the whole machine; Go reserves more of it than it uses.
const (
	mostSeconds = 2.0
	mostMB      = 300
	mostAddress = 3 << 20 // KiB
	mostOutput  = 1 << 20 // bytes
	mostIdle    = 30 * time.Second
)

// TestHostile runs the built program on what strangers may commit and on what a
// machine may be like: the corpus in testdata/hostile, one file for each kind of
// harm. .ci/hostile calls it; by itself it is skipped, since it takes minutes.
//
// A section of a corpus is a case. Its lines "#: COMMAND = CODES WORDS" are what
// is run, the exit codes that are right, divided by |, and words that must be
// printed, _ for a space and ! before what must not be; the rest is a bash
// script that changes a copy of this repository (see prelude.sh for what it may
// use). "#: each X A B C" makes a case for each value of $X, "#: holds: TEST" is
// true after every command, "#: writes PATH" names what the commands are told to
// write. Text before "; " in a command is shell that goes
// first, and "10 x " runs so many at once.
//
// Whatever a case expects of its own, no command may panic, take longer or more
// memory than one file is allowed, speak English, change, delete or read what it
// is not told to, or publish anything but ordinary files.
func TestHostile(t *testing.T) {
	pattern := os.Getenv("HOSTILE")
	if pattern == "" {
		t.Skip("SKIPPED: run .ci/hostile")
	}
	h := &hostility{t: t, wanted: regexp.MustCompile(pattern), base: map[string]float64{}}
	h.prepare()
	corpora, err := filepath.Glob("testdata/hostile/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var cases []hostileCase
	for _, file := range corpora {
		cases = append(cases, hostileCases(t, file)...)
	}
	began := time.Now()
	for _, command := range []string{"build", "check", "fix", "review", "score", "search", "serve"} {
		c := hostileCase{name: "base", runs: []hostileRun{{line: baseLines[command], codes: []int{0}}}}
		r := h.run(c)[0]
		if r.code != 0 {
			t.Fatalf("an ordinary repository: %+v", r)
		}
		h.base[command] = r.seconds
		fmt.Printf("base %-8s %5.2f s %4d MB\n", command, r.seconds, r.mb)
	}
	var (
		passed int
		failed []string
		slow   []hostileCase
		mu     sync.Mutex
		g      errgroup.Group
	)
	tell := func(c hostileCase, results []hostileResult) {
		for _, r := range results {
			line := fmt.Sprintf("%s | %s | %d | %.2f s | %d MB | ", c.name, r.line, r.code, r.seconds, r.mb)
			if len(r.faults) == 0 {
				passed++
				line += "ok"
			} else {
				line += "FAIL: " + strings.Join(r.faults, "; ")
				failed = append(failed, line)
			}
			fmt.Println(line)
		}
	}
	g.SetLimit(runtime.NumCPU())
	for _, c := range cases {
		if !h.wanted.MatchString(c.name) {
			continue
		}
		g.Go(func() error {
			results := h.run(c)
			mu.Lock()
			defer mu.Unlock()
			if slices.ContainsFunc(results, func(r hostileResult) bool { return r.slow }) {
				slow = append(slow, c)
				return nil
			}
			tell(c, results)
			return nil
		})
	}
	_ = g.Wait()
	for _, c := range slow { // a core that another case shares is slower: what counts is measured like the base
		tell(c, h.run(c))
	}
	fmt.Printf("%d passed, %d failed (%.0f s)\n", passed, len(failed), time.Since(began).Seconds())
	if len(failed) > 0 || passed == 0 {
		t.Error(strings.Join(failed, "\n"))
	}
}

// baseLines are what each command is measured by.
var baseLines = map[string]string{
	"build": "build --out $OUT", "check": "check", "fix": "fix", "review": "review --since base", "score": "score",
	"search": "minglu build --out $OUT >/dev/null; search 水晶", "serve": "serve",
}

// A hostileCase is a change to a repository, and what commands make of it.
type hostileCase struct {
	name   string
	runs   []hostileRun
	holds  []string
	writes string // a folder of the case, as repo/.cache; "" for none
	value  string // a line of shell that sets the variable of "each"
	script string
}

type hostileRun struct {
	line  string // the command
	codes []int
	words []string // printed, or with ! not
	times int      // at once; 0 is 1
}

// hostileCases reads a corpus.
func hostileCases(t *testing.T, file string) []hostileCase {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	item := strings.TrimSuffix(filepath.Base(file), ".txtar")
	var cases []hostileCase
	for _, section := range archive.Files {
		values, variable := []string{""}, ""
		c := hostileCase{name: item + ": " + section.Name}
		for line := range strings.Lines(string(section.Data)) {
			line = strings.TrimSuffix(line, "\n")
			said, found := strings.CutPrefix(line, "#: ")
			if each, ok := strings.CutPrefix(said, "each "); found && ok {
				words := strings.Fields(each)
				variable, values = words[0], words[1:]
			} else if test, ok := strings.CutPrefix(said, "holds: "); found && ok {
				c.holds = append(c.holds, test)
			} else if path, ok := strings.CutPrefix(said, "writes "); found && ok {
				c.writes = path
			} else if found {
				c.runs = append(c.runs, newHostileRun(t, c.name, said))
			} else {
				c.script += line + "\n"
			}
		}
		if len(c.runs) == 0 {
			t.Fatalf("%s runs nothing", c.name)
		}
		for _, v := range values {
			c := c
			if variable != "" {
				c.name += " (" + v + ")"
				c.value = variable + "='" + v + "'\n"
				if strings.HasPrefix(v, "$") {
					c.value = variable + "=" + v + "\n"
				}
			}
			cases = append(cases, c)
		}
	}
	return cases
}

func newHostileRun(t *testing.T, name, said string) hostileRun {
	line, wanted, found := strings.Cut(said, " = ")
	if !found {
		t.Fatalf("%s: %q does not say how it ends", name, said)
	}
	r := hostileRun{line: line}
	if n, rest, ok := strings.Cut(line, " x "); ok {
		if many, err := strconv.Atoi(n); err == nil {
			r.times, r.line = many, rest
		}
	}
	words := strings.Fields(wanted)
	for code := range strings.SplitSeq(words[0], "|") {
		n, err := strconv.Atoi(code)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r.codes = append(r.codes, n)
	}
	for _, w := range words[1:] {
		r.words = append(r.words, strings.ReplaceAll(w, "_", " "))
	}
	return r
}

// A hostility is what the cases share.
type hostility struct {
	t       *testing.T
	wanted  *regexp.Regexp
	dir     string // program, ordinary repository and pictures, which no case may change
	prelude string
	base    map[string]float64 // seconds of the processor, by command
}

// canary is what lies outside the repository, and must stay there.
const canary = "CANARY-6f1d"

// prepare builds the program and makes the repository that the cases copy.
func (h *hostility) prepare() {
	h.dir = h.t.TempDir()
	for dir := h.dir; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		_ = os.Chmod(dir, 0o755) // cases may run as nobody
	}
	if out, err := exec.Command("go", "build", "-trimpath", "-o", h.dir+"/minglu", ".").CombinedOutput(); err != nil {
		h.t.Fatalf("%v\n%s", err, out)
	}
	prelude, err := os.ReadFile("testdata/hostile/prelude.sh")
	if err != nil {
		h.t.Fatal(err)
	}
	h.prelude = string(prelude)
	for _, folder := range []string{"content", "criteria", "layouts", ".github", ".gitee", ".workflow"} {
		if err := fixture.CopyFolder("..", filepath.Join(h.dir, "repo"), folder); err != nil {
			h.t.Fatal(err)
		}
	}
	h.drawPictures()
	script := exec.Command("bash", "-euo", "pipefail", "-c", h.prelude+"ordinary")
	script.Dir, script.Env = h.dir+"/repo", h.environment(h.dir)
	if out, err := script.CombinedOutput(); err != nil {
		h.t.Fatalf("%v\n%s", err, out)
	}
}

// drawPictures makes the pictures that cases copy: an ordinary one, and ones that
// are small as files and huge as pictures.
func (h *hostility) drawPictures() {
	dir := filepath.Join(h.dir, "pictures")
	if err := os.Mkdir(dir, 0o755); err != nil {
		h.t.Fatal(err)
	}
	save := func(name string, write func(io.Writer) error) []byte {
		var b bytes.Buffer
		if err := errors.Join(write(&b), os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644)); err != nil {
			h.t.Fatal(err)
		}
		return b.Bytes()
	}
	ordinary := image.NewYCbCr(image.Rect(0, 0, 640, 480), image.YCbCrSubsampleRatio420)
	for i := range ordinary.Y {
		ordinary.Y[i] = uint8(i / 7)
	}
	jpg := save("ordinary.jpg", func(w io.Writer) error { return jpeg.Encode(w, ordinary, nil) })
	save("cut.jpg", func(w io.Writer) error { _, err := w.Write(jpg[:len(jpg)/2]); return err })
	pngs := save("8000.png", func(w io.Writer) error { return png.Encode(w, square(8000)) })
	jpgs := save("4000.jpg", func(w io.Writer) error { return jpeg.Encode(w, square(4000), &jpeg.Options{Quality: 1}) })
	save("8000.webp", func(w io.Writer) error { _, err := w.Write(plainWebP(8000, 8000)); return err })
	save("16000.webp", func(w io.Writer) error { _, err := w.Write(plainWebP(16000, 16000)); return err })

	// A header that promises more than the largest picture.
	binary.BigEndian.PutUint32(pngs[16:], 2_000_000_000)
	save("promise.png", func(w io.Writer) error { _, err := w.Write(pngs[:200]); return err })
	at := bytes.Index(jpgs, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint32(jpgs[at+5:], 0xffffffff)
	save("promise.jpg", func(w io.Writer) error { _, err := w.Write(jpgs[:at+400]); return err })
}

// A square is a picture of one colour that takes no memory: what this process has
// held is counted against the programs that it starts.
type square int

func (s square) Bounds() image.Rectangle         { return image.Rect(0, 0, int(s), int(s)) }
func (s square) ColorModel() color.Model         { return color.Palette{color.White, color.Black} }
func (s square) At(int, int) color.Color         { return color.White }
func (s square) ColorIndexAt(int, int) (i uint8) { return i }

// plainWebP is a lossless picture of one colour: five codes of one symbol each,
// after which no pixel needs a bit.
func plainWebP(width, height uint64) []byte {
	bits := width - 1 | (height-1)<<14 // then alpha and version, no transform, no cache, no codes of parts
	code := uint64(1)                  // simple, one symbol, of one bit, 0
	body := []byte{0x2f}
	head := binary.LittleEndian.AppendUint64(nil, bits)[:4]
	body = append(body, head...)
	var tail uint64
	for i := range 5 {
		tail |= code << (3 + 4*i)
	}
	body = append(body, binary.LittleEndian.AppendUint64(nil, tail)[:5]...)
	chunk := append([]byte("VP8L"), binary.LittleEndian.AppendUint32(nil, uint32(len(body)))...)
	chunk = append(chunk, body...)
	return append(append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(4+len(chunk)))...), append([]byte("WEBP"), chunk...)...)
}

// environment is that of a case in a folder: nothing of the machine's own but
// PATH and Go's caches.
func (h *hostility) environment(dir string) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=" + dir + "/home", "TMPDIR=" + dir + "/tmp",
		"XDG_CACHE_HOME=" + dir + "/home/cache", "XDG_CONFIG_HOME=" + dir + "/home/config",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org",
		"MINGLU=" + h.dir + "/minglu", "PICTURES=" + h.dir + "/pictures", "OUT=" + dir + "/out", "OUTSIDE=" + dir + "/outside", "CANARY=" + canary,
	}
}

// A hostileResult is what one command did.
type hostileResult struct {
	line    string
	code    int
	seconds float64 // of the processor
	mb      int64   // at most, in memory
	slow    bool    // a fault is that it takes too long
	faults  []string
}

func (r *hostileResult) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// run makes a case's repository and runs its commands.
func (h *hostility) run(c hostileCase) []hostileResult {
	dir, err := os.MkdirTemp(h.dir, "case")
	if err != nil {
		h.t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	script := exec.Command("bash", "-euo", "pipefail", "-c", h.prelude+"repository\ncd repo\n"+c.value+c.script)
	script.Dir, script.Env = dir, h.environment(dir)
	if out, err := script.CombinedOutput(); err != nil {
		h.t.Errorf("%s: the script fails: %v\n%s", c.name, err, out)
		return []hostileResult{{line: "(script)", faults: []string{"the script fails"}}}
	}
	var results []hostileResult
	for _, r := range c.runs {
		before, published := h.snapshot(dir, c.writes), h.published(dir)
		all := make([]hostileResult, max(1, r.times))
		var g errgroup.Group
		for i := range all {
			g.Go(func() error {
				all[i] = h.command(dir, c.value, r)
				return nil
			})
		}
		_ = g.Wait()
		worst := slices.MaxFunc(all, func(a, b hostileResult) int { return len(a.faults) - len(b.faults) })
		if r.times > 1 {
			worst.line = fmt.Sprintf("%d x %s", r.times, worst.line)
		}
		h.compare(&worst, dir, c.writes, before)
		h.inspectPublished(&worst, dir, published)
		for _, test := range c.holds {
			if out, err := h.bash(dir, c.value+test).CombinedOutput(); err != nil {
				worst.fault("does not hold: %s %.200s", test, out)
			}
		}
		results = append(results, worst)
	}
	return results
}

func (h *hostility) bash(dir, text string) *exec.Cmd {
	cmd := exec.Command("bash", "-c", h.prelude+text)
	cmd.Dir, cmd.Env = filepath.Join(dir, "repo"), h.environment(dir)
	return cmd
}

// command runs the program once.
func (h *hostility) command(dir, value string, r hostileRun) hostileResult {
	before, line := "", r.line
	if at := strings.LastIndex(line, "; "); at >= 0 {
		before, line = line[:at+2], line[at+2:]
	}
	name, _, _ := strings.Cut(line, " ")
	served := name == "serve"
	if served {
		line += " --addr 127.0.0.1:0"
	}
	cmd := h.bash(dir, fmt.Sprintf("%s\nulimit -v %d -f %d -c 0\n%s\nexec ${AS:-} \"$MINGLU\" %s", value, mostAddress, 1<<20, before, line))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with what it started
	stdout, stderr := &watchedOutput{}, &watchedOutput{}
	said := make(chan string, 1)
	if served {
		stdout.address = said
	}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	result := hostileResult{line: r.line, code: -1}
	if err := cmd.Start(); err != nil {
		result.fault("%v", err)
		return result
	}
	watched := make(chan string, 1)
	ended := make(chan struct{})
	go func() { watched <- watch(cmd.Process.Pid, h.base[name]+mostSeconds+1, ended) }()
	if served {
		go visit(said, ended, func() { _ = cmd.Process.Signal(os.Interrupt) })
	}
	err := cmd.Wait()
	close(ended)
	if why := <-watched; why != "" {
		result.slow = true
		result.fault("%s", why)
	}
	var code *exec.ExitError
	if err != nil && !errors.As(err, &code) {
		result.fault("%v", err)
	}
	result.code = cmd.ProcessState.ExitCode()
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	result.seconds = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	result.mb = used.Maxrss >> 10
	if !slices.Contains(r.codes, result.code) {
		result.fault("exit %d, want %v (%s)", result.code, r.codes, lastLine(stderr.String(), stdout.String()))
	}
	if most := h.base[name] + mostSeconds; h.base[name] > 0 && result.seconds > most {
		result.slow = true
		result.fault("takes %.1f s, at most %.1f s", result.seconds, most)
	}
	if result.mb > mostMB {
		result.fault("takes %d MB", result.mb)
	}
	h.listen(&result, name, r, stdout.String(), stderr.String())
	return result
}

var (
	crashed = regexp.MustCompile(`(?m)^panic: |^goroutine \d+ \[|^fatal error: |runtime error|^SIG[A-Z]+: `)

	// What may stand in English in a message: quotations, addresses, options,
	// rules, what stands in code.
	quoted = regexp.MustCompile("“[^”]*”|\"[^\"]*\"|`[^`]*`|\\[[a-z-]+\\]|https?:\\S+|--?[a-z][a-z-]*( [A-Z]+)?|minglu( [a-z]+)*|\\bgit [a-z]+|[\\w.*-]*[/\\\\][^\\s，。：；、）]*|[\\w-]+(\\.[\\w-]+)+")

	// Lines that show a file.
	excerpted = regexp.MustCompile(`(?m)^ *\d* \|.*$`)

	// Two words of English side by side, or one that stands alone on its line.
	english = regexp.MustCompile(`(?m)\b[A-Za-z]{2,} [a-z]{2,}\b|^[ \t]*[A-Za-z]{3,}[A-Za-z ,:.']*$`)
)

// listen holds what was printed against what a command may say.
func (h *hostility) listen(result *hostileResult, name string, r hostileRun, stdout, stderr string) {
	both := stdout + "\n" + stderr
	if found := crashed.FindString(both); found != "" {
		result.fault("crashes: %s", found)
	}
	if len(both) > mostOutput {
		result.fault("prints more than %d KB", mostOutput>>10)
	}
	for _, secret := range []string{canary, "root:x:0:0"} {
		if strings.Contains(both, secret) {
			result.fault("prints what lies outside the repository")
		}
	}
	for _, w := range r.words {
		if not, no := strings.CutPrefix(w, "!"); strings.Contains(both, strings.TrimPrefix(w, "!")) == no {
			if no {
				result.fault("says %q", not)
			} else {
				result.fault("does not say %q", w)
			}
		}
	}
	said := stderr
	if slices.Contains([]string{"build", "check", "serve"}, name) {
		said = both // answers of the others quote what authors wrote
	}
	said = quoted.ReplaceAllString(excerpted.ReplaceAllString(said, ""), "")
	if found := english.FindString(said); found != "" && !crashed.MatchString(both) {
		result.fault("speaks English: %q", found)
	}
}

// snapshot describes every file of a case that commands must leave alone, which is
// all but what they are told to write.
func (h *hostility) snapshot(dir, writes string) map[string]string {
	all := map[string]string{}
	for _, part := range []string{"repo", "outside"} {
		_ = filepath.WalkDir(filepath.Join(dir, part), func(p string, e fs.DirEntry, err error) error {
			name, _ := filepath.Rel(dir, p)
			switch {
			case err != nil:
				all[name] = err.Error()
				return nil
			case name == "repo/.git":
				return filepath.SkipDir // git's own; the index is renewed by looking
			case (name == "repo/public" || name == writes) && e.IsDir():
				return filepath.SkipDir
			}
			info, err := e.Info()
			if err != nil {
				all[name] = err.Error()
				return nil
			}
			stat := info.Sys().(*syscall.Stat_t)
			all[name] = fmt.Sprint(info.Mode(), stat.Ino)
			if !e.IsDir() {
				all[name] += fmt.Sprint(info.Size(), info.ModTime().UnixNano())
			}
			if e.Type() == fs.ModeSymlink {
				target, _ := os.Readlink(p)
				all[name] += target
			}
			return nil
		})
	}
	return all
}

// compare finds what a command changed of what it must leave alone.
func (h *hostility) compare(result *hostileResult, dir, writes string, before map[string]string) {
	after := h.snapshot(dir, writes)
	var changed []string
	for _, p := range slices.Sorted(maps.Keys(before)) {
		if after[p] == "" {
			changed = append(changed, "deletes "+p)
		} else if after[p] != before[p] {
			changed = append(changed, "changes "+p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(after)) {
		if before[p] == "" {
			changed = append(changed, "makes "+p)
		}
	}
	if n := len(changed); n > 2 {
		changed = append(changed[:2], fmt.Sprintf("and %d more", n-2))
	}
	result.faults = append(result.faults, changed...)
}

// published returns the files of the sites of a case, and what tells each from the
// file that takes its place.
func (h *hostility) published(dir string) map[string]string {
	all := map[string]string{}
	for _, folder := range []string{"out", "repo/public"} {
		root := filepath.Join(dir, folder)
		if info, err := os.Lstat(root); err != nil || !info.IsDir() {
			continue
		}
		_ = filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			name, _ := filepath.Rel(dir, p)
			if err != nil || e.IsDir() || name == "repo/public/.gitignore" {
				return nil
			}
			if info, err := e.Info(); err == nil {
				stat := info.Sys().(*syscall.Stat_t)
				all[name] = fmt.Sprint(info.Mode(), stat.Ino, stat.Ctim)
			}
			return nil
		})
	}
	return all
}

// inspectPublished finds what must not be published, among what a command wrote:
// anything but files that all may read, and what lies outside the repository.
func (h *hostility) inspectPublished(result *hostileResult, dir string, before map[string]string) {
	for name, now := range h.published(dir) {
		if before[name] == now {
			continue
		}
		p := filepath.Join(dir, name)
		info, err := os.Lstat(p)
		if err != nil || !info.Mode().IsRegular() || info.Mode().Perm() != 0o644 {
			result.fault("publishes %s, which is no file that all may read", name)
			continue
		}
		f, err := os.Open(p)
		if err != nil {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(f, 8<<20))
		_ = f.Close()
		if err != nil {
			continue
		}
		if bytes.Contains(text, []byte(canary)) || bytes.Contains(text, []byte("root:x:0:0")) {
			result.fault("publishes in %s what lies outside the repository", name)
		}
	}
}
