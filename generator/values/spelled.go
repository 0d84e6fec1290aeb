package values

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"minglu/generator/unseen"
)

// What people write for 是 and 否, in lower case.
var (
	yesWords = []string{"是", "有", "是的", "对", "已有", "yes", "y", "true", "on", "√", "✓", "✔", "☑"}
	noWords  = slices.Concat(nothing, []string{"否", "不是", "不", "未", "no", "n", "false", "off", "×", "✗", "✘"})
)

// nothing are the words for what there is none of.
var nothing = []string{"无", "没有", "暂无", "尚无"}

// SaysNothing reports whether s is written where there is nothing to say: 无, —, /.
func SaysNothing(s string) bool {
	s = strings.ToLower(strings.Trim(width.Fold.String(s), " 。."))
	return slices.Contains(nothing, s) || s == "不适用" || s == "暂缺" || s == "n/a" || s == "none" ||
		s != "" && len(s) <= longest && strings.Trim(s, "-—–─_/\\") == ""
}

// putOff are the words of those who will fill in later, or ask.
var putOff = regexp.MustCompile(`^(?:待|暂|尚|请|未|见|详见|不详|不清楚)|待[定填补查核]|[?？]$`)

// IsPutOff reports whether s says nothing yet, but that something is to be said.
func IsPutOff(s string) bool { return len(s) <= longest && putOff.MatchString(s) }

// AnsweredWith returns 是 or 否 where s says so and then remarks on it, in brackets or
// behind a comma, and the remark: 是（见附件）. "" where it does not.
func AnsweredWith(s string) (answer, remark string) {
	if len(s) > longest*3 {
		return "", ""
	}
	word, rest, found := s, "", false
	if i := strings.IndexAny(s, "（(，,；;。"); i > 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		word, rest, found = s[:i], strings.Trim(s[i+size:], "（(）)，,；;。 "), true
	}
	if answer = YesOrNo(word); !found || answer == "" || rest == "" {
		return "", ""
	}
	return answer, rest
}

// YesOrNo returns 是 or 否 where s says so in another way, else "".
func YesOrNo(s string) string {
	word := strings.ToLower(strings.Trim(width.Fold.String(s), " 。."))
	switch {
	case slices.Contains(yesWords, word):
		return "是"
	case slices.Contains(noWords, word):
		return "否"
	}
	return ""
}

var (
	written = regexp.MustCompile(`^(百分之)?(-?[0-9.,零〇一二两三四五六七八九十百千万亿点]+)(\D*)$`)
	commas  = regexp.MustCompile(`[0-9][0-9,]*`)
	grouped = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+$`)
	tenths  = regexp.MustCompile(`^([一二三四五六七八九1-9])成$`)
	arabic  = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?$`)
)

// longest is how many bytes a number, a date or a mistyped word may take.
const longest = 100

// sizes are the signs that multiply what stands before them.
const sizes = "十百千万亿"

// counters are words that only say what is counted.
const counters = "人名位家个次场期批项件户所处座条支"

// SpelledNumber reads a number as people write it (3万, 30,000, 1.2亿元, 70%,
// 百分之七十, 三千二百) in the given unit. It reports false where the number is
// not certain: 约3000, 三五百.
func SpelledNumber(s, unit string) (Decimal, bool) {
	if len(s) > longest {
		return 0, false
	}
	s = unseen.Drop(width.Fold.String(s))
	base := strings.TrimLeft(unit, sizes)
	scale := strings.TrimSuffix(unit, base)
	if base == "元" {
		s = strings.TrimPrefix(strings.TrimPrefix(s, "人民币"), "¥")
	}
	s = strings.TrimRight(s, "。.")
	if zeros := strings.NewReplacer("O", "0", "o", "0").Replace(s); zeros != s && arabic.MatchString(zeros) && strings.ContainsAny(s, "123456789") {
		s = zeros // between digits no other sign looks so
	}
	if m := tenths.FindStringSubmatch(s); m != nil && unit == "%" {
		if n, ok := numeral(m[1]); ok {
			return exact(n.Mul(n, big.NewRat(10, 1)))
		}
	}
	m := written.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	percent, digits, suffix := m[1] != "", m[2], m[3]
	if suffix == "%" {
		percent, suffix = true, ""
	}
	n, ok := numeral(commas.ReplaceAllStringFunc(digits, ungroup))
	if !ok || percent && (suffix != "" || unit != "" && unit != "%") {
		return 0, false
	}
	switch {
	case suffix != "" && suffix != base && !counts(suffix, unit):
		return 0, false
	case scale != "" && suffix == "" && strings.ContainsAny(digits, "十百千") && !strings.ContainsAny(digits, "万亿"):
		return 0, false // 7千 of what is counted in 万元: 7000 元 or 7000 万元, only its author knows
	case scale != "" && (suffix != "" || strings.ContainsAny(digits, sizes)):
		one, _ := numeral("1" + scale)
		n.Quo(n, one)
	}
	return exact(n)
}

