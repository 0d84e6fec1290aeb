package content

import (
	"strings"
	"time"
	"unicode/utf8"

	"minglu/generator/diag"
)

// A personalNumber is a number found in a text that belongs to a person.
type personalNumber struct {
	start, end int // bytes
	kind       string
}

const (
	citizenID    = "公民身份号码"
	mobileNumber = "手机号码"
	bankCard     = "银行卡号"
)

// maxPersonal is how many personal numbers of a file are reported one by one.
const maxPersonal = 100

// reportPersonalData reports each personal number of the text, once.
func reportPersonalData(src *diag.Source) {
	reports := 0
	for _, n := range personalNumbers(src.Text) {
		if inLink(src.Text, n.start) {
			continue
		}
		if reports++; reports > maxPersonal {
			return
		}
		reportPersonal(src, src.SpanOf(n.start, n.end), n.kind, src.Text[n.start:n.end])
	}
	reportDisguised(src)
}

func reportPersonal(src *diag.Source, at diag.Span, kind, number string) {
	cure := "请删去"
	if kind == mobileNumber {
		cure = "请删去，或改写单位的固定电话"
	}
	src.Report(at, diag.PersonalData, "“%s”像是%s，不得随文件公开，%s。", number, kind, cure)
}

// Mask returns s as it may be printed: every personal number hidden.
func Mask(s string) string { return maskPersonal(s) }

// maskPersonal returns s with every personal number hidden but for its first
// three and last two digits; the number of characters stays. It also hides what
// stands in links: a mask may hide too much, never too little.
func maskPersonal(s string) string {
	// What stands in groups may be a number only once its neighbours are hidden.
	for numbers := personalNumbers(s); numbers != nil; numbers = personalNumbers(s) {
		s = hide(s, numbers)
	}
	if disguises(s) {
		return strings.Map(func(r rune) rune {
			if digitOf(r) >= 0 {
				return '*'
			}
			return r
		}, s)
	}
	return s
}

func hide(s string, numbers []personalNumber) string {
	var b strings.Builder
	done := 0
	for _, n := range numbers {
		b.WriteString(s[done:n.start])
		digits, seen := countDigits(s[n.start:n.end]), 0
		for _, r := range s[n.start:n.end] {
			if digitOf(r) < 0 && r != 'X' && r != 'x' && r != 'Ｘ' && r != 'ｘ' {
				b.WriteRune(r)
				continue
			}
			if seen++; seen <= 3 || seen > digits-2 {
				b.WriteRune(r)
			} else {
				b.WriteByte('*')
			}
		}
		done = n.end
	}
	b.WriteString(s[done:])
	return b.String()
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if digitOf(r) >= 0 || r == 'X' || r == 'x' || r == 'Ｘ' || r == 'ｘ' {
			n++
		}
	}
	return n
}

// digitOf returns the value of an ASCII or full-width digit, -1 for any other
// character.
func digitOf(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0')
	case '０' <= r && r <= '９':
		return int(r - '０')
	}
	return -1
}

// A digitRun is a run of digits that nothing interrupts.
type digitRun struct {
	start, end int
	digits     string // ASCII; cut short after 20
}

// personalNumbers returns the personal numbers of s in their order. It looks at
// each run of digits once: files hold many short numbers and hardly a long one.
func personalNumbers(s string) []personalNumber {
	var found []personalNumber
	for i := 0; i < len(s); {
		if c := s[i]; (c < '0' || c > '9') && c != 0xEF {
			i++
			continue
		}
		run := digitsAt(s, i)
		if run.digits == "" {
			i++
			continue
		}
		n, ok := personalAt(s, run)
		if ok {
			found = append(found, n)
			i = n.end
		} else {
			i = run.end
		}
	}
	return found
}

func digitsAt(s string, i int) digitRun {
	run := digitRun{start: i, end: i}
	var digits [20]byte
	n := 0
	for run.end < len(s) {
		d, size := -1, 1
		if c := s[run.end]; '0' <= c && c <= '9' {
			d = int(c - '0')
		} else if c == 0xEF {
			var r rune
			r, size = utf8.DecodeRuneInString(s[run.end:])
			d = digitOf(r)
		}
		if d < 0 {
			break
		}
		if n < len(digits) {
			digits[n] = byte('0' + d)
			n++
		}
		run.end += size
	}
	run.digits = string(digits[:n])
	return run
}

// personalAt tells whether a personal number begins with the run.
func personalAt(s string, run digitRun) (personalNumber, bool) {
	if len(run.digits) < 3 || touchesBefore(s, run.start) {
		return personalNumber{}, false
	}
	if end := citizenIDEnd(s, run); end > 0 {
		return personalNumber{run.start, end, citizenID}, true
	}
	if touchesAfter(s, run.end) {
		return personalNumber{}, false
	}
	if isMobile(run.digits) || isCountryMobile(run.digits) {
		return personalNumber{run.start, run.end, mobileNumber}, true
	}
	if isBankCard(run.digits) {
		return personalNumber{run.start, run.end, bankCard}, true
	}
	return groupedAt(s, run)
}

