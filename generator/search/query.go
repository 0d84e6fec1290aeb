package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A Request is one search.
type Request struct {
	Text                                   string
	Types, Counties, Levels, Years, Offers []string // chosen values; of one facet any, of all facets one
	Statuses                               []string // as well: see the package comment for what none means
	Sort                                   Sort
	From, Size                             int
}

// Sort is the order of hits of one status. Hits that are equal in it stand by slug.
type Sort string

const (
	ByRelevance Sort = "" // best first
	ByName      Sort = "name"
	ByDate      Sort = "date" // newest first
)

// An Answer is what bleve finds.
type Answer struct {
	Query  string `json:"query"`
	Total  int    `json:"total"`
	Others int    `json:"others"` // that do not stand, behind those of Total; 0 where statuses are chosen
	// Loose says that no brand has all of the query, and these have half of it.
	Loose bool `json:"loose"`
	// Said is what the query was taken for where that is not its characters alone.
	Said []string `json:"-"`
	// Lacks is the query, where no brand has it but in other words of a trade or in part.
	Lacks string `json:"-"`
	// Unlisted says that the query holds a telephone number that no brand has.
	Unlisted bool  `json:"-"`
	Hits     []Hit `json:"hits"`
	// Facets holds, by facet and value, how many would be found with this value
	// chosen instead of the facet's chosen ones. Values with none are absent.
	Facets map[string]map[string]int `json:"facets"`
}

// A Hit is one brand found.
type Hit struct {
	Slug   string  `json:"slug"`
	Score  float64 `json:"score"`
	Status string  `json:"status,omitempty"` // where it does not stand
}

// facets are the fields that a search can be narrowed by.
var facets = []string{fieldStatus, fieldType, fieldCounty, fieldLevel, fieldYear, fieldOffer}

// chosen returns what is chosen of a facet.
func (r *Request) chosen(facet string) *[]string {
	switch facet {
	case fieldStatus:
		return &r.Statuses
	case fieldType:
		return &r.Types
	case fieldCounty:
		return &r.Counties
	case fieldLevel:
		return &r.Levels
	case fieldYear:
		return &r.Years
	default:
		return &r.Offers
	}
}

// fieldBoosts are the fields that a character or a pair is looked for in.
var fieldBoosts = []struct {
	field string
	boost float64
}{{fieldName, 8}, {fieldPlace, 3}, {fieldBuilder, 3}, {fieldIndustry, 3}}

const (
	// keyBoost is what it weighs that a brand has exactly the name that was asked
	// for: more than partBoost for every run, so that within a status it stands first.
	keyBoost    = 1e8
	pinyinBoost = 4 // of a name
	aroundBoost = 1 // of a place or a trade
	numberBoost = 4
	tradeBoost  = 1 // of another word for a trade in name, industry or type; elsewhere nothing
	// asTypedBoost is what it weighs to have all words as they were typed, not others
	// of their trades; tellingBoost, where a plan is loosened, to have the word that
	// the fewest have. Together they are less than one partBoost.
	asTypedBoost = 1e5
	tellingBoost = 1e5
	// partBoost is what it weighs that a run of the query stands in a name, a
	// place or a unit as it was typed. It is a constant, not a BM25 score, and
	// larger than all other clauses can add up to (tokens × boosts × idf², some
	// 22,000 at a million brands), so that such brands stand above all others.
	partBoost = 1e6
)

