package values

import "testing"

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		s           string
		partial     bool
		want        Date
		first, last string
	}{
		{"2024-06-30", false, Date{2024, 6, 30}, "2024-06-30", "2024-06-30"},
		{"2024-02-29", false, Date{2024, 2, 29}, "2024-02-29", "2024-02-29"},
		{"2024-02", true, Date{2024, 2, 0}, "2024-02-01", "2024-02-29"},
		{"2023-02", true, Date{2023, 2, 0}, "2023-02-01", "2023-02-28"},
		{"2024-12", true, Date{2024, 12, 0}, "2024-12-01", "2024-12-31"},
		{"2024", true, Date{2024, 0, 0}, "2024-01-01", "2024-12-31"},
	} {
		d, ok := ParseDate(c.s, c.partial)
		if !ok || d != c.want || d.String() != c.s || d.First().String() != c.first || d.Last().String() != c.last {
			t.Errorf("ParseDate(%q) = %v, %v: %v to %v", c.s, d, ok, d.First(), d.Last())
		}
	}
	for _, s := range []string{"", "2024", "2024-06", "2024-6-30", "2023-02-29", "2024-06-31", "2024-13-01", "2024-00-10", "0000-01-01", "2024-06-30T00:00:00Z", " 2024-06-30"} {
		if d, ok := ParseDate(s, false); ok {
			t.Errorf("ParseDate(%q, false) = %v, want none", s, d)
		}
	}
}

func TestDateOrder(t *testing.T) {
	unknown, year, month, day := Date{}, Date{2024, 0, 0}, Date{2024, 6, 0}, Date{2024, 6, 2}
	for _, c := range []struct {
		a, b Date
		want int
	}{
		{unknown, year, -1}, {year, month, -1}, {month, day, -1}, {year, Date{2024, 1, 1}, 0}, {day, year, 1}, {unknown, unknown, 0},
	} {
		if got := c.a.Compare(c.b); got != c.want || c.a.Before(c.b) != (c.want < 0) || c.a.After(c.b) != (c.want > 0) {
			t.Errorf("%v compared with %v is %d, want %d", c.a, c.b, got, c.want)
		}
	}
	if !unknown.First().IsZero() || !unknown.Last().IsZero() {
		t.Error("the unknown date begins or ends")
	}
}

// A date that can be read is written as it was, and its days lie in order.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024-06-30", "2024-06", "2024", "0001-01-01", "9999-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseDate(s, true)
		if !ok {
			return
		}
		if d.String() != s {
			t.Errorf("%q is written %q", s, d)
		}
		for _, day := range []Date{d.First(), d.Last()} {
			if e, ok := ParseDate(day.String(), false); !ok || e != day {
				t.Errorf("%v of %q is no day", day, s)
			}
		}
		if d.First().After(d.Last()) {
			t.Errorf("%q ends before it begins", s)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   Date
		months int
		want   Date
	}{
		{Date{Year: 2024, Month: 6, Day: 30}, 12, Date{Year: 2025, Month: 6, Day: 30}},
		{Date{Year: 2024, Month: 2, Day: 29}, 12, Date{Year: 2025, Month: 2, Day: 28}},
		{Date{Year: 2024, Month: 12, Day: 1}, 1, Date{Year: 2025, Month: 1, Day: 1}},
		{Date{Year: 2024, Month: 8, Day: 31}, 6, Date{Year: 2025, Month: 2, Day: 28}},
		{Date{Year: 2024, Month: 1, Day: 31}, 120, Date{Year: 2034, Month: 1, Day: 31}},
	} {
		if got := c.from.AddMonths(c.months); got != c.want {
			t.Errorf("%v and %d months: %v, want %v", c.from, c.months, got, c.want)
		}
	}
}
