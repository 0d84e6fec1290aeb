package review_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"minglu/generator/review"
)

// newRepository returns base.txtar as a clone with one commit.
func newRepository(t *testing.T) *clone {
	t.Helper()
	c := newClone(t)
	for name, f := range base(t) {
		c.write(name, string(f.Data))
	}
	c.commit()
	return c
}

// review returns what the packet since rev says.
func (c *clone) review(rev string) *review.Document {
	c.t.Helper()
	h := c.open(rev)
	return review.Compare(read(c.t, h.Files), read(c.t, os.DirFS(c.dir)), h.Changes).Document("与 " + rev + " 比较")
}

// listed returns the paths that the first section of a document names.
func listed(t *testing.T, d *review.Document) map[string]bool {
	t.Helper()
	paths := map[string]bool{}
	for _, b := range fileBlocks(d) {
		for _, item := range b.Items {
			_, text, _ := strings.Cut(item, " ")
			text, _, _ = strings.Cut(text, "（")
			for _, p := range strings.Split(text, " → ") {
				if paths[p] {
					t.Errorf("%s is listed twice", p)
				}
				paths[p] = true
			}
		}
	}
	return paths
}

// Whatever is done to a repository, a review names each path that git says has
// changed, and no other; in a comment it names it or counts it.
func TestEveryChangedPathIsNamed(t *testing.T) {
	folders := []string{"content/brands/donghai", "content/notices", "content", "generator/x", "layouts", "criteria/standards", ".github/workflows",
		"public", ".cache/pictures", ".", "docs", "content/brands/donghai/_old", ".gitee", "名 录"}
	names := []string{"a", "_b", ".c", "README.md", "甲 乙.md", "CODEOWNERS", "go.mod", "x.go", "d.md", "long-" + strings.Repeat("n", 100), "e.png", "a\tb", "@f"}
	for seed := range uint64(6) {
		t.Run(strconv.Itoa(int(seed)), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 8))
			c := newRepository(t)
			anyPath := func() string {
				return filepath.Join(folders[random.IntN(len(folders))], fmt.Sprintf("%d", random.IntN(3)), names[random.IntN(len(names))])
			}
			for range 150 {
				c.write(anyPath(), strings.Repeat(fmt.Sprintf("%d\n", random.IntN(1000)), 30))
			}
			c.commit()
			start := c.git("rev-parse", "HEAD")
			for range 3 {
				for range 100 * random.IntN(2) {
					c.disturb(random, anyPath)
				}
				switch random.IntN(3) {
				case 0:
					c.git("add", "-A")
					c.git("commit", "-qm", "改动", "--allow-empty")
				case 1:
					c.git("add", "-A")
				}
			}
			if random.IntN(2) == 0 {
				c.write(".gitignore", "d.md\n")
			}
			want := map[string]bool{}
			for _, args := range [][]string{{"diff", "--name-only", "--no-renames", "-z", start}, {"ls-files", "-z", "--others", "--exclude-standard"}} {
				for p := range strings.SplitSeq(c.git(args...), "\x00") {
					if p != "" {
						want[strings.ReplaceAll(p, "\t", `\t`)] = true
					}
				}
			}
			// What is read although git ignores it is told of too.
			for p := range strings.SplitSeq(c.git("ls-files", "-z", "--others", "content", "layouts", "criteria"), "\x00") {
				if strings.HasSuffix(p, "/d.md") && !strings.Contains(p, "/_") {
					want[p] = true
				}
			}
			d := c.review(start)
			got := listed(t, d)
			for p := range want {
				if !got[p] {
					t.Errorf("%q is not named", p)
				}
			}
			for p := range got {
				if !want[p] {
					t.Errorf("%q has not changed", p)
				}
			}
			t.Log(len(want), "paths")

			const short = 12_000
			text, left := d.Markdown(short)
			if n := utf8.RuneCountInString(text); n > short || saidToBeLeft(t, text) != left {
				t.Errorf("%d characters, %d left out", n, left)
			}
			section := ""
			for part := range strings.SplitSeq(text, "\n## ") {
				if title, _, _ := strings.Cut(part, "\n"); strings.Contains(title, "改动的文件（") {
					section += part
				}
			}
			lines := strings.Count(section, "\n- ")
			for _, m := range regexp.MustCompile(`另有 (\d+) 项没有列出`).FindAllStringSubmatch(section, -1) {
				n, _ := strconv.Atoi(m[1])
				lines += n
			}
			items := 0
			for _, b := range fileBlocks(d) {
				items += max(len(b.Items), len(b.Rows))
			}
			if lines != items {
				t.Errorf("%d files are named or counted, of %d:\n%s", lines, items, section)
			}
		})
	}
}