// Search asks bleve.
func (x *Index) Search(ctx context.Context, r Request) (Answer, error) {
	a := Answer{Query: r.Text, Said: []string{}, Hits: []Hit{}, Facets: map[string]map[string]int{}}
	for _, f := range facets {
		a.Facets[f] = map[string]int{}
	}
	p, err := x.plan(ctx, r.Text)
	if err != nil {
		return a, err
	}
	a.Loose, a.Said, a.Lacks, a.Unlisted = p.telling != nil, append(a.Said, p.said...), p.lacks, p.unlisted
	if !p.asks() && r.Text != "" && !blank(r.Text) {
		return a, nil // signs alone ask for nothing
	}
	for _, f := range facets {
		list := r.chosen(f)
		*list = once(append(slices.Clone(*list), p.values(f)...))
	}
	found, err := x.ask(ctx, p, r, "")
	if err != nil {
		return a, err
	}
	for _, h := range found.Hits {
		hit := Hit{Slug: h.ID, Score: h.Score}
		if status := x.statuses[h.ID]; status != stand() {
			hit.Status = status
		}
		a.Hits = append(a.Hits, hit)
	}
	all := r
	all.From, all.Size = 0, 0
	counted := found
	if len(r.Statuses) == 0 {
		all.Statuses = []string{stand()}
		if counted, err = x.ask(ctx, p, all, ""); err != nil {
			return a, err
		}
	}
	a.Total = int(counted.Total)
	a.Others = int(found.Total) - a.Total
	for _, f := range facets {
		counts := counted
		if len(*all.chosen(f)) > 0 {
			if counts, err = x.ask(ctx, p, all, f); err != nil {
				return a, err
			}
		}
		for _, t := range counts.Facets[f].Terms.Terms() {
			if a.Facets[f][t.Term] = t.Count; f == fieldLevel && len(r.Years) > 0 || f == fieldYear && len(r.Levels) > 0 {
				one, err := x.ask(ctx, p, all.with(f, t.Term), "") // of the same honour
				if err != nil {
					return a, err
				}
				a.Facets[f][t.Term] = int(one.Total)
			}
		}
		maps.DeleteFunc(a.Facets[f], func(_ string, n int) bool { return n == 0 })
	}
	return a, nil
}

// with returns r with one level or year chosen.
func (r Request) with(facet, value string) Request {
	*r.chosen(facet) = []string{value}
	return r
}

// plan reads a query as strictly as finds anything: as it was typed, then mended,
// then loosened.
func (x *Index) plan(ctx context.Context, text string) (plan, error) {
	for _, mend := range []bool{false, true} {
		p := newPlan(text, x.words, mend)
		if found, err := x.finds(ctx, p); found || err != nil {
			if err == nil {
				if found, err = x.finds(ctx, p.typed()); found {
					p.lacks = ""
				}
			}
			return p, err
		}
	}
	p := newPlan(text, x.words, true)
	counts := make([]int, len(p.tokens))
	for i, t := range p.tokens {
		var err error
		if counts[i], err = x.count(ctx, t.query()); err != nil {
			return p, err
		}
		p.unlisted = p.unlisted || counts[i] == 0 && t.isPhone()
	}
	if p.unlisted {
		p.said, p.lacks = nil, ""
		return p, nil
	}
	if p.loosen(counts); p.telling == nil {
		p.lacks = ""
	}
	return p, nil
}

// finds reports whether some document has all that p asks for.
func (x *Index) finds(ctx context.Context, p plan) (bool, error) {
	if len(p.tokens) == 0 {
		return true, nil
	}
	n, err := x.count(ctx, p.query(nil))
	return n > 0, err
}

// count returns how many documents q finds.
func (x *Index) count(ctx context.Context, q query.Query) (int, error) {
	found, err := x.index.SearchInContext(ctx, &bleve.SearchRequest{Query: q, Score: "none"})
	if err != nil {
		return 0, err
	}
	return int(found.Total), nil
}

// ask sends one request to bleve, with the facets' filters except one.
func (x *Index) ask(ctx context.Context, p plan, r Request, except string) (*bleve.SearchResult, error) {
	var chosen []query.Query
	oneOf := func(field string, values []string) {
		terms := make([]query.Query, len(values))
		for i, v := range values {
			terms[i] = term(field, v, 1)
		}
		chosen = append(chosen, bleve.NewDisjunctionQuery(terms...))
	}
	for _, f := range facets {
		if values := *r.chosen(f); len(values) > 0 && f != except {
			oneOf(f, values)
		}
	}
	if len(r.Levels) > 0 && len(r.Years) > 0 && except != fieldLevel && except != fieldYear {
		var pairs []string
		for _, level := range r.Levels {
			for _, year := range r.Years {
				pairs = append(pairs, Honor{level, year}.term())
			}
		}
		oneOf(fieldHonor, pairs)
	}
	var filter query.Query
	if len(chosen) > 0 {
		filter = bleve.NewConjunctionQuery(chosen...)
	}
	req := bleve.NewSearchRequestOptions(p.query(filter), r.Size, r.From, false)
	switch r.Sort {
	case ByName:
		req.SortBy([]string{fieldByStatus, fieldByName, "_id"})
	case ByDate:
		req.SortBy([]string{fieldByStatus, "-" + fieldByDate, "_id"})
	case ByRelevance:
		req.SortBy([]string{fieldByStatus, "-_score", "_id"})
	default:
		return nil, fmt.Errorf("search: no order %q", r.Sort)
	}
	for _, f := range facets {
		req.AddFacet(f, bleve.NewFacetRequest(f, x.values))
	}
	return x.index.SearchInContext(ctx, req)
}

