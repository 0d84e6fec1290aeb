package blank

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/keys"
)

// Names returns the names that there are of a kind; those of counties as files of a
// site of the region write them.
func Names(rules *criteria.Rules, region *criteria.Region, kind keys.Kind) []string {
	switch kind {
	case keys.TypeName:
		return each(rules.Types, func(t *criteria.Type) string { return t.Name })
	case keys.CountyName:
		return each(rules.RegionsIn(region), func(r *criteria.Region) string { return CountyOf(rules, region, r) })
	case keys.LevelName:
		return each(rules.Levels, func(l *criteria.Level) string { return l.Name })
	case keys.StandardID:
		return each(rules.Standards, func(s *criteria.Standard) string { return s.ID })
	case keys.HonorName:
		return each(rules.Honors, func(h *criteria.Honor) string { return h.Name })
	case keys.ActKind:
		return []string{string(content.Publicity), string(content.Recognition), string(content.Withdrawal)}
	}
	return nil
}

// CountyOf returns a region's name as files of a site of region write it: with
// its city in front where the name alone occurs twice.
func CountyOf(rules *criteria.Rules, site, region *criteria.Region) string {
	for _, other := range rules.RegionsIn(site) {
		if other != region && other.Name == region.Name {
			return region.FullName()
		}
	}
	return region.Name
}
