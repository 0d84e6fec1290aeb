package kit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minglu/generator/checkout"
)

// bothSides is a repository, with those who write in it, over many versions of the program.
type bothSides struct {
	*rand.Rand
	dir   string
	holds map[string][]byte // the program
	wrote map[string]string // what the bureau wrote, or "" for what it deleted, by path
}

var paths = []string{"a.md", "criteria/facts.yaml", "criteria/standards/x.yaml", "layouts/base/base.css", "README.md"}

func (b *bothSides) text() string { return fmt.Sprintf("line\nversion %d\n", b.IntN(4)) }

// release makes another version of the program.
func (b *bothSides) release() {
	b.holds = map[string][]byte{}
	for _, p := range paths {
		if b.IntN(6) > 0 {
			b.holds[p] = []byte(b.text())
		}
	}
}

// edit is somebody at work: on a file, or on the program's version of one.
func (b *bothSides) edit() {
	p := paths[b.IntN(len(paths))]
	if b.IntN(4) == 0 {
		p = newDir + p
	}
	name := filepath.Join(b.dir, filepath.FromSlash(p))
	switch b.IntN(4) {
	case 0:
		if os.Remove(name) == nil {
			b.wrote[p] = ""
		}
	case 1: // git on Windows: no change
		if data, err := os.ReadFile(name); err == nil {
			data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
			_ = os.WriteFile(name, data, 0o644)
			if _, mine := b.wrote[p]; mine {
				b.wrote[p] = string(data)
			}
		}
	default:
		b.wrote[p] = b.text()
		_ = os.MkdirAll(filepath.Dir(name), 0o755)
		_ = os.WriteFile(name, []byte(b.wrote[p]), 0o644)
	}
}

func (b *bothSides) tree() map[string]string {
	all := map[string]string{}
	_ = filepath.WalkDir(b.dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := os.ReadFile(p)
			rel, _ := filepath.Rel(b.dir, p)
			all[filepath.ToSlash(rel)] = string(data)
		}
		return nil
	})
	return all
}

func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

func (b *bothSides) update(t *testing.T, write bool) []Change {
	t.Helper()
	root := checkout.Open(b.dir)
	r, err := ReadRecord(root)
	if errors.Is(err, fs.ErrNotExist) {
		r, err = NewRecord("320700"), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	changes, err := r.Take(root, b.holds, func(string) bool { return true }, write)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// forgetWhatIsThePrograms goes by the record as it is now. What lies there and is not recorded
// counts as the bureau's; what the bureau wrote and is the same as what was taken last counts
// as the program's; and of what is not recorded nobody can tell that it was deleted.
func (b *bothSides) forgetWhatIsThePrograms() {
	r, err := ReadRecord(checkout.Open(b.dir))
	if err != nil {
		r = NewRecord("")
	}
	for p, text := range b.tree() {
		if _, recorded := r.sums[strings.TrimPrefix(p, newDir)]; !recorded && p != recordFile {
			b.wrote[p] = text
		}
	}
	maps.DeleteFunc(b.wrote, func(p, mine string) bool {
		taken, recorded := r.sums[strings.TrimPrefix(p, newDir)]
		return mine == "" && !recorded || mine != "" && sum([]byte(mine)) == taken
	})
}

// Whatever a bureau writes, deletes or loses of the record, and whatever versions follow each
// other: an update writes over nothing that it wrote and brings back nothing that it deleted;
// what it did not touch is as the program holds it; who has to decide is told where the other
// version lies; only listing changes nothing and says the same; and a second update changes
// nothing.
func TestUpdatesLoseNothing(t *testing.T) {
	kinds := map[What]int{}
	for seed := range uint64(40) {
		b := &bothSides{rand.New(rand.NewPCG(seed, 15)), t.TempDir(), nil, map[string]string{}}
		for range 12 {
			b.release()
			for range b.IntN(4) {
				b.edit()
			}
			if b.IntN(12) == 0 { // the record is damaged
				name := filepath.Join(b.dir, recordFile)
				data, _ := os.ReadFile(name)
				_ = os.WriteFile(name, data[:b.IntN(len(data)+1)], 0o644)
			}
			b.forgetWhatIsThePrograms()
			before := b.tree()
			listed := b.update(t, false)
			if !maps.Equal(before, b.tree()) {
				t.Fatalf("seed %d: listing changes something", seed)
			}
			changes := b.update(t, true)
			same := func(x, y Change) bool { return x.Path == y.Path && x.What == y.What }
			if !slices.EqualFunc(listed, changes, same) {
				t.Fatalf("seed %d: listed %v, done %v", seed, listed, changes)
			}
			after := b.tree()
			for p, mine := range b.wrote {
				now, there := after[p]
				held := string(b.holds[strings.TrimPrefix(p, newDir)])
				switch {
				case unix(mine) == held && held != "": // they agree
					delete(b.wrote, p)
				case mine != "" && now != mine:
					t.Fatalf("seed %d: %s was %q, now it is %q", seed, p, mine, now)
				case mine == "" && there && !strings.HasPrefix(p, newDir):
					t.Fatalf("seed %d: %s is back", seed, p)
				case mine == "":
					if strings.HasPrefix(p, newDir) {
						delete(b.wrote, p) // merged; the next version may lie there
					}
				}
			}
			for _, c := range changes {
				kinds[c.What]++
				if lies := after[c.New()]; c.What == Both && unix(lies) != string(b.holds[c.Path]) {
					t.Fatalf("seed %d: %s should hold %q, not %q", seed, c.New(), b.holds[c.Path], lies)
				}
			}
			for _, p := range paths {
				_, touched := b.wrote[p]
				told := slices.ContainsFunc(changes, func(c Change) bool { return c.Path == p && (c.What >= Yours) })
				if now, there := after[p]; !touched && !told && (there != (b.holds[p] != nil) || unix(now) != string(b.holds[p])) {
					t.Fatalf("seed %d: nobody touched %s, it is %q, not %q", seed, p, now, b.holds[p])
				}
			}
			if again := b.update(t, true); !maps.Equal(after, b.tree()) || slices.ContainsFunc(again, func(c Change) bool { return c.What <= Removed }) {
				t.Fatalf("seed %d: a second update changes something: %v\n%q\n%q", seed, again, after, b.tree())
			}
		}
	}
	for w := Added; w <= Edited; w++ {
		if kinds[w] < 5 {
			t.Errorf("%d occurs %d times", w, kinds[w])
		}
	}
}
