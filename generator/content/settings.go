package content

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"minglu/generator/checkout"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/keys"
	"minglu/generator/multikey"
)

// LoadSettings reads content/site.yaml in root. The settings are nil where the
// region cannot be told, for then nothing else can be read.
func LoadSettings(root fs.FS, rules *criteria.Rules) (*Settings, diag.List, error) {
	missing := newSource(settingsFile, "")
	var required []string
	for _, key := range keys.Required(keys.Site) {
		required = append(required, Named(keys.Site, key))
	}
	switch info, err := fs.Lstat(root, settingsFile); {
	case errors.Is(err, fs.ErrNotExist):
		missing.Report(missing.LineSpan(1), diag.MissingFile, "没有网站设置文件 content/site.yaml，请建立这个文件，至少写明%s。", strings.Join(required, "、"))
		return nil, missing.List, nil
	case errors.Is(err, checkout.ErrNotAFile):
		f := folder{odd: map[string]bool{}}
		f.notAFile(contentDir, fs.ModeSymlink)
		return nil, f.list, nil
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		f := folder{odd: map[string]bool{}}
		f.notAFile(settingsFile, info.Mode())
		return nil, f.list, nil
	}
	f, bad, err := readSource(root, settingsFile, maxSettings)
	if f == nil {
		return nil, bad, err
	}
	src := f.Source
	m := fields.Parse(src, 1, src.Lines(), keys.Site...)
	if m == nil {
		return nil, f.Report(wayOut), nil
	}
	var agreements []LetThrough
	let := screenFields(f, m, len(src.Text), func(src *diag.Source, l LetThrough) bool {
		if l.Of == "" {
			return isIdle(src, l)
		}
		agreements = append(agreements, l)
		return true
	})
	s := readSettings(src, m, rules)
	s.NotPersonal, s.Origin.veil = append(let, agreements...), f.Veil
	list := f.Report(wayOut)
	if s.Region == nil {
		return nil, list, nil
	}
	return s, list, nil
}

// readSettings is what site.yaml says.
func readSettings(src *diag.Source, m *fields.Map, rules *criteria.Rules) *Settings {
	var w struct {
		BaseURL, Region fields.Text
		PublicityDays   fields.Value[int]
		ReportDay       fields.Value[int]
		Repository      *fields.Map
		Bureaus         []statedBureau
		Keys            []statedKey
		Sources         []statedSource
		Desk            fields.Bool
	}
	s := &Settings{Origin: Origin{File: settingsFile, text: []byte(src.Text)}}
	s.Origin.fill(src, m, keys.Site, &w, s)
	s.BaseURL = readBaseURL(src, w.BaseURL)
	s.Repository = s.Origin.readRepository(src, w.Repository)
	s.Region = readRegion(src, w.Region, rules)
	s.Bureaus = readBureaus(src, w.Bureaus, s.Region, rules)
	s.Keys = readKeys(src, w.Keys)
	s.Sources = readSources(src, w.Sources, s.Region, rules)
	s.Desk = w.Desk.V || !w.Desk.Stated
	if s.PublicityDays = w.PublicityDays.V; w.PublicityDays.Stated && s.PublicityDays < 1 {
		src.Report(w.PublicityDays.At, diag.OutOfRange, "公示至少几天（publicity_days）填大于 0 的天数，现在是 %d；不规定的，请删去这一项。", s.PublicityDays)
	}
	if s.ReportDay = w.ReportDay.V; w.ReportDay.Stated && (s.ReportDay < 1 || s.ReportDay > 28) {
		src.Report(w.ReportDay.At, diag.OutOfRange, "每月几日调度（report_day）填 1 至 28，每个月都有这一天，现在是 %d；不定日子的，请删去这一项。", s.ReportDay)
		s.ReportDay = 0
	}
	s.Targets = s.Origin.readTargets(src, m.Map("targets"), rules)
	m.Require(keys.Required(keys.Site)...)
	reportFilledIn(m, keys.Site)
	m.Done()
	return s
}

