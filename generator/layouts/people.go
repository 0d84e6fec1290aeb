package layouts

import (
	"minglu/generator/edition"
	"minglu/generator/site"
)

// PeoplePage is given to layouts/people/people.html: one page of the people whom the
// recognized brands name.
type PeoplePage struct {
	Base
	Pager
	Number int
	Roles  []RoleView
}

// A RoleView is the people of one role, or those of them that stand on one page.
type RoleView struct {
	Name   string
	Total  int
	People []PersonView
}

// A PersonView is given to layouts/parts/person/person.html: one of the people whom a
// brand names.
type PersonView struct {
	Name, Role, Title, Story string // Role "" where a heading tells it
	Brand, Path, Place       string // the brand, where its page tells of them, and where it is
}

func (r *renderer) peopleJob(n int) job {
	path := site.PeoplePagePath(n)
	return job{"people", path, func(w *worker) any {
		people := w.site.People
		p := PeoplePage{Base: w.base("people", path, edition.RollPath, "人物", "劳务品牌的创立人、传承人和领军人。"), Number: people.Number}
		p.Crumbs = []site.Link{{Name: "品牌名录", Path: edition.RollPath}}
		p.Pager = newPager(n, len(people.Pages), p.Root, site.PeoplePagePath)
		for _, role := range people.Pages[n-1] {
			view := RoleView{Name: role.Name, Total: role.Total}
			for _, person := range role.People {
				shown := w.person(person, p.Root)
				if shown.Role == role.Name {
					shown.Role = "" // the heading tells it
				}
				view.People = append(view.People, shown)
			}
			p.Roles = append(p.Roles, view)
		}
		return p
	}}
}

func (w *worker) person(p site.Person, root string) PersonView {
	return PersonView{p.Name, p.Role, p.Title, p.Told(), p.Brand.Name, root + p.Place(), w.site.PlaceName(p.Brand.Region)}
}
