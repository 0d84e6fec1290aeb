package layouts

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/net/html"

	"minglu/generator/content"
	drawn "minglu/generator/qrcode"
	"minglu/generator/site"
)

const shuijing = "brands/shuijing.html"

// brandPage renders the sample, with edits, and returns the page of its first brand.
func brandPage(t *testing.T, edits ...string) doc {
	t.Helper()
	files := sample(t, edits...)
	return parsePage(t, shuijing, render(t, siteOf(t, files), files)[shuijing])
}

func (d doc) classed(class string) []*html.Node {
	return d.all(func(n *html.Node) bool { return slices.Contains(strings.Fields(attr(n, "class")), class) })
}

// What is drawn of an address is read as that address, by somebody else's reader, from a
// picture of four dots a module with its margin.
func TestTheCodeIsOfTheAddress(t *testing.T) {
	step := regexp.MustCompile(`([Mm])(\d+) (\d+)h(\d+)`)
	for n := range 12 {
		address := "https://minglu.example.org/brands/" + strings.Repeat("donghai-", n*n) + "a.html"
		const dots = 4
		code := drawn.Of(address)
		picture := image.NewGray(image.Rect(0, 0, dots*code.Size, dots*code.Size))
		draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
		x, y := 0, 0
		for _, s := range step.FindAllStringSubmatch(code.Path, -1) {
			dx, _ := strconv.Atoi(s[2])
			dy, _ := strconv.Atoi(s[3])
			length, _ := strconv.Atoi(s[4])
			if x += dx; s[1] == "M" {
				x, y = dx, dy
			}
			draw.Draw(picture, image.Rect(dots*x, dots*y, dots*(x+length), dots*(y+1)), image.Black, image.Point{}, draw.Src)
			x += length
			if min(x-length, y) < drawn.Quiet || max(x-1, y) >= code.Size-drawn.Quiet {
				t.Fatalf("%s: something is drawn in the margin", address)
			}
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		if read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil); err != nil || read.GetText() != address {
			t.Errorf("%s is read as %v, %v", address, read, err)
		}
	}
	if drawn.Of("") != nil || drawn.Of("https://example.org/"+strings.Repeat("a", 5000)) != nil {
		t.Error("there is a code of no address, or of one that is too long")
	}
}

// A page is shared with a picture by its full address, or without any; and there is such a
// picture.
func TestABrandIsSharedWithItsPicture(t *testing.T) {
	files := sample(t)
	tree := render(t, siteOf(t, files), files)
	const base = "https://minglu.example.org/sub/"
	for path, page := range tree {
		if !strings.HasPrefix(path, "brands/") || !strings.HasSuffix(path, ".html") || strings.Contains(page, `http-equiv="refresh"`) {
			continue
		}
		d := parsePage(t, path, page)
		var shown string
		for _, n := range d.all(func(n *html.Node) bool { return attr(n, "property") == "og:image" }) {
			shown = attr(n, "content")
		}
		data, there := tree[strings.TrimPrefix(shown, base)]
		if !strings.HasPrefix(shown, base) || !there {
			t.Errorf("%s is shared with %q", path, shown)
		} else if _, err := png.DecodeConfig(bytes.NewReader([]byte(data))); strings.HasSuffix(shown, ".png") && err != nil {
			t.Errorf("%s: %v", shown, err)
		}
	}
	files = sample(t, "base_url: https://minglu.example.org/sub/\n", "")
	tree = render(t, siteOf(t, files), files)
	if strings.Contains(tree[shuijing], "og:image") || strings.Contains(tree[shuijing], `class="code"`) {
		t.Error("a site that knows no address has pictures or codes of one")
	}
	for path := range tree {
		if strings.HasPrefix(path, "previews/") {
			t.Errorf("%s is made for nobody", path)
		}
	}
}

// Whatever a page is called and however the site's mail address is written, a mail program
// reads the same from the link.
func TestPreparedMailsAreReadAsTheyWereMeant(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 5))
	text := func() (s string) {
		for range 1 + random.IntN(8) {
			s += []string{"#", "&", "?", "=", "%", "+", " ", "/", ";", "水晶", "\U00020000", "\"", "<"}[random.IntN(13)]
		}
		return s
	}
	for range 2000 {
		title := text()
		feedback := "mailto:a#b@example.org" + []string{"", "?cc=b@c.cn", "?subject=旧#1&cc=b@c.cn", "?body=x&cc=b@c.cn&SUBJECT=y"}[random.IntN(4)]
		r := &renderer{site: &site.Site{Settings: &content.Settings{Feedback: feedback}}}
		link, err := url.Parse(string(r.correction(&Base{Title: title})))
		if err != nil || link.Fragment != "" || link.Opaque != "a%23b@example.org" {
			t.Fatalf("%q of %q: %v, %v", title, feedback, link, err)
		}
		fields, err := url.ParseQuery(strings.ReplaceAll(link.RawQuery, "+", "%2B")) // which mail programs do not take for blanks
		if err != nil || fields.Get("subject") != "纠错："+title || !strings.HasPrefix(fields.Get("body"), "页面："+title+"\r\n") || (fields.Get("cc") == "b@c.cn") != strings.Contains(feedback, "cc=") {
			t.Fatalf("%q of %q is read as %q, %v", title, feedback, fields, err)
		}
		for name, values := range fields {
			if len(values) != 1 || name != strings.ToLower(name) {
				t.Fatalf("%q of %q has %q %d times", title, feedback, name, len(values))
			}
		}
	}
}

