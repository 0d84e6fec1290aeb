package review_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/review"
	"minglu/generator/values"
)

var update = flag.Bool("update", false, "write what is found into the want part of testdata")

// today is the day of every case.
func today(*content.Settings) values.Date { return values.Date{Year: 2026, Month: 6, Day: 30} }

// Each archive of testdata/compare is a change of base.txtar that somebody could
// have proposed. want is the packet.
func TestPackets(t *testing.T) {
	for name, archive := range cases(t, "testdata/compare") {
		t.Run(name, func(t *testing.T) {
			before := base(t)
			after, changes := changed(t, before, archive)
			packet := review.Compare(read(t, before), read(t, after), changes)
			text, _ := packet.Document("与 main 比较").Markdown(review.CommentLimit)
			hold(t, archive, "testdata/compare/"+name, text)
		})
	}
}

// Each archive of testdata/wait is what the bureau's desk looks like after a
// change of base.txtar. want is the queue.
func TestQueues(t *testing.T) {
	for name, archive := range cases(t, "testdata/wait") {
		t.Run(name, func(t *testing.T) {
			root, _ := changed(t, base(t), archive)
			text, _ := review.Wait(read(t, root)).Document().Markdown(review.CommentLimit)
			hold(t, archive, "testdata/wait/"+name, text)
		})
	}
}

