package review

import (
	"minglu/generator/content"
	"minglu/generator/criteria"
)

// A Doubt is what a brand states right in form and hardly in fact.
type Doubt struct {
	Brand *content.Brand
	criteria.Doubt
}

// doubts returns them by brand.
func doubts(side *Side) []Doubt {
	var all []Doubt
	for _, b := range side.brands() {
		for _, d := range b.Doubts() {
			all = append(all, Doubt{b, d})
		}
	}
	return all
}

func (d Doubt) key(slug func(*content.Brand) string) string { return slug(d.Brand) + "\n" + d.Text }

func (d *Document) doubts(all []Doubt) {
	assign(d, toLookAt, "与通常情况不符的数据（%d 处）", "这些数据写法没有错，但与通常的情况相差很大，或者彼此不合。请对照佐证材料核对，不等于有问题。",
		[]string{"品牌", "说明"}, all, func(one Doubt) []string { return []string{brandInCounty(one.Brand), one.Text} })
}