func TestCorrectionsArePrepared(t *testing.T) {
	for feedback, want := range map[string]string{
		"mailto:jiucuo@example.org":      "mailto:jiucuo@example.org?subject=",
		"mailto:a@example.org?cc=b@c.cn": "mailto:a@example.org?cc=b@c.cn&subject=",
		"https://example.org/form":       "https://example.org/form",
	} {
		d := brandPage(t, "site_id_code:", "feedback: "+strconv.Quote(feedback)+"\nsite_id_code:")
		links := d.all(func(n *html.Node) bool { return n.Data == "a" && text(n) == "本页纠错" })
		if len(links) != 1 {
			t.Fatalf("%s: %d links", feedback, len(links))
		}
		href := attr(links[0], "href")
		if !strings.HasPrefix(href, want) {
			t.Errorf("%s leads to %s", feedback, href)
		}
		if !strings.HasPrefix(want, "mailto:") {
			if href != want {
				t.Errorf("%s leads to %s", feedback, href)
			}
			continue
		}
		query, err := url.ParseQuery(href[strings.Index(href, "?")+1:])
		body := query.Get("body")
		if err != nil || query.Get("subject") != "纠错：东海水晶雕刻工匠" || strings.Contains(href, "+") {
			t.Errorf("%s leads to %s", feedback, href)
		}
		for _, part := range []string{"页面：东海水晶雕刻工匠\r\n", "网址：https://minglu.example.org/sub/brands/shuijing.html\r\n", "页面日期：2026-06-30\r\n"} {
			if !strings.Contains(body, part) {
				t.Errorf("the message does not say %q: %q", part, body)
			}
		}
	}
	if d := brandPage(t); len(d.all(func(n *html.Node) bool { return text(n) == "本页纠错" })) > 0 {
		t.Error("corrections are asked for, and nobody is there to take them")
	}
}

// Whatever links and contact a brand has: a button stands for each kind that there is, leads
// straight to one and to the list of several, and for no other.
func TestButtonsAreOfWhatThereIs(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 4))
	kinds := []string{"招聘", "培训", "店铺", "用工需求", ""}
	for range 12 {
		number := map[string]int{}
		links := ""
		for i := range random.IntN(4) {
			kind := kinds[random.IntN(len(kinds))]
			address := fmt.Sprintf("https://example.org/%d", i)
			switch kind {
			case "招聘", "用工需求":
				number["找工作"]++
			case "培训":
				number["学手艺"]++
			}
			links += "  - {label: 去处" + strconv.Itoa(i) + ", url: " + address
			if kind != "" {
				links += ", kind: " + kind
			}
			links += "}\n"
		}
		if links != "" {
			links = "links:\n" + links
		}
		contact := []string{"", "contact: {unit: 示例中心}\n", "contact: {unit: 示例中心, phone: 0518-8555-0111}\n"}[random.IntN(3)]
		d := brandPage(t, "links:\n  - {label: 水晶雕刻学徒, url: https://jobs.example.org/, kind: 招聘}\n  - {label: 雕刻初级班, url: https://jobs.example.org/ban, kind: 培训, since: 2026-06-01, until: 2026-07-31}\n  - {label: 已经开过的班, url: https://jobs.example.org/jiu, kind: 培训, until: 2026-06-29}\n", links,
			"contact: {unit: 示例水晶中心, phone: 0518-8555-0111, website: https://shuijing.example.org/}\n", contact)
		var got, want []string
		for _, a := range d.all(func(n *html.Node) bool {
			return n.Data == "a" && n.Parent != nil && attr(n.Parent, "class") == "actions"
		}) {
			href := attr(a, "href")
			if id, local := strings.CutPrefix(href, "#"); local {
				if len(d.all(func(n *html.Node) bool { return attr(n, "id") == id })) != 1 {
					t.Errorf("%s leads to no place", href)
				}
			} else {
				href, _, _ = strings.Cut(href, ":")
			}
			got = append(got, text(a)+" "+href)
		}
		for _, label := range []string{"找工作", "学手艺"} {
			switch number[label] {
			case 0:
			case 1:
				want = append(want, label+" https")
			default:
				want = append(want, label+" #links")
			}
		}
		switch {
		case strings.Contains(contact, "phone"):
			want = append(want, "联系 tel")
		case contact != "":
			want = append(want, "联系 #contact")
		default:
			want = append(want, "咨询 #contact")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s%sthe buttons are %v, not %v", links, contact, got, want)
		}
	}
}

