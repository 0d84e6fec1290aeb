// Package content reads the folder content/: brands, notices, records of
// judgements, pages and the site's settings, and says for each mistake where it
// stands and what mends it.
//
// A county describes its brands, one Markdown file each; recognition exists
// only in the bureau's notices, and what its reviewers judged only in its
// records. LoadSettings reads site.yaml, Cache.Load all other files, in parallel,
// each by itself and with its own list of mistakes. What shows only when files are
// held against each other is package edition's: which brand a notice or a record
// names, names and addresses that two brands have, links inside the site, and where
// a brand stands. For its mistakes everything keeps where it was written (see
// Origin).
//
// Files come from strangers: nothing in them is trusted as HTML, path, size or
// number. No link on the disk is followed, no picture is decoded beyond its
// head, what would make a parser run deep or long is refused before it is
// parsed, and personal numbers are masked wherever they would be printed.
//
// One slip is one mistake: a value that was reported counts as absent, and what
// merely follows from it (the folder of an unknown county, the missing facts of
// a mistyped one, the history of a brand whose notice cannot be read) is passed
// over. The day of the build decides what stands, never what is right: only
// facts dated in the future, and links to what does not exist yet, wait for it.
package content

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
	"minglu/generator/host"
	"minglu/generator/keys"
	"minglu/generator/personal"
	"minglu/generator/screen"
	"minglu/generator/values"
)

// Content is everything that content/ says, as of one day. As it was read, nothing
// in it refers to another file, and everything is in the order of the files; what
// package edition makes of it is joined and sorted.
type Content struct {
	Settings *Settings
	Date     values.Date // the day that standings are reckoned on
	Brands   []*Brand    // by slug
	Notices  []*Notice   // in the order in which they act: undated first, then by date, 退出 before 认定 on one day, then by slug
	Records  []*Record   // by standard, then slug
	Pages    []*Page     // by menu, then slug
	Unread   Unread
}

// Unread are the paths of files that say nothing that can be read. What is wrong
// with each has been reported.
type Unread struct{ Brands, Notices, Records, Pages []string }

// Settings is site.yaml.
type Settings struct {
	Title, Tagline string
	BaseURL        string           // with a final slash; "" where not set
	Repository     *host.Repository // of these files; nil where not set
	Publisher      string           // 主办单位
	Organizer      string           // 承办单位
	Contact        string
	Bureaus        []Bureau // in the order written, one a place
	Feedback       string   // address for 纠错
	Licence        string   // of the data
	ICP            string
	PoliceRecord   string
	SiteIDCode     string
	Region         *criteria.Region
	ShowLeader     bool
	ShowOpinions   bool
	ShowPool       bool
	ShowScores     bool
	Desk           bool         // whether the site has one (填报台)
	Targets        []Target     // from the lowest level
	PublicityDays  int          // how many days a 公示 runs at least, the first and the last included; 0: not said
	ReportDay      int          // of each month, on which counties report; 0: not said
	Keys           []SigningKey // in the order written, none twice
	Sources        []Source     // directories whose brands the site shows too, in the order written, one a region
	Demo           bool
	DemoDate       values.Date
	NotPersonal    []LetThrough // also what brands' files declare, and this agrees to

	Origin Origin
}

// HasSitemap reports whether the site has a sitemap. Its addresses must be
// absolute; and a demonstration, whose pages ask not to be indexed, offers none.
func (s *Settings) HasSitemap() bool { return s.BaseURL != "" && !s.Demo }

// Reckoned is the day that a site is reckoned by, as messages call it: whoever reads
// a demonstration's is told that it is not today's.
func (s *Settings) Reckoned(day values.Date) string {
	if s.Demo && day == s.DemoDate {
		return day.String() + "（示例网站的日期，不是今天）"
	}
	return day.String()
}

// A Bureau is whom people of a county, or of a city, ask.
type Bureau struct {
	Region *criteria.Region
	Contact
	Hours string
}

// A SigningKey is a public key by which the site is signed, or was. Whatever it signed
// meanwhile counts also after Until, the last of its days; after Revoked only what the log
// has.
type SigningKey struct {
	Public               string // a W3C Multikey
	From, Until, Revoked values.Date
}

// A Source is another directory, of a region that lies in the site's.
type Source struct {
	Name    string
	Region  *criteria.Region
	Address string // of the directory, with a final slash, or a folder from the repository's root
	Key     string // a W3C Multikey by which it signs; "": it does not
}

// IsFolder reports whether the source is a folder and no address of the web.
func (s Source) IsFolder() bool { return !strings.HasPrefix(s.Address, "https://") }