// fileBlocks returns where the touched files are listed: those to decide on first.
func fileBlocks(d *review.Document) []review.Block {
	var all []review.Block
	for _, s := range d.Sections {
		if strings.Contains(s.Title, "改动的文件（") {
			all = append(all, s.Blocks...)
		}
	}
	return all
}

// disturb does one thing to one file.
func (c *clone) disturb(random *rand.Rand, anyPath func() string) {
	name := anyPath()
	file := filepath.Join(c.dir, name)
	if _, err := os.Lstat(file); err != nil {
		c.write(name, strings.Repeat(fmt.Sprintf("%d\n", random.IntN(1000)), 30))
		return
	}
	var err error
	switch random.IntN(5) {
	case 0:
		err = os.Remove(file)
	case 1:
		if err = os.Remove(file); err == nil {
			err = os.Symlink("/etc/passwd", file)
		}
	case 2:
		if info, _ := os.Lstat(file); info.Mode().IsRegular() {
			err = os.Chmod(file, 0o755)
		}
	case 3:
		to := filepath.Join(c.dir, anyPath())
		if err = os.MkdirAll(filepath.Dir(to), 0o755); err == nil {
			err = os.Rename(file, to)
		}
	case 4:
		if err = os.Remove(file); err == nil {
			c.write(name, "新\n")
		}
	}
	if err != nil {
		c.t.Fatal(err)
	}
}

