package content

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/unseen"
)

// A siteLink is a link to an address of this site, to be held against the
// planned addresses when everything has been read.
type siteLink struct {
	address string
	at      extent
}

// Which schemes an address may have.
var (
	textSchemes = []string{"https", "http", "mailto", "tel"} // in texts, links and feedback
	webSchemes  = []string{"https", "http"}                  // where a page is asked for
)

// isSiteAddress reports whether an address is one of this site, written from its
// root. //host is another host.
func isSiteAddress(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.ContainsFunc(address, isBlank) && !strings.Contains(address, `\`)
}

func isBlank(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || unseen.Is(r)
}

// webAddress reads an address outside the site, "" where there is none or it is
// wrong.
func webAddress(src *diag.Source, t fields.Text, schemes []string) string {
	if !t.Stated {
		return ""
	}
	if fault, mended := addressFault(t.V, schemes); fault != "" {
		reportAddress(src, t.At, t.V, fault, mended)
		return ""
	}
	return t.V
}

func reportAddress(src *diag.Source, at diag.Span, address, fault, mended string) {
	if address != "" {
		address = "“" + short(address) + "”"
	}
	src.Guess(at, diag.BadLink, mended, "链接%s%s", address, fault)
}

// addressFault says what is wrong with an address, "" if nothing, and what would
// be right where that is plain.
func addressFault(address string, schemes []string) (fault, mended string) {
	if address == "" {
		return "没有写地址，请补上，或删去这个链接。", ""
	}
	if half := fullWidth.Replace(address); half != address {
		if f, _ := addressFault(half, schemes); f == "" {
			return "中有全角符号，应写作 " + half + "。", half
		}
	}
	if strings.ContainsFunc(address, isBlank) || strings.Contains(address, `\`) {
		return "中有空格、反斜杠或看不见的字符，请删去，或重新输入。", ""
	}
	if strings.HasPrefix(address, "//") {
		return "没有写明 https:，请写完整的地址。", "https:" + address
	}
	scheme, rest, found := strings.Cut(address, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return withoutScheme(address, schemes)
	}
	scheme = strings.ToLower(scheme)
	switch {
	case !slices.Contains(schemes, scheme):
		return "不能使用，只能用 " + strings.Join(schemes, "、") + " 开头的地址" + orSite(schemes) + "。", ""
	case scheme == "mailto" && !isMail(rest):
		return "不是完整的邮箱地址，应写作 mailto:名称@单位域名。", ""
	case scheme == "tel" && !isPhone(rest):
		return "不是电话号码，tel: 后只写数字和连字符，如 tel:0518-85550100。", ""
	case scheme == "http" || scheme == "https":
		return webFault(address), ""
	}
	return "", ""
}

func webFault(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return "不是完整的网址，应写作 https://域名/……。"
	case u.User != nil:
		return "中的“@”会使人误认网站，请只写域名和路径。"
	}
	return ""
}

// withoutScheme says what is wrong with an address that names no scheme.
func withoutScheme(address string, schemes []string) (fault, mended string) {
	host, _, _ := strings.Cut(address, "/")
	switch {
	case strings.HasPrefix(address, "/"):
		return "是本站的地址，此处应填写站外的完整网址，以 https:// 开头。", ""
	case strings.HasSuffix(address, ".md"), strings.HasSuffix(address, ".html"), strings.HasPrefix(address, "."):
		return "不完整：站内链接从根写起，如 /brands/donghai-shuijing-diaoke.html；站外链接以 https:// 开头。", ""
	case strings.Count(address, "@") == 1 && isMail(address) && slices.Contains(schemes, "mailto"):
		return "缺少 mailto:，应写作 mailto:" + address + "。", "mailto:" + address
	case strings.Contains(host, ".") && webFault("https://"+address) == "":
		return "没有写明 https://，应写作 https://" + address + "。", "https://" + address
	}
	return "不是网址：站外链接以 https:// 开头" + orSite(schemes) + "。", ""
}

func orSite(schemes []string) string {
	if slices.Contains(schemes, "mailto") {
		return "，正文中的站内链接从 / 写起"
	}
	return ""
}

func isMail(s string) bool {
	s, _, _ = strings.Cut(s, "?")
	name, host, found := strings.Cut(s, "@")
	return found && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(host, "@/")
}

func isPhone(s string) bool {
	return len(s) >= 3 && strings.Trim(s, "0123456789+-()") == "" && strings.ContainsAny(s, "0123456789")
}

// fullWidth are the full-width signs that an input method leaves in an address.
var fullWidth = strings.NewReplacer("：", ":", "／", "/", "．", ".", "。", ".", "＠", "@", "？", "?", "＝", "=", "＆", "&", "－", "-", "＃", "#")

// short cuts a long value for a message.
func short(s string) string {
	const limit = 80
	if runes := []rune(s); len(runes) > limit {
		return string(runes[:limit]) + "……"
	}
	return s
}
