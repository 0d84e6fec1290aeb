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
// country and of calls into another area; "" of any other text. What is none is in no index
// of telephones: then a plan that is mended looks for its digits as for those of any number.
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

// phonesIn returns what the telephone numbers in texts are found by: all of each, and
// what is dialled within its area.
func phonesIn(texts ...string) []string {
	var out []string
	for _, text := range texts {
		for _, s := range phoneSpelled.FindAllString(text, -1) {
			n := phoneIn(s)
			if n == "" {
				continue
			}
			out = append(out, n)
			if area := 3; len(n) > 9 {
				if n[0] < '3' {
					area = 2 // 010, 021
				}
				out = append(out, n[area:])
			}
		}
	}
	return once(out)
}
