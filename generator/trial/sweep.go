package trial

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/review"
	"minglu/generator/usage"
	"minglu/generator/values"
)

// A SweepRequest is a bound and the numbers that it is set to.
type SweepRequest struct {
	Standard       *criteria.Standard
	Bound          criteria.Bound
	From, To, Step values.Decimal
}

// mostValues is how many numbers one bound is set to: nobody reads more.
const mostValues = 1000

var sweepText = regexp.MustCompile(`^([^:=]+):([^:=]+):([^:=]+)(?::([1-9][0-9]?))?=([0-9.-]+?)\.\.([0-9.-]+)/([0-9.]+)$`)

// ParseSweep reads STANDARD:ITEM:FACT=FROM..TO/STEP, FACT:N for the N-th bound where the item
// has several on the fact. The error is wrong use, and says what could be written.
func ParseSweep(rules *criteria.Rules, text string) (SweepRequest, error) {
	m := sweepText.FindStringSubmatch(text)
	if m == nil {
		return SweepRequest{}, usage.Errorf("--sweep 应写作 标准:条目:数据=从..到/步长，如 jiangsu-2022:service-1:workers=6000..12000/500，现在是“%s”", text)
	}
	r := SweepRequest{Standard: rules.Standard(m[1])}
	if r.Standard == nil {
		return r, unknown("标准", m[1], rules.Standards, func(s *criteria.Standard) string { return s.ID })
	}
	item := r.Standard.Item(m[2])
	if item == nil {
		return r, unknown("条目", m[2], r.Standard.Items(nil), func(i *criteria.Item) string { return i.ID })
	}
	var err error
	if r.Bound, err = boundOf(item, m[3], m[4]); err != nil {
		return r, err
	}
	for i, n := range []*values.Decimal{&r.From, &r.To, &r.Step} {
		var ok bool
		if *n, ok = values.ParseDecimal(m[5+i]); !ok {
			return r, usage.Errorf("--sweep 中的“%s”不是数", m[5+i])
		}
	}
	f := r.Bound.Test.Fact
	switch {
	case r.Step <= 0:
		return r, usage.Errorf("--sweep 的步长应大于 0")
	case r.From > r.To:
		return r, usage.Errorf("--sweep 应从小到大，%s 大于 %s", r.From, r.To)
	case (r.To-r.From)/r.Step >= mostValues:
		return r, usage.Errorf("--sweep 最多试 %d 个数，请把步长写大一些", mostValues)
	}
	for _, n := range r.numbers() {
		if why := f.Refuses(n); why != "" {
			return r, usage.Errorf("--sweep 要试的 %s 不合适：%s%s", n, f.Short(), why)
		}
	}
	return r, nil
}

// boundOf returns the bound of an item on a fact: the nth, which need not be written where
// there is one.
func boundOf(item *criteria.Item, fact, nth string) (criteria.Bound, error) {
	var on []criteria.Bound
	var choices, facts []string
	for _, b := range item.Bounds() {
		if id := b.Test.Fact.ID; !slices.Contains(facts, id) {
			facts = append(facts, id)
		}
		if b.Test.Fact.ID == fact {
			on = append(on, b)
			choices = append(choices, fmt.Sprintf("%s:%d（%s）", fact, len(on), b))
		}
	}
	n, _ := strconv.Atoi(nth) // "" is 0
	switch {
	case len(facts) == 0:
		return criteria.Bound{}, usage.Errorf("条目 %s 没有界限：它的条件不与数比较", item.ID)
	case len(on) == 0:
		return criteria.Bound{}, usage.Errorf("条目 %s 对“%s”没有界限，有界限的是：%s", item.ID, fact, strings.Join(facts, "、"))
	case n > len(on), n == 0 && len(on) > 1:
		return criteria.Bound{}, usage.Errorf("条目 %s 对“%s”有 %d 个界限，请写明是哪一个：%s", item.ID, fact, len(on), strings.Join(choices, "；"))
	}
	return on[max(n, 1)-1], nil
}

// unknown is the error for a name that none of all has.
func unknown[T any](what, name string, all []T, of func(T) string) error {
	var names []string
	for _, one := range all {
		names = append(names, of(one))
	}
	if near := values.Nearest(name, names); near != "" {
		return usage.Errorf("没有“%s”这个%s，是否应为“%s”？", name, what, near)
	}
	return usage.Errorf("没有“%s”这个%s，可用：%s", name, what, strings.Join(names, "、"))
}

// numbers returns what the bound is set to.
func (r SweepRequest) numbers() []values.Decimal {
	var all []values.Decimal
	for n := r.From; n <= r.To; n += r.Step {
		all = append(all, n)
	}
	return all
}

// A Sweep is what a bound makes of the brands that its item measures, set to one number
// after the other.
type Sweep struct {
	SweepRequest
	Measured int
	Values   []Swept
}

// A Swept is what comes of one number; who gains or loses is told against the number that
// the rules have. Brands are by slug.
type Swept struct {
	Number                     values.Decimal
	Passed, Incomplete, Failed int
	Better, Worse, Up, Down    []*content.Brand
}

// NewSweep sets a bound of a standard of side, in force or not. A brand is measured once: of
// its items but the one follows what they come to with that.
func NewSweep(side *review.Side, r SweepRequest) Sweep {
	s := Sweep{SweepRequest: r}
	var items []*criteria.Item
	for _, n := range r.numbers() {
		items, s.Values = append(items, r.Bound.At(n)), append(s.Values, Swept{Number: n})
	}
	brands := slices.Clone(side.Content.Brands)
	slices.SortFunc(brands, func(a, b *content.Brand) int { return cmp.Compare(a.Slug, b.Slug) })
	for _, b := range brands {
		now := side.Evaluate(b, r.Standard.ID)
		if now == nil {
			continue
		}
		rest := now.Without(r.Bound.Item, b.Judgements[r.Standard.ID])
		if rest == nil {
			continue // the item is of another type
		}
		s.Measured++
		for i := range s.Values {
			s.Values[i].add(b, now, rest.With(items[i]))
		}
	}
	return s
}

func (s *Swept) add(b *content.Brand, now *criteria.Evaluation, then criteria.Evaluation) {
	switch then.Outcome {
	case criteria.Passed:
		s.Passed++
	case criteria.Incomplete:
		s.Incomplete++
	default:
		s.Failed++
	}
	switch review.Turn(now, &then) {
	case review.Better:
		s.Better = append(s.Better, b)
	case review.Worse:
		s.Worse = append(s.Worse, b)
	case review.Up:
		s.Up = append(s.Up, b)
	case review.Down:
		s.Down = append(s.Down, b)
	}
}

// moves reports whether the same brands gain and lose by s as by other.
func (s Swept) moves(other Swept) bool {
	return slices.Equal(s.Better, other.Better) && slices.Equal(s.Worse, other.Worse) && slices.Equal(s.Up, other.Up) && slices.Equal(s.Down, other.Down)
}