var (
	remarks = regexp.MustCompile(`[（(\[［][^）)\]］]*[）)\]］]`)
	clause  = regexp.MustCompile(`^([0-9],[0-9]|[^，,；;。、：:])+`)
	roughly = regexp.MustCompile(`^(?:大约|大概|约|近|将近|接近|超过|超|逾|不少于|至少|达到|达|共计|共|累计|每年|一年|全年|年均|现有|有)+`)
	orSo    = regexp.MustCompile(`(?:左右|上下|以上|多一点|不到)+$`)
	andMore = regexp.MustCompile(`([0-9零一二两三四五六七八九十百千万亿])[余多来几]`)
	leading = regexp.MustCompile(`^([0-9.,]+[十百千万亿]*|[一二两三四五六七八九十百千万亿]+)(\p{Han}+)$`)
)

// AboutNumber reads what a number says that is not exact, or has a remark: 约3000人,
// 7200多人, 450人（苏州、无锡）. It is for people to confirm.
func AboutNumber(s, unit string) (Decimal, bool) {
	if len(s) > longest {
		return 0, false
	}
	s = remarks.ReplaceAllString(unseen.Drop(width.Fold.String(s)), "")
	s = orSo.ReplaceAllString(roughly.ReplaceAllString(strings.TrimSpace(clause.FindString(s)), ""), "")
	s = andMore.ReplaceAllString(s, "$1")
	if n, ok := SpelledNumber(s, unit); ok {
		return n, true
	}
	base := strings.TrimLeft(unit, sizes)
	if m := leading.FindStringSubmatch(s); m != nil && base != "" && (strings.HasPrefix(m[2], base) || strings.HasSuffix(m[2], base)) {
		return SpelledNumber(m[1]+base, unit)
	}
	return 0, false
}

// counts reports whether word only says what is counted: of what has a unit of
// that kind any such word does (4场 of what is counted in 次), of what has none a
// year too.
func counts(word, unit string) bool {
	if unit == "" && (word == "年" || word == "年度" || word == "分") {
		return true
	}
	isCounter := func(s string) bool { return utf8.RuneCountInString(s) == 1 && strings.Contains(counters, s) }
	return isCounter(word) && (unit == "" || isCounter(unit))
}

// ungroup takes the commas out of 30,000; others may be slips of another kind.
func ungroup(s string) string {
	if grouped.MatchString(s) {
		return strings.ReplaceAll(s, ",", "")
	}
	return s
}

// exact returns n as a Decimal if it is one.
func exact(n *big.Rat) (Decimal, bool) {
	s := n.FloatString(6)
	if back, ok := new(big.Rat).SetString(s); !ok || back.Cmp(n) != 0 {
		return 0, false
	}
	return ParseDecimal(strings.TrimSuffix(s, ".000000"))
}

// numeral reads Arabic or Chinese digits with 十, 百, 千, 万 and 亿, and with a
// fraction behind 点.
func numeral(s string) (*big.Rat, bool) {
	if whole, fraction, ok := strings.Cut(s, "点"); ok {
		n, ok := numeral(whole)
		f, digits := arabicDigits(fraction)
		if !ok || !digits || f == "" {
			return nil, false
		}
		r, ok := new(big.Rat).SetString("0." + f)
		return n.Add(n, r), ok
	}
	for _, u := range []struct {
		sign string
		size int64
	}{{"亿", 1e8}, {"万", 1e4}, {"千", 1000}, {"百", 100}, {"十", 10}} {
		if i := strings.LastIndex(s, u.sign); i >= 0 {
			return product(s[:i], s[i+len(u.sign):], big.NewRat(u.size, 1))
		}
	}
	if arabic.MatchString(s) {
		return new(big.Rat).SetString(s)
	}
	return chineseDigits(s)
}

// product reads left × size + right. 三千二 may mean 3200 or 3002: right must say
// its size, be of the next smaller one or begin with 零.
func product(left, right string, size *big.Rat) (*big.Rat, bool) {
	n, ok := big.NewRat(1, 1), true
	if left != "" || size.Cmp(big.NewRat(10, 1)) != 0 {
		n, ok = numeral(left)
	}
	if !ok {
		return nil, false
	}
	n.Mul(n, size)
	if right == "" {
		return n, true
	}
	rest, zero := strings.CutPrefix(strings.ReplaceAll(right, "〇", "零"), "零")
	r, ok := numeral(rest)
	least := new(big.Rat).Quo(size, big.NewRat(10, 1))
	if !ok || r.Sign() < 0 || n.Sign() < 0 || r.Cmp(size) >= 0 || !zero && !strings.ContainsAny(rest, sizes) && r.Cmp(least) < 0 {
		return nil, false
	}
	return n.Add(n, r), true
}

