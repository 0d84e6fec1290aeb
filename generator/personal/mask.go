package personal

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mask returns s as it may be printed: every personal number hidden but for its
// first three and last two digits, those hidden by marks altogether. The number of
// characters stays. What stands in addresses is hidden too, and amounts: a mask
// may hide too much, never too little.
func Mask(s string) string {
	if 2*countDigits(s) < fewest { // ⑩ shows two
		return s
	}
	// What is hidden parts what stood around it, and lets new neighbours meet
	// where marks are left out.
	for range 4 {
		numbers := find(s, true)
		if len(numbers) == 0 {
			revealed := reveal(s)
			if numbers = revealed.located(find(revealed.read.String(), true)); len(numbers) == 0 {
				return s
			}
			s = starred(s, numbers, 0, 0)
			continue
		}
		s = starred(s, numbers, 3, 2)
	}
	return starred(s, []Number{{Start: 0, End: len(s)}}, 0, 0)
}

// Hide returns s with all digits hidden but the first three and the last two.
func Hide(s string) string { return starred(s, []Number{{Start: 0, End: len(s)}}, 3, 2) }

// starred returns s with a star for each digit of the numbers but the first and
// last so many of each, and for the X at a number's end.
func starred(s string, numbers []Number, first, last int) string {
	var b strings.Builder
	done := 0
	for _, n := range numbers {
		start := max(n.Start, done)
		if n.End <= start {
			continue
		}
		b.WriteString(s[done:start])
		done = n.End
		written := s[start:n.End]
		end, final := utf8.DecodeLastRuneInString(written)
		digits, seen := countDigits(written), 0
		if isCross(end) {
			digits++
		}
		for i := 0; i < len(written); {
			r, size := utf8.DecodeRuneInString(written[i:])
			figure := isDigit(r) || isCross(r) && i == len(written)-final
			if figure {
				seen++
			}
			if figure && seen > first && seen <= digits-last {
				b.WriteByte('*')
			} else {
				b.WriteString(written[i : i+size])
			}
			i += size
		}
	}
	b.WriteString(s[done:])
	return b.String()
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if isDigit(r) {
			n++
		}
	}
	return n
}

// A Veil masks what is printed of one file. The zero Veil masks what Mask does.
// It is used by one goroutine at a time.
type Veil struct {
	lines map[string][]Number // by a whole line: what of it is hidden
	parts map[string]string   // of numbers that go over several lines, and what is printed
	let   []string

	replacer *strings.Replacer // of all parts in one pass, nil until one is asked for
}

// known is how many digits tell a part of a number where it is met again.
const known = 6

// Cover hides parts of line, each of a number that shows only when its file is
// read as a whole, wherever the line is printed, and a part where it is long
// enough to be known again.
func (v *Veil) Cover(line string, parts []Number) {
	if v.lines == nil {
		v.lines, v.parts = map[string][]Number{}, map[string]string{}
	}
	hidden := slices.Concat(v.lines[line], parts)
	slices.SortFunc(hidden, func(a, b Number) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	v.lines[line] = slices.Compact(hidden) // a file may hold the line a thousand times
	v.replacer = nil
	for _, p := range parts {
		if part := strings.TrimSpace(line[p.Start:p.End]); countDigits(part) >= known {
			v.parts[part] = starred(part, []Number{{End: len(part)}}, 0, 0)
		}
	}
}

// Let leaves a text as it is where it is printed: its file says why.
func (v *Veil) Let(text string) { v.let = append(v.let, text) }

// Mask returns s as it may be printed.
func (v *Veil) Mask(s string) string {
	if hidden := v.lines[s]; hidden != nil {
		s = starred(s, hidden, 0, 0)
	}
	s = maskBut(s, v.let)
	if len(v.parts) == 0 || countDigits(s) < known {
		return s
	}
	if v.replacer == nil {
		var pairs []string
		for _, part := range slices.SortedFunc(maps.Keys(v.parts), func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }) {
			pairs = append(pairs, part, v.parts[part])
		}
		v.replacer = strings.NewReplacer(pairs...) // of two that begin alike, the longer
	}
	return v.replacer.Replace(s)
}

func maskBut(s string, let []string) string {
	if len(let) == 0 {
		return Mask(s)
	}
	parts := strings.Split(s, let[0])
	for i := range parts {
		parts[i] = maskBut(parts[i], let[1:])
	}
	return strings.Join(parts, let[0])
}