// groupedAt looks for a number written in groups: 138 1234 5678,
// 6222-0212-3456-7890.
func groupedAt(s string, first digitRun) (personalNumber, bool) {
	separator, size := separatorAt(s, first.end)
	if separator == 0 {
		return personalNumber{}, false
	}
	digits, sizes, end := first.digits, []int{len(first.digits)}, first.end
	for len(digits) < 20 {
		r, n := separatorAt(s, end)
		if r != separator {
			break
		}
		next := digitsAt(s, end+n)
		if next.digits == "" {
			break
		}
		if touchesAfter(s, next.end) {
			return citizenIDInGroups(s, digits, sizes, first.start, next)
		}
		digits, sizes, end = digits+next.digits, append(sizes, len(next.digits)), next.end
		if len(sizes) == 3 && sizes[0] == 3 && sizes[1] == 4 && sizes[2] == 4 && isMobile(digits) {
			return personalNumber{first.start, end, mobileNumber}, true
		}
	}
	// Fewer groups would be part of a longer list of numbers, such as years.
	if len(sizes) < 2 || precededByGroup(s, first.start, separator, size) {
		return personalNumber{}, false
	}
	if r, n := separatorAt(s, end); r == separator && digitsAt(s, end+n).digits != "" {
		return personalNumber{}, false
	}
	switch {
	case len(digits) == 18 && isCitizenID(digits):
		return personalNumber{first.start, end, citizenID}, true
	case strings.ContainsRune("34569", rune(digits[0])) && isBankCard(digits):
		return personalNumber{first.start, end, bankCard}, true
	}
	return personalNumber{}, false
}

// citizenIDInGroups looks for an ID in groups whose last ends in X.
func citizenIDInGroups(s, digits string, sizes []int, start int, last digitRun) (personalNumber, bool) {
	if len(sizes) > 3 || len(digits)+len(last.digits) != 17 {
		return personalNumber{}, false
	}
	if end := xEnd(s, last.end); end > 0 && isCitizenID(digits+last.digits+"X") {
		return personalNumber{start, end, citizenID}, true
	}
	return personalNumber{}, false
}

// separatorAt returns the character at i if it may stand between the groups of
// a number, and its length.
func separatorAt(s string, i int) (rune, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	switch r {
	case ' ', '-', '\u00a0', '\u3000', '–', '－':
		return r, size
	}
	return 0, 0
}

func precededByGroup(s string, start int, separator rune, size int) bool {
	if start < size {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:start])
	before, _ := utf8.DecodeLastRuneInString(s[:start-size])
	return r == separator && digitOf(before) >= 0
}

func touchesBefore(s string, i int) bool {
	return i > 0 && isASCIILetterOrDigit(s[i-1])
}

func touchesAfter(s string, i int) bool {
	return i < len(s) && isASCIILetterOrDigit(s[i])
}

func isASCIILetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isMobile(digits string) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// isCountryMobile accepts a mobile number behind the country's code: 86, 0086.
func isCountryMobile(digits string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(digits, "00"), "86")
	return ok && isMobile(rest)
}

// isBankCard holds 16 to 19 digits against their last, the check digit of
// ISO/IEC 7812-1 (Luhn).
func isBankCard(digits string) bool {
	if len(digits) < 16 || len(digits) > 19 {
		return false
	}
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// citizenIDEnd returns where the citizen's ID that begins with the run ends, 0
// where there is none.
func citizenIDEnd(s string, run digitRun) int {
	switch len(run.digits) {
	case 18:
		if !touchesAfter(s, run.end) && isCitizenID(run.digits) {
			return run.end
		}
	case 17:
		if end := xEnd(s, run.end); end > 0 && isCitizenID(run.digits+"X") {
			return end
		}
	}
	return 0
}

// xEnd returns the offset behind an X at i that nothing follows directly, or 0.
func xEnd(s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	if r != 'X' && r != 'x' && r != 'Ｘ' && r != 'ｘ' || touchesAfter(s, i+size) {
		return 0
	}
	return i + size
}

// isCitizenID holds 18 characters against GB 11643-1999: a day of birth that
// exists, and the check character of ISO 7064 MOD 11-2.
func isCitizenID(id string) bool {
	born, err := time.Parse("20060102", id[6:14])
	if err != nil || born.Year() < 1800 || born.Year() > 2099 {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(id[i]-'0')
	}
	return id[17] == "10X98765432"[sum%11]
}

// inLink reports whether the byte at i stands in the address of a link: behind
// https:// or http://, or in a Markdown link to a page of this site. Addresses
// of people (tel:, mailto:) are no shelter.
func inLink(s string, i int) bool {
	const longest = 2000 // characters before the number
	start := i
	for start > max(i-longest, 0) && s[start-1] > ' ' && s[start-1] < utf8.RuneSelf && !strings.ContainsRune("<>\"'()[]{}|,;", rune(s[start-1])) {
		start--
	}
	before := s[start:i]
	return strings.Contains(before, "://") || strings.HasPrefix(before, "/") && start > 0 && s[start-1] == '('
}
