package forms

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"minglu/generator/content"
)

// need returns the first of programs that is installed. Where there is none the
// test is skipped, and says so; in CI that is a failure.
func need(t *testing.T, programs ...string) string {
	t.Helper()
	for _, p := range programs {
		if path, err := exec.LookPath(p); err == nil {
			return path
		}
	}
	complain := t.Skipf
	if os.Getenv("CI") == "true" {
		complain = t.Fatalf
	}
	complain("！！！没有核对打印效果：本机没有 %s", strings.Join(programs, "、"))
	return ""
}

// printed prints a page to PDF as a browser does, and returns the file.
func printed(t *testing.T, page []byte) string {
	t.Helper()
	browser := need(t, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
	dir := t.TempDir()
	html, pdf := filepath.Join(dir, "form.html"), filepath.Join(dir, "form.pdf")
	if err := os.WriteFile(html, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--print-to-pdf="+pdf, html)
	cmd.WaitDelay = 10 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("打印失败：%v\n%s", err, out)
	}
	return pdf
}

var pageCount = regexp.MustCompile(`/Type\s*/Pages\s*/Count\s+(\d+)`)

// pages returns how many pages a PDF of the browser has.
func pages(t *testing.T, pdf string) int {
	t.Helper()
	data, err := os.ReadFile(pdf)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, m := range pageCount.FindAllSubmatch(data, -1) {
		count, _ := strconv.Atoi(string(m[1]))
		n = max(n, count) // the root of the tree of pages counts them all
	}
	if n == 0 {
		t.Fatal("PDF 里找不到页数")
	}
	return n
}

// longBrands change a brand so that its 推荐表 just holds what it says.
func longBrands() map[string]func(*content.Brand) {
	full := strings.Repeat("东海县从事水晶雕刻的有一万人，选料切片粗雕精雕抛光。", 20)
	return map[string]func(*content.Brand){
		"一段五百字": func(b *content.Brand) { b.Intro = markdown(full) },
		"十段五百字": func(b *content.Brand) {
			b.Intro = markdown(strings.ReplaceAll(full, "抛光。东", "抛光。\n\n东"))
		},
		"五百段":   func(b *content.Brand) { b.Intro = markdown(strings.Repeat("字\n\n", 500)) },
		"西文":    func(b *content.Brand) { b.Intro = markdown(strings.Repeat("abcdefghij ", 50)) },
		"四百三十字": func(b *content.Brand) { b.Intro = markdown(full[:430*len("字")]) },
		"各栏都很长": func(b *content.Brand) {
			b.Name, b.Builder = strings.Repeat("名", 60), strings.Repeat("位", 60)
			b.Leader = &content.Leader{Name: strings.Repeat("某", 30), Title: strings.Repeat("长", 30)}
			b.Opinions.Builder.Text, b.Opinions.County.Text = strings.Repeat("同意推荐。", 40), strings.Repeat("同意推荐。", 40)
			b.Intro = markdown(full)
		},
	}
}

func TestRecommendationIsOnePage(t *testing.T) {
	r := rules(t)
	p := printer(t, r)
	p.settings.Demo = true // the remark takes room as well
	for name, change := range longBrands() {
		t.Run(name, func(t *testing.T) {
			b := donghai(t, r, tourism)
			change(b)
			if n := pages(t, printed(t, file(t, brandForms(t, p, b), "推荐表"))); n != 1 {
				t.Errorf("推荐表（%d字）打印了%d页", utf8.RuneCount(b.Intro.Source), n)
			}
		})
	}
}

// No browser adds the path of the file, which names a person's folders.
func TestNoPathIsPrinted(t *testing.T) {
	r := rules(t)
	for _, f := range brandForms(t, printer(t, r), donghai(t, r, tourism)) {
		out, err := exec.Command(need(t, "pdftotext"), printed(t, f.Data), "-").Output()
		if err != nil || strings.Contains(string(out), "file:") || strings.Contains(string(out), "form.html") {
			t.Errorf("%s：%v\n%s", f.Name, err, out)
		}
	}
}

func TestHeadOfTheScoreSheetRepeats(t *testing.T) {
	r := rules(t)
	p := printer(t, r)
	p.options.OfficialOnly = true
	pdf := printed(t, file(t, brandForms(t, p, donghai(t, r, tourism)), "评分表"))
	if n := pages(t, pdf); n != 3 {
		t.Errorf("评分表打印了%d页，应为3页", n)
	}
	out, err := exec.Command(need(t, "pdftotext"), "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range strings.Split(strings.TrimRight(string(out), "\f"), "\f") {
		for _, head := range []string{"劳务品牌名称：东海水晶雕刻工匠", "类别", "评分依据", "自评分"} {
			if !strings.Contains(page, head) {
				t.Errorf("第%d页没有表头“%s”", i+1, head)
			}
		}
	}
}
