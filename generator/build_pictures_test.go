package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minglu/generator/fixture"
)

// A picture whose head is sound and whose end is lost is a mistake of the brand
// that shows it, also where only this brand is checked.
func TestBuildRefusesAPictureThatCannotBeDecoded(t *testing.T) {
	dir := fixture.Repository(t, fixture.Content(t))
	brand := filepath.Join(dir, "content/brands/donghai/donghai-shuijing-diaoke.md")
	text, err := os.ReadFile(brand)
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`(?m)^cover: .*\n`).ReplaceAllString(string(text), "")
	covered := strings.Replace(plain, "\nbuilder:", "\ncover: {file: gongjiang.jpg, alt: 工匠}\nbuilder:", 1)
	if err := os.WriteFile(brand, []byte(covered), 0o644); err != nil {
		t.Fatal(err)
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 640, 480)), nil); err != nil {
		t.Fatal(err)
	}
	show := func(data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(filepath.Dir(brand), "gongjiang.jpg"), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out := t.TempDir()
	show(photo.Bytes()[:photo.Len()-200])
	code, stdout, _ := minglu("build", "-C", dir, "--out", out)
	if code != exitMistakes || !strings.Contains(stdout, "content/brands/donghai/donghai-shuijing-diaoke.md:6:15: 图片“gongjiang.jpg”已经损坏") || !strings.Contains(stdout, "[bad-image]") {
		t.Errorf("exit code %d\n%s", code, stdout)
	}
	for _, args := range [][]string{nil, {brand}, {filepath.Dir(brand)}, {strings.Replace(brand, "donghai-shuijing-diaoke.md", "gongjiang.jpg", 1)}} {
		if code, again, _ := minglu(append([]string{"check", "-C", dir}, args...)...); code != exitMistakes || strings.Split(again, "\n")[0] != strings.Split(stdout, "\n")[0] {
			t.Errorf("check %q: exit code %d\n%s", args, code, again)
		}
	}
	if code, again, _ := minglu("check", "-C", dir, filepath.Join(dir, "content/brands/ganyu")); code != exitFine {
		t.Errorf("check of another county: exit code %d\n%s", code, again)
	}
	if left := fixture.Files(t, out); len(left) > 0 {
		t.Errorf("%d files are published all the same", len(left))
	}
	show(photo.Bytes())
	mustBuild(t, dir, out)
	if !strings.Contains(fixture.Files(t, out)["brands/donghai-shuijing-diaoke.html"], `src="../pictures/donghai/`) {
		t.Error("the mended picture is not on the brand's page")
	}
}
