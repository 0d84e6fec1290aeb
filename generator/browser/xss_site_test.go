package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// quote writes a value of YAML that no payload ends.
func quote(s string) string {
	var b strings.Builder
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	_ = to.Encode(s) // no string fails
	return strings.TrimSuffix(b.String(), "\n")
}

// repository writes a site in which every field holds payloads: a brand, a notice
// and a page for each payload from first on, as many as number says. Lines that
// are refused are taken out again.
func (x *attack) repository(t *testing.T, first, number int) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"criteria", "layouts"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS("../../"+folder)); err != nil {
			t.Fatal(err)
		}
	}
	x.write(t, dir, "content/site.yaml", "title: 名录\npublisher: 示例\nregion: 320700\nbase_url: https://minglu.example.org/\nshow_leader: true\nshow_opinions: true\nshow_scores: true\n")
	for i := first; i < min(len(x.payloads), first+number); i++ {
		x.writeBrand(t, dir, i)
		x.writeNotice(t, dir, i)
		x.writePage(t, dir, i)
	}
	return dir
}

func (x *attack) write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// prose is Markdown in which a payload stands wherever Markdown has a place for
// text. Each line may be taken out by itself.
func (x *attack) prose(i int) string {
	var b strings.Builder
	for n, form := range []string{
		"%s", "`%s`", "# %s", "- %s", "> %s", "**%s**", "[%s](https://a.example/)", "[x](https://a.example/ \"%s\")", "[x](https://a.example/%s)",
		"[x](<%s>)", "![%s](x.jpg)", "<%s>", "\\%s", "| a |\n|---|\n| %s |", "```%s\nx\n```", "```\n%s\n```", "    %s", "~~%s~~",
	} {
		if strings.HasPrefix(x.payloads[i], "#") && strings.Contains(form, "](<") {
			continue // leads to a place of the page that is not there
		}
		fmt.Fprintf(&b, "\n"+form+"\n", x.payload(i, 500+n))
	}
	// Escaped by whoever wrote it: what the page shows is the payload itself.
	escaped := regexp.MustCompile("[!-/:-@\\[-`{-~]").ReplaceAllString(x.payload(i, 600), `\$0`)
	fmt.Fprintf(&b, "\n%s\n\n[%s](https://a.example/)\n\n# %s\n\n%s\n", escaped, escaped, escaped, html.EscapeString(x.payload(i, 601)))
	return b.String()
}

func (x *attack) writeBrand(t *testing.T, dir string, i int) {
	var b strings.Builder
	field := 0
	line := func(form string) {
		field++
		fmt.Fprintf(&b, form+"\n", quote(x.payload(i, field)))
	}
	b.WriteString("---\n")
	fmt.Fprintf(&b, "name: %s\n", quote(fmt.Sprintf("品牌%03d%s", i, x.payload(i, 0))))
	b.WriteString("county: 东海县\ntype: 文化旅游类\n")
	fmt.Fprintf(&b, "builder: %s\n", quote("单位"+x.payload(i, 99)))
	line("place: %s")
	line("industry: %s")
	b.WriteString("leader:\n")
	line("  name: %s")
	line("  title: %s")
	fmt.Fprintf(&b, "also_known_as: \n  - %s\n", quote(fmt.Sprintf("别名%03d%s", i, x.payload(i, 98))))
	b.WriteString("former_slugs: \n")
	line("  - %s")
	fmt.Fprintf(&b, "cover:\n  file: x.jpg\n")
	line("  alt: %s")
	b.WriteString("contact:\n")
	line("  unit: %s")
	line("  phone: %s")
	line("  address: %s")
	line("  website: %s")
	fmt.Fprintf(&b, "links:\n  - {label: 招聘, url: https://a.example/}\n")
	line("  - {label: %s, url: https://a.example/}")
	fmt.Fprintf(&b, "  - {label: x, url: %s}\n", quote(x.payload(i, 97)))
	fmt.Fprintf(&b, "  - {label: x, url: %s}\n", quote("https://a.example/"+x.payload(i, 96)))
	b.WriteString("as_of: 2024-06-30\nfacts:\n  workers: 12600\n  parks: 2\n  leading_enterprises: 6\n")
	line("  artisan_honors: [%s]")
	b.WriteString("evidence:\n")
	line("  workers: %s")
	line("  parks: %s")
	b.WriteString("opinions:\n")
	line("  builder: {text: %s, date: 2024-10-08}")
	line("  county: {text: %s, date: 2024-10-15}")
	b.WriteString("people:\n  - name: 某某\n    role: 传承人\n")
	line("    title: %s")
	line("    story: %s")
	line("  - {name: %s, role: 传承人}")
	line("  - {name: 某某, role: %s}")
	b.WriteString("---\n介绍。\n" + x.prose(i))
	x.write(t, dir, fmt.Sprintf("content/brands/donghai/b%d.md", i), b.String())
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	x.write(t, dir, "content/brands/donghai/x.jpg", picture.String())
}