// hold holds got against the want part of an archive.
func hold(t *testing.T, archive *txtar.Archive, name, got string) {
	t.Helper()
	want := &archive.Files[len(archive.Files)-1]
	visible := []byte(strings.ReplaceAll(got, "\u200b", "<0>"))
	if *update {
		want.Data = visible
		if err := os.WriteFile(name+".txtar", txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(visible, want.Data) {
		t.Errorf("got\n%s\nwant\n%s", visible, want.Data)
	}
}

func cases(t *testing.T, dir string) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases in", dir, err)
	}
	all := map[string]*txtar.Archive{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil || len(archive.Files) == 0 || archive.Files[len(archive.Files)-1].Name != "want" {
			t.Fatalf("%s: want files and, last, a part named want (%v)", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txtar")] = archive
	}
	return all
}

// base returns the repository of base.txtar.
func base(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	for _, f := range archive.Files {
		root[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return root
}

// changed returns before with the files of archive laid over it, and the changes
// that this is. "OLD => NEW" in a file that stands there already edits it.
func changed(t testing.TB, before fstest.MapFS, archive *txtar.Archive) (fstest.MapFS, []review.Change) {
	t.Helper()
	after := fstest.MapFS{}
	for name, file := range before {
		after[name] = file
	}
	var changes []review.Change
	for _, f := range archive.Files[:len(archive.Files)-1] {
		c, text := review.Change{Kind: review.Modified, Path: f.Name}, strings.TrimSpace(string(f.Data))
		old, renamed := strings.CutPrefix(text, "改名 ")
		switch {
		case text == "删去":
			c.Kind = review.Deleted
			delete(after, f.Name)
		case renamed:
			c.Kind, c.Old = review.Renamed, old
			after[f.Name] = before[old]
			delete(after, old)
		case before[f.Name] == nil:
			c.Kind = review.Added
			after[f.Name] = &fstest.MapFile{Data: f.Data}
		case strings.Contains(text, " => "):
			after[f.Name] = &fstest.MapFile{Data: edited(t, string(before[f.Name].Data), text)}
		default:
			after[f.Name] = &fstest.MapFile{Data: f.Data}
		}
		changes = append(changes, c)
	}
	slices.SortFunc(changes, func(a, b review.Change) int { return strings.Compare(a.Path, b.Path) })
	return after, changes
}

// edited replaces, for each line OLD => NEW, the first OLD in text.
func edited(t testing.TB, text, edits string) []byte {
	t.Helper()
	for line := range strings.Lines(edits) {
		old, now, _ := strings.Cut(strings.TrimSpace(line), " => ")
		if !strings.Contains(text, old) {
			t.Fatalf("nothing to edit: %q", old)
		}
		text = strings.Replace(text, old, strings.ReplaceAll(now, `\n`, "\n"), 1)
	}
	return []byte(text)
}

func read(t testing.TB, root fs.FS) *review.Side {
	t.Helper()
	side, err := review.Read(root, edition.Reader{Day: today})
	if err != nil {
		t.Fatal(err)
	}
	return side
}

// Hundreds of notices are told of all the same: every one is named, and what does
// not fit is counted.
func TestManyNoticesAreAllNamed(t *testing.T) {
	before := base(t)
	archive := &txtar.Archive{}
	for i := range 300 {
		archive.Files = append(archive.Files, txtar.File{Name: fmt.Sprintf("content/notices/n-%03d.md", i), Data: []byte(fmt.Sprintf(
			"---\nkind: 公示\ntitle: 第%03d号公示\nlevel: 市级\nfrom: 2026-06-01\nto: 2026-06-05\nbrands: [banhua, zaochuan]\n---\n公示。\n", i))})
	}
	archive.Files = append(archive.Files, txtar.File{Name: "generator/main.go"}, txtar.File{Name: "want"})
	after, changes := changed(t, before, archive)
	text, left := review.Compare(read(t, before), read(t, after), changes).Document("与 main 比较").Markdown(review.CommentLimit)
	if n := utf8.RuneCountInString(text); n > review.CommentLimit || left == 0 || saidToBeLeft(t, text) != left {
		t.Errorf("%d characters, %d left out", n, left)
	}
	if got := strings.Count(text, "\n新增公示公告《"); got != 300 {
		t.Errorf("%d notices are named:\n%.3000s", got, text)
	}
	if !strings.Contains(text, "\n程序（1 个，须决定）：") || !strings.Contains(text, "\n- 新增 generator/main.go\n") || !strings.Contains(text, "须决定的 301 项") {
		t.Errorf("the program's file is not told of first:\n%.3000s", text)
	}
}

// A mistake that a touched notice had before is told with the notice, and once: it is
// none of another file.
func TestAMistakeOfATouchedNoticeIsToldOnce(t *testing.T) {
	was, _ := changed(t, base(t), txtar.Parse([]byte(`
-- content/notices/rending-2024.md --
menjian] => menjian, nobody]
-- want --
`)))
	after, changes := changed(t, was, txtar.Parse([]byte(`
-- content/notices/rending-2024.md --
2024年度名单的通知 => 2024年度名单的公告
-- want --
`)))
	packet := review.Compare(read(t, was), read(t, after), changes)
	text, _ := packet.Document("与 main 比较").Markdown(review.CommentLimit)
	if n := strings.Count(text, "没有品牌“nobody”"); n != 1 || packet.Known != 0 || !strings.Contains(text, "须改正的错误 1 处") {
		t.Errorf("the mistake is told %d times, and of other files %d:\n%s", n, packet.Known, text)
	}
}

// What a packet prints of a brand never names a person, and masks what is a
// person's wherever it stands.
func TestNoPersonIsEverPrinted(t *testing.T) {
	before := base(t)
	after, changes := changed(t, before, txtar.Parse([]byte(`
-- content/brands/donghai/shuijing.md --
倪望舟 => 倪望海
同意推荐。 => 不同意，因为倪望海。
卞秋禾 => 卞秋生
工匠 => 工匠13812345678
-- content/brands/ganyu/13912345678.md --
---
name: 赣榆手机 13712345678
county: 赣榆区
---
-- want --
`)))
	text, _ := review.Compare(read(t, before), read(t, after), changes).Document("与 main 比较").Markdown(review.CommentLimit)
	for _, secret := range []string{"倪望舟", "倪望海", "同意", "卞秋", "13812345678", "13912345678", "13712345678"} {
		if strings.Contains(text, secret) {
			t.Errorf("the packet prints %s:\n%s", secret, text)
		}
	}
	for _, told := range []string{"负责人", "推荐意见", "人物", "138\\*"} {
		if !strings.Contains(text, told) {
			t.Errorf("the packet does not tell of %s:\n%s", told, text)
		}
	}
}

func glob(t testing.TB, root fs.FS, pattern string) []string {
	t.Helper()
	names, err := fs.Glob(root, pattern)
	if err != nil || len(names) == 0 {
		t.Fatal(pattern, err)
	}
	return names
}

func file(t testing.TB, root fs.FS, name string) []byte {
	t.Helper()
	data, err := fs.ReadFile(root, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
