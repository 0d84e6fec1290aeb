package actlog

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"minglu/generator/signature"
)

const origin = "minglu.example.org/log"

func same(slug string) string { return slug }

func ring(tb testing.TB) *signature.Ring {
	r, err := signature.Demonstration()
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// acts returns n acts as a publisher might have, none twice.
func acts(n int) []Act {
	all := make([]Act, n)
	for i := range all {
		all[i] = Act{Act: []string{"认定", "退出", "更正"}[i%3], Date: fmt.Sprintf("20%02d-%02d-%02d", i%30, i%12+1, i%28+1), Document: fmt.Sprintf("示例〔2024〕%d号", i/10),
			Honor: "连云港市市级劳务品牌", Level: "市级", Slug: fmt.Sprintf("donghai-%d", i), Text: strings.Repeat(fmt.Sprintf("%08x", i), 8)}
	}
	return all
}

func write(tb testing.TB, l *Log) map[string][]byte {
	files := map[string][]byte{}
	if err := l.Write(ring(tb), func(path string, data []byte) error {
		if files[path] != nil {
			return fmt.Errorf("%s is put twice", path)
		}
		files[path] = bytes.Clone(data)
		return nil
	}); err != nil {
		tb.Fatal(err)
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

func log(tb testing.TB, acts []Act) *Log {
	l, err := New(origin, acts)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// TestLinesAreCanonical: the keys of a line are in order, and nothing is escaped that RFC
// 8785 does not escape.
func TestLinesAreCanonical(t *testing.T) {
	l := log(t, []Act{{Act: "认定", Date: "2024-12-06", Document: "示例〔2024〕1号 <&>\u2028", Honor: "称号", Level: "市级", Slug: "a", Text: "00", Until: "2027"}})
	want := `{"act":"认定","date":"2024-12-06","document":"示例〔2024〕1号 <&>` + "\u2028" + `","honor":"称号","level":"市级","slug":"a","text":"00","until":"2027"}` + "\n"
	if got := string(l.joined()); got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

// TestFilesAreThoseOfTiles: for logs of many sizes the tiles hold every hash that the tree
// needs, by the addresses of C2SP, and the entries are the lines.
func TestFilesAreThoseOfTiles(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 257, 512, 700} {
		files := write(t, log(t, acts(n)))
		back, err := Read(origin, ring(t).Publics(), reader(files))
		if err != nil || back.Size() != n || !slices.Equal(back.Acts, acts(n)) {
			t.Fatalf("a log of %d is read back as %d: %v", n, back.Size(), err)
		}
		if !IsDetached([]byte(strings.Join(strings.SplitAfter(string(files[Checkpoint]), "\n")[:3], "")), files[Checkpoint+Detached], ring(t).Publics()) {
			t.Errorf("%d: SM2's signature is not that of the checkpoint's text", n)
		}
		root, err := back.root()
		if err != nil {
			t.Fatal(err)
		}
		hashes := tlog.TileHashReader(tlog.Tree{N: int64(n), Hash: root}, tiles{files})
		for i := range n {
			proof, err := tlog.ProveRecord(int64(n), int64(i), hashes)
			if err != nil {
				t.Fatalf("%d of %d: %v", i, n, err)
			}
			if err := tlog.CheckRecord(proof, int64(n), root, int64(i), tlog.RecordHash(back.lines[i])); err != nil {
				t.Fatalf("%d of %d: %v", i, n, err)
			}
		}
	}
	for path := range write(t, log(t, acts(700))) {
		if !slices.Contains([]string{"log/checkpoint", "log/checkpoint.sm2", "log/acts.jsonl", "log/tile/0/000", "log/tile/0/001", "log/tile/0/002.p/188", "log/tile/1/000.p/2",
			"log/tile/entries/000", "log/tile/entries/001", "log/tile/entries/002.p/188"}, path) {
			t.Errorf("%s has no address of C2SP", path)
		}
	}
}

// tiles reads tiles as a client would that knows nothing else.
type tiles struct{ files map[string][]byte }

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (f tiles) ReadTiles(all []tlog.Tile) (data [][]byte, err error) {
	for _, t := range all {
		d := f.files[tilePath(t)]
		if d == nil {
			return nil, fmt.Errorf("no %s", tilePath(t))
		}
		data = append(data, d)
	}
	return data, nil
}

// TestAlteredLogsAreNotRead: no byte of a published log can be another.
func TestAlteredLogsAreNotRead(t *testing.T) {
	files, random := write(t, log(t, acts(40))), rand.New(rand.NewPCG(1, 1))
	for range 500 {
		bad := maps.Clone(files)
		path := []string{Checkpoint, Lines}[random.IntN(2)]
		data := bytes.Clone(bad[path])
		switch at := random.IntN(len(data)); random.IntN(3) {
		case 0:
			data[at] ^= 1 << random.IntN(8)
		case 1:
			data = slices.Delete(data, at, at+1)
		case 2:
			data = data[:at]
		}
		bad[path] = data
		if bytes.Equal(bytes.TrimSuffix(data, []byte("\n")), bytes.TrimSuffix(files[path], []byte("\n"))) {
			continue // the last line's end
		}
		if _, err := Read(origin, ring(t).Publics(), reader(bad)); !errors.Is(err, ErrDamaged) {
			t.Fatalf("%s altered reads: %v", path, err)
		}
	}
	other, err := signature.New(false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(origin, other.Publics(), reader(files)); !errors.Is(err, ErrDamaged) {
		t.Errorf("a log of another's key reads: %v", err)
	}
	if _, err := Read("another.example.org/log", ring(t).Publics(), reader(files)); !errors.Is(err, ErrDamaged) {
		t.Errorf("a log of another site reads: %v", err)
	}
}

// TestLogsOnlyGrow states the law of Extend over histories that are made up: what was
// published stays where it is, what is new follows in its order, and whatever vanished or
// changed is named.
func TestLogsOnlyGrow(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		all := acts(2 + random.IntN(30))
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		known := random.IntN(len(all) + 1)
		last := log(t, slices.Clone(all[:known]))
		shown := slices.Clone(all)
		random.Shuffle(len(shown), func(i, j int) { shown[i], shown[j] = shown[j], shown[i] })
		grown, rewritten := Extend(last, shown, same)
		if len(rewritten) > 0 || !log(t, grown).Extends(last) || len(grown) != len(all) {
			t.Fatalf("%d of %d known: %d grown, rewritten %v", known, len(all), len(grown), rewritten)
		}
		fresh := slices.DeleteFunc(slices.Clone(shown), func(a Act) bool { return slices.Contains(all[:known], a) })
		if !slices.Equal(grown[known:], fresh) {
			t.Fatal("what is new stands in another order")
		}
		if known == 0 {
			continue
		}
		victim := all[random.IntN(known)]
		at := slices.Index(shown, victim)
		changed := slices.Clone(shown)
		vanish := random.IntN(2) == 0
		if vanish {
			changed = slices.Delete(changed, at, at+1)
		} else {
			changed[at].Text = strings.Repeat("f", 64)
		}
		_, rewritten = Extend(last, changed, same)
		if len(rewritten) != 1 || rewritten[0].Was != victim || (rewritten[0].Now == nil) != vanish {
			t.Fatalf("victim %v (vanished: %v): %v", victim, vanish, rewritten)
		}
	}
}

// TestBrandsMayMove: the lines of a brand stay when its address changes.
func TestBrandsMayMove(t *testing.T) {
	before := acts(3)
	last := log(t, before)
	after := slices.Clone(before)
	after[1].Slug = "donghai-new"
	grown, rewritten := Extend(last, after, func(slug string) string {
		if slug == before[1].Slug {
			return "donghai-new"
		}
		return slug
	})
	if len(rewritten) > 0 || !slices.Equal(grown, before) {
		t.Error(grown, rewritten)
	}
}

// BenchmarkLog logs 100,000 acts: lines, tree, tiles and checkpoint.
func BenchmarkLog(b *testing.B) {
	all, keys := acts(100_000), ring(b)
	for b.Loop() {
		if err := log(b, all).Write(keys, func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