// readBaseURL reads the address that the site is published at, with a final slash.
// Pages, data files, the sitemap and the feed are full of it: it is kept in the
// form that all of them leave as it is.
func readBaseURL(src *diag.Source, t fields.Text) string {
	if new(Origin).webAddress(src, t, webSchemes) == "" {
		return ""
	}
	if i := strings.IndexAny(t.V, "?#"); i >= 0 {
		src.Guess(t.At, diag.BadLink, t.V[:i], "网站地址“%s”不能带有“%s”之后的部分，只写到路径为止。", t.V, t.V[i:i+1])
		return ""
	}
	u, err := url.Parse(t.V)
	if err != nil {
		return "" // reported above
	}
	base := u.Scheme + "://" + strings.TrimSuffix(u.Host, ":") + plainPath(u.Path)
	if strings.ContainsFunc(t.V, func(r rune) bool { return r >= utf8.RuneSelf }) {
		src.Guess(t.At, diag.BadLink, base, "网站地址“%s”中的汉字等要写成百分号编码，应写作 %s。", diag.Short(t.V), base)
		return ""
	}
	return base
}

// plainPath returns a path, not escaped, as an address has it: without dots and
// empty parts, percent-encoded but for what HTML and JSON leave alone, with a
// final slash.
func plainPath(p string) string {
	var b strings.Builder
	for i := range len(p) {
		if c := p[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("/-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return strings.TrimSuffix(path.Clean("/"+b.String()), "/") + "/"
}

// readRegion reads the code that all counties lie in.
func readRegion(src *diag.Source, t fields.Text, rules *criteria.Rules) *criteria.Region {
	if !t.Stated {
		return nil
	}
	if r := rules.Region(t.V); r != nil {
		if len(rules.RegionsIn(r)) == 0 {
			src.Report(t.At, diag.UnknownRegion, "行政区划表中%s（%s）之下没有市、县（市、区），品牌没有县区可填，请核对代码，或在 criteria/regions/ 中补上。", r.Name, t.V)
			return nil
		}
		return r
	}
	for _, r := range rules.Regions {
		if full, casual := r.Called(); slices.Contains(slices.Concat(full, casual), t.V) {
			src.Suggest(t.At, diag.UnknownRegion, r.Code, "此处应填写行政区划代码，“%s”的代码是 %s。", t.V, r.Code)
			return nil
		}
	}
	if r := rules.Region(t.V[:min(6, len(t.V))]); r != nil && strings.Trim(t.V[6:], "0") == "" { // with the digits of places below
		src.Suggest(t.At, diag.UnknownRegion, r.Code, "行政区划代码只写前六位，“%s”应写作 %s（%s）。", t.V, r.Code, r.Name)
		return nil
	}
	src.Report(t.At, diag.UnknownRegion, "行政区划表中没有代码“%s”，请填写六位代码，如 320700（连云港市），见 criteria/regions/。", t.V)
	return nil
}

// A statedBureau is a Bureau with the place of its county.
type statedBureau struct {
	Bureau
	County fields.Text
}

// readBureaus reads whose bureaus they are. Without a region no county can be told.
func readBureaus(src *diag.Source, stated []statedBureau, region *criteria.Region, rules *criteria.Rules) []Bureau {
	if len(stated) == 0 || region == nil {
		return nil
	}
	names := newRegionNames(rules, region)
	var all []Bureau
	for _, b := range stated {
		b.Region = names.county(src, b.County, "")
		switch {
		case b.Region == nil:
		case slices.ContainsFunc(all, func(other Bureau) bool { return other.Region == b.Region }):
			src.Report(b.County.At, diag.DuplicateField, "%s的联系单位写了两次，请保留一项，删去另一项。", b.County.V)
		default:
			all = append(all, b.Bureau)
		}
	}
	return all
}

// A statedKey is a SigningKey with its places.
type statedKey struct {
	Public               fields.Text
	From, Until, Revoked fields.DateVal
}

// readKeys reads by which keys the site is signed, or was.
func readKeys(src *diag.Source, stated []statedKey) []SigningKey {
	var all []SigningKey
	for _, k := range stated {
		checkOrder(src, k.From, k.Until, "公钥的停用日期 %[2]s 早于启用日期 %[1]s，请核对。")
		checkOrder(src, k.From, k.Revoked, "公钥的吊销日期 %[2]s 早于启用日期 %[1]s，请核对。")
		if _, _, err := multikey.Parse(k.Public.V); err != nil {
			src.Report(k.Public.At, diag.WrongKind, "“%s”%s。", diag.Short(k.Public.V), err)
			continue
		}
		if slices.ContainsFunc(all, func(other SigningKey) bool { return other.Public == k.Public.V }) {
			src.Report(k.Public.At, diag.DuplicateField, "同一把公钥写了两次，请保留一项，删去另一项。")
			continue
		}
		all = append(all, SigningKey{k.Public.V, k.From.V, k.Until.V, k.Revoked.V})
	}
	return all
}

// A statedSource is a Source with its places.
type statedSource struct {
	Name                 string
	Region, Address, Key fields.Text
}

// readSources reads whose brands the site shows too. Without a region nothing lies in it.
func readSources(src *diag.Source, stated []statedSource, region *criteria.Region, rules *criteria.Rules) []Source {
	var all []Source
	for _, s := range stated {
		r := rules.Region(s.Region.V)
		switch {
		case region == nil:
			continue
		case r == nil || r == region || !region.Contains(r):
			src.Report(s.Region.At, diag.UnknownRegion, "来源的范围“%s”要是%s以内的市、县（市、区），写六位行政区划代码，请核对。", diag.Short(s.Region.V), region.Name)
			continue
		case slices.ContainsFunc(all, func(other Source) bool { return other.Region == r }):
			src.Report(s.Region.At, diag.DuplicateField, "%s的来源写了两次，请保留一项，删去另一项。", r.Name)
			continue
		}
		if s.Key.Stated {
			if kind, _, err := multikey.Parse(s.Key.V); err != nil || kind != multikey.Ed25519 {
				src.Report(s.Key.At, diag.WrongKind, "“%s”不是 Ed25519 公钥：应以 z6Mk 开头，请向来源的单位索要，原样复制。", diag.Short(s.Key.V))
				continue
			}
		}
		address, fault := sourceAddress(s.Address.V)
		if fault != "" {
			src.Report(s.Address.At, diag.BadLink, "来源的地址“%s”%s", diag.Short(s.Address.V), fault)
			continue
		}
		all = append(all, Source{s.Name, r, address, s.Key.V})
	}
	return all
}

// sourceAddress returns an address as it is asked, or what is wrong with it.
func sourceAddress(address string) (plain, fault string) {
	const folder = "要以 https:// 开头，或者是从仓库算起的文件夹，如 ../东海/public，请核对。"
	if strings.ContainsFunc(address, isBlank) || strings.Contains(address, `\`) || strings.HasPrefix(address, "/") || len(address) > 500 {
		return "", folder
	}
	if !strings.Contains(address, ":") {
		return path.Clean(address), ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", folder
	}
	return "https://" + u.Host + plainPath(u.Path), ""
}

// readTargets reads how many brands there should be, by level.
func (o *Origin) readTargets(src *diag.Source, m *fields.Map, rules *criteria.Rules) []Target {
	if m == nil {
		return nil
	}
	table := keys.Find(keys.Site, "targets").Fields
	var targets []Target
	for _, key := range m.Keys() {
		t := Target{Level: rules.Level(key.Name)}
		if t.Level == nil {
			reportUnknownLevel(src, fields.Text{V: key.Name, At: key.At, Stated: true}, rules)
			continue
		}
		f := key.Value.Map()
		if f == nil {
			continue
		}
		var whole statedAim
		var w struct{ Steps []statedAim }
		o.fill(src, f, table, &whole, &w, &t)
		f.Require(keys.Required(table)...)
		f.Done()
		t.Aim = whole.read(src)
		for _, s := range w.Steps {
			step := s.read(src)
			if t.Year > 0 && step.Year > t.Year {
				src.Report(s.Year.At, diag.DateOrder, "%s的年份 %d 晚于目标的年份 %d，请核对。", Named(table, "steps"), step.Year, t.Year)
			}
			t.Steps = append(t.Steps, step)
		}
		slices.SortStableFunc(t.Steps, func(a, b Aim) int { return a.Year - b.Year })
		targets = append(targets, t)
	}
	slices.SortStableFunc(targets, func(a, b Target) int { return a.Level.Order - b.Level.Order })
	return targets
}

// A statedAim is an Aim with its places.
type statedAim struct{ Number, Year fields.Value[int] }

func (a statedAim) read(src *diag.Source) Aim {
	if a.Number.V < 0 {
		src.Report(a.Number.At, diag.OutOfRange, "目标数量不能小于 0，现在是 %d。", a.Number.V)
	}
	return Aim{a.Number.V, readYear(src, a.Year)}
}
