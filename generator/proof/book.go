package proof

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"minglu/generator/actlog"
	"minglu/generator/content"
	"minglu/generator/credential"
	"minglu/generator/signature"
	"minglu/generator/site"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// Addresses below the site's root.
const (
	RegisterPath = "log/register.json" // the register of the page, for programs
	FilesPath    = "log/files.sha256"  // of every other file its SHA-256
	ManifestPath = "log/files"         // how many these are and the hash of their list, signed
)

// CredentialPath returns the address of a brand's credential number n, counted from 0: that
// of its highest honour first.
func CredentialPath(slug string, n int) string {
	if n == 0 {
		return "brands/" + slug + ".vc.json"
	}
	return fmt.Sprintf("brands/%s.%d.vc.json", slug, n+1)
}

// A Book is what proves the recognitions of one site.
type Book struct {
	Register Register

	site *site.Site
	keys *signature.Ring
	log  *actlog.Log
	at   map[grant]int // by grant: its place in the log

	foreign map[*content.Notice]bool // acts that are taken from other directories
}

type grant struct {
	slug, honor, date string
}

// Keys returns the keys of the site's settings as verifiers need them, with that of the
// demonstration where it signs.
func Keys(settings *content.Settings) ([]content.SigningKey, error) {
	if !settings.Demo {
		return settings.Keys, nil
	}
	demo, err := signature.Demonstration()
	if err != nil {
		return nil, err
	}
	all := slices.Clone(settings.Keys)
	for _, k := range demo.Publics() {
		all = append(all, content.SigningKey{Public: k.String()})
	}
	return all, nil
}

