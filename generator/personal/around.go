package personal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// stands reports whether what stands around w leaves it a personal number of the
// kind.
func (w window) stands(kind Kind) bool {
	switch {
	case kind == Mobile && w.called(), kind == CitizenID && w.introduced(identifies):
		return true
	case kind == CitizenID && len(w.digits) == 18:
		return !w.isCreditCode()
	case w.isCode(kind):
		return false
	case w.strict:
		return true
	}
	return !w.isFraction() && !w.isAmount() && !w.isLicence() && !w.isRow() && !w.isTally()
}

// called reports whether the words right before w, or before a colon not far from
// it, are one for a telephone or a messenger. Nothing else around w matters then:
// 电话13812345678元老板, 手机：货号13812345678.
func (w window) called() bool { return w.introduced(calls) }

// introduced reports whether the words right before w, or before a colon not far from
// it, are of a kind.
func (w window) introduced(are func(words string) bool) bool {
	const few = 4 // characters behind the colon
	before := w.before()
	if are(before) {
		return true
	}
	colon := strings.LastIndexAny(before, ":：")
	if colon < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(before[colon:])
	return utf8.RuneCountInString(before[colon+size:]) <= few && are(withoutSigns(before[:colon]))
}

// identifies reports whether words end in those for a citizen's ID.
func identifies(words string) bool {
	for _, number := range []string{"号码", "编号", "号"} {
		if less, ok := strings.CutSuffix(words, number); ok {
			words = less
			break
		}
	}
	return endsIn(words, []string{"身份证", "身份證", "公民身份", "居民身份"})
}

// calls reports whether words end in one for a telephone or a messenger.
func calls(words string) bool {
	words = strings.ToLower(words)
	if words == "号码" { // of 证书号码 nobody is called
		return true
	}
	for _, number := range []string{"号码", "编号", "号"} {
		if less, ok := strings.CutSuffix(words, number); ok {
			words = less
			break
		}
	}
	// A hotel is no tel: Latin words are compared as a whole.
	return endsIn(words, callers) || slices.Contains(latinCallers, lettersBefore(words, len(words)))
}

var (
	callers = []string{"手机", "手機", "电话", "電話", "联系方式", "聯絡", "联系人", "联系", "联络", "电联", "致电", "来电", "拨", "打", "短信", "热线",
		"微信", "v信", "薇信", "加微", "加薇", "加v", "微信同"} // 手机号（微信同号）
	// also as addresses of pages ask for them
	latinCallers = strings.Fields("tel telephone phone cellphone mobile cell mob sms call whatsapp wechat weixin wx vx qq sj shouji dianhua lxdh lxfs contact lianxi")
)

func endsIn(s string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasSuffix(s, word) })
}

// isCode reports whether letters that touch w make it a part of a code. A word
// right before a number (wx13812345678) does not, nor one behind a mobile number;
// letters on both sides do, and so do further digits among them.
func (w window) isCode(kind Kind) bool {
	before := lettersBefore(w.s, w.groups[w.first].start)
	behind := lettersBehind(w.s, w.groups[w.first+w.count-1].end)
	return hasFigure(before+behind) || behind != "" && (before != "" || kind != Mobile)
}

// continues reports whether w is the end of a code.
func (w window) continues() bool { return hasFigure(lettersBefore(w.s, w.groups[w.first].start)) }

func hasFigure(s string) bool { return strings.ContainsAny(s, figuresInOrder) }

// isCreditCode reports whether w is called a 统一社会信用代码, and is one: these too
// have 18 characters, some have no letter among them, and the last is a check
// character (GB 32100).
func (w window) isCreditCode() bool {
	return !w.strict && strings.HasSuffix(w.before(), "信用代码") && isCreditCode(w.digits)
}

// isFraction reports whether w is what stands behind the point of 0.13812345678, or
// of a longitude. 1.13812345678 may be the first of a list.
func (w window) isFraction() bool {
	g := w.groups[w.first]
	return w.count == 1 && w.first > 0 && g.gap == "." && (w.read(w.first-1) == "0" || len(w.read(w.first-1)) == 3) &&
		(w.first == 1 || w.groups[w.first-1].gap != ".")
}