var chineseDigit = map[rune]byte{
	'零': '0', '〇': '0', '一': '1', '二': '2', '两': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9',
}

// chineseDigits reads one digit or a number spelled digit by digit, such as a
// year. Two or three digits in a row (三五) are no number.
func chineseDigits(s string) (*big.Rat, bool) {
	a, ok := arabicDigits(s)
	if n := len(a); !ok || n == 0 || n == 2 || n == 3 {
		return nil, false
	}
	return new(big.Rat).SetString(a)
}

func arabicDigits(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		d, ok := chineseDigit[r]
		if !ok {
			return "", false
		}
		b.WriteByte(d)
	}
	return b.String(), true
}

var (
	compactDay   = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	spelledDay   = regexp.MustCompile(`^(\d{4}|[零〇一二三四五六七八九]{4})[-/.年]([\d一二三四五六七八九十]{1,3})[-/.月]([\d一二三四五六七八九十]{1,3})[日号]?$`)
	spelledMonth = regexp.MustCompile(`^(\d{4}|[零〇一二三四五六七八九]{4})[-/.年]([\d一二三四五六七八九十]{1,3})月?$`)
	spelledYear  = regexp.MustCompile(`^(\d{4}|[零〇一二三四五六七八九]{4})年?$`)
)

// What stands around a date without saying more of the day, and how spreadsheets
// of other countries order it.
var (
	timeOfDay   = regexp.MustCompile(`[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$`)
	upTo        = regexp.MustCompile(`^(?:截至|截止到?|至)`)
	dateSigns   = strings.NewReplacer("–", "-", "—", "-", "−", "-", "~", "-", "|", "-", "_", "-", "、", "-")
	monthFirst  = regexp.MustCompile(`^([A-Za-z]+)\.?([0-9]{1,2})(?:st|nd|rd|th)?,?([0-9]{4})$`)
	monthSecond = regexp.MustCompile(`^([0-9]{1,2})(?:st|nd|rd|th)?([A-Za-z]+)\.?,?([0-9]{4})$`)
	yearBehind  = regexp.MustCompile(`^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})$`)
)

// SpelledDate reads a date as people write it: 2024/6/30, 2024.6.30,
// 2024年6月30日, 20240630, 2024/6/30 0:00, 30/6/2024, June 30, 2024, 2024年6月底,
// and if partial also 2024年6月,
// 2024/6 and 2024年.
func SpelledDate(s string, partial bool) (Date, bool) {
	if len(s) > longest {
		return Date{}, false
	}
	s = timeOfDay.ReplaceAllString(width.Fold.String(s), "")
	s = dateSigns.Replace(unseen.Drop(upTo.ReplaceAllString(s, "")))
	s = strings.TrimRight(s, "。.")
	if m := yearBehind.FindStringSubmatch(s); m != nil {
		return dayAndMonth(m[3], m[1], m[2])
	}
	if d, ok := englishDate(s); ok {
		return d, true
	}
	if whole := strings.TrimSuffix(strings.TrimSuffix(s, "底"), "末"); whole != s {
		if d, ok := SpelledDate(whole, true); ok && d.Day == 0 {
			return d.Last(), true
		}
	}
	forms := []*regexp.Regexp{compactDay, spelledDay}
	if partial {
		forms = append(forms, spelledMonth, spelledYear)
	}
	for _, form := range forms {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		var parts []string
		for i, digits := range m[1:] {
			n, ok := numeral(digits)
			if !ok || !n.IsInt() {
				return Date{}, false
			}
			parts = append(parts, fmt.Sprintf("%0*d", []int{4, 2, 2}[i], n.Num()))
		}
		return ParseDate(strings.Join(parts, "-"), partial)
	}
	return Date{}, false
}

// englishDate reads June 30, 2024 and 30 Jun 2024, from which the white space is gone.
func englishDate(s string) (Date, bool) {
	m := monthFirst.FindStringSubmatch(s)
	if m == nil {
		if m = monthSecond.FindStringSubmatch(s); m == nil {
			return Date{}, false
		}
		m[1], m[2] = m[2], m[1]
	}
	for i, name := range englishMonths {
		if word := strings.ToLower(m[1]); len(word) >= 3 && strings.HasPrefix(name, word) {
			return ParseDate(fmt.Sprintf("%s-%02d-%02s", m[3], i+1, m[2]), false)
		}
	}
	return Date{}, false
}

var englishMonths = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// dayAndMonth reads a date whose day and month may stand in either order: only
// where one of them is no month is it certain.
func dayAndMonth(year, a, b string) (Date, bool) {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	switch {
	case x > 12 && y <= 12:
		x, y = y, x
	case y <= 12 && x != y:
		return Date{}, false
	}
	return ParseDate(fmt.Sprintf("%s-%02d-%02d", year, x, y), false)
}
