package layouts

import (
	"html/template"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/site"
)

// Base is what the document around every page is given, and what every page may
// use.
type Base struct {
	Site        *site.Site
	Title       string      // the page's heading
	Description string      // one sentence for search engines
	Path        string      // the page's address below the site's root
	Root        string      // the way up to the site's root: "", "../" …
	Canonical   string      // the full address; "" where base_url is not set
	Column      string      // 栏目名称
	ColumnType  string      // 栏目类别
	Linked      *Linked     // for machines; nil where there is nothing to say
	Article     *Article    // nil on pages that are no article
	Crumbs      []site.Link // the pages above this one
	Hidden      bool        // search engines should not list the page
	Forward     string      // where an old address leads; "" on other pages
	Preview     *Preview    // nil where there is no picture to share the page by
	Data        string      // the page's own content as JSON, a link; "" where there is none
	Feed        string      // the feed of what the page lists, a link; "" where there is none

	Head, Header, Footer template.HTML // the same on many pages
}

// An Article is what the norms for public bodies' sites ask of articles.
type Article struct{ Title, Date, Source string }

// HeadPart is given to the part of <head> that all pages of a kind share.
type HeadPart struct {
	Settings           *content.Settings
	Domain             string
	Root               string
	Sheet, Base, Extra string // addresses of the style sheet and of the scripts
	Own                string // address of the page's own sheet; "" for most
	Feed               string // address of the notices' feed
	Desk               bool   // the page runs an engine and shows pictures that were chosen on it
	Sources            string // the origin from which it reads files of the repository; "" for none
}

// HeaderPart is given to the page header.
type HeaderPart struct {
	Settings *content.Settings
	Root     string
	Menu     []MenuItem
	Search   bool // whether the header holds the search form
}

// A MenuItem is one entry of the menu.
type MenuItem struct {
	site.Link
	Current bool
}

// FooterPart is given to the page footer.
type FooterPart struct {
	Site     *site.Site
	Settings *content.Settings
	Root     string
	Feedback template.URL // a link; "" where the settings give none
	Desk     string       // the address of the desk; "" where the site has none
}

// atRoot stands for the way up to the root in HTML that is made once for pages
// at several depths. Text cannot contain it: quotes are escaped there.
const atRoot = "@root@"

// at sets finished HTML on pages from which root leads up to the site's root.
func at(root string, html template.HTML) template.HTML {
	return template.HTML(strings.ReplaceAll(string(html), `"`+atRoot, `"`+root))
}

// rootOf returns the way up from the page at the path.
func rootOf(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// A frame says which head, header and footer a page has.
type frame struct{ folder, root, current string }

// base returns what the page in the folder, at the path, is given. current is
// the menu's entry that it belongs to.
func (r *renderer) base(folder, path, current, title, description string) Base {
	b := Base{Site: r.site, Title: title, Description: description, Path: path, Root: rootOf(path), Column: title, ColumnType: columnTypes[folder]}
	if base := r.site.Settings.BaseURL; base != "" {
		b.Canonical = base + strings.TrimSuffix(path, edition.HomePath)
	}
	if path == edition.NotFoundPath {
		b.Root, b.Canonical, b.Hidden = r.rootPath, "", true
	}
	f := r.frames.of(r, frame{folder, b.Root, current})
	b.Head, b.Header, b.Footer = f.head, f.header, f.footer
	return b
}

type framing struct{ head, header, footer template.HTML }

// frame executes the parts around a page.
func (r *renderer) frame(f frame) framing {
	settings := r.site.Settings
	head := HeadPart{Settings: settings, Root: f.root, Domain: r.domain,
		Sheet: r.assets.sheet, Base: r.assets.base, Extra: r.assets.scripts[f.folder], Own: r.assets.sheets[f.folder], Feed: edition.FeedPath, Desk: f.folder == "desk"}
	if head.Desk && settings.Repository != nil {
		head.Sources = settings.Repository.Readable()
	}
	header := HeaderPart{Settings: settings, Root: f.root, Search: f.folder != "home" && f.folder != "search" && f.folder != "lookup" && f.folder != "desk"}
	for _, l := range r.site.Menu {
		header.Menu = append(header.Menu, MenuItem{l, l.Path == f.current})
	}
	footer := FooterPart{Site: r.site, Settings: settings, Root: f.root, Feedback: feedbackURL(settings.Feedback)}
	if settings.Desk {
		footer.Desk = edition.DeskPath
	}
	return framing{r.part("head", head), r.part("header", header), r.part("footer", footer)}
}

// columnTypes says by page what kind of column it belongs to (栏目类别).
var columnTypes = map[string]string{
	"home": "网站首页", "brand": "名录", "list": "名录", "roll": "名录", "people": "名录", "units": "名录", "moved": "名录",
	"search": "查询服务", "lookup": "查询服务", "compare": "查询服务", "verify": "查询服务",
	"work": "办事服务", "editors": "办事服务", "desk": "办事服务",
	"notices": "通知公告", "notice": "通知公告", "withdrawn": "通知公告",
	"stats": "数据统计", "changes": "数据统计", "data": "数据统计",
	"criteria": "政策文件", "standard": "政策文件", "page": "概况信息", "notfound": "其他",
}

// feedbackURL makes a link of an address for corrections, which may be a mail
// address.
func feedbackURL(address string) template.URL {
	if strings.Contains(address, "@") && !strings.Contains(address, ":") {
		address = "mailto:" + address
	}
	return outward(address)
}
