package content

import (
	"net/url"
	"regexp"
	"strings"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/host"
	"minglu/generator/keys"
)

// readRepository reads where the files of the directory lie, nil where that is not
// said or cannot be told.
func (o *Origin) readRepository(src *diag.Source, m *fields.Map) *host.Repository {
	if m == nil {
		return nil
	}
	table := keys.Find(keys.Site, "repository").Fields
	var w struct{ Host, Address, Branch fields.Text }
	o.fill(src, m, table, &w)
	m.Require(keys.Required(table)...)
	m.Done()
	r := &host.Repository{Host: host.Kind(w.Host.V), Address: o.readRepositoryAddress(src, w.Address), Branch: readBranch(src, w.Branch)}
	if r.Address == "" {
		return nil
	}
	kind := host.KindAt(r.Domain())
	switch {
	case m.Says("host") && r.Host == "": // reported
	case r.Host == "" && kind == "":
		m.Report(w.Address.At, diag.MissingField, "从地址“%s”看不出是哪一种仓库网站，请补上%s，填 %s 中的一个；不清楚的，问仓库的管理员。",
			diag.Short(w.Address.V), Named(table, "host"), strings.Join(keys.Find(table, "host").Choices, "、"))
	case r.Host == "":
		r.Host = kind
	case r.Host != kind && kind != "":
		src.Suggest(w.Host.At, diag.UnknownChoice, string(kind), "仓库在 %s，%s应填“%s”，也可以不写。", r.Domain(), Named(table, "host"), kind)
	}
	if r.Host == "" || r.Branch == "" {
		return nil
	}
	return r
}

// readBranch reads the branch that the site is built from, "" where it is wrong.
func readBranch(src *diag.Source, t fields.Text) string {
	if !t.Stated {
		return host.MainBranch
	}
	if host.IsBranch(t.V) {
		if name, whole := strings.CutPrefix(t.V, "refs/heads/"); whole {
			src.Suggest(t.At, diag.WrongKind, name, "主分支只写名称，“%s”应写作“%s”。", t.V, name)
			return ""
		}
		return t.V
	}
	src.Report(t.At, diag.WrongKind, "“%s”不能作分支的名称，请照仓库网页上分支一栏填写，如 main、master；不写的是 %s。", diag.Short(t.V), host.MainBranch)
	return ""
}

// cloneAddress is what git is given for a repository, and not a browser.
var cloneAddress = regexp.MustCompile(`^(?:ssh://)?git@([^:/]+)(?::\d+)?[:/]+(.+)$`)

// readRepositoryAddress reads the address of the repository's page, "" where it is
// wrong. People copy what they have at hand: the address to clone, or that of a page
// within the repository.
func (o *Origin) readRepositoryAddress(src *diag.Source, t fields.Text) string {
	if clone := cloneAddress.FindStringSubmatch(t.V); clone != nil {
		page := "https://" + clone[1] + "/" + strings.TrimSuffix(clone[2], ".git")
		src.Guess(t.At, diag.BadLink, page, "“%s”是用 git 克隆的地址，请填写仓库网页的地址，应写作 %s。", diag.Short(t.V), page)
		return ""
	}
	if u, err := url.Parse(t.V); err == nil && u.User != nil && u.Host != "" {
		u.User = nil
		src.Guess(t.At, diag.BadLink, u.String(), "仓库网页的地址里不写账号和密码，应写作 %s；密码写进过文件的，请马上更换。", u)
		return ""
	}
	if o.webAddress(src, t, webSchemes) == "" {
		return ""
	}
	u, err := url.Parse(t.V)
	if err != nil {
		return "" // reported above
	}
	at := func(scheme, path string) string {
		return scheme + "://" + strings.ToLower(u.Host) + strings.TrimSuffix(plainPath(path), "/")
	}
	page := at(u.Scheme, repositoryPath(u))
	switch {
	case strings.Count(strings.Trim(u.Path, "/"), "/") == 0:
		src.Report(t.At, diag.BadLink, "仓库网页的地址“%s”不完整，域名后面应有单位（或个人）的名称和仓库的名称，如 https://gitee.com/单位/仓库。", diag.Short(t.V))
		return ""
	case u.Scheme == "http" && !host.IsInside(u.Hostname()):
		page = at("https", repositoryPath(u))
		src.Guess(t.At, diag.BadLink, page, "仓库网页的地址“%s”没有加密，登录的密码会被人看到，应写作 %s；只有内网的仓库可以用 http。", diag.Short(t.V), page)
		return ""
	case u.RawQuery != "" || u.Fragment != "" || page != at(u.Scheme, u.Path):
		src.Guess(t.At, diag.BadLink, page, "仓库网页的地址“%s”只写到仓库的名称为止，应写作 %s。", diag.Short(t.V), page)
		return ""
	}
	return page
}

// repositoryPath returns the path of the repository's page, of which u may be one
// below.
func repositoryPath(u *url.URL) string {
	path, _, _ := strings.Cut(u.Path, "/-/") // GitLab's sign
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if kind := host.KindAt(u.Hostname()); kind != "" && kind.OwnerAndName() && len(parts) > 2 {
		parts = parts[:2]
	}
	return "/" + strings.TrimSuffix(strings.Join(parts, "/"), ".git")
}