// SignsOn reports whether the site may be signed by the key on the day.
func (k SigningKey) SignsOn(day values.Date) bool {
	return !k.From.After(day) && (k.Until.IsZero() || !day.After(k.Until)) && (k.Revoked.IsZero() || day.Before(k.Revoked))
}

// A Target is how many brands of a level there should be, and on the way there.
type Target struct {
	Level *criteria.Level
	Aim
	Source string // the document that sets it
	Steps  []Aim  // by year
}

// An Aim is a number that should be reached by the end of a year.
type Aim struct{ Number, Year int }

// A Brand is one file of content/brands/.
type Brand struct {
	Slug, File   string
	Name         string
	Type         *criteria.Type   // nil: not stated
	Region       *criteria.Region // the county, or the city of a brand of a whole city; nil only where it could not be read
	Place        string           // a town or functional zone
	Builder      string           // 培育建设单位
	Leader       *Leader
	Industry     string
	Agricultural string // the document by which it is 涉农; "": it is not said to be
	AlsoKnownAs  []string
	FormerSlugs  []string
	FormerNames  []FormerName // by day
	Pool, Stage  string       // of the bureaus' 资源库; public only where the settings show it
	Cover        *Picture
	AIPictures   []string // names of the files that the text shows and declares to be made by AI
	Contact      *Contact
	Links        []Link

	HasFacts    bool // false: a plain entry of the list
	AsOf        values.Date
	Facts       criteria.Facts
	Years       []YearFacts                              // before, by year
	Evidence    map[string]string                        // by fact id
	Corrections []Correction                             // by date
	Judgements  map[string]map[string]criteria.Judgement // by standard id, item id: what counts of the bureau's records, once these are joined
	Kept        map[string]Kept                          // by standard id: the bureau's decisions, once the records are joined
	Enterprises []Enterprise
	NamedParks  []NamedPark
	Trademarks  []Trademark
	Activities  []Activity
	SelfScores  map[string]map[string]criteria.Points // by standard id, item id or "total"
	Opinions    Opinions
	People      []Person

	NotPersonal []LetThrough

	Intro    Markdown   // 基本情况
	Story    Markdown   // the sections behind it
	Pictures []*Picture // that Cover, Intro and Story show, each once, by file

	Standing Standing // once the notices are joined

	Origin    Origin
	Names     BrandNames
	Misplaced *Misplaced // judgements in the brand's own file, nil where there are none
	Doubtful  bool       // a mistake leaves open what the facts, or the judgements, are

	refused []string // paths of pictures that it asks for in vain, which has been reported
}

// BrandNames are a brand's names and old addresses with their places.
type BrandNames struct {
	Name        fields.Text
	AlsoKnownAs []fields.Text
	FormerSlugs []fields.Text
	FormerNames []formerName
	AIPictures  []fields.Text
}

// A FormerName is what a brand was called before the day from which its next name
// holds.
type FormerName struct {
	Name  string
	Until values.Date
}

type formerName struct {
	Name  fields.Text
	Until values.Date
}

// A Misplaced is what a brand's own file says of how the brand was judged. It
// counts for nothing: nobody judges himself.
type Misplaced struct {
	At    diag.Span
	Items map[string]map[string]criteria.Judgement // by standard, item
}

// A Correction (更正) puts right what was stated wrongly: an act of its own, so that
// what was done on the strength of the wrong figure need not be rewritten.
type Correction struct {
	Date     values.Date
	AsOf     values.Date // of the facts that were wrong; zero: of those that stand
	Fact     string      // id
	Was, Now string      // as people read it; "": not stated
	Why      string
	Document string

	of       *criteria.Fact
	was, now criteria.Value // the zero Value: not stated
	from, at diag.Span      // of was and now
}

// Label returns what the corrected fact is called, and of which day it is where that
// is said.
func (c Correction) Label() string {
	if c.AsOf.IsZero() {
		return c.of.Label
	}
	return c.of.Label + "（" + c.AsOf.String() + " 的数据）"
}

// Says reports whether c says the same as another.
func (c Correction) Says(other Correction) bool {
	return c.Date == other.Date && c.AsOf == other.AsOf && c.Fact == other.Fact && c.Was == other.Was && c.Now == other.Now && c.Why == other.Why && c.Document == other.Document
}

// A Kept is the bureau's decision that an honour stays though the corrected figures
// do not meet the standard.
type Kept struct {
	Reason, By string
	Date       values.Date
}

