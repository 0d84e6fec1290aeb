package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/credential"
	"minglu/generator/edition"
	"minglu/generator/proof"
	"minglu/generator/review"
	"minglu/generator/signature"
	"minglu/generator/usage"
)

// isWeb reports whether what was typed is an address of the web.
func isWeb(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

// isProof reports whether what verify is asked about is a proof and no folder.
func isProof(s string) bool {
	info, err := os.Stat(s)
	return isWeb(s) || err == nil && info.Mode().IsRegular()
}

// checkProof says what a proof or a credential is worth, in a file or at an address, or
// whether a site at an address is as it was signed. The site that knows is the folder or
// address site, by default that which the proof names.
func (a *app) checkProof(ctx context.Context, what, site, format string, trust []string) error {
	var trusted []signature.Public
	for _, t := range trust {
		k, err := signature.ParsePublic(t)
		if err != nil {
			return usage.Errorf("--trust “%s”%v", t, err)
		}
		trusted = append(trusted, k)
	}
	text, credentialData := what, []byte(nil)
	if !isWeb(what) {
		data, err := checkout.Read(checkout.Open(filepath.Dir(what)), filepath.Base(what), credential.MaxSize)
		if err != nil {
			return err
		}
		if text = strings.TrimSpace(string(data)); strings.HasPrefix(text, "{") {
			credentialData, text = data, ""
		}
	}
	base, fragment := proof.SiteOf(text)
	if strings.HasSuffix(text, ".vc.json") {
		data, err := fetcher(ctx, "")(text)
		if err != nil {
			return err
		}
		credentialData = data
		base, _, _ = strings.Cut(text, "brands/")
	}
	if credentialData != nil && base == "" {
		doc, err := credential.Parse(credentialData)
		if err != nil {
			return a.sayProof(format, proof.Statement{}, proof.Verdict{Word: proof.Foreign, Why: err.Error() + "。"}, nil)
		}
		issuer, _ := doc["issuer"].(string)
		if o, is := doc["issuer"].(credential.Object); is {
			issuer, _ = o["id"].(string)
		}
		base = credential.Site(issuer)
	}
	if isWeb(text) && fragment == "" && credentialData == nil {
		base = strings.TrimSuffix(text, edition.HomePath)
	}
	if site == "" {
		site = base
	}
	if site == "" {
		return a.sayProof(format, proof.Statement{}, proof.Verdict{Word: proof.Foreign, Why: proof.ErrForm.Error() + "。"}, nil)
	}
	read := lastOf(site)
	if isWeb(site) {
		read = fetcher(ctx, strings.TrimSuffix(site, "/")+"/")
	}
	published, err := proof.Open(read, trusted)
	if errors.Is(err, proof.ErrUnsigned) {
		return fmt.Errorf("%s 没有签名，无从查验", site)
	}
	if err != nil {
		return a.sayFaults(format, site, nil, []string{err.Error()})
	}
	today := a.day(&content.Settings{})
	switch {
	case credentialData != nil:
		s, v := published.LookCredential(credentialData, today)
		return a.sayProof(format, s, v, published)
	case fragment != "":
		if base != "" && proof.Origin(base) != published.Register.Origin && site == base {
			return a.sayProof(format, proof.Statement{}, proof.Verdict{Word: proof.Foreign, Why: "网站的签名写的是另一个地址 " + published.Register.Base + "。"}, published)
		}
		if base != "" && proof.Origin(base) != published.Register.Origin {
			return a.sayProof(format, proof.Statement{}, proof.Verdict{Word: proof.Foreign, Why: "证明写的是别的网站 " + base + "。"}, published)
		}
		p, v := published.LookProof(fragment, today)
		return a.sayProof(format, p.Statement, v, published)
	}
	return a.sayFaults(format, site, published, nil)
}

// checkSigned holds a folder against what its site signed. It reports whether there is
// anything signed.
func (a *app) checkSigned(ctx context.Context, dir string) (faults []string, published *proof.Published, err error) {
	published, err = proof.Open(lastOf(dir), nil)
	switch {
	case errors.Is(err, proof.ErrUnsigned):
		return nil, nil, nil
	case err != nil:
		return []string{err.Error()}, nil, nil
	}
	faults, err = published.Faults(ctx)
	return faults, published, err
}

// sayProof prints what a proof is worth. Only what is valid ends well.
func (a *app) sayProof(format string, s proof.Statement, v proof.Verdict, by *proof.Published) error {
	word := string(v.Word)
	if v.Word == proof.Stale {
		word = fmt.Sprintf("%s（%d 天前）", word, v.Days)
	}
	if format == "json" {
		if err := a.json(map[string]any{"verdict": v.Word, "days": v.Days, "why": v.Why, "slug": s.Slug, "brand": v.Brand, "honor": s.Honor, "date": s.Date.String(), "until": s.Until.String(), "demonstration": v.Demo}); err != nil {
			return err
		}
	} else {
		var b strings.Builder
		fmt.Fprintf(&b, "%s\n", word)
		for _, line := range []struct{ name, value string }{{"原因", v.Why}, {"品牌", v.Brand}, {"网址名", s.Slug}, {"称号", s.Honor}, {"认定日期", s.Date.String()}, {"有效期至", s.Until.String()}} {
			if line.value != "" {
				fmt.Fprintf(&b, "%s  %s\n", line.name, review.Printable(line.value))
			}
		}
		if v.Demo {
			b.WriteString("示例  用示例密钥签名，人人都能做，不证明任何事。\n")
		}
		b.WriteString(a.signedBy(by))
		if _, err := io.WriteString(a.stdout, b.String()); err != nil {
			return err
		}
	}
	if v.Word != proof.Valid {
		return errMistakes
	}
	return nil
}

// signedBy says whose keys count.
func (a *app) signedBy(by *proof.Published) string {
	if by == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "名录  %s，截至 %s\n", review.Printable(by.Register.Title), review.Printable(by.Register.Date))
	for _, k := range by.Keys {
		fmt.Fprintf(&b, "公钥  %s\n", k)
	}
	b.WriteString("公钥是网站自己写的，请与主管部门公布的核对，或者用 --trust 写明只认哪几把。\n")
	return b.String()
}