// isAmount reports whether w, written in one piece or with one point in it, is so
// much of something: 13800000000元, ￥13800000000, 13800000000.00,
// 59.13812345678%, 1523456.7812元.
func (w window) isAmount() bool {
	if w.count > 2 || w.count == 2 && w.groups[w.first+1].gap != "." {
		return false
	}
	g := w.groups[w.first]
	end := w.groups[w.first+w.count-1].end
	if w.count == 1 && w.first+1 < len(w.groups) { // 13812345678.90, 13812345678.9元
		next := w.groups[w.first+1]
		if next.gap == "." && (w.first+2 == len(w.groups) || w.groups[w.first+2].gap != ".") {
			if next.to-next.from == 2 {
				return true
			}
			end = next.end
		}
	}
	before := strings.TrimRight(w.s[:g.start], " ")
	if strings.ContainsRune("$￥¥€£", lastRune(before)) || strings.HasSuffix(before, "人民币") {
		return true
	}
	if word := strings.ToUpper(lettersBefore(w.s, g.start)); word == "RMB" || word == "CNY" || word == "USD" || word == "ISBN" {
		return true
	}
	rest := strings.TrimLeft(w.s[end:min(end+40, len(w.s))], " \u00a0")
	for _, unit := range units {
		if strings.HasPrefix(rest, unit) {
			return true
		}
	}
	// 13812345678元 is an amount, 13812345678元老板 a person; 13800000000元产值 is
	// hardly one.
	if r, size := utf8.DecodeRuneInString(rest); strings.ContainsRune("元件粒颗枚株米亩度次张", r) {
		more := rest[size:]
		return !startsHan(more) || startsIn(more, amountGoesOn) || strings.HasSuffix(w.digits, "000")
	}
	// 13800000000万 is an amount, 13812345678万经理 a person.
	if more, ok := strings.CutPrefix(strings.Replace(rest, "亿", "万", 1), "万"); ok {
		return !startsHan(more) || startsIn(more, scaled)
	}
	return false
}

var (
	// units with which no name and no other word begins
	units        = []string{"美元", "欧元", "日元", "港元", "人民币", "%", "％", "‰", "°", "吨", "人次", "公里", "千克", "公斤", "千瓦", "平方", "立方", "kg", "KB", "MB", "GB", "RMB", "CNY", "USD"}
	amountGoesOn = []string{"的", "左右", "以上", "以下", "以内", "多", "余", "整", "不等", "至", "人民币", "产品", "商品"}
	scaled       = []string{"元", "吨", "人", "件", "株", "亩", "个", "以", "左", "多", "的"}
)

func startsHan(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Han, r)
}

func startsIn(s string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(s, word) })
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isLicence reports whether what stands before w, or before the code that w ends
// (HT-2024-13812345678), calls it the number of a paper.
func (w window) isLicence() bool {
	before := w.before()
	if isPaper(before) {
		return true
	}
	code := strings.TrimRightFunc(before, func(r rune) bool { return r < utf8.RuneSelf && letterOf(r) != 0 || r == '-' || r == '_' })
	last := lastRune(w.s[:w.groups[w.first].start])
	touches := last < utf8.RuneSelf && (letterOf(last) != 0 || strings.ContainsRune("-_", last))
	return touches && isPaper(withoutSigns(code))
}

// isPaper reports whether words end in one for the number of a paper. People and
// their accounts have numbers too.
func isPaper(words string) bool {
	numbered, ok := strings.CutSuffix(words, "编号")
	return endsIn(words, papers) || ok && !endsIn(numbered, []string{"身份证", "证件", "卡"})
}

var papers = []string{"证书号", "证书号码", "许可证号", "许可证", "执照号", "执照", "注册号", "工商注册", "登记号", "登记证号", "资格证号", "信用代码", "机构代码",
	"纳税人识别号", "税号", "单号", "编码", "报告", "备案号", "批准文号", "专利号", "商标注册证", "商标号", "序列号", "批号", "货号", "型号", "准考证号", "条形码", "条码", "订单号", "合同号", "案号", "ISBN", "ISSN"}