// A brand that tells no contact sends who asks to its county's bureau, else to that of the
// city, else to whoever keeps the site.
func TestABrandWithoutContactTellsWhomToAsk(t *testing.T) {
	for bureaus, want := range map[string]string{
		"": "示例主办单位",
		"bureaus: [{county: 灌云县, unit: 灌云局}]\n":                                                    "示例主办单位",
		"bureaus: [{county: 连云港市, unit: 市局}]\n":                                                    "市局",
		"bureaus: [{county: 连云港市, unit: 市局}, {county: 东海县, unit: 东海局, phone: 0518-8555-0114转8}]\n": "东海局电话 0518-8555-0114转8",
	} {
		d := brandPage(t, "contact: {unit: 示例水晶中心, phone: 0518-8555-0111, website: https://shuijing.example.org/}\n", "",
			"bureaus: [{county: 东海县, unit: 东海县示例局, phone: 0518 8555 0114, address: 示例路, hours: 工作日, website: https://ju.example.org/}]\n", bureaus)
		blocks := d.all(func(n *html.Node) bool { return n.Data == "address" })
		if len(blocks) != 1 || !strings.HasPrefix(text(blocks[0]), want) {
			t.Errorf("%sthe page names %q, not %s", bureaus, text(blocks[0]), want)
		}
		if asked := d.all(func(n *html.Node) bool { return attr(n, "id") == "contact" }); len(asked) != 1 || text(asked[0]) != "向谁打听" {
			t.Errorf("%sthe page does not say whom to ask", bureaus)
		}
		if dialled := d.all(func(n *html.Node) bool { return attr(n, "href") == "tel:051885550114;ext=8" }); (len(dialled) == 1) != strings.Contains(want, "电话") {
			t.Errorf("%sthe page dials %d times", bureaus, len(dialled))
		}
	}
}

// The page is in the order in which people ask, and its contents list names what stands there.
func TestABrandsPageIsInTheOrderPeopleAsk(t *testing.T) {
	d := brandPage(t, "as_of: 2024-06-30\n", "as_of: 2024-06-30\nyears: {2023: {workers: 1995}}\ntrademarks: [{number: G1234567}]\n")
	order := []string{"intro", "story", "people", "facts", "named", "series", "evaluation", "history", "near", "cite"}
	places := map[string]int{}
	for i, n := range d.all(func(n *html.Node) bool { return n.Type == html.ElementNode }) {
		if id := attr(n, "id"); id != "" {
			places[id] = i + 1
		}
	}
	last := 0
	for _, id := range order {
		if places[id] <= last {
			t.Errorf("%s stands at %d, not behind %d", id, places[id], last)
		}
		last = places[id]
	}
	var listed []string
	for _, nav := range d.classed("toc") {
		for _, a := range (doc{path: d.path, root: nav}).tags("a") {
			listed = append(listed, strings.TrimPrefix(attr(a, "href"), "#"))
		}
	}
	order[1] = (&url.URL{Path: "s-品牌故事"}).EscapedPath() // a story is listed by its own headings
	if listed = slices.DeleteFunc(listed, func(id string) bool { return id == "corrections" }); !slices.EqualFunc(listed, order, strings.EqualFold) {
		t.Errorf("the contents list names %v, not %v", listed, order)
	}
	for _, fold := range d.classed("fold") {
		if _, open := attribute(fold, "open"); open {
			t.Error("the comparison is not folded")
		}
	}
	honors := d.classed("honors")
	if len(honors) != 1 || !strings.Contains(text(honors[0]), "未规定期限") {
		t.Error("the honours do not say until when they stand")
	}
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// Of all brands: nothing is denied by a statement and 否, nothing is marked as failed under
// the standard of a level that the brand never held, and a deficiency is always one of what.
func TestTheWordingAccusesNobody(t *testing.T) {
	files := crowd(40)
	s := siteOf(t, files)
	tree := render(t, s, files)
	grey, red := 0, 0
	for _, b := range s.Brands {
		page := tree[b.Path]
		if i := strings.Index(page, "标准还差"); i >= 0 {
			t.Errorf("%s lacks something, and nobody is told what", b.Path)
		}
		d := parsePage(t, b.Path, page)
		for _, li := range append(d.classed("practices"), d.classed("gaps")...) {
			if strings.Contains(text(li), "否") {
				t.Errorf("%s: %s", b.Path, text(li))
			}
		}
		for _, cells := range d.cells() {
			for i, e := range b.Evaluations {
				class := attr(cells[i].FirstChild, "class")
				switch held := b.EverHeld(e.Standard.Level); {
				case class == "no" && !held, class == "off" && held:
					t.Errorf("%s, %s, which it held: %v: %s", b.Path, e.Standard.Level.Name, held, class)
				case class == "no":
					red++
				case class == "off":
					grey++
				}
			}
		}
	}
	if grey == 0 || red == 0 {
		t.Errorf("there are %d of one kind and %d of the other", grey, red)
	}
}
