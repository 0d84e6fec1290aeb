package values

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Decimal is an exact number in millionths, so that comparisons and
// differences of what brands state never round.
type Decimal int64

const one Decimal = 1_000_000

// DecimalOf returns n as a Decimal.
func DecimalOf(n int) Decimal { return Decimal(n) * one }

var plainNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)

// ParseDecimal reads a plain number such as 12600, -3 or 59.99: at most 12
// digits before and 6 after the point, no leading zero, no exponent.
func ParseDecimal(s string) (Decimal, bool) {
	if !plainNumber.MatchString(s) {
		return 0, false
	}
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", 6-len(fraction)), 10, 64)
	return Decimal(n), err == nil
}

// IsInt reports whether d has no fraction.
func (d Decimal) IsInt() bool { return d%one == 0 }

// Int returns d without its fraction.
func (d Decimal) Int() int { return int(d / one) }

// Rounded returns d with at most so many digits after the point, rounded to the
// nearest.
func (d Decimal) Rounded(digits int) Decimal {
	unit := one
	for range digits {
		unit /= 10
	}
	if d < 0 {
		return -(-d).Rounded(digits)
	}
	return (d + unit/2) / unit * unit
}

// String returns d as a plain number: 12600, 59.99.
func (d Decimal) String() string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	whole, fraction := strconv.FormatInt(int64(d/one), 10), strconv.FormatInt(int64(d%one+one), 10)[1:]
	fraction = strings.TrimRight(fraction, "0")
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + whole + fraction
}

// MarshalJSON returns d as a number of JSON: 12600, 59.99.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a plain number of JSON.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	n, ok := ParseDecimal(string(data))
	if !ok {
		return fmt.Errorf("values: %s is no plain number", data)
	}
	*d = n
	return nil
}

// Signed returns a difference as people read it: +1,200, -0.5, 0.
func (d Decimal) Signed() string {
	if d > 0 {
		return "+" + d.Grouped()
	}
	return d.Grouped()
}

// Grouped returns d as people read it: 12,600, 59.99.
func (d Decimal) Grouped() string {
	s := d.String()
	sign, s := s[:len(s)-len(strings.TrimPrefix(s, "-"))], strings.TrimPrefix(s, "-")
	whole, fraction, found := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return sign + whole
}