// isRow reports whether w is cells of a row that a cell of words begins: the
// numbers of a table. Words for a telephone say otherwise.
func (w window) isRow() bool {
	for _, g := range w.groups[w.first+1 : w.first+w.count] {
		if !strings.Contains(g.gap, "|") || strings.ContainsAny(g.gap, "\n\r") {
			return false
		}
	}
	start := w.groups[w.first].start
	row := w.s[max(start-longestRow, 0):start]
	row = row[strings.LastIndexAny(row, "\n\r;")+1:]
	cells := strings.Split(row, "|")
	if w.count == 1 || strings.TrimSpace(cells[len(cells)-1]) != "" {
		return false
	}
	return slices.ContainsFunc(cells, hasWords) && !slices.ContainsFunc(cells, func(cell string) bool { return calls(strings.TrimSpace(withoutSigns(cell))) })
}

// longestRow is how many bytes of a row before a number are looked at.
const longestRow = 300

// isTally reports whether w belongs to groups with one sign between them that have
// as many names, with the same sign, before a colon: 企业/从业/产值：138/1234/5678.
func (w window) isTally() bool {
	if w.count == 1 {
		return false
	}
	sign := w.gap(w.first + 1)
	all := w
	for all.first > 0 && w.gap(all.first) == sign {
		all.first--
	}
	end := all.first + 1
	for end < len(w.groups) && w.gap(end) == sign {
		end++
	}
	before := strings.TrimRightFunc(w.s[:w.groups[all.first].start], unicode.IsSpace)
	if sign == "" || end < w.first+w.count || !strings.HasSuffix(before, ":") && !strings.HasSuffix(before, "：") {
		return false
	}
	names := all.before()
	names = names[strings.LastIndexAny(names, "。，；;,\n")+1:]
	return strings.Count(names, sign)+1 == end-all.first && hasWords(names) &&
		!slices.ContainsFunc(strings.Split(names, sign), func(name string) bool { return calls(withoutSigns(name)) })
}

func hasWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !isDigit(r) })
}

// before returns the words right before w, without the signs between them and it.
func (w window) before() string {
	end := w.groups[w.first].start
	text := withoutSigns(w.s[max(end-60, 0):end])
	for _, mark := range []string{"No", "NO", "no", "为", "是"} {
		if less, ok := strings.CutSuffix(text, mark); ok {
			return withoutSigns(less)
		}
	}
	return text
}

// withoutSigns returns s up to its last word or the end of its last sentence.
func withoutSigns(s string) string {
	return strings.TrimRightFunc(s, func(r rune) bool {
		return classOf(r) != ends && classOf(r) != digit || strings.ContainsRune("*#＃+＋=$￥¥€£", r)
	})
}

// followedBy reports whether one of the signs stands right behind w.
func (w window) followedBy(signs string) bool {
	r, size := utf8.DecodeRuneInString(w.s[w.groups[w.first+w.count-1].end:])
	return size > 0 && strings.ContainsRune(signs, r)
}

// longestWord is how many bytes of letters around a number are looked at.
const longestWord = 40

// lettersBefore returns the letters and digits that touch the byte at i, in
// ASCII.
func lettersBefore(s string, i int) string {
	var letters []rune
	for from := max(i-longestWord, 0); i > from; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		c := letterOf(r)
		if c != 0 && (len(letters) > 0 || !isDigit(r)) {
			letters = append(letters, c)
		} else if c != 0 || classOf(r) != nothing {
			break
		}
		i -= size
	}
	for a, b := 0, len(letters)-1; a < b; a, b = a+1, b-1 {
		letters[a], letters[b] = letters[b], letters[a]
	}
	return string(letters)
}

// lettersBehind returns the same of what touches the number that ends at i.
func lettersBehind(s string, i int) string {
	var letters []rune
	for to := min(i+longestWord, len(s)); i < to; {
		r, size := utf8.DecodeRuneInString(s[i:])
		c := letterOf(r)
		if c != 0 && (len(letters) > 0 || !isDigit(r)) {
			letters = append(letters, c)
		} else if c != 0 || classOf(r) != nothing {
			break
		}
		i += size
	}
	return string(letters)
}