// A YearFacts is what a brand states of the end of a year. It decides nothing.
type YearFacts struct {
	Year  int
	Facts criteria.Facts
}

// An Enterprise is a 龙头企业 by its name, a NamedPark a 园区 or 基地. Kind is as the
// brand says; Since may be a month or a year, zero: not told.
type (
	Enterprise struct {
		Name, Kind string
		Since      values.Date
	}
	NamedPark struct {
		Name, Kind string
		Since      values.Date
	}
)

// A Trademark is registered under a number, as text.
type Trademark struct{ Number, Name string }

// An Activity is what was held for the brand, on a day, in a month or a year.
type Activity struct {
	Name, Kind string
	Date       values.Date
}

// A Leader is 劳务品牌负责人, for the official form only.
type Leader struct{ Name, Title string }

// A Person is 创立人, 传承人 or 领军人.
type Person struct{ Name, Role, Title, Story string }

// A Contact is the unit's own, never a person's.
type Contact struct{ Unit, Phone, Address, Website string }

// A Link leads to jobs, courses or shops. Either day may be zero: not told.
type Link struct {
	Label, URL, Kind string
	Since            values.Date // the day of entry
	Until            values.Date // the last day on which it holds
}

// HoldsOn reports whether l has not run out by the day.
func (l Link) HoldsOn(day values.Date) bool { return l.Until.IsZero() || !day.After(l.Until) }

// Opinions are the two boxes of the recommendation form; nil: not given.
type Opinions struct{ Builder, County *Opinion }

// An Opinion is the text and the day of one box.
type Opinion struct {
	Text string
	Date values.Date
}

// A Picture is a JPEG, PNG or WebP file beside the brand.
type Picture struct {
	File          string // its path from the repository's root
	Alt           string // of the cover; in Markdown the text stands there
	Width, Height int    // in pixels
	AIGenerated   bool   // declared to be made by AI (人工智能生成合成内容标识办法)

	at diag.Span // where its brand names it first
}

// Markdown is parsed Markdown text. Its HTML is never rendered.
type Markdown struct {
	Source []byte   // the whole file's text that Doc points into
	Doc    ast.Node // nil: no text
}

// IsEmpty reports whether there is no text.
func (m Markdown) IsEmpty() bool { return m.Doc == nil || !m.Doc.HasChildren() }

// A NoticeKind is the kind of an official act.
type NoticeKind string

const (
	Publicity   NoticeKind = "公示"
	Recognition NoticeKind = "认定"
	Withdrawal  NoticeKind = "退出"
)

// A Notice is one official act: one file of content/notices/.
type Notice struct {
	Slug, File string
	Kind       NoticeKind
	Title      string
	Level      *criteria.Level
	Honor      string // the honour's own name; "" : the level's own
	Act        string // the wording of the act; by default the kind
	Authority  string
	Standard   *criteria.Standard // nil: none named
	Year       int                // the batch's year; 0: 年份未载明
	Batch      string
	Date       values.Date // zero: counts as past
	Document   Document
	From, To   values.Date // of a 公示
	Contact    string
	ValidUntil values.Date // zero: no end
	Entries    []Entry     // in the order written
	Units      []UnitEntry // in the order written
	Text       Markdown

	NotPersonal []LetThrough

	Origin   Origin
	Doubtful bool // a mistake leaves open what it does to its brands
	Unlisted bool // a mistake leaves open which brands it names
	Unnamed  bool // a mistake leaves open which units it names
}

// A Document is the paper that the act was issued as.
type Document struct{ Number, URL string }

// Begins returns the day from which n acts: of a 公示 its first; zero counts as
// past.
func (n *Notice) Begins() values.Date {
	if n.Kind == Publicity && !n.From.IsZero() {
		return n.From
	}
	return n.Date.First()
}

// Expiry returns the day on which what n gave has run out: the one after its last. Zero
// where it has no end.
func (n *Notice) Expiry() values.Date {
	if n.ValidUntil.IsZero() {
		return values.Date{}
	}
	return n.ValidUntil.Next()
}

// OnlyUnits reports whether n names units and no brand.
func (n *Notice) OnlyUnits() bool { return len(n.Units) > 0 && len(n.Entries) == 0 }

// HonorText returns what n gives or ends, an honour of brands first: 市级劳务品牌、劳务协作基地.
func (n *Notice) HonorText() string {
	var names []string
	if !n.OnlyUnits() {
		names = append(names, n.Level.HonorName(n.Honor))
	}
	for _, u := range n.Units {
		if !slices.Contains(names, u.Honor.Name) {
			names = append(names, u.Honor.Name)
		}
	}
	return strings.Join(names, "、")
}

