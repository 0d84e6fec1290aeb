package content

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/unseen"
)

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

// webAddress reads an address with a scheme, in ASCII, "" where there is none or it is
// wrong, and adds it to the links of its file.
func (o *Origin) webAddress(src *diag.Source, t fields.Text, schemes []string) string {
	if !t.Stated {
		return ""
	}
	if fault, mended := addressFault(t.V, schemes); fault != "" {
		reportAddress(src, t.At, t.V, fault, mended)
		return ""
	}
	o.Links = append(o.Links, SiteLink{t.V, src.Index(t.At.Start), src.Index(t.At.End)})
	return inASCII(t.V)
}

// reportAddress reports what is wrong with an address. That signs of another width were
// meant to be those of an address is certain, a scheme that is missing is not.
func reportAddress(src *diag.Source, at diag.Span, address, fault, mended string) {
	written := address
	if address != "" {
		address = "“" + diag.Short(address) + "”"
	}
	as := src.Guess
	if mended != "" && mended == fullWidth.Replace(written) && !strings.HasSuffix(written, "。") { // which may end a sentence
		as = src.Suggest
	}
	as(at, diag.BadLink, mended, "链接%s%s", address, fault)
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
		return webFault(address)
	}
	return "", ""
}

// webFault says what is wrong with an address of the web, "" if nothing, and what
// would be right where that is plain. A browser must be able to open what passes.
func webFault(address string) (fault, mended string) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "":
		return "不是完整的网址，应写作 https://域名/……。", ""
	case u.User != nil:
		return "中的“@”会使人误认网站，请只写域名和路径。", ""
	}
	if n, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || n == 0) {
		return "的端口“" + u.Port() + "”不在 1 到 65535 之间，请核对；一般不写端口。", ""
	}
	host := u.Hostname()
	if isHost(host) {
		return "", ""
	}
	// What is written is kept but for the host, which may be percent-encoded.
	if ascii, err := idna.Lookup.ToASCII(host); err == nil && ascii != host && isHost(ascii) {
		_, rest, _ := strings.Cut(address, "//")
		path := ""
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			path = inASCII(rest[i:])
		}
		if u.Port() != "" {
			path = ":" + u.Port() + path
		}
		mended = u.Scheme + "://" + ascii + path
		return "的域名要写成英文字母、数字和连字符，应写作 " + mended + "。", mended
	}
	return "的域名“" + diag.Short(host) + "”不能用，请填写完整的英文域名，如 www.example.gov.cn。", ""
}

// isHost reports whether s is the name or address of a host (RFC 1123, RFC 5890),
// in ASCII.
func isHost(s string) bool {
	if ip, err := netip.ParseAddr(s); err == nil {
		return ip.Zone() == ""
	}
	labels := strings.Split(strings.TrimSuffix(s, "."), ".")
	for _, label := range labels {
		if !hostLabel.MatchString(label) {
			return false
		}
		if strings.HasPrefix(strings.ToLower(label), "xn--") {
			if _, err := idna.Lookup.ToASCII(label); err != nil {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return len(s) <= 253 && strings.Trim(last, "0123456789") != "" && !strings.HasPrefix(strings.ToLower(last), "0x")
}

var hostLabel = regexp.MustCompile(`^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$`)

// inASCII returns an address as it stands in data files: percent-encoded where
// RFC 3986 asks for it, which leads to the same place.
func inASCII(address string) string {
	var b strings.Builder
	for i := range len(address) {
		if c := address[i]; c >= utf8.RuneSelf || strings.IndexByte("\"<>^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
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
	case strings.Contains(host, "."):
		if fault, _ := webFault("https://" + address); fault == "" {
			return "没有写明 https://，应写作 https://" + address + "。", "https://" + address
		}
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
	return found && name != "" && strings.Contains(host, ".") && isHost(host)
}

func isPhone(s string) bool {
	return len(s) >= 3 && strings.Trim(s, "0123456789+-()") == "" && strings.ContainsAny(s, "0123456789")
}

// fullWidth are the full-width signs that an input method leaves in an address.
var fullWidth = strings.NewReplacer("：", ":", "／", "/", "．", ".", "。", ".", "＠", "@", "？", "?", "＝", "=", "＆", "&", "－", "-", "＃", "#")
