// Package trial tries rules on before they are issued (先试算): what another folder
// criteria/, or another number in a rule, makes of the brands that there are.
//
// Compare holds what the rules in use make of every brand against what others make of it:
// who gains and who loses, by county and type, by conclusion, points and rank; how far the
// brands are from every bound that is set otherwise (Histogram); and what that means for
// coverage and targets (Reach). A Sweep sets one bound to many numbers, one after the
// other. What changed in a standard, and what it does to a brand, is the review's to say
// (review.Try): nothing here measures otherwise.
//
// A Trial is a value of the two sides and the day alone, whatever the order of the brands.
// It is printed as text, Markdown, HTML, JSON or a workbook. Candidates are named in it, no
// person ever is.
package trial

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/edition"
	"minglu/generator/review"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// rulesFolder is where a repository keeps its rules.
const rulesFolder = "criteria"

// A Trial is what rules make of the brands of a repository, beside what others do.
type Trial struct {
	Before, After *review.Side // one and the same where only bounds are swept
	From          string       // what is compared, for whoever reads it
	Standards     []Standard
	Mismatches    []criteria.Mismatch // of After
	Mistakes      diag.List           // that the files have by the rules of After alone
	Sweeps        []Sweep
}

// A Request says which rules are tried.
type Request struct {
	Folder string   // of other rules, which are tried; "": those of the repository are
	Since  string   // the revision whose rules stand before these; "": none
	Sweeps []string // as ParseSweep reads them
}

// Prepare tries rules on the brands of an edition, which lies in the folder dir and has the
// mistakes bad. The list holds what is wrong with the other rules, where they cannot be
// used: then there is no trial. The error is wrong use, or the machine's.
func Prepare(ctx context.Context, dir string, e *edition.Edition, bad diag.List, r Request) (*Trial, diag.List, error) {
	now := &review.Side{Edition: e, Mistakes: bad}
	t := &Trial{Before: now, After: now, From: "按现行规则试算"}
	day := func(*content.Settings) values.Date { return e.Content.Date }
	var wrong diag.List
	var err error
	switch {
	case r.Folder != "":
		t.After, wrong, err = readFolder(e, r.Folder, day)
		t.From = "试算的规则在 " + filepath.ToSlash(r.Folder) + "，与现行规则比较"
	case r.Since != "":
		var h *review.History
		if h, err = review.Open(ctx, dir, r.Since); err != nil {
			return nil, nil, err
		}
		defer h.Close()
		t.Before, wrong, err = read(rulesBeside{e.Files, h.Files, rulesFolder}, day, r.Since+":"+rulesFolder)
		t.From = fmt.Sprintf("现行规则与 %s 的规则（提交 %.10s，%s）比较", r.Since, h.Commit, h.Day)
	}
	if err != nil || len(wrong) > 0 {
		return nil, wrong, err
	}
	for _, text := range r.Sweeps {
		request, err := ParseSweep(t.After.Rules, text)
		if err != nil {
			return nil, nil, err
		}
		t.Sweeps = append(t.Sweeps, NewSweep(t.After, request))
	}
	t.finish()
	return t, nil, nil
}

// finish fills in what follows from the two sides.
func (t *Trial) finish() {
	if t.Before != t.After {
		t.Standards, t.Mistakes = Compare(t.Before, t.After)
	}
	t.Mismatches = nil
	for _, s := range t.After.Rules.Standards {
		t.Mismatches = append(t.Mismatches, s.Mismatches()...)
	}
}

// readFolder reads an edition by the rules in a folder, as read does.
func readFolder(e *edition.Edition, folder string, day edition.Day) (*review.Side, diag.List, error) {
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, nil, usage.Errorf("没有文件夹“%s”", folder)
	}
	rules := checkout.Open(folder)
	own, err := fs.Glob(rules, "[0-9]*/standards")
	if info, shared := rules.Stat("standards"); err != nil || (shared != nil || !info.IsDir()) && len(own) == 0 {
		return nil, nil, usage.Errorf("“%s”不是放规则的文件夹：其中没有 standards/，也没有哪个地区自己的 standards/；请把 criteria/ 复制一份，改好以后写明那个文件夹", folder)
	}
	return read(rulesBeside{e.Files, rules, "."}, day, strings.TrimSuffix(filepath.ToSlash(folder), "/"))
}

// read reads a side; the list holds the mistakes for which it cannot be used, those in its
// rules at the place where these lie.
func read(files rulesBeside, day edition.Day, place string) (*review.Side, diag.List, error) {
	side, err := review.Read(files, edition.Reader{Day: day})
	if err != nil || side.Readable() {
		return side, nil, err
	}
	wrong := slices.Clone(side.Mistakes)
	for i := range wrong {
		if inside, is := strings.CutPrefix(wrong[i].File, rulesFolder); is {
			wrong[i].File = place + inside
		}
	}
	return nil, wrong, nil
}

// A Standard is a standard that is not what it was, or by which a brand comes out otherwise.
type Standard struct {
	review.StandardChange
	Brands []Brand // that it measures, or did, by slug
	Bounds []BoundChange
	Reach  Reach
}

// A Brand is what becomes of one. Ranks are by total among the brands of its type, 0 where
// there are none: on a checklist, and of what is not measured.
type Brand struct {
	review.Effect
	RankBefore, RankAfter int
}

