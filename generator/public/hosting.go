package public

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The files that tell hosts how to hand out the site, below its root. Their names do not
// begin with ownPrefix: a program of before would not believe a record that names such files.
const (
	HeadersPath = "hosting/headers.json" // a Hosting, for recipes
	nginxPath   = "hosting/nginx.conf"   // to be included in a server
	caddyPath   = "hosting/Caddyfile"    // to be imported in a site
	netlifyPath = "_headers"             // what Netlify, Cloudflare Pages and their like read
)

// A Hosting says with which headers files are handed out, and in which order they are
// put where single files change: see Rule.
type Hosting struct {
	Rules []Rule            `json:"rules"` // the first that matches counts; the last matches all
	Types map[string]string `json:"types"` // by ending
}

// A Rule is what holds of the files whose paths match one of the patterns, in which * is
// any characters.
type Rule struct {
	Paths   []string          `json:"paths"`
	Pass    int               `json:"pass"` // 0: what pages load, 1: data, 2: pages
	Headers map[string]string `json:"headers"`
}

// Of returns the rule of a file, and its type.
func (h Hosting) Of(p string) (Rule, string) {
	kind := cmp.Or(h.Types[path.Ext(p)], otherType)
	for _, r := range h.Rules {
		if slices.ContainsFunc(r.Paths, func(pattern string) bool { return matches(pattern, p) }) {
			return r, kind
		}
	}
	return Rule{}, kind
}

// matches reports whether a path matches a pattern with at most one star.
func matches(pattern, p string) bool {
	before, after, star := strings.Cut(pattern, "*")
	return star && len(p) >= len(before)+len(after) && strings.HasPrefix(p, before) && strings.HasSuffix(p, after) || pattern == p
}

const (
	cacheControl = "Cache-Control"
	forEver      = "public, max-age=31536000, immutable"
	forAMinute   = "public, max-age=60"
	otherType    = "application/octet-stream"
)

// types are those of the site's files; what a machine thinks of them is its own.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".jsonld": "application/ld+json", ".xml": "application/xml", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// Type returns the type of a file by its ending.
func Type(p string) string { return cmp.Or(types[path.Ext(p)], otherType) }

// hashed ends the name of a file that is named by its content.
var hashed = regexp.MustCompile(`[-/]([0-9a-f]{5,64})\.[a-z0-9]+$`)

// namedByContent reports whether the name of a file ends in the beginning of its
// SHA-256: other bytes would lie elsewhere, so that whoever has it may keep it for ever.
func namedByContent(p string, data []byte) bool {
	m := hashed.FindStringSubmatch(p)
	if m == nil {
		return false
	}
	sum := sha256.Sum256(data)
	return strings.HasPrefix(hex.EncodeToString(sum[:]), m[1])
}