// query returns what bleve is asked for: at least so many of the tokens, more
// for what stands as typed, and the filter.
func (p plan) query(filter query.Query) query.Query {
	q := bleve.NewBooleanQuery()
	if len(p.tokens) == 0 {
		q.AddMust(everything(1))
	} else {
		clauses, typed := make([]query.Query, len(p.tokens)), make([]query.Query, len(p.tokens))
		others := false
		for i, t := range p.tokens {
			clauses[i], typed[i] = t.query(), t.typed().query()
			others = others || slices.ContainsFunc(t.also, also.isOfTrade)
		}
		if least := p.least(); least == len(clauses) {
			q.AddMust(clauses...)
		} else {
			some := bleve.NewDisjunctionQuery(clauses...)
			some.SetMin(float64(least))
			q.AddMust(some)
		}
		q.AddShould(term(fieldKey, p.key, keyBoost))
		for _, keys := range p.parts {
			all := make([]query.Query, len(keys))
			for i, key := range keys {
				if strings.HasPrefix(key, spelled) {
					all[i] = prefix(fieldPinyin, key)
				} else {
					all[i] = prefix(fieldPart, key)
				}
			}
			q.AddShould(matching(partBoost, bleve.NewConjunctionQuery(all...)))
		}
		if others {
			q.AddShould(matching(asTypedBoost, bleve.NewConjunctionQuery(typed...)))
		}
		if p.telling != nil {
			q.AddShould(matching(tellingBoost, p.telling.query()))
		}
	}
	q.AddFilter(filter)
	return q
}

// query asks for any of what t may be.
func (t token) query() query.Query {
	grams := make([]query.Query, len(t.grams))
	for i, g := range t.grams {
		grams[i] = gram(g)
	}
	any := []query.Query{grams[0]}
	if len(grams) > 1 {
		any[0] = bleve.NewConjunctionQuery(grams...)
	}
	for _, a := range t.also {
		starts := make([]query.Query, len(a.starts))
		for i, s := range a.starts {
			starts[i] = prefix(a.field, s)
		}
		any = append(any, matching(a.boost, bleve.NewDisjunctionQuery(starts...)))
	}
	if len(any) == 1 {
		return any[0]
	}
	return bleve.NewDisjunctionQuery(any...)
}

// typed returns p without other words of trades.
func (p plan) typed() plan {
	p.tokens = slices.Clone(p.tokens)
	for i, t := range p.tokens {
		p.tokens[i] = t.typed()
	}
	return p
}

// typed returns t without other words of its trades.
func (t token) typed() token {
	t.also = slices.DeleteFunc(slices.Clone(t.also), also.isOfTrade)
	return t
}

// gram asks for one or two characters in any field. Their score comes from the
// scored fields; the text only says that they are there.
func gram(g string) query.Query {
	var any []query.Query
	for _, f := range fieldBoosts {
		any = append(any, term(f.field, g, f.boost))
	}
	if characters(g) == textWidth {
		any = append(any, term(fieldText, g, 1))
	} else {
		any = append(any, matching(0, prefix(fieldText, g)))
	}
	return bleve.NewDisjunctionQuery(any...)
}

func term(field, t string, boost float64) query.Query {
	q := bleve.NewTermQuery(t)
	q.SetField(field)
	q.SetBoost(boost)
	return q
}

func prefix(field, p string) query.Query {
	q := bleve.NewPrefixQuery(p)
	q.SetField(field)
	return q
}

func everything(boost float64) query.Query {
	q := bleve.NewMatchAllQuery()
	q.SetBoost(boost)
	return q
}

// matching gives all that f finds the same score.
func matching(boost float64, f query.Query) query.Query {
	q := bleve.NewBooleanQuery()
	q.AddMust(everything(boost))
	q.AddFilter(f)
	return q
}

func blank(text string) bool {
	return !slices.ContainsFunc([]rune(text), func(r rune) bool { return r != ' ' && r != '\t' && r != '\n' && r != '\u3000' })
}