// An Entry is one brand in a notice.
type Entry struct {
	Brand  *Brand // once it is joined
	Reason string // of a withdrawal
	Slug   string // as it is written
	At     diag.Span
}

// A UnitEntry is one unit or base in a notice, with the honour that is given to it, or
// ended, which is not that of a brand.
type UnitEntry struct {
	Name   string
	Honor  *criteria.Honor
	Place  string // where it lies, often elsewhere; "": not said
	Reason string // of a withdrawal
	At     diag.Span
}

// A Record is what the bureau's reviewers judged of one brand by one standard:
// one file of content/judgements/. What of it counts is among the Judgements of
// the brand.
type Record struct {
	Slug, File string // Slug is the brand's
	Standard   *criteria.Standard
	Brand      *Brand                        // once it is joined; nil: there is none that can be read
	Judgements map[string]criteria.Judgement // by item id
	Items      []fields.Text                 // the keys of Judgements, in the order written
	Kept       *Kept                         // nil: nothing was decided
	Doubtful   bool                          // a mistake leaves open what was judged
	Origin     Origin
}

// A Page is one file of content/pages/.
type Page struct {
	Slug, File         string
	Title, Description string
	Menu               int // order in the menu; 0: not in it
	Text               Markdown
	NotPersonal        []LetThrough

	Origin Origin
}

// A LetThrough is a text that a file declares to hold no personal number, though
// it looks as if it did.
type LetThrough struct {
	Text, Why string
	Of        string    // in site.yaml: the brand's file whose declaration the bureau agrees to
	Places    int       // where Text stands in the file besides here
	Around    string    // the lines that it stands in there
	At        diag.Span // of Text
}

// An Origin is where a brand, notice, record, page or the settings were written,
// for mistakes that show only when everything has been read.
type Origin struct {
	File     string
	Links    []SiteLink
	Headings []string // the ids of the headings, in their order

	text []byte // of the whole file
	veil *personal.Veil
}

// Source returns the file's source anew: none is kept while others are read.
func (o *Origin) Source() *diag.Source { return screen.Veiled(o.File, string(o.text), o.veil).Source }

// A SiteLink is a link that may lead to this site: one written from its root or
// in full, or to a place on its own page. It stands in the bytes from Start to End
// of its file.
type SiteLink struct {
	Address    string
	Start, End int
}

// Status says where a brand, or one of its honours, stands.
type Status string

const (
	Recognized Status = "recognized"
	Noticed    Status = "noticed" // a 公示 is running
	Withdrawn  Status = "withdrawn"
	Expired    Status = "expired"
	Candidate  Status = "candidate"
)

// A Standing is where a brand stands on one day, by the notices alone.
type Standing struct {
	Status  Status
	Honors  []Honor   // the last act at each level and honour, highest level first, then in the order of the acts
	Running []*Notice // 公示 that run on the day
	History []*Notice // acts whose day has come (公示: from), oldest first
}

// An Honor is what a brand holds, or held, at a level.
type Honor struct {
	Level  *criteria.Level
	Name   string  // the honour's own name; "": the level's own
	Status Status  // Recognized, Withdrawn or Expired
	Since  *Notice // the last 认定
	Ended  *Notice // the 退出, nil where none ended it
	Reason string  // of the withdrawal
}

// HasEnded reports whether all that was held has ended.
func (s Standing) HasEnded() bool { return s.Status == Withdrawn || s.Status == Expired }

// An Age is facts of a brand that grow old on one day.
type Age struct {
	From   values.Date // the day
	Months int         // how long they were fresh
	Facts  []*criteria.Fact
	All    bool // that the brand states
}

// Ages returns when what b states grows old, by day; nothing of what has no day.
func (b *Brand) Ages() []Age {
	stated := b.Facts.Stated()
	if !b.HasFacts || b.AsOf.IsZero() {
		return nil
	}
	by := map[int][]*criteria.Fact{}
	for _, v := range stated {
		by[v.Fact.Fresh()] = append(by[v.Fact.Fresh()], v.Fact)
	}
	var all []Age
	for _, months := range slices.Sorted(maps.Keys(by)) {
		all = append(all, Age{b.AsOf.First().AddMonths(months).Next(), months, by[months], len(by) == 1})
	}
	return all
}

// OldOn returns those of Ages that have come on a day.
func (b *Brand) OldOn(day values.Date) []Age {
	return slices.DeleteFunc(b.Ages(), func(a Age) bool { return day.Before(a.From) })
}