// sayFaults prints what of a signed site is not as it was signed.
func (a *app) sayFaults(format, site string, by *proof.Published, faults []string) error {
	site = filepath.ToSlash(site)
	if format == "json" {
		if err := a.json(map[string]any{"site": site, "faults": append([]string{}, faults...)}); err != nil {
			return err
		}
	} else {
		var b strings.Builder
		for _, f := range faults {
			fmt.Fprintf(&b, "不符  %s\n", review.Printable(f))
		}
		if len(faults) == 0 && by != nil {
			fmt.Fprintf(&b, "%s 的签名对得上：日志 %d 项，清单 %d 个文件。\n%s", site, by.Acts(), by.Files(), a.signedBy(by))
		}
		if _, err := io.WriteString(a.stdout, b.String()); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return errMistakes
	}
	return nil
}

func (a *app) json(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// fetcher reads files of a site by the web: within a minute, no more than a log has, and
// from no other host than that which was asked for.
func fetcher(ctx context.Context, base string) func(path string) ([]byte, error) {
	const most = 256 << 20
	client := &http.Client{Timeout: time.Minute, CheckRedirect: func(to *http.Request, from []*http.Request) error {
		if to.URL.Host != from[0].URL.Host || from[0].URL.Scheme == "https" && to.URL.Scheme != "https" || len(from) > 5 {
			return errors.New("网站转到了别处")
		}
		return nil
	}}
	return func(path string) ([]byte, error) {
		if _, err := url.Parse(base + path); err != nil {
			return nil, usage.Errorf("网址“%s”写法有误", base+path)
		}
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
		if err != nil {
			return nil, err
		}
		request.Header.Set("User-Agent", "minglu-verify")
		response, err := client.Do(request)
		if err != nil {
			return nil, fmt.Errorf("读不到 %s：%w", base+path, err)
		}
		defer response.Body.Close()
		switch {
		case response.StatusCode == http.StatusNotFound:
			return nil, &fs.PathError{Op: "get", Path: base + path, Err: fs.ErrNotExist}
		case response.StatusCode != http.StatusOK:
			return nil, fmt.Errorf("读不到 %s：网站回答 %d", base+path, response.StatusCode)
		}
		var b bytes.Buffer
		if n, err := io.Copy(&b, io.LimitReader(response.Body, most+1)); err != nil || n > most {
			return nil, fmt.Errorf("读不到 %s：太大或者中断了", base+path)
		}
		return b.Bytes(), nil
	}
}