// What says what is checked and published comes before the content, is to be
// decided, and what is unusual about a file is said.
func TestWhatIsNotContentComesFirst(t *testing.T) {
	c := newRepository(t)
	c.write("tools/run", "x")
	c.write("content/brands/donghai/mode.png", "x")
	c.commit()
	for name, text := range map[string]string{
		"generator/main.go": "package main\n", "go.mod": "module x\n", "layouts/base.html": "x", ".github/workflows/site.yml": "x", "docs/CODEOWNERS": "* @x",
		".gitattributes": "*.go -diff", "criteria/standards/x.yaml": "x", "public/x.html": "<script>", ".cache/pictures/x": "x", "notes.txt": "x",
		"content/site.yaml": "x", "content/brands/donghai/_draft.md": "x", "content/brands/donghai/a.md": "x", "content/brands/donghai/b.md": "a\x00b",
		"content/brands/donghai/c.jpg": strings.Repeat("\x00", 3<<20),
	} {
		c.write(name, text)
	}
	for _, err := range []error{
		os.Symlink("../../etc", filepath.Join(c.dir, "content", "brands", "lianyun")),
		os.Chmod(filepath.Join(c.dir, "content/brands/donghai/mode.png"), 0o755),
		os.Chmod(filepath.Join(c.dir, "tools/run"), 0o755),
	} {
		if err != nil {
			t.Skip("not on this system:", err)
		}
	}
	c.git("init", "-q", "content/brands/nested")
	(&clone{t, filepath.Join(c.dir, "content/brands/nested")}).write("x.md", "x")
	c.git("mv", "content/brands/ganyu/menjian.md", "content/brands/ganyu/_menjian.md")
	d := c.review("HEAD")
	var got []string
	for _, b := range fileBlocks(d) {
		title, _, _ := strings.Cut(b.Text, "：")
		got = append(got, title)
		got = append(got, b.Items...)
	}
	got = slices.DeleteFunc(got, func(s string) bool { return s == "" })
	want := strings.Split(strings.TrimSpace(`
链接和子模块（2 个，须决定）
新增 content/brands/lianyun（符号链接，指向 ../../etc）
新增 content/brands/nested（子模块）
程序（2 个，须决定）
新增 generator/main.go
新增 go.mod
自动检查、审阅权限和工具的设置（3 个，须决定）
新增 .gitattributes
新增 .github/workflows/site.yml
新增 docs/CODEOWNERS
版式（1 个，须决定）
新增 layouts/base.html
标准（1 个，须决定）
新增 criteria/standards/x.yaml
生成的网站和缓存（2 个，须决定）
新增 .cache/pictures/x
新增 public/x.html
其他文件（2 个，须核对）
修改 tools/run（改为可执行）
新增 notes.txt
内容和标准中的特殊文件（5 个，须核对）
新增 content/brands/donghai/_draft.md（程序不读）
新增 content/brands/donghai/b.md（不是文字）
新增 content/brands/donghai/c.jpg（3.0 MiB）
修改 content/brands/donghai/mode.png（改为可执行）
改名 content/brands/ganyu/menjian.md → content/brands/ganyu/_menjian.md（程序不读）
网站设置和页面（1 个，须核对）
修改 content/site.yaml
品牌、公告和图片（1 个）
新增 content/brands/donghai/a.md`), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A brand renamed to what nobody reads is one that is gone.
func TestABrandThatIsPutAwayIsGone(t *testing.T) {
	c := newRepository(t)
	c.git("mv", "content/brands/ganyu/menjian.md", "content/brands/ganyu/_menjian.md")
	if text, _ := c.review("HEAD").Markdown(review.CommentLimit); !strings.Contains(text, "- 删除 赣榆门笺匠（menjian），在册") {
		t.Errorf("the brand's end is not told of:\n%s", text)
	}
}

// Hundreds of files of one folder are counted by folder, and all can be seen.
func TestManyFilesAreCountedByFolder(t *testing.T) {
	var changes []review.Change
	for i := range 300 {
		changes = append(changes, review.Change{Kind: review.ChangeKind(i % 2), Path: fmt.Sprintf("content/brands/donghai/b-%03d.md", i)})
	}
	side := read(t, base(t))
	text, left := review.Compare(side, side, changes).Document("与 main 比较").Markdown(review.CommentLimit)
	for _, part := range []string{"\n| content/brands/donghai | 150 | 150 | 0 | 0 |\n", "\n<details><summary>逐个列出（300 个）</summary>\n\n- 新增 ", "b-299.md\n\n</details>\n"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%.2000s", part, text)
		}
	}
	if left != 0 {
		t.Errorf("%d are left out", left)
	}
}

// Names are as hostile as texts: they print on one line, seen, and show nobody's
// number.
func TestHostileNamesPrintHarmlessly(t *testing.T) {
	c := newRepository(t)
	for _, name := range []string{"a\n# b.md", "`c`.md", "<script>.md", "@mayor.md", "#12.md", "\u202egnp.md", "x\u200b.md", "y\xff.md", "13812345678.md",
		"139\u200b9876\u20605432.md", "x | y.md", " z.md", "[a](b).md", "www.evil.example.md"} {
		if err := os.WriteFile(filepath.Join(c.dir, "content", name), nil, 0o644); err != nil {
			t.Skip("not on this system:", err)
		}
	}
	text, _ := c.review("HEAD").Markdown(review.CommentLimit)
	text, _, _ = strings.Cut(text, "\n## 须改正")
	for _, part := range []string{`content/a\\n\# b.md`, `\\u202egnp.md`, `x\\u200b.md`, `y\\xff.md`, `content/\\x20z.md`, `content/139\*\*\*\*\*\*32.md`} {
		if !strings.Contains(strings.ReplaceAll(text, "\u200b", ""), part) {
			t.Errorf("%s is not printed in\n%s", part, text)
		}
	}
	for _, part := range []string{"\n# b", "<script", "@mayor", "#12.", "\u202e", "\xff", "13812345678", "12345678", "98765432", " [a](", "www."} {
		if strings.Contains(text, part) {
			t.Errorf("%q is printed in\n%s", part, text)
		}
	}
	if !slices.Contains(slices.Collect(maps.Keys(listed(t, c.review("HEAD")))), "content/138******78.md") {
		t.Errorf("a file with a number is not named:\n%s", text)
	}
}
