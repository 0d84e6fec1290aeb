package search

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
)

// A Request is one search.
type Request struct {
	Text                           string
	Types, Counties, Levels, Years []string // chosen values; of one facet any, of all facets one
	Statuses                       []string // as well: see the package comment for what none means
	Sort                           Sort
	From, Size                     int
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
	Loose bool  `json:"loose"`
	Hits  []Hit `json:"hits"`
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
var facets = []string{fieldStatus, fieldType, fieldCounty, fieldLevel, fieldYear}

func (r Request) chosen(facet string) []string {
	switch facet {
	case fieldStatus:
		return r.Statuses
	case fieldType:
		return r.Types
	case fieldCounty:
		return r.Counties
	case fieldLevel:
		return r.Levels
	default:
		return r.Years
	}
}

// fieldBoosts are the fields that a character or a pair is looked for in.
var fieldBoosts = []struct {
	field string
	boost float64
}{{fieldName, 8}, {fieldPlace, 3}, {fieldBuilder, 3}, {fieldIndustry, 3}}

const (
	pinyinBoost = 4
	// keyBoost is what it weighs that a brand has exactly the name that was asked
	// for: more than partBoost for every run, so that within a status it stands first.
	keyBoost = 1e8
	// partBoost is what it weighs that a run of the query stands in a name, a
	// place or a unit as it was typed. It is a constant, not a BM25 score, and
	// larger than all other clauses can add up to (tokens × boosts × idf², some
	// 22,000 at a million brands), so that such brands stand above all others.
	partBoost = 1e6
)

// Search asks bleve.
func (x *Index) Search(ctx context.Context, r Request) (Answer, error) {
	a := Answer{Query: r.Text, Hits: []Hit{}, Facets: map[string]map[string]int{}}
	for _, f := range facets {
		a.Facets[f] = map[string]int{}
	}
	p := newPlan(r.Text, x.known)
	if len(p.tokens) == 0 && r.Text != "" && !blank(r.Text) {
		return a, nil // signs alone ask for nothing
	}
	if len(p.tokens) > 1 {
		found, err := x.index.SearchInContext(ctx, &bleve.SearchRequest{Query: p.query(len(p.tokens), nil), Score: "none"})
		if err != nil {
			return a, err
		}
		a.Loose = found.Total == 0
	}
	least := len(p.tokens)
	if a.Loose {
		least /= 2
	}
	found, err := x.ask(ctx, p, least, r, "")
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
		if counted, err = x.ask(ctx, p, least, all, ""); err != nil {
			return a, err
		}
	}
	a.Total = int(counted.Total)
	a.Others = int(found.Total) - a.Total
	for _, f := range facets {
		counts := counted
		if len(all.chosen(f)) > 0 {
			if counts, err = x.ask(ctx, p, least, all, f); err != nil {
				return a, err
			}
		}
		for _, t := range counts.Facets[f].Terms.Terms() {
			if a.Facets[f][t.Term] = t.Count; f == fieldLevel && len(r.Years) > 0 || f == fieldYear && len(r.Levels) > 0 {
				one, err := x.ask(ctx, p, least, all.with(f, t.Term), "") // of the same honour
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
	if facet == fieldLevel {
		r.Levels = []string{value}
	} else {
		r.Years = []string{value}
	}
	return r
}

// ask sends one request to bleve, with the facets' filters except one.
func (x *Index) ask(ctx context.Context, p plan, least int, r Request, except string) (*bleve.SearchResult, error) {
	var chosen []query.Query
	oneOf := func(field string, values []string) {
		terms := make([]query.Query, len(values))
		for i, v := range values {
			terms[i] = term(field, v, 1)
		}
		chosen = append(chosen, bleve.NewDisjunctionQuery(terms...))
	}
	for _, f := range facets {
		if values := r.chosen(f); len(values) > 0 && f != except {
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
	req := bleve.NewSearchRequestOptions(p.query(least, filter), r.Size, r.From, false)
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
func (p plan) query(least int, filter query.Query) query.Query {
	q := bleve.NewBooleanQuery()
	if len(p.tokens) == 0 {
		q.AddMust(everything(1))
	} else {
		clauses := make([]query.Query, len(p.tokens))
		for i, t := range p.tokens {
			clauses[i] = t.query()
		}
		if least == len(clauses) {
			q.AddMust(clauses...)
		} else {
			some := bleve.NewDisjunctionQuery(clauses...)
			some.SetMin(float64(least))
			q.AddMust(some)
		}
		q.AddShould(term(fieldKey, p.key, keyBoost))
		for _, ends := range p.parts {
			all := make([]query.Query, len(ends))
			for i, e := range ends {
				all[i] = prefix(fieldPart, e)
			}
			q.AddShould(matching(partBoost, bleve.NewConjunctionQuery(all...)))
		}
	}
	q.AddFilter(filter)
	return q
}

func (t token) query() query.Query {
	grams := make([]query.Query, len(t.grams))
	for i, g := range t.grams {
		grams[i] = gram(g)
	}
	if t.pinyin == "" {
		return grams[0]
	}
	return bleve.NewDisjunctionQuery(term(fieldPinyin, t.pinyin, pinyinBoost), bleve.NewConjunctionQuery(grams...))
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