func (x *attack) writeNotice(t *testing.T, dir string, i int) {
	var b strings.Builder
	field := 200
	line := func(form string) {
		field++
		fmt.Fprintf(&b, form+"\n", quote(x.payload(i, field)))
	}
	b.WriteString("---\nkind: 认定\nlevel: 县级\n")
	fmt.Fprintf(&b, "title: %s\n", quote(fmt.Sprintf("公告%03d%s", i, x.payload(i, 200))))
	line("honor: %s")
	line("act: %s")
	line("authority: %s")
	b.WriteString("date: 2024-12-06\nyear: 2024\n")
	line("batch: %s")
	b.WriteString("document:\n")
	line("  number: %s")
	fmt.Fprintf(&b, "  url: %s\n", quote("https://a.example/"+x.payload(i, 299)))
	fmt.Fprintf(&b, "brands: [b%d]\n---\n正文。\n%s", i, x.prose(i))
	x.write(t, dir, fmt.Sprintf("content/notices/n%d.md", i), b.String())
	b.Reset()
	field = 300
	b.WriteString("---\nkind: 公示\nlevel: 市级\nfrom: 2026-06-29\nto: 2026-07-03\ndate: 2026-06-29\n")
	fmt.Fprintf(&b, "title: %s\n", quote(fmt.Sprintf("公示%03d%s", i, x.payload(i, 300))))
	line("contact: %s")
	line("honor: %s")
	fmt.Fprintf(&b, "brands: [b%d]\n---\n正文。\n", i)
	x.write(t, dir, fmt.Sprintf("content/notices/g%d.md", i), b.String())
	b.Reset()
	b.WriteString("---\nkind: 退出\nlevel: 县级\ntitle: 退出\ndate: 2025-12-06\nbrands:\n")
	if i%2 == 0 {
		fmt.Fprintf(&b, "  - {slug: b%d, reason: %s}\n---\n正文。\n", i, quote(x.payload(i, 400)))
		x.write(t, dir, fmt.Sprintf("content/notices/t%d.md", i), b.String())
	}
}

func (x *attack) writePage(t *testing.T, dir string, i int) {
	x.write(t, dir, fmt.Sprintf("content/pages/p%d.md", i), fmt.Sprintf("---\ntitle: %s\ndescription: %s\n---\n正文。\n%s",
		quote(x.payload(i, 450)), quote(x.payload(i, 451)), x.prose(i)))
}

// mend takes out every line that check refuses until it refuses none, and returns
// how many.
func (x *attack) mend(t *testing.T, dir string) (refused int) {
	t.Helper()
	for range 60 {
		_, stdout, stderr := minglu(t, "check", "-C", dir, "--format", "json")
		var answer struct {
			Mistakes []struct {
				File    string
				Line    int
				Rule    string
				Message string
			}
		}
		if err := json.Unmarshal([]byte(stdout), &answer); err != nil {
			t.Fatalf("%v\n%s%s", err, stdout, stderr)
		}
		if len(answer.Mistakes) == 0 {
			return refused
		}
		lines := map[string]map[int]bool{}
		for _, m := range answer.Mistakes {
			if lines[m.File] == nil {
				lines[m.File] = map[int]bool{}
			}
			lines[m.File][m.Line] = true
		}
		for file, out := range lines {
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			var kept []string
			for n, line := range strings.Split(string(text), "\n") {
				switch {
				case !out[n+1]:
					kept = append(kept, line)
				case line == "---" || strings.HasSuffix(line, ":") || mandatory.MatchString(line):
					kept = append(kept, x.without(line))
				default:
					refused++
				}
			}
			x.write(t, dir, file, strings.Join(kept, "\n"))
		}
	}
	_, stdout, _ := minglu(t, "check", "-C", dir)
	t.Fatalf("lines without number are refused:\n%.2000s", stdout)
	return 0
}

// mandatory finds the lines that must stand in their file.
var mandatory = regexp.MustCompile(`^(name|title|builder|brands|  - \{slug): ?`)

// without returns a line that must be there without its payload.
func (x *attack) without(line string) string {
	if m := regexp.MustCompile(`^(name|title|builder): "(\p{Han}+\d*)`).FindStringSubmatch(line); m != nil {
		return m[1] + ": " + m[2]
	}
	if strings.HasPrefix(line, "title: ") {
		return "title: 页面"
	}
	if slug, _, reason := strings.Cut(line, ", reason:"); reason {
		return slug + ", reason: 理由}"
	}
	return line
}