// HasPage reports whether b has a page of its own: from its first 认定 on, for
// ever.
func (b *Brand) HasPage() bool { return len(b.Standing.Honors) > 0 }

// TypeName returns the name of b's type, "" where none is known.
func (b *Brand) TypeName() string {
	if b.Type == nil {
		return ""
	}
	return b.Type.Name
}

// RegionName returns the name of b's region, "" where none is known.
func (b *Brand) RegionName() string {
	if b.Region == nil {
		return ""
	}
	return b.Region.Name
}

// NameOn returns what b was called on a day, or on the first that it can mean.
func (b *Brand) NameOn(day values.Date) string {
	for _, f := range b.FormerNames {
		if day.First().Before(f.Until) {
			return f.Name
		}
	}
	return b.Name
}

// OtherNames returns what else b is, or was, called, each once.
func (b *Brand) OtherNames() []string {
	names := slices.Clone(b.AlsoKnownAs)
	for _, f := range b.FormerNames {
		if f.Name != b.Name && !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// corrects reports whether c is of the facts that b states now: those of another day
// were replaced since.
func (b *Brand) corrects(c Correction) bool { return c.AsOf.IsZero() || c.AsOf == b.AsOf }

// FactsOn returns what b stated on a day: of what was corrected later, what stood
// there before.
func (b *Brand) FactsOn(day values.Date) criteria.Facts {
	facts := b.Facts
	for _, c := range slices.Backward(b.Corrections) {
		if c.Date.After(day) && b.corrects(c) {
			facts = facts.With(c.of, c.was)
		}
	}
	return facts
}

// HeldOn returns the levels at which b stood on a day.
func (s Standing) HeldOn(day values.Date) []*criteria.Level {
	var held []*criteria.Level
	for _, h := range s.Honors {
		if !h.Since.Date.First().After(day.Last()) && (h.Ended == nil || h.Ended.Date.After(day)) && (h.Status != Expired || h.Since.ValidUntil.IsZero() || !day.After(h.Since.ValidUntil)) {
			held = append(held, h.Level)
		}
	}
	return held
}

// CorrectedAfter returns what of b was corrected after a day.
func (b *Brand) CorrectedAfter(day values.Date) []Correction {
	return slices.DeleteFunc(slices.Clone(b.Corrections), func(c Correction) bool { return !c.Date.After(day) || !b.corrects(c) })
}

// Unproven returns the facts that b states without evidence, in the order of
// facts.yaml.
func (b *Brand) Unproven() []*criteria.Fact {
	var all []*criteria.Fact
	for _, v := range b.Facts.Stated() {
		if _, proven := b.Evidence[v.Fact.ID]; !proven {
			all = append(all, v.Fact)
		}
	}
	return all
}

// Doubts returns what b states that is to be looked at.
func (b *Brand) Doubts() []criteria.Doubt { return criteria.Doubts(b.Type, b.Facts, b.named) }

// named returns how many items of a list a fact counts.
func (b *Brand) named(by *criteria.NamedBy) (n int) {
	list, _ := keys.Find(keys.Brand, by.List).In(reflect.ValueOf(b).Elem())
	before := b.AsOf
	before.Year--
	for i := range list.Len() {
		a, _ := reflect.TypeAssert[Activity](list.Index(i)) // only these have a day, or kinds to choose from
		ofKind := by.Kinds == nil || slices.Contains(by.Kinds, a.Kind)
		ofYear := !by.PastYear || a.Date.Last().After(before) && !a.Date.First().After(b.AsOf)
		if ofKind && ofYear {
			n++
		}
	}
	return n
}

// PoolText returns where b stands in the 资源库, "" where it does not: 省级，成熟.
func (b *Brand) PoolText() string {
	return strings.Join(slices.DeleteFunc([]string{b.Pool, b.Stage}, func(s string) bool { return s == "" }), "，")
}

// Candidates returns the brands without a page, by slug.
func (c *Content) Candidates() []*Brand {
	return slices.DeleteFunc(slices.Clone(c.Brands), (*Brand).HasPage)
}

// Holding returns the honours that stand on the day.
func (s Standing) Holding() []Honor {
	var held []Honor
	for _, h := range s.Honors {
		if h.Status == Recognized {
			held = append(held, h)
		}
	}
	return held
}

// Word returns s as people call it: 在册, 公示中, 已退出, 已到期, 未认定.
func (s Status) Word() string {
	switch s {
	case Recognized:
		return "在册"
	case Noticed:
		return "公示中"
	case Withdrawn:
		return "已退出"
	case Expired:
		return "已到期"
	}
	return "未认定"
}