// publics returns the keys as such.
func publics(keys []content.SigningKey) []signature.Public {
	var all []signature.Public
	for _, k := range keys {
		if p, err := signature.ParsePublic(k.Public); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// Last reads the log that a site published last, by its files. It is nil where there is none,
// and where the demonstration signed it: anybody could have, so that it binds nobody.
func Last(settings *content.Settings, read func(path string) ([]byte, error)) (*actlog.Log, error) {
	if settings.BaseURL == "" || settings.Demo {
		return nil, nil
	}
	l, err := actlog.Read(logOrigin(settings.BaseURL), publics(settings.Keys), read)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return l, err
}

func logOrigin(base string) string { return Origin(base) + "/log" }

// refuse says why keys may not sign a site on a day; it is wrong use.
func refuse(settings *content.Settings, day values.Date, keys *signature.Ring) error {
	if settings.BaseURL == "" {
		return usage.Errorf("site.yaml 没有写 base_url，不能签名：证明里要有网站的地址")
	}
	demo, err := signature.Demonstration()
	if err != nil {
		return err
	}
	for _, p := range demo.Publics() {
		isListed := slices.ContainsFunc(settings.Keys, func(k content.SigningKey) bool { return k.Public == p.String() })
		if !settings.Demo && (isListed || keys != nil && slices.Contains(keys.Publics(), p)) {
			return usage.Errorf("示例网站的签名密钥人人可知，只能用于 site.yaml 写了 demo: true 的网站，请用 keys new 新建密钥")
		}
	}
	if keys.Demonstration {
		return nil
	}
	for _, p := range keys.Publics() {
		i := slices.IndexFunc(settings.Keys, func(k content.SigningKey) bool { return k.Public == p.String() })
		switch {
		case i < 0:
			return usage.Errorf("这把密钥的公钥 %s 没有写在 site.yaml 的 keys 中，请先写上", p)
		case !settings.Keys[i].SignsOn(day):
			return usage.Errorf("这把密钥的公钥 %s 在 %s 不能用：site.yaml 的 keys 写明还没有启用，或者已经停用、吊销", p, day)
		}
	}
	return nil
}

// New returns the book of a site, whose log goes on from the last one published, nil where
// there is none; and what was rewritten since, for which there is no book. The error is wrong
// use where the keys are not the site's.
func New(s *site.Site, keys *signature.Ring, last *actlog.Log) (*Book, []actlog.Rewriting, error) {
	if err := refuse(s.Settings, s.Date, keys); err != nil {
		return nil, nil, err
	}
	acts, rewritten := Continue(s, last)
	if len(rewritten) > 0 {
		return nil, rewritten, nil
	}
	l, err := actlog.New(logOrigin(s.Settings.BaseURL), acts)
	if err != nil {
		return nil, nil, err
	}
	b := &Book{site: s, keys: keys, log: l, at: map[grant]int{}, foreign: map[*content.Notice]bool{}}
	for _, n := range s.Notices {
		b.foreign[n.Notice] = n.Source != nil
	}
	present := presentSlugs(s)
	for i, a := range acts {
		key := grant{present(a.Slug), a.Honor, a.Date}
		if _, has := b.at[key]; a.Act == string(content.Recognition) && !has {
			b.at[key] = i
		}
	}
	b.Register, err = newRegister(s)
	if err == nil && !keys.Demonstration {
		b.Register.Keys = slices.DeleteFunc(b.Register.Keys, func(k RegisterKey) bool { return k.Demo })
	}
	return b, nil, err
}

// Continue returns the acts of a site in the order of the log, the last one's first, and what
// was rewritten since.
func Continue(s *site.Site, last *actlog.Log) ([]actlog.Act, []actlog.Rewriting) {
	return actlog.Extend(last, actsOf(s), presentSlugs(s))
}

// presentSlugs returns what finds today's slug of a brand.
func presentSlugs(s *site.Site) func(string) string {
	now := map[string]string{}
	for _, b := range s.Brands {
		for _, former := range b.FormerSlugs {
			now[former] = b.Slug
		}
	}
	return func(slug string) string { return cmp.Or(now[slug], slug) }
}

// actsOf returns the acts that a site shows, by day, kind, brand and text.
func actsOf(s *site.Site) []actlog.Act {
	var all []actlog.Act
	for _, n := range s.Notices {
		if n.Kind == content.Publicity || n.Level == nil || n.Source != nil { // who collects acts of others proves only its own
			continue
		}
		honor := n.Level.HonorName(n.Honor)
		if n.Kind == content.Withdrawal && n.Honor == "" {
			honor = ""
		}
		body := textOf(n.Notice)
		for _, row := range n.Rows {
			if row.Brand != nil {
				all = append(all, actlog.Act{Act: string(n.Kind), Date: n.Date.String(), Document: n.Document.Number, Honor: honor, Level: n.Level.Name,
					Slug: row.Brand.Slug, Text: digest(n.Title, n.Authority, row.Reason, body), Until: n.ValidUntil.String()})
			}
		}
	}
	for _, b := range s.Brands {
		if b.Source != nil {
			continue
		}
		for _, c := range b.Corrections {
			all = append(all, actlog.Act{Act: "更正", Date: c.Date.String(), Document: c.Document, Slug: b.Slug, Text: digest(c.Label(), c.Was, c.Now, c.Why)})
		}
	}
	slices.SortFunc(all, func(x, y actlog.Act) int {
		return cmp.Or(strings.Compare(x.Date, y.Date), strings.Compare(x.Act, y.Act), strings.Compare(x.Slug, y.Slug), strings.Compare(x.Honor, y.Honor), strings.Compare(x.Text, y.Text))
	})
	return all
}

// textOf returns the text of a notice below its keys, as it is written.
func textOf(n *content.Notice) string {
	text := strings.ReplaceAll(string(n.Text.Source), "\r\n", "\n")
	if _, rest, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n"); found {
		text = rest
	}
	return strings.TrimSpace(text)
}

// digest returns the hash of texts, each with its length before it.
func digest(texts ...string) string {
	h := sha256.New()
	for _, t := range texts {
		fmt.Fprintf(h, "%d\n%s\n", len(t), t)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// newRegister returns the register of a site.
func newRegister(s *site.Site) (Register, error) {
	settings := s.Settings
	r := Register{Origin: Origin(settings.BaseURL), Base: settings.BaseURL, Title: settings.Title, Publisher: settings.Publisher, Contact: settings.Contact,
		Date: s.Date.String(), Demo: settings.Demo, Brands: map[string]Entry{}, Former: map[string]string{}}
	keys, err := Keys(settings)
	if err != nil {
		return r, err
	}
	for _, k := range keys {
		if p, err := signature.ParsePublic(k.Public); err == nil && !p.IsSM2() { // browsers check the first suite
			r.Keys = append(r.Keys, RegisterKey{k.Public, k.Revoked.String(), k.From.IsZero()})
		}
	}
	for _, b := range s.Brands {
		r.Brands[b.Slug] = Entry{Name: b.Name}
		for _, former := range b.FormerSlugs {
			r.Former[former] = b.Slug
		}
	}
	for _, n := range slices.Backward(s.Notices) {
		if n.Kind != content.Recognition || n.Level == nil || n.Source != nil {
			continue
		}
		for _, row := range n.Rows {
			if row.Brand == nil {
				continue
			}
			e := r.Brands[row.Brand.Slug]
			e.Grants = append(e.Grants, grantOf(&r, n, row))
			r.Brands[row.Brand.Slug] = e
		}
	}
	return r, nil
}

// grantOf returns what a register says of one 认定.
func grantOf(r *Register, n *site.Notice, row site.NoticeRow) Grant {
	name := n.Level.HonorName(n.Honor)
	i := slices.Index(r.Honors, name)
	if i < 0 {
		i, r.Honors = len(r.Honors), append(r.Honors, name)
	}
	g := Grant{Honor: i, Date: n.Date.String(), Until: n.ValidUntil.String(), Level: n.Level.Name, Document: n.Document.Number}
	switch row.Now {
	case content.Recognized:
		for _, h := range row.Brand.Standing.Holding() {
			if h.Level == n.Level && h.Name == n.Honor {
				g.Until = h.Since.ValidUntil.String()
			}
		}
	case content.Expired:
		g.Status = string(Expired)
	default:
		g.Status = string(Withdrawn)
		if by := endedBy(n.Notice, row.Brand); by != nil {
			g.Ended, g.By = by.Date.String(), by.Document.Number
		}
	}
	return g
}

// endedBy returns the 退出 of what a 认定 gave.
func endedBy(n *content.Notice, b *site.Brand) *content.Notice {
	var by *content.Notice
	for _, h := range slices.Concat(b.Standing.Honors, b.Interrupted) {
		if h.Level == n.Level && h.Name == n.Honor && h.Ended != nil {
			if h.Since == n {
				return h.Ended
			}
			by = h.Ended
		}
	}
	return by
}

// A Shown is the proof of one honour that stands, as pages and papers show it.
type Shown struct {
	Proof
	Badge      site.Badge
	URL        string
	Credential string // its address below the site's root
	Index      int    // of the act in the log
}

// Of returns the proofs of what a brand holds, the highest level first.
func (b *Book) Of(brand *site.Brand) ([]Shown, error) {
	var all []Shown
	for _, badge := range brand.Badges {
		if b.foreign[badge.Since] {
			continue
		}
		p, err := Sign(Statement{Origin(b.site.Settings.BaseURL), brand.Slug, badge.Name, badge.Since.Date, badge.Since.ValidUntil}, b.keys.First)
		if err != nil {
			return nil, err
		}
		all = append(all, Shown{p, badge, p.URL(b.site.Settings.BaseURL), CredentialPath(brand.Slug, len(all)), b.at[grant{brand.Slug, badge.Name, badge.Since.Date.String()}]})
	}
	return all, nil
}

// Base returns the address of the site.
func (b *Book) Base() string { return b.site.Settings.BaseURL }

// IsDemonstration reports whether anybody could have signed all this.
func (b *Book) IsDemonstration() bool { return b.keys.Demonstration }

// Log returns how many acts the log has.
func (b *Book) Log() int { return b.log.Size() }

// Write hands put every file that proves something, but for the manifest of all files.
func (b *Book) Write(ctx context.Context, put func(path string, data []byte) error) error {
	if err := b.log.Write(b.keys, put); err != nil {
		return err
	}
	base := b.Base()
	keys, err := Keys(b.site.Settings)
	if err != nil {
		return err
	}
	if !b.keys.Demonstration {
		keys = b.site.Settings.Keys
	}
	did, err := credential.Document(base, keys)
	if err != nil {
		return err
	}
	if err := put(credential.DIDPath(base), did); err != nil {
		return err
	}
	for _, brand := range b.site.Brands {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.writeCredentials(brand, put); err != nil {
			return err
		}
	}
	status, err := credential.StatusList(base, b.log.Size(), b.ended(), b.site.Date, b.keys.First)
	if err != nil {
		return err
	}
	if err := put(credential.StatusPath, status); err != nil {
		return err
	}
	register, err := b.Register.JSON()
	if err != nil {
		return err
	}
	return put(RegisterPath, register)
}

func (b *Book) writeCredentials(brand *site.Brand, put func(path string, data []byte) error) error {
	shown, err := b.Of(brand)
	if err != nil {
		return err
	}
	settings := b.site.Settings
	for _, s := range shown {
		act := s.Badge.Since
		data, err := credential.New(credential.Recognition{Base: settings.BaseURL, Publisher: settings.Publisher, Slug: brand.Slug, Name: brand.Name, Honor: s.Honor,
			Level: s.Badge.Level.Name, Authority: act.Authority, Document: act.Document.Number, From: s.Date, Until: s.Until, Index: s.Index}, b.keys.First)
		if err != nil {
			return err
		}
		if err := put(s.Credential, data); err != nil {
			return err
		}
		if err := actlog.Detach(s.Credential, data, b.keys, put); err != nil {
			return err
		}
	}
	return nil
}

// ended returns the places in the log of what was withdrawn.
func (b *Book) ended() []int {
	var all []int
	for slug, e := range b.Register.Brands {
		for _, g := range e.Grants {
			if at, has := b.at[grant{slug, b.Register.Honors[g.Honor], g.Date}]; has && g.Status == string(Withdrawn) {
				all = append(all, at)
			}
		}
	}
	slices.Sort(all)
	return all
}

// JSON returns the register as it is published.
func (r *Register) JSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	err := e.Encode(r) // with < escaped: it stands in a page, too
	return b.Bytes(), err
}

// Manifest hands put the list of all other files with their sums, and its signed head.
func (b *Book) Manifest(sums map[string][sha256.Size]byte, put func(path string, data []byte) error) error {
	list := FileList(sums)
	if err := put(FilesPath, list); err != nil {
		return err
	}
	origin := Origin(b.Base()) + "/files"
	return actlog.SignNote(origin, ManifestPath, manifestText(origin, len(sums), list), b.keys, put)
}

// SignNote hands put a note that the site signs under a name, as a checkpoint is signed.
func (b *Book) SignNote(name, path, text string, put func(path string, data []byte) error) error {
	return actlog.SignNote(name, path, text, b.keys, put)
}

// LogFiles returns the checkpoint and the lines of the log, as they are published.
func (b *Book) LogFiles() (checkpoint, lines []byte, err error) {
	err = b.log.Write(b.keys, func(path string, data []byte) error {
		switch path {
		case actlog.Checkpoint:
			checkpoint = data
		case actlog.Lines:
			lines = data
		}
		return nil
	})
	return checkpoint, lines, err
}

// FileList writes sums as the program sha256sum does.
func FileList(sums map[string][sha256.Size]byte) []byte {
	var b bytes.Buffer
	for _, p := range sortedKeys(sums) {
		fmt.Fprintf(&b, "%x  %s\n", sums[p], p)
	}
	return b.Bytes()
}

func manifestText(origin string, n int, list []byte) string {
	sum := sha256.Sum256(list)
	return fmt.Sprintf("%s\n%d\n%s\n", origin, n, base64.StdEncoding.EncodeToString(sum[:]))
}

func sortedKeys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}
