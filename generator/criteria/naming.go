package criteria

import "strings"

// Advise says how far a brand's name is place + trade + person, the form that
// 苏人社发〔2022〕40号 advises; "" where it conforms, or nothing is advised. It is advice: it never fails
// a build. place is the brand's town or functional zone, "" where not stated.
func (r *Rules) Advise(name string, region *Region, place string) string {
	if r.Naming.Advice == "" {
		return "" // none is given here
	}
	endsIn := r.Naming.ending(name)
	begins := r.beginning(name, region, place)
	switch {
	case endsIn == "" && begins == "":
		return "名称开头没有地域，结尾没有对人的称谓（" + r.Naming.some() + "等）"
	case endsIn == "":
		return "名称结尾没有对人的称谓（" + r.Naming.some() + "等）"
	case begins == "":
		return "名称开头没有县、市或所填乡镇、园区的名称"
	case r.Naming.bare(name[len(begins):]):
		return "地域和称谓之间没有写明产业、行业或产品"
	}
	return ""
}

// WithoutPlace returns a brand's name without the names of its places that it begins with.
func (r *Rules) WithoutPlace(name string, region *Region, place string) string {
	return name[len(r.beginning(name, region, place)):]
}

// bare reports whether a name without its place is nothing but words for
// people, such as 工匠 or 技工 师傅.
func (n Naming) bare(name string) bool {
	for name != "" {
		e := n.ending(name)
		if e == "" {
			return false
		}
		name = strings.TrimSuffix(name, e)
	}
	return true
}

// ending returns the longest ending of n that name ends in.
func (n Naming) ending(name string) string {
	best := ""
	for _, e := range n.Endings {
		if strings.HasSuffix(name, e) && len(e) > len(best) {
			best = e
		}
	}
	return best
}

// some returns the first endings, as examples.
func (n Naming) some() string { return strings.Join(n.Endings[:min(4, len(n.Endings))], "、") }

// beginning returns the longest name of the brand's place, county, city or
// province, whole or short, that name begins with.
func (r *Rules) beginning(name string, region *Region, place string) string {
	best := ""
	try := func(prefix string) {
		if prefix != "" && strings.HasPrefix(name, prefix) && len(prefix) > len(best) {
			best = prefix
		}
	}
	for g := region; g != nil; g = g.Parent {
		try(g.Short)
		try(g.Name)
	}
	try(place)
	for _, suffix := range []string{"镇", "乡", "街道", "村", "社区", "开发区", "经济开发区", "高新区", "农场", "林场"} {
		try(strings.TrimSuffix(place, suffix))
	}
	return best
}