// Moved reports whether the brand ranks otherwise than before.
func (b Brand) Moved() bool {
	return b.RankBefore != b.RankAfter && b.RankBefore > 0 && b.RankAfter > 0
}

// Compare says what became of the standards from one side to the other, and which mistakes
// the files have by the rules of the second alone.
func Compare(before, after *review.Side) ([]Standard, diag.List) {
	changes, mistakes := review.Try(before, after)
	var all []Standard
	for _, c := range changes {
		s := Standard{StandardChange: c}
		if c.After != nil {
			s.Brands = brands(c.Measured)
			s.Bounds = boundChanges(cmp.Or(c.Before, c.Against), c.After, s.Brands)
			s.Reach = newReach(after, c.After, s.Brands)
		}
		all = append(all, s)
	}
	return all, mistakes
}

// brands ranks what became of brands.
func brands(measured []review.Effect) []Brand {
	was := places(measured, func(e review.Effect) *criteria.Evaluation { return e.Before })
	is := places(measured, func(e review.Effect) *criteria.Evaluation { return e.After })
	all := make([]Brand, len(measured))
	for i, e := range measured {
		all[i] = Brand{e, was[e.Brand], is[e.Brand]}
	}
	slices.SortFunc(all, func(a, b Brand) int { return cmp.Compare(a.Brand.Slug, b.Brand.Slug) })
	return all
}

// places returns where each brand ranks by one of its two evaluations.
func places(measured []review.Effect, of func(review.Effect) *criteria.Evaluation) map[*content.Brand]int {
	var who []*content.Brand
	evaluations := edition.Evaluations{}
	for _, e := range measured {
		if v := of(e); v != nil {
			who, evaluations[e.Brand] = append(who, e.Brand), []criteria.Evaluation{*v}
		}
	}
	all := map[*content.Brand]int{}
	for _, contest := range edition.Rank(who, evaluations) {
		for _, entrant := range contest.Entrants {
			all[entrant.Brand] = entrant.Place
		}
	}
	return all
}

// A Group is what becomes of the brands of one county or type.
type Group struct {
	Name             string
	Measured, Passed Shift
	Better, Worse    int // conclusions
	Up, Down         int // totals, the conclusion as before
	Higher, Lower    int // ranks
}

// A Shift is a number before and after.
type Shift struct{ Before, After int }

// add counts a brand.
func (g *Group) add(b Brand) {
	g.Measured.count(b.Before != nil, b.After != nil)
	g.Passed.count(passes(b.Before), passes(b.After))
	for kind, n := range map[review.EffectKind]*int{review.Better: &g.Better, review.Worse: &g.Worse, review.Up: &g.Up, review.Down: &g.Down} {
		if b.Kind() == kind {
			*n++
		}
	}
	switch {
	case !b.Moved():
	case b.RankAfter < b.RankBefore:
		g.Higher++
	default:
		g.Lower++
	}
}

func (s *Shift) count(before, after bool) {
	if before {
		s.Before++
	}
	if after {
		s.After++
	}
}

func passes(e *criteria.Evaluation) bool { return e != nil && e.Outcome == criteria.Passed }

// Sum counts all brands of s.
func (s Standard) Sum() Group {
	g := Group{Name: "合计"}
	for _, b := range s.Brands {
		g.add(b)
	}
	return g
}

// Counties counts the brands of s by county, in the order of the files of regions.
func (s Standard) Counties(rules *criteria.Rules) []Group {
	by := map[*criteria.Region]*Group{}
	for _, b := range s.Brands {
		g := by[b.Brand.Region]
		if g == nil {
			g = &Group{Name: b.Brand.RegionName()}
			by[b.Brand.Region] = g
		}
		g.add(b)
	}
	var all []Group
	for _, r := range rules.Regions {
		if g := by[r]; g != nil {
			all = append(all, *g)
		}
	}
	return all
}

// Types counts the brands of s by type, in the order of types.yaml; those without one last.
// Where there are no types it counts nothing.
func (s Standard) Types(rules *criteria.Rules) []Group {
	if !rules.Typed() {
		return nil
	}
	by := map[*criteria.Type]*Group{}
	for _, b := range s.Brands {
		g := by[b.Brand.Type]
		if g == nil {
			g = &Group{Name: cmp.Or(b.Brand.TypeName(), "类型未载明")}
			by[b.Brand.Type] = g
		}
		g.add(b)
	}
	var all []Group
	for _, t := range append(slices.Clone(rules.Types), nil) {
		if g := by[t]; g != nil {
			all = append(all, *g)
		}
	}
	return all
}

// unjudged counts the brands of a new standard that wait for a judgement which there is by
// the standard that it is held against.
func (s Standard) unjudged() int {
	n := 0
	for _, b := range s.Brands {
		if s.Against == nil || b.Before == nil || b.After == nil {
			continue
		}
		judged := map[string]bool{}
		for _, r := range b.Before.Items {
			judged[r.Item.ID] = r.Judgement != nil
		}
		if slices.ContainsFunc(b.After.Items, func(r criteria.Result) bool { return r.Awaits && judged[r.Item.ID] }) {
			n++
		}
	}
	return n
}
