package layouts

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"io/fs"
	"slices"

	"minglu/generator/edition"
	"minglu/generator/proof"
	"minglu/generator/qrcode"
	"minglu/generator/site"
)

// VerifyPage is given to layouts/verify/verify.html, the page that checks proofs. It has
// everything that it looks them up by, so that it needs nothing else once it is open.
type VerifyPage struct {
	Base
	Register proof.Register // is written as JSON
	Stale    int            // after how many days it says nothing of what stands
	Offline  string         // the address of the page as one file; "" on that itself
}

// AlonePage is given to layouts/verify/offline.html: the same page as one file, which brings
// its style and script with it. The sums are those that its policy lets through.
type AlonePage struct {
	VerifyPage
	Style             template.CSS
	Script            template.JS
	StyleSum, CodeSum string
}

// A ProofView is the proof of one honour on its brand's page.
type ProofView struct {
	Honor      string
	Code       *qrcode.Code // of the highest; nil where it is too long for one
	Check      string       // where it is checked
	Credential string       // where its credential lies
}

const verifyTitle = "查验"

func parseAlone(dir fs.FS) (*template.Template, error) {
	set := template.New("")
	if err := parseFile(set, dir, "verify/verify.html", "verify"); err != nil {
		return nil, err
	}
	return set, parseFile(set, dir, "verify/offline.html", "offline")
}

func (r *renderer) verifyJob() job {
	return job{"verify", edition.VerifyPath, func(w *worker) any {
		p := w.verifyPage()
		p.Offline = edition.OfflinePath
		return p
	}}
}

func (r *renderer) verifyPage() VerifyPage {
	p := VerifyPage{Base: r.base("verify", edition.VerifyPath, "", verifyTitle, "查验品牌页、证书和牌匾上的二维码：是不是本名录签发，现在还有没有效。"), Register: r.book.Register, Stale: proof.StaleAfter}
	p.Linked = p.linked()
	return p
}

// putOffline hands put the page that checks proofs without any other file.
func (r *renderer) putOffline(put func(path string, data []byte) error) error {
	if r.book == nil {
		return nil
	}
	sheet := slices.Concat(r.assets.files[r.assets.sheet], r.assets.files[r.assets.sheets["verify"]])
	script := r.assets.files[r.assets.scripts["verify"]]
	p := AlonePage{VerifyPage: r.verifyPage(), Style: template.CSS(sheet), Script: template.JS(script), StyleSum: sumOf(sheet), CodeSum: sumOf(script)}
	p.Root = r.book.Base() // nothing of the site lies beside it
	var b bytes.Buffer
	if err := r.alone.ExecuteTemplate(&b, "offline", p); err != nil {
		return err
	}
	return put(edition.OfflinePath, b.Bytes())
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// addProofs adds the proofs of what b holds.
func (w *worker) addProofs(p *BrandPage, b *site.Brand) {
	if w.book == nil {
		return
	}
	shown, err := w.book.Of(b)
	if err != nil {
		return // a key that signed the credentials signs these
	}
	p.Sample = w.book.IsDemonstration()
	for i, s := range shown {
		v := ProofView{Honor: s.Honor, Check: p.Root + edition.VerifyPath + "#" + s.Fragment(), Credential: p.Root + s.Credential}
		if i == 0 { // a code is 2 kB that no host can shorten; certificates have those of the others
			v.Code = s.Code(w.book.Base())
		}
		p.Proofs = append(p.Proofs, v)
	}
}
