package review

import (
	"fmt"
	"strings"
)

// conflicts lists them as a task of whoever reads: of a change to be decided, of what
// stands to be looked at.
func (d *Document) conflicts(task string, all []Conflict) {
	assign(d, task, "同一县区填报不一致（%d 项）", "这些内容说的是县区，同一县区的品牌应当填报一致。请县区核对后统一。",
		[]string{"县区", "内容", "各品牌的填报"}, all, func(c Conflict) []string {
			var answers []string
			for _, a := range c.Answers {
				answers = append(answers, fmt.Sprintf("%s（%s）：%s", a.Value, a.days(), names(a.Brands)))
			}
			return []string{c.Region.FullName(), c.Fact.Label, strings.Join(answers, "；")}
		})
}

// days says of when an answer is: a newer one may have overtaken the others.
func (a Answer) days() string {
	first, last := a.Brands[0].AsOf, a.Brands[0].AsOf
	for _, b := range a.Brands {
		if b.AsOf.Before(first) {
			first = b.AsOf
		}
		if b.AsOf.After(last) {
			last = b.AsOf
		}
	}
	if first == last {
		return "截至 " + last.String()
	}
	return "截至 " + first.String() + " 至 " + last.String()
}

func (d *Document) likenesses(all []Likeness) {
	assign(d, toLookAt, "相同或相近的名称（%d 组）", "只列出来供核对，不等于有问题。请看是否同一品牌，或者容易混淆。",
		[]string{"怎样相近", "品牌"}, all, func(l Likeness) []string {
			var brands []string
			for i, b := range l.Brands {
				text := brandInCounty(b)
				if l.Names[i] != b.Name {
					text += "，别名“" + l.Names[i] + "”"
				}
				brands = append(brands, text)
			}
			return []string{l.why(), strings.Join(brands, "；")}
		})
}

func (l Likeness) why() string {
	switch l.Kind {
	case SameName:
		return "名称相同（不计全半角、大小写和空格）"
	case OneApart:
		return "只差一个字"
	}
	return "同一县区，都是“" + l.Words + "”"
}
