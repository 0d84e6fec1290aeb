package search

import (
	"regexp"
	"strings"
)

// A telephone number is its digits, however it is spelled: 0518-8555-0131, 051885550131,
// (0518) 8555 0131, +86 518 85550131. layouts/search/phone.ts reads the same.
var (
	phoneSpelled = regexp.MustCompile(`[0-9０-９](?:[-‐‑–—－()（） \x{3000}]{0,3}[0-9０-９]){6,14}`)
	phoneDigits  = regexp.MustCompile(`^(?:(?:0*86)?0?([1-9]\d{9,13})|([1-9]\d{6,8}))$`)
)

// phoneIn returns the digits of what may be a telephone number, without the codes of the
// country and of calls into another area; "" of any other text.
func phoneIn(text string) string {
	m := phoneDigits.FindStringSubmatch(folded(text))
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// joinPhones makes one word of each telephone number of a query.
func joinPhones(query string) string {
	return phoneSpelled.ReplaceAllStringFunc(query, func(s string) string {
		if phoneIn(s) == "" {
			return s
		}
		return " " + strings.NewReplacer(" ", "-", "\u3000", "-").Replace(s) + " "
	})
}

// leastOfPhone is how many digits are looked for as a part of a telephone number: fewer are
// those of years, of sums and of many numbers.
const leastOfPhone = 5

// phonesIn returns what the telephone numbers in texts are found by: each of them from every
// digit on, so that what is dialled within its area, and any part, is the beginning of one.
func phonesIn(texts ...string) []string {
	var out []string
	numbers := 0
	for _, text := range texts {
		for _, s := range phoneSpelled.FindAllString(text, -1) {
			n := phoneIn(s)
			if n == "" || numbers == mostPhones {
				continue
			}
			numbers++
			if len(n) > 9 {
				n = "0" + n // with the area's, as it is written
			}
			for ; len(n) >= leastOfPhone; n = n[1:] {
				out = append(out, n)
			}
		}
	}
	return once(out)
}
