package forms

import (
	"fmt"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/docx"
	"minglu/generator/values"
)

// A Recommendation is the 推荐表 (连云港市市级劳务品牌推荐表): one page. What is
// empty is left to be written by hand.
type Recommendation struct {
	Title   string
	Demo    bool
	Name    string
	Boxes   []Box // one a type, in the order of types.yaml
	Builder string
	Leader  content.Leader
	Intro   []string // paragraphs of 基本情况
	Opinion struct{ Builder, County Opinion }
	Size    docx.Style  // of the letters, so that it all stands on one page: roomy, close or dense
	Room    docx.Height // for 基本情况, so that the page is full
}

// A Box is one of the types, to be ticked.
type Box struct {
	Label  string // 文化旅游类劳务品牌
	Ticked bool
}

// An Opinion is one of the two boxes that are sealed and dated.
type Opinion struct {
	Text string
	Date Day
}

// A Day is a date in the parts that the form prints before 年, 月, 日; each is
// empty where it is left to the hand.
type Day struct{ Year, Month, Day string }

func newRecommendation(b *content.Brand, types []*criteria.Type, title string, demo bool) Recommendation {
	r := Recommendation{
		Title:   title,
		Demo:    demo,
		Name:    b.Name,
		Builder: b.Builder,
		Intro:   b.Intro.Paragraphs(),
	}
	for _, t := range types {
		r.Boxes = append(r.Boxes, Box{t.Name + "劳务品牌", t == b.Type})
	}
	if b.Leader != nil {
		r.Leader = *b.Leader
	}
	r.Opinion.Builder, r.Opinion.County = opinion(b.Opinions.Builder), opinion(b.Opinions.County)
	r.fit()
	return r
}

// recommendationTitle names the region and level that the brand is recommended
// to: those of its lowest scorecard, for that is the next step from a county.
func recommendationTitle(standards []*criteria.Standard, site *criteria.Region) string {
	var lowest *criteria.Standard
	for _, s := range standards {
		if s.Kind == criteria.Scorecard && (lowest == nil || s.Level.Order < lowest.Level.Order) {
			lowest = s
		}
	}
	if lowest == nil {
		return site.Name + "劳务品牌推荐表"
	}
	return lowest.Region.Name + lowest.Level.Name + "劳务品牌推荐表"
}

func opinion(o *content.Opinion) Opinion {
	if o == nil {
		return Opinion{}
	}
	return Opinion{o.Text, day(o.Date)}
}

func day(d values.Date) Day {
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	return Day{number(d.Year), number(d.Month), number(d.Day)}
}

// A size is one of the sizes of type in forms.css: how many characters a line of
// the wide column holds (less one, for signs that may not begin a line), and how
// high the line is, in points.
type size struct {
	name             docx.Style
	perLine, leading int
}

// From the largest. 500 characters in a few paragraphs stand in the second.
var sizes = [...]size{{"roomy", 31, 19}, {"close", 35, 16}, {"dense", 41, 14}}

// The room of the page, in points, as measured in print. Names are always set in
// the largest size.
const (
	introRoom   = 270
	opinionRoom = 58 // above the seal; what an opinion needs beyond it is taken from 基本情况
	nameLeading = 19
)

// fit chooses the largest size at which the form keeps to one page. Where none
// does because 基本情况 is cut into many short paragraphs, they are joined.
func (r *Recommendation) fit() {
	if r.height(sizes[len(sizes)-1]) > introRoom && len(r.Intro) > 1 {
		r.Intro = []string{strings.Join(r.Intro, "")}
	}
	for _, s := range sizes {
		r.Size, r.Room = s.name, docx.Height(max(introRoom-r.taken(s), 0))
		if r.height(s) <= introRoom {
			return
		}
	}
}

// height estimates how many points 基本情况 needs, with what the other boxes take
// from it.
func (r *Recommendation) height(s size) int {
	sum := r.taken(s)
	for _, p := range r.Intro {
		sum += linesOf(p, s.perLine, 2) * s.leading
	}
	return sum
}

// taken estimates how many points the other boxes take from 基本情况.
func (r *Recommendation) taken(s size) int {
	sum := 0
	for _, o := range []Opinion{r.Opinion.Builder, r.Opinion.County} {
		sum += max(linesOf(o.Text, s.perLine, 2)*s.leading-opinionRoom, 0)
	}
	for _, t := range []string{r.Name, r.Builder} {
		sum += max(linesOf(t, sizes[0].perLine, 0)-1, 0) * nameLeading
	}
	// These two stand side by side in narrow columns, beside a label of two lines.
	beside := max(linesOf(r.Leader.Name, 11, 0), linesOf(r.Leader.Title, 11, 0))
	return sum + max(beside-2, 0)*nameLeading
}

// linesOf returns how many lines of perLine Han characters s fills behind an
// indent. Letters and digits are about half as wide.
func linesOf(s string, perLine, indent int) int {
	if s == "" {
		return 0
	}
	halves := 2 * indent
	for _, r := range s {
		halves++
		if r >= '‐' { // with Han, “ ” — and … take a whole square
			halves++
		}
	}
	return (halves + 2*perLine - 1) / (2 * perLine)
}
