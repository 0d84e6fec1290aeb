package public

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// textTree returns a tree of files of every kind and length, made of few words, so that
// most of them become smaller.
func textTree(t *testing.T, random *rand.Rand, files int) *Tree {
	t.Helper()
	tree := &Tree{limit: 1 << 20}
	t.Cleanup(func() { tree.Close() })
	for i := range files {
		var b strings.Builder
		for range random.IntN(600) {
			b.WriteString([]string{"从业人员", "<li>", "达到", "0518-", "\n", "劳务品牌", fmt.Sprint(random.Uint64())}[random.IntN(7)])
		}
		ending := append([]string{".png", ".xlsx", ".woff", ""}, texts...)[random.IntN(len(texts)+4)]
		if err := tree.Put(fmt.Sprintf("d%d/f%d%s", random.IntN(5), i, ending), []byte(b.String())); err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

func unpacked(t *testing.T, p string, data []byte) []byte {
	t.Helper()
	var r io.Reader = brotli.NewReader(bytes.NewReader(data))
	if filepath.Ext(p) == ".gz" {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(p, err)
		}
		if z.Name != "" || !z.ModTime.IsZero() {
			t.Errorf("%s tells of %s, %s", p, z.Name, z.ModTime)
		}
		r = z
	}
	whole, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(p, err)
	}
	return whole
}

// A twin is its text, smaller; every text that is worth it has one of each coding, nothing
// else has any; and what it is depends on the text alone, not on what else is in the tree.
func TestATwinIsItsTextAndNothingElse(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	tree := textTree(t, random, 300)
	plain := tree.Paths()
	if err := tree.Precompress(t.Context(), Codings); err != nil {
		t.Fatal(err)
	}
	twins := 0
	for _, p := range tree.Paths() {
		data, err := tree.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		whole := original(p)
		if whole == p {
			if !slices.Contains(plain, p) {
				t.Errorf("%s came from nowhere", p)
			}
			continue
		}
		twins++
		text, err := tree.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unpacked(t, p, data), text) || len(data) >= len(text) || len(text) < leastText || rank(p) != rank(whole) {
			t.Errorf("%s, of %d bytes, is no twin of %d", p, len(data), len(text))
		}
		alone := &Tree{}
		if err := alone.Put(whole, text); err != nil {
			t.Fatal(err)
		}
		if err := alone.Precompress(t.Context(), Codings); err != nil {
			t.Fatal(err)
		}
		if again, err := alone.ReadFile(p); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s is another by itself: %v", p, err)
		}
	}
	wanted := 0
	for _, p := range plain {
		if slices.Contains(texts, filepath.Ext(p)) && tree.Size(p) >= leastText {
			wanted += len(Codings)
		}
	}
	if twins != wanted || twins < 200 {
		t.Errorf("there are %d twins, want %d", twins, wanted)
	}
}

// Twins are files like others: recorded, held against the record, exchanged with the rest
// and removed where they are asked for no more.
func TestTwinsComeAndGoWithTheSite(t *testing.T) {
	for _, way := range []Way{Either, FileByFile} {
		dir := filepath.Join(t.TempDir(), "site")
		was := 0
		for _, codings := range [][]Coding{Codings, Codings[:1], nil, Codings} {
			tree := textTree(t, rand.New(rand.NewPCG(3, 4)), 60)
			if err := tree.Precompress(t.Context(), codings); err != nil {
				t.Fatal(err)
			}
			done, err := tree.Publish(t.Context(), dir, way)
			if err != nil {
				t.Fatal(err)
			}
			if was > done.Files && done.Removed != was-done.Files {
				t.Errorf("of %d files %d are left, and %d were removed", was, done.Files, done.Removed)
			}
			was = done.Files
			d, err := done.Manifest.Hold(t.Context(), dir)
			if err != nil || !d.None() || len(d.Strange) > 0 {
				t.Errorf("%v: %+v %v", codings, d, err)
			}
			for _, c := range Codings {
				asked := slices.ContainsFunc(codings, func(have Coding) bool { return have.Name == c.Name })
				if found, _ := filepath.Glob(filepath.Join(dir, "*", "*"+c.Ending)); (len(found) > 0) != asked {
					t.Errorf("%d files end with %s, which was asked for: %v", len(found), c.Ending, asked)
				}
			}
		}
		if twin, _ := filepath.Glob(filepath.Join(dir, "*", "*.html.br")); len(twin) > 0 {
			if err := os.WriteFile(twin[0], []byte("甲"), 0o644); err != nil {
				t.Fatal(err)
			}
			m, err := ReadManifest(dir)
			if err != nil {
				t.Fatal(err)
			}
			if d, err := m.Hold(t.Context(), dir); err != nil || len(d.Changed) != 1 {
				t.Errorf("a twin was changed, and %+v %v is told", d, err)
			}
		}
	}
}
