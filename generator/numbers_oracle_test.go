package main

import (
	"cmp"
	"path/filepath"
	"slices"
	"testing"
)

// An oracle knows who holds what on a day, from the files of a repository alone: it reads them
// as plain maps, and uses nothing of the program.
type oracle struct {
	day    string
	brands []record // every brand
	acts   []record // up to the day, in the order in which they act
	places []record // in the order of their file
	types  []record // of the site's province
	levels []record // lowest first
	site   record
}

func newOracle(t *testing.T, dir, day string) *oracle {
	o := &oracle{day: day, site: readTold(t, filepath.Join(dir, "content/site.yaml"))}
	region := o.site.text("region")
	o.places = readTold(t, filepath.Join(dir, "criteria/regions", region[:2]+".yaml")).under("regions")
	o.levels = readTold(t, filepath.Join(dir, "criteria/levels.yaml")).under("levels")
	if kinds := readTold(t, filepath.Join(dir, "criteria/types.yaml")); kinds.text("region")[:2] == region[:2] {
		o.types = kinds.under("types")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "content/brands/*/*.md"))
	for _, file := range files {
		b := readTold(t, file)
		b["place of"] = o.placeNamed(b.text("county"))
		o.brands = append(o.brands, b)
	}
	files, _ = filepath.Glob(filepath.Join(dir, "content/notices/*.md"))
	for _, file := range files {
		n := readTold(t, file)
		begin := cmp.Or(n.text("from"), n.text("date"))
		if begin != "" {
			begin += "-01-01"[min(6, len(begin)-4):]
		}
		if n["begin"] = begin; n.text("year") == "" {
			n["year"] = n.text("date")[:min(4, len(n.text("date")))]
		}
		if begin <= day {
			o.acts = append(o.acts, n)
		}
	}
	order := func(n record) int { // a 退出 comes first on its day; without a day it must have ended something
		return map[bool]int{true: 1, false: -1}[(n.text("kind") == "认定") == (n.text("begin") != "")]
	}
	slices.SortStableFunc(o.acts, func(a, b record) int {
		return cmp.Or(cmp.Compare(a.text("begin"), b.text("begin")), cmp.Compare(order(a), order(b)))
	})
	return o
}

// cityOf returns the city that a county lies in, nil of others.
func (o *oracle) cityOf(p record) record {
	code := p.text("code")
	for _, c := range o.places {
		if c.text("code") == code[:4]+"00" && code[4:] != "00" {
			return c
		}
	}
	return nil
}

// placeNamed finds a place, of which the city may stand before the name.
func (o *oracle) placeNamed(name string) record {
	for _, p := range o.places {
		if p.text("name") == name || o.cityOf(p).text("name")+p.text("name") == name {
			return p
		}
	}
	return nil
}

// ofUnit stands for the name of the honour of a unit, which its slug tells.
const ofUnit = "*"

// names reports whether an act names a brand, or a unit as its honour and name.
func (r record) names(slug string) bool {
	list, _ := r["brands"].([]any)
	return slices.Contains(list, any(slug)) || slices.ContainsFunc(r.under("units"), func(u record) bool { return u.text("honor")+u.text("name") == slug })
}

// deciding returns the last act of the first n on an honour of a brand or a unit.
func (o *oracle) deciding(slug, level, honor, day string, n int) (last record) {
	for _, act := range o.acts[:n] {
		kind := act.text("kind")
		if kind != "公示" && act.text("begin") <= day && act.text("level") == level && act.names(slug) &&
			(act.text("honor") == honor || honor == ofUnit || kind == "退出" && act.text("honor") == "") && (kind == "认定" || last.text("kind") == "认定") {
			last = act
		}
	}
	return last
}

// standing says how an honour stands at the end of a day: 有效, 退出, 到期 or "".
func (o *oracle) standing(slug, level, honor, day string) (string, record) {
	last := o.deciding(slug, level, honor, day, len(o.acts))
	switch until := last.text("valid_until"); {
	case last == nil:
		return "", nil
	case last.text("kind") == "退出":
		return "退出", last
	case until != "" && day > until:
		return "到期", last
	}
	return "有效", last
}

// honorNames are the names that honours have in these archives.
var honorNames = []string{"", "示范"}

// A hold is an honour that stands.
type hold struct{ level, honor, year, act string }

func (o *oracle) holds(slug, day string) (all []hold) {
	for _, l := range o.levels {
		for _, honor := range honorNames {
			if how, since := o.standing(slug, l.text("name"), honor, day); how == "有效" {
				all = append(all, hold{l.text("name"), honor, since.text("year"), since.text("slug")})
			}
		}
	}
	return all
}
