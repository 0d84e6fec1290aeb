// Package host knows the sites on which repositories lie, and where on them a file
// is looked at, changed and made: what an editor opens who uses no git.
//
// What the addresses are is the hosts' word. GitHub fills a new file in from the
// query (filename, value); nothing is promised of the page that edits one. Gitea, and
// Forgejo with it, reads value on both pages; it documents filename too, but Gitea 1.26
// takes what stands there for one more folder, so that the name is left to be typed.
// GitLab takes the name (file_name), and no longer the text. Gitee takes neither. Where
// the text cannot be in the address it comes by the clipboard.
package host

import (
	"io/fs"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// A Kind is the program that a host runs, as site.yaml writes it.
type Kind string

const (
	GitHub Kind = "github"
	GitLab Kind = "gitlab"
	Gitea  Kind = "gitea" // and Forgejo
	Gitee  Kind = "gitee"
)

// MainBranch is the branch of which site.yaml says nothing.
const MainBranch = "main"

// A Repository is where the directory's files lie.
type Repository struct {
	Host    Kind
	Address string // of its page, without a final slash
	Branch  string // that the site is built from
}

// A public host is one at which anybody can get an account.
type public struct {
	domain string
	kind   Kind
	name   string
	signUp string
}

var publics = []public{
	{"github.com", GitHub, "GitHub", "https://github.com/signup"},
	{"gitlab.com", GitLab, "GitLab", "https://gitlab.com/users/sign_up"},
	{"gitee.com", Gitee, "Gitee", "https://gitee.com/signup"},
	{"codeberg.org", Gitea, "Codeberg", "https://codeberg.org/user/sign_up"},
	{"gitea.com", Gitea, "Gitea", "https://gitea.com/user/sign_up"},
}

// publicAt returns the public host of a domain, with or without www.
func publicAt(domain string) (public, bool) {
	domain = strings.TrimPrefix(strings.ToLower(domain), "www.")
	for _, p := range publics {
		if p.domain == domain {
			return p, true
		}
	}
	return public{}, false
}

// KindAt returns what runs at a domain, "" where only its owner can tell.
func KindAt(domain string) Kind {
	p, _ := publicAt(domain)
	return p.kind
}

// OwnerAndName reports whether the addresses of repositories at a host of the kind
// end with the owner and the name. At GitLab groups may lie within groups.
func (k Kind) OwnerAndName() bool { return k != GitLab }

// IsInside reports whether a domain or address leads nowhere outside an office: such
// hosts often have no certificate.
func IsInside(domain string) bool {
	if ip, err := netip.ParseAddr(domain); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	domain = strings.ToLower(domain)
	return !strings.Contains(domain, ".") || strings.HasSuffix(domain, ".local") || strings.HasSuffix(domain, ".internal") || strings.HasSuffix(domain, ".localhost")
}

// IsBranch reports whether a branch can be called name (git check-ref-format
// --branch).
func IsBranch(name string) bool {
	if name == "" || name == "@" || len(name) > 255 || name[0] == '-' || strings.HasSuffix(name, ".") ||
		strings.Contains(name, "..") || strings.Contains(name, "@{") || strings.ContainsAny(name, " ~^:?*[\\\x7f") {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part[0] == '.' || strings.HasSuffix(part, ".lock") {
			return false
		}
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' })
}

// Domain returns the domain of the repository's address.
func (r *Repository) Domain() string {
	u, err := url.Parse(r.Address)
	if err != nil {
		return ""
	}
	return u.Host
}

// Name returns what people call the host.
func (r *Repository) Name() string {
	if p, ok := publicAt(r.Domain()); ok {
		return p.name
	}
	return sites[r.Host].name
}

// SignUp returns where anybody gets an account, "" where the owner of the host gives
// them out.
func (r *Repository) SignUp() string {
	p, _ := publicAt(r.Domain())
	return p.signUp
}

// A site is where the pages of a host are, between the repository's address and the
// branch.
type site struct {
	name                       string
	file, folder, edit, create string
	filename                   string // the value of the query that names a new file; "": none does
}

var sites = map[Kind]site{
	GitHub: {"GitHub", "/blob/", "/tree/", "/edit/", "/new/", "filename"},
	GitLab: {"GitLab", "/-/blob/", "/-/tree/", "/-/edit/", "/-/new/", "file_name"},
	Gitea:  {"Gitea", "/src/branch/", "/src/branch/", "/_edit/", "/_new/", ""},
	Gitee:  {"Gitee", "/blob/", "/tree/", "/edit/", "/new/", ""},
}

// File returns the page that shows a file, a path from the repository's root with
// forward slashes.
func (r *Repository) File(file string) string { return r.page(sites[r.Host].file, file) }

// Folder returns the page that shows a folder.
func (r *Repository) Folder(dir string) string { return r.page(sites[r.Host].folder, dir) }

// A Source is where the text of a file lies.
type Source struct {
	Address string `json:"address"` // of the bytes alone
	Read    bool   `json:"read"`    // the host lets the pages of other sites read it
	Host    string `json:"host"`    // what people call it
}

// Source returns the source of a file; the zero Source of a path that leads out of the
// repository. GitHub and GitLab's API answer whoever asks (CORS) for what is public; a
// Gitea does only where its owner has set that, Gitee does not.
func (r *Repository) Source(file string) Source {
	if !isPath(file) {
		return Source{}
	}
	s := Source{Host: r.Name(), Read: r.Readable() != ""}
	switch {
	case r.isAtGitHub():
		s.Address = r.Readable() + strings.TrimPrefix(r.Address, "https://"+r.Domain()) + "/" + pathEscaped(r.Branch) + "/" + pathEscaped(file)
	case r.Host == GitLab:
		project := strings.TrimPrefix(strings.TrimPrefix(r.Address, r.Readable()), "/")
		s.Address = r.Readable() + "/api/v4/projects/" + escaped(project) + "/repository/files/" + escaped(file) + "/raw?ref=" + escaped(r.Branch)
	case r.Host == Gitea:
		s.Address = r.page("/raw/branch/", file)
	default:
		s.Address = r.page("/raw/", file)
	}
	return s
}

// Readable returns the origin from which pages of other sites may read sources, "" for
// none.
func (r *Repository) Readable() string {
	u, err := url.Parse(r.Address)
	switch {
	case err != nil:
		return ""
	case r.isAtGitHub():
		return "https://raw.githubusercontent.com"
	case r.Host == GitLab:
		return u.Scheme + "://" + u.Host
	}
	return ""
}

// isAtGitHub reports whether r lies at the public GitHub: an own server of its kind
// answers its own pages alone.
func (r *Repository) isAtGitHub() bool { return r.Host == GitHub && KindAt(r.Domain()) == GitHub }

// create returns the page that makes a file: with its whole path filled in for a name
// where the host does that, for the folder may be a new one; else that of its folder.
func (r *Repository) create(file string) string {
	at := sites[r.Host]
	if at.filename == "" {
		return r.page(at.create, path.Dir(file))
	}
	return r.page(at.create, ".") + "?" + at.filename + "=" + escaped(file)
}

// page returns the address of a path on the branch; "." is the root.
func (r *Repository) page(at, file string) string {
	address := r.Address + at + pathEscaped(r.Branch)
	if file != "." {
		address += "/" + pathEscaped(file)
	}
	return address
}

// escaped returns s as it stands in a query or between the slashes of a path,
// whoever reads it: nothing but letters, digits and -._~ is left as it is, and a
// blank is no plus.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func pathEscaped(s string) string {
	parts := strings.Split(s, "/")
	for i := range parts {
		parts[i] = escaped(parts[i])
	}
	return strings.Join(parts, "/")
}

// isPath reports whether a path stays within the repository, wherever it is written.
func isPath(file string) bool { return fs.ValidPath(file) && file != "." }
