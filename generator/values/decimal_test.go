package values

import (
	"encoding/json"
	"testing"
)

func TestParseDecimal(t *testing.T) {
	for s, want := range map[string]string{
		"0": "0", "12600": "12600", "-3": "-3", "59.99": "59.99", "0.000001": "0.000001", "1.50": "1.5",
		"-0.5": "-0.5", "-0": "0", "999999999999.999999": "999999999999.999999",
	} {
		if d, ok := ParseDecimal(s); !ok || d.String() != want {
			t.Errorf("ParseDecimal(%q) = %v, %v; want %s", s, d, ok, want)
		}
	}
	for _, s := range []string{"", "007", "1e3", "1.", ".5", "1.1234567", "1000000000000", "+1", "1,000", "１", " 1", "1\n", "0x1F"} {
		if d, ok := ParseDecimal(s); ok {
			t.Errorf("ParseDecimal(%q) = %v, want none", s, d)
		}
	}
}

// A binary fraction would miss both.
func TestDecimalIsExact(t *testing.T) {
	a, _ := ParseDecimal("0.1")
	b, _ := ParseDecimal("0.2")
	c, _ := ParseDecimal("0.3")
	if a+b != c {
		t.Errorf("0.1 + 0.2 = %v", a+b)
	}
	if d := DecimalOf(3000) - DecimalOf(2420); d != DecimalOf(580) || !d.IsInt() || d.Int() != 580 {
		t.Errorf("3000 - 2420 = %v", d)
	}
}

func TestGrouped(t *testing.T) {
	for s, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "-1000": "-1,000", "12600": "12,600", "1234567.5": "1,234,567.5", "-123": "-123", "-0.25": "-0.25",
	} {
		if d, _ := ParseDecimal(s); d.Grouped() != want {
			t.Errorf("%s grouped is %s, want %s", s, d.Grouped(), want)
		}
	}
}

// A decimal that can be read is read again from what it prints.
func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0", "-0.000001", "59.99", "999999999999.999999", "1.50"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := ParseDecimal(s)
		if !ok {
			return
		}
		if e, ok := ParseDecimal(d.String()); !ok || e != d {
			t.Errorf("%q is %v, and that %v, %v", s, d, e, ok)
		}
	})
}

func TestDecimalsAreNumbersOfJSON(t *testing.T) {
	for _, text := range []string{"0", "7.5", "-3", "12600", "0.000001"} {
		var d Decimal
		if err := json.Unmarshal([]byte(text), &d); err != nil || d.String() != text {
			t.Errorf("%s is read as %s: %v", text, d, err)
		}
		if data, err := json.Marshal(d); err != nil || string(data) != text {
			t.Errorf("%s is written as %s: %v", text, data, err)
		}
	}
	for _, text := range []string{`"7.5"`, "1e3", "0.0000001", "true"} {
		var d Decimal
		if err := json.Unmarshal([]byte(text), &d); err == nil {
			t.Errorf("%s is read as %s", text, d)
		}
	}
}
