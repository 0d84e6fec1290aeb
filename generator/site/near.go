package site

import (
	"slices"
	"sort"

	"minglu/generator/criteria"
)

// MostNear is how many brands of one kind stand below another.
const MostNear = 6

// neighbours are the listed brands by what they have in common, each in the order of lists.
type neighbours struct {
	places     map[*Brand]int // in that order, from 1
	byIndustry map[string][]*Brand
	byType     map[*criteria.Type]*List
	byPlace    map[*criteria.Region]*List
}

func newNeighbours(lists Lists, listed []*Brand) neighbours {
	n := neighbours{map[*Brand]int{}, map[string][]*Brand{},
		index(lists.Types, func(l *List) *criteria.Type { return l.Type }),
		index(lists.Places, func(l *List) *criteria.Region { return l.Region })}
	for i, b := range listed {
		n.places[b] = i + 1
		if b.Industry != "" {
			n.byIndustry[b.Industry] = append(n.byIndustry[b.Industry], b)
		}
	}
	return n
}

// Near returns recognized brands that who reads of b may look for too: of b's industry and
// then of its type, and others of its county; of each kind at most MostNear. They are those
// that follow b in the order of lists, which begins anew at its end, so that every brand
// stands below some others.
func (s *Site) Near(b *Brand) (trade, county []*Brand) {
	trade = s.near.add(trade, b, s.near.byIndustry[b.Industry])
	if l := s.near.byType[b.Type]; l != nil {
		trade = s.near.add(trade, b, l.Brands)
	}
	if l := s.near.byPlace[b.Region]; l != nil {
		county = s.near.add(nil, b, slices.DeleteFunc(slices.Clone(l.Brands), func(other *Brand) bool { return slices.Contains(trade, other) }))
	}
	return trade, county
}

// add adds to some the brands of all that follow b.
func (n neighbours) add(some []*Brand, b *Brand, all []*Brand) []*Brand {
	at := sort.Search(len(all), func(i int) bool { return n.places[all[i]] > n.places[b] })
	for i := range all {
		other := all[(at+i)%len(all)]
		if len(some) == MostNear {
			break
		}
		if other != b && !slices.Contains(some, other) {
			some = append(some, other)
		}
	}
	return some
}
