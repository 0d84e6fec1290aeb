package build

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"minglu/generator/actlog"
	"minglu/generator/bundle"
	"minglu/generator/content"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/proof"
	"minglu/generator/public"
	"minglu/generator/signature"
	"minglu/generator/site"
)

// A Signing is by which keys a site is signed, and what was published of it last.
type Signing struct {
	Keys *signature.Ring                   // nil: it is not, but where it is a demonstration
	Last func(path string) ([]byte, error) // reads a file by its address below the site's root; nil: there is none
}

// Prove returns what proves the recognitions of the site, nil where it is not signed, and
// what of the log was rewritten.
func (b Builder) Prove(s *site.Site) (*proof.Book, diag.List, error) {
	keys := b.Signing.Keys
	if keys == nil && s.Settings.Demo && s.Settings.BaseURL != "" {
		var err error
		if keys, err = signature.Demonstration(); err != nil {
			return nil, nil, err
		}
	}
	last, bad, err := b.Signing.last(s.Settings)
	if err != nil || len(bad) > 0 {
		return nil, bad, err
	}
	if keys == nil {
		return nil, rewritten(s, last), nil
	}
	book, was, err := proof.New(s, keys, last)
	return book, mistakes(s, was), err
}

// last returns the log that was published last, nil where there is none.
func (g Signing) last(settings *content.Settings) (*actlog.Log, diag.List, error) {
	if g.Last == nil || len(settings.Keys) == 0 {
		return nil, nil, nil
	}
	l, err := proof.Last(settings, g.Last)
	if errors.Is(err, actlog.ErrDamaged) {
		src := diag.NewSource(settings.Origin.File, "", content.Mask)
		src.Report(src.LineSpan(1), diag.LogRewritten, "上次发布的日志不能用：%v。请从网站重新下载 log 文件夹，或者恢复备份；签名的密钥要写在 keys 中，换下来的也留着。", err)
		return nil, src.List, nil
	}
	return l, nil, err
}

// rewritten holds a site against the log that was published last.
func rewritten(s *site.Site, last *actlog.Log) diag.List {
	_, was := proof.Continue(s, last)
	return mistakes(s, was)
}

// CheckLog finds what of the log that was published last is no more as it was.
func CheckLog(e *edition.Edition, last func(path string) ([]byte, error)) (diag.List, error) {
	if e.Content == nil {
		return nil, nil
	}
	l, bad, err := Signing{Last: last}.last(e.Settings)
	if err != nil || l == nil {
		return bad, err
	}
	return rewritten(site.New(e), l), nil
}

// mistakes reports what was rewritten, each where the act stands, or stood.
func mistakes(s *site.Site, all []actlog.Rewriting) diag.List {
	var list diag.List
	for _, r := range all {
		src := diag.NewSource(fileOf(s, r), "", content.Mask)
		what := fmt.Sprintf("%s的%s", cmp.Or(r.Was.Date, "没有日期"), r.Was.Act)
		if r.Was.Document != "" {
			what += "（" + r.Was.Document + "）"
		}
		if r.Now == nil {
			src.Report(src.LineSpan(1), diag.LogRewritten, "%s已经发布并记入日志，品牌 %s 现在不在其中了。请恢复原样；确实要改变的，另发一份公告。", what, r.Was.Slug)
		} else {
			src.Report(src.LineSpan(1), diag.LogRewritten, "%s已经发布并记入日志，品牌 %s 的%s现在与日志不同。请恢复原样；确实要改变的，另发一份公告。", what, r.Was.Slug, strings.Join(differences(r.Was, *r.Now), "、"))
		}
		list = append(list, src.List...)
	}
	return list
}

// differences returns what of an act is not as it was.
func differences(was, now actlog.Act) []string {
	var all []string
	for _, d := range []struct{ name, was, now string }{
		{"日期", was.Date, now.Date}, {"文号", was.Document, now.Document}, {"荣誉", was.Honor, now.Honor}, {"级别", was.Level, now.Level},
		{"有效期", was.Until, now.Until}, {"标题、正文等文字", was.Text, now.Text},
	} {
		if d.was != d.now {
			all = append(all, d.name)
		}
	}
	return all
}

// fileOf returns the file in which an act stands or is most likely to have stood.
func fileOf(s *site.Site, r actlog.Rewriting) string {
	act := r.Was
	if r.Now != nil {
		act = *r.Now
	}
	for _, n := range s.Notices {
		if string(n.Kind) == act.Act && n.Date.String() == act.Date && n.Document.Number == act.Document {
			return n.File
		}
	}
	if i := slices.IndexFunc(s.Brands, func(b *site.Brand) bool { return b.Slug == act.Slug }); i >= 0 {
		return s.Brands[i].File
	}
	return s.Settings.Origin.File
}

// putManifest puts the signed list of all files, the last of them.
func putManifest(ctx context.Context, book *proof.Book, tree *public.Tree) error {
	if book == nil {
		return nil
	}
	m, err := tree.Manifest(ctx)
	if err != nil {
		return err
	}
	sums := make(map[string][sha256.Size]byte, len(m))
	for p, s := range m {
		sums[p] = s
	}
	return book.Manifest(sums, tree.Put)
}

// putBundle puts what directories above take from the site.
func putBundle(s *site.Site, book *proof.Book, put func(path string, data []byte) error) error {
	var proven *bundle.Proven
	if book != nil {
		checkpoint, lines, err := book.LogFiles()
		if err != nil {
			return err
		}
		proven = &bundle.Proven{Sign: book.SignNote, Checkpoint: checkpoint, Lines: lines}
	}
	data, err := bundle.Write(s, proven)
	if err != nil {
		return err
	}
	return put(edition.BundlePath, data)
}

// identity tells signings apart.
func (g Signing) identity() string {
	if g.Keys == nil {
		return "none"
	}
	return fmt.Sprint(g.Keys.Publics())
}
