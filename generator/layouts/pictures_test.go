package layouts

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"minglu/generator/criteria"
)

// pictured returns the sample, in which a brand has a cover and a picture in its
// story.
func pictured(t *testing.T) fs.FS { return picturedWith(t, "", "") }

// picturedWith writes more into the braces of the cover, and more keys.
func picturedWith(t *testing.T, ofCover, keys string) fs.FS {
	t.Helper()
	text := sample(t, "industry: 水晶雕刻", "industry: 水晶雕刻\ncover: {file: gongjiang.jpg, alt: 工匠 & \"灯\""+ofCover+"}"+keys,
		"## 品牌故事", "## 品牌故事\n\n![工作台 &amp; \\*工具\\*](./zuofang%20tu.png)")
	files := fstest.MapFS{}
	err := fs.WalkDir(text, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(text, p)
		files[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var photo, drawing bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewRGBA(image.Rect(0, 0, 2000, 1000)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&drawing, image.NewRGBA(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	files["content/brands/donghai/gongjiang.jpg"] = &fstest.MapFile{Data: photo.Bytes()}
	files["content/brands/donghai/zuofang tu.png"] = &fstest.MapFile{Data: drawing.Bytes()}
	return files
}

func TestPicturesComeInTheSizesOfScreens(t *testing.T) {
	files := pictured(t)
	tree := render(t, siteOf(t, files), files)
	page := parsePage(t, "brands/shuijing.html", tree["brands/shuijing.html"])
	checkLinks(t, page, tree)
	images := page.tags("img")
	if len(images) != 2 {
		t.Fatalf("%d pictures, want the cover and the one in the story", len(images))
	}
	for i, want := range []struct{ alt, width, height, loading, src string }{
		{`工匠 & "灯"`, "1600", "800", "", "960w"},
		{"工作台 & *工具*", "300", "200", "lazy", "300w"},
	} {
		n := images[i]
		if attr(n, "alt") != want.alt || attr(n, "width") != want.width || attr(n, "height") != want.height || attr(n, "loading") != want.loading {
			t.Errorf("picture %d is %+v, want %+v", i, n.Attr, want)
		}
		if attr(n, "sizes") == "" || !strings.Contains(attr(n, "srcset"), attr(n, "src")+" "+want.src) {
			t.Errorf("picture %d is offered as %q, for want of choice %q", i, attr(n, "srcset"), attr(n, "src"))
		}
		for candidate := range strings.SplitSeq(attr(n, "srcset"), ", ") {
			address, _, _ := strings.Cut(candidate, " ")
			if tree[strings.TrimPrefix(address, "../")] == "" {
				t.Errorf("picture %d: %s is not published", i, address)
			}
		}
	}
	for path := range tree {
		if strings.Contains(path, "gongjiang") || strings.Contains(path, "zuofang") {
			t.Errorf("%s has the name that somebody gave it", path)
		}
	}
}

// Wherever a page shows a picture that is declared to be made by AI, words beside it say
// so, and beside no other picture.
func TestPicturesMadeByAIAreLabelledWhereverTheyStand(t *testing.T) {
	const cover, ofText = ", ai_generated: true", "\nai_pictures: [zuofang tu.png]"
	for _, declared := range []struct{ cover, text string }{{"", ""}, {cover, ""}, {"", ofText}, {cover, ofText}} {
		files := picturedWith(t, declared.cover, declared.text)
		shown := map[bool]int{}
		for _, page := range pagesOf(t, render(t, siteOf(t, files), files)) {
			for _, img := range page.tags("img") {
				if !strings.Contains(attr(img, "src"), "pictures/donghai/") {
					continue
				}
				ofCover := !strings.HasSuffix(attr(img, "src"), ".png")
				wanted := ofCover && declared.cover != "" || !ofCover && declared.text != ""
				label := img.NextSibling
				labelled := label != nil && attr(label, "class") == "ai" && strings.Contains(text(label), "生成")
				if shown[ofCover]++; labelled != wanted {
					t.Errorf("%s: picture %s is labelled: %t, want %t with %+v", page.path, attr(img, "src"), labelled, wanted, declared)
				}
			}
		}
		if shown[true] < 2 || shown[false] == 0 {
			t.Errorf("%v pictures are shown, want the cover on its page and in lists, and that of the text", shown)
		}
	}
}

// pictureOf returns the address of the picture that stands before the brand in a
// list.
func pictureOf(t *testing.T, page doc, name string) string {
	t.Helper()
	for _, li := range page.tags("li") {
		if img := li.FirstChild; img != nil && img.Data == "img" && strings.HasPrefix(text(li), name) {
			if attr(img, "alt") != "" || attr(img, "loading") != "lazy" || attr(img, "width") == "" {
				t.Errorf("the picture of %s is %+v", name, img.Attr)
			}
			return attr(img, "src")
		}
	}
	t.Errorf("no picture stands before %s", name)
	return ""
}

func TestBrandsWithoutPictureHaveTheMarkOfTheirTrade(t *testing.T) {
	files := pictured(t)
	tree := render(t, siteOf(t, files), files)
	list := parsePage(t, "list", tree["counties/donghai.html"])
	if got := pictureOf(t, list, "东海水晶雕刻工匠"); !strings.HasPrefix(got, "../pictures/donghai/") {
		t.Errorf("a brand with a cover is listed with %s", got)
	}
	if got := pictureOf(t, list, "黄川草莓种植师"); got != "../marks/trades/strawberry.svg" {
		t.Errorf("a brand is listed with %s", got)
	}
	marks := func(path string) []*html.Node {
		return parsePage(t, path, tree[path]).all(func(n *html.Node) bool { return n.Data == "img" && attr(n, "class") == "mark" })
	}
	if m := marks("brands/tuichu.html"); len(m) != 1 || !strings.HasPrefix(attr(m[0], "src"), "../marks/") {
		t.Errorf("%d marks stand on the page of a brand without picture", len(m))
	}
	if m := marks("brands/shuijing.html"); len(m) != 0 {
		t.Error("a brand with a cover has a mark too")
	}
}

// A type has a drawing of its own, which stands on its lists.
func TestEveryTypeHasAMark(t *testing.T) {
	rules, bad, err := criteria.Load(os.DirFS("../.."))
	if err != nil || len(bad) > 0 {
		t.Fatal(bad, err)
	}
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	for _, kind := range rules.Types {
		page := parsePage(t, kind.Slug, tree["types/"+kind.Slug+".html"])
		if m := page.tags("img"); len(m) == 0 || attr(m[0], "src") != "../marks/"+kind.Slug+".svg" || tree["marks/"+kind.Slug+".svg"] == "" {
			t.Errorf("the list of %s has no mark", kind.Name)
		}
	}
}
