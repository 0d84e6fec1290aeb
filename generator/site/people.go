package site

import (
	"cmp"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/edition"
	"minglu/generator/keys"
)

// A Person is one of the people whom a listed brand names.
type Person struct {
	content.Person
	Brand *Brand
}

// Place returns where the brand's page tells of them.
func (p Person) Place() string { return p.Brand.Path + "#people" }

// Told returns the first sentence of the story, or as much of it as a list has room for.
func (p Person) Told() string { return shortened(firstSentence(p.Story), MaxSummary) }

// A Role is the people of one role, or those of them that one page has room for.
type Role struct {
	Name   string // 其他 of those who state none
	Total  int    // on all pages
	People []Person
}

// People is the page of people.
type People struct {
	Number int
	Roles  []Role
	Pages  [][]Role
}

// PeoplePagePath returns the address of page n, counted from 1.
func PeoplePagePath(n int) string { return edition.NumberedPath(edition.PeoplePath, n) }

// roleless heads the people who state no role.
const roleless = "其他"

// newPeople groups the people of the listed brands by role: first those that the key is
// named by, then the most frequent.
func newPeople(listed []*Brand) People {
	var p People
	for _, b := range listed {
		for _, person := range b.People {
			name := cmp.Or(person.Role, roleless)
			i := slices.IndexFunc(p.Roles, func(r Role) bool { return r.Name == name })
			if i < 0 {
				i = len(p.Roles)
				p.Roles = append(p.Roles, Role{Name: name})
			}
			p.Roles[i].People = append(p.Roles[i].People, Person{person, b})
			p.Roles[i].Total++
			p.Number++
		}
	}
	named := strings.Split(keys.Find(keys.Brand, "people").Label, "、")
	place := func(r Role) int {
		switch i := slices.Index(named, r.Name); {
		case i >= 0:
			return i
		case r.Name == roleless:
			return len(named) + 1
		}
		return len(named)
	}
	slices.SortStableFunc(p.Roles, func(a, b Role) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(b.Total, a.Total))
	})
	p.Pages = paged(p.Roles, func(r *Role) *[]Person { return &r.People })
	return p
}

// told returns the people of whom a story is told, in the order of lists.
func told(listed []*Brand) []Person {
	var all []Person
	for _, b := range listed {
		for _, person := range b.People {
			if person.Story != "" {
				all = append(all, Person{person, b})
			}
		}
	}
	return all
}