// PutHosting adds the files that tell hosts how to hand out those that the tree has.
func (t *Tree) PutHosting() error {
	h, err := t.hosting()
	if err != nil {
		return err
	}
	var stated bytes.Buffer
	e := json.NewEncoder(&stated)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(h); err != nil {
		return err
	}
	for p, data := range map[string][]byte{HeadersPath: stated.Bytes(), nginxPath: h.nginx(), caddyPath: h.caddy(), netlifyPath: h.netlify()} {
		if err := t.Put(p, data); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tree) hosting() (Hosting, error) {
	immutable, err := t.immutable()
	if err != nil {
		return Hosting{}, err
	}
	var h Hosting
	if len(immutable) > 0 {
		h.Rules = append(h.Rules, Rule{immutable, 0, map[string]string{cacheControl: forEver}})
	}
	data := make([]string, len(dataKinds))
	for i, ext := range dataKinds {
		data[i] = "*" + ext
	}
	h.Rules = append(h.Rules,
		Rule{[]string{searchManifest}, 1, map[string]string{cacheControl: "no-cache"}},
		Rule{[]string{"embed/*.html"}, 2, map[string]string{cacheControl: forAMinute, "Content-Security-Policy": "frame-ancestors *"}},
		Rule{[]string{"*.html"}, 2, map[string]string{cacheControl: forAMinute, "Content-Security-Policy": "frame-ancestors 'self'"}},
		Rule{[]string{"search/*"}, 0, map[string]string{cacheControl: forAMinute}}, // none, unless a layout has it
		Rule{data, 1, map[string]string{cacheControl: forAMinute}},
		Rule{[]string{"*"}, 0, map[string]string{cacheControl: "public, max-age=3600"}})
	for _, r := range h.Rules {
		r.Headers["X-Content-Type-Options"] = "nosniff"
	}
	h.Types = types
	return h, nil
}

// immutable returns the patterns of the files that are named by their content: of a
// folder all, else all of an ending.
func (t *Tree) immutable() ([]string, error) {
	all := map[string]bool{} // by pattern: whether all that match are
	var buffer []byte
	for p, kept := range t.files {
		folder, _, below := strings.Cut(p, "/")
		if !below {
			continue
		}
		data, err := t.store.get(kept, &buffer)
		if err != nil {
			return nil, err
		}
		named := namedByContent(p, data)
		for _, pattern := range []string{folder + "/*", folder + "/*" + path.Ext(p)} {
			before, seen := all[pattern]
			all[pattern] = named && (before || !seen)
		}
	}
	var out []string
	for _, pattern := range slices.Sorted(maps.Keys(all)) {
		folder, _, _ := strings.Cut(pattern, "*")
		if all[pattern] && (pattern == folder+"*" || !all[folder+"*"]) {
			out = append(out, pattern)
		}
	}
	return out, nil
}

const written = "# 由名录生成程序写入，每次生成时更新。"

// nginx returns what a server of nginx includes.
func (h Hosting) nginx() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n# 在 server { … } 中写：include 网站的文件夹/%s;\ntypes {\n", written, nginxPath)
	for _, ext := range slices.Sorted(maps.Keys(h.Types)) {
		fmt.Fprintf(&b, "    \"%s\" %s;\n", h.Types[ext], ext[1:])
	}
	fmt.Fprintf(&b, "}\ndefault_type %s;\nindex index.html;\nerror_page 404 /404.html;\n", otherType)
	for _, r := range h.Rules {
		where := fmt.Sprintf("~ \"%s\"", r.expression(""))
		if slices.Contains(r.Paths, "*") {
			where = "/"
		}
		fmt.Fprintf(&b, "location %s {\n", where)
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			fmt.Fprintf(&b, "    add_header %s \"%s\" always;\n", name, r.Headers[name])
		}
		fmt.Fprint(&b, "}\n")
	}
	return b.Bytes()
}

// caddy returns what a site of Caddy imports.
func (h Hosting) caddy() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n# 在站点 { … } 中写：root * 网站的文件夹，再写：import 网站的文件夹/%s\nroute {\n\theader Content-Type \"%s\"\n", written, caddyPath, otherType)
	for i, ext := range slices.Sorted(maps.Keys(h.Types)) {
		also := ""
		if ext == ".html" {
			also = " */"
		}
		fmt.Fprintf(&b, "\t@type%d path *%s%s\n\theader @type%[1]d Content-Type \"%[4]s\"\n", i, ext, also, h.Types[ext])
	}
	for i, r := range h.Rules {
		index := ""
		if slices.Contains(r.Paths, "*.html") {
			index = "|(.*/)?" // the addresses of folders, where their index is handed out
		}
		fmt.Fprintf(&b, "\t@rule%d path_regexp `%s`\n\thandle @rule%[1]d {\n", i, r.expression(index))
		for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
			fmt.Fprintf(&b, "\t\theader %s \"%s\"\n", name, r.Headers[name])
		}
		fmt.Fprint(&b, "\t\tfile_server\n\t}\n")
	}
	page, kind := h.Of(anyDepth)
	fmt.Fprintf(&b, "}\nhandle_errors {\n\trewrite * /%s\n\theader Content-Type \"%s\"\n", anyDepth, kind)
	for _, name := range slices.Sorted(maps.Keys(page.Headers)) {
		fmt.Fprintf(&b, "\theader %s \"%s\"\n", name, page.Headers[name])
	}
	fmt.Fprint(&b, "\tfile_server\n}\n")
	return b.Bytes()
}

// expression is a regular expression of the addresses that a rule is for, and more.
func (r Rule) expression(more string) string {
	patterns := make([]string, len(r.Paths))
	for i, p := range r.Paths {
		patterns[i] = strings.ReplaceAll(regexp.QuoteMeta(p), `\*`, ".*")
	}
	return "^/(" + strings.Join(patterns, "|") + more + ")$"
}

// netlify returns what hosts of pages read. They join the headers of all rules that
// match, so that only what excludes each other is said: whole folders, of which the
// patterns of all such hosts can tell, and what holds of everything.
func (h Hosting) netlify() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n/*\n  X-Content-Type-Options: nosniff\n", written)
	for _, r := range h.Rules {
		for _, p := range r.Paths {
			if strings.HasSuffix(p, "/*") && r.Headers[cacheControl] == forEver {
				fmt.Fprintf(&b, "/%s\n  %s: %s\n", p, cacheControl, r.Headers[cacheControl])
			}
		}
	}
	return b.Bytes()
}
