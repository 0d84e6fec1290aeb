// Package values knows dates, numbers and names as brands and notices state them:
// exactly, and as people write them who meant the same.
package values

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// A Date is a day, a month (Day 0) or a year (Month and Day 0) of the Gregorian
// calendar. The zero Date is unknown and sorts before every other.
type Date struct{ Year, Month, Day int }

// ParseDate reads 2024-06-30, and if partial also 2024-06 and 2024. It reports
// whether s is of that form and the day exists.
func ParseDate(s string, partial bool) (Date, bool) {
	for i, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if i > 0 && !partial {
			break
		}
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			d := Date{t.Year(), int(t.Month()), t.Day()}
			if i > 0 {
				d.Day = 0
			}
			if i > 1 {
				d.Month = 0
			}
			return d, true
		}
	}
	return Date{}, false
}

// IsZero reports whether d is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// First returns the first day that d can mean.
func (d Date) First() Date {
	if d.IsZero() {
		return d
	}
	return Date{d.Year, max(d.Month, 1), max(d.Day, 1)}
}

// Last returns the last day that d can mean.
func (d Date) Last() Date {
	switch {
	case d.IsZero(), d.Day > 0:
		return d
	case d.Month == 0:
		return Date{d.Year, 12, 31}
	}
	t := time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC)
	return Date{d.Year, d.Month, t.Day()}
}

// Next returns the day after d, which states a day.
func (d Date) Next() Date {
	t := time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// AddMonths returns the day as many months later, or the last one of that month where it has
// no such day. d is a whole date.
func (d Date) AddMonths(months int) Date {
	n := d.Year*12 + d.Month - 1 + months
	month := Date{Year: n / 12, Month: n%12 + 1}
	return Date{month.Year, month.Month, min(d.Day, month.Last().Day)}
}

// DaysTo returns how many days e comes after d; both state a day.
func (d Date) DaysTo(e Date) int {
	at := func(d Date) time.Time { return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC) }
	return int(at(e).Sub(at(d)) / (24 * time.Hour))
}

// Compare orders dates by their first day.
func (d Date) Compare(e Date) int {
	d, e = d.First(), e.First()
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d begins before e begins.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d begins after e begins.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// String returns d as it is written: 2024-06-30, 2024-06, 2024 or "".
func (d Date) String() string {
	switch s := fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day); {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return strings.TrimSuffix(s, "-00-00")
	default:
		return strings.TrimSuffix(s, "-00")
	}
}
