package personal

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"13812345678":                 "13812345678",
		"电话13812345678。":              "13812345678",
		"+8613812345678":              "8613812345678",
		"008613812345678":             "008613812345678",
		"+86-138-1234-5678":           "138-1234-5678",
		"138 1234 5678 139 1234 5678": "138 1234 5678|139 1234 5678",
		"１３８１２３４５６７８":                 "１３８１２３４５６７８",
		"138－1234－5678":               "138－1234－5678",
		"_13812345678_":               "13812345678",
		"(13812345678)":               "13812345678",
		"a13812345678":                "13812345678", // wx13812345678
		"13812345678a":                "13812345678",
		"138 12345678":                "138 12345678", // 3-8
		"之一13812345678":               "13812345678",
		"①13812345678②13912345678":    "13812345678|13912345678",
		"一三八1234五六七八":                 "一三八1234五六七八",
		"12812345678":                 "", // no mobile number begins so
		"138123456789":                "",
		"a13812345678b":               "",
		"a1b13812345678":              "",
		"138 1234 56789":              "",
		"0518-8123-4567":              "",
		"11010519491231002X":          "11010519491231002X", // the standard's own example
		"11010519491231002x号":         "11010519491231002x",
		"１１０１０５１９４９１２３１００２Ｘ": "１１０１０５１９４９１２３１００２Ｘ",
		"110105 19491231 002X":         "110105 19491231 002X",
		"110105 19491231 002 X":        "110105 19491231 002 X",
		"440524188001010014":           "440524188001010014", // the other example
		"110105194912310021":           "",                   // another check digit
		"110105194902300028":           "",                   // no such day
		"11010519491231002XY":          "",
		"4111111111111111":             "4111111111111111",
		"4111 1111 1111 1111":          "4111 1111 1111 1111",
		"6222-0200-0000-0000-008":      "",
		"4111111111111112":             "",
		"410000000000000":              "", // 15 digits, and no day
		"411111111111111":              "411111111111111",
		"2024 2025 2026 2027":          "",
		"4111 1111 1111 1111 1111 111": "",                 // a longer list
		"IBAN4111111111111111":         "4111111111111111", // an account all the same
		"91320722MA1XYZ1234":           "",
		"2024-06-30 12600 59.99":       "",
		"13812345678 2024":             "13812345678",
	} {
		var found []string
		for _, n := range Find(text) {
			found = append(found, text[n.Start:n.End])
		}
		if got := strings.Join(found, "|"); got != want {
			t.Errorf("%s: found %q, want %q", text, got, want)
		}
	}
}

// What is called a telephone is one, whatever else stands around it and however
// its digits are grouped.
func TestCalled(t *testing.T) {
	groupings := []string{"13812345678", "13812 345678", "138123 45678", "13 812 345 678", "138 12 34 56 78", "138.123.456.78", "1381-2345678", "1 3812345678"}
	links := []string{"", " ", "：", ": ", "为", "：货号", "：编号", " ￥", "：USD", "：0.", "：王师傅 ", "（", " | "}
	ends := []string{"", "。", "%", " 元", "件件有回音", "元老板", "次", "万元", "平方米", "kg"}
	for _, word := range []string{"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "微信", "微信号", "致电", "拨打", "打", "短信", "V信", "请tel", "TEL", "phone", "Mobile", "wechat", "wx"} {
		for _, link := range links {
			for _, number := range groupings {
				for _, end := range ends {
					text := word + link + number + end
					if found := Find(text); len(found) != 1 || text[found[0].Start:found[0].End] != number {
						t.Errorf("%s: found %v", text, found)
					} else if Mask(number) == number {
						t.Errorf("%s is printed as it is", number)
					}
				}
			}
		}
	}
}

// A unit makes a number an amount where it is a word of its own.
func TestUnits(t *testing.T) {
	for _, unit := range []string{"元", "件", "次", "米", "度"} {
		for _, number := range []string{"13812345678", "1381234.5678", "138.12345678"} {
			for behind, amount := range map[string]bool{
				"": true, "。": true, "，": true, "/年": true, " ": true, "的": true, "左右": true, "以上": true,
				"日": false, "店": false, "老板": false, "先生": false, "件": false,
			} {
				for _, space := range []string{"", " "} {
					if text := "共" + number + space + unit + behind; (Find(text) == nil) != amount {
						t.Errorf("%s: found %v", text, Find(text))
					}
				}
			}
		}
		if text := "共13812345000" + unit + "产值"; Find(text) != nil {
			t.Errorf("%s: found %v", text, Find(text))
		}
	}
}

// The numbers of a row with a name are those of a table, however they are grouped,
// unless the name is a word for a telephone.
func TestRows(t *testing.T) {
	for name, table := range map[string]bool{"东海县": true, "企业数": true, "Donghai": true, "电话": false, "联系方式：": false, "手机号码": false, "号码": false, "张某手机": false, "tel": false, "": false, "一": false} {
		for _, cells := range []string{"1381234 | 5678", "138 | 12345678", "138 | 1234 | 5678"} {
			for _, row := range []string{"| " + name + " | " + cells + " |", "| 甲 | 乙 |\n| " + name + " | " + cells + " |", "甲|乙|;" + name + "|" + strings.ReplaceAll(cells, " ", "") + "|;"} {
				if found := Find(row); (found == nil) != table {
					t.Errorf("%q: found %v", row, found)
				}
			}
		}
	}
}

func TestNumbersInAddressesOfPages(t *testing.T) {
	for text, sheltered := range map[string]bool{
		"https://example.org/13812345678":             true,
		"[x](https://example.org/a?b=13812345678)":    true,
		"<http://example.org/13812345678>":            true,
		"[x](/brands/13812345678.html)":               true,
		"url: https://example.org/#13812345678":       true,
		"https://13812345678.example.org/":            true,
		"https://example.org/?hotel=13812345678":      true,
		"https://wa.me/13812345678":                   false,
		"https://wa.me/+8613812345678":                false,
		"https://example.org/?tel=13812345678":        false,
		"https://example.org/a?b=c&PHONE=13812345678": false,
		"[x](https://example.org/?sj=13812345678)":    false,
		"/?mobile=86-13812345678":                     false,
		"https://example.org/?wechat=86-13812345678":  false,
		"https://13812345678":                         false,
		"https://example.org，13812345678":             false,
		"https://example.org 13812345678":             false,
		"[x](tel:13812345678)":                        false,
		"[x](tel://13812345678)":                      false,
		"[x](sms://a/13812345678)":                    false,
		"[x](mailto:13812345678@example.org)":         false,
		"1/13812345678":                               false,
		"(/13812345678)":                              false,
		"[x] (/13812345678)":                          false,
	} {
		if found := Find(text); (len(found) == 0) != sheltered {
			t.Errorf("%s: %v, want %v", text, found, sheltered)
		}
		if masked := Mask(text); strings.Contains(masked, "13812345678") {
			t.Errorf("%s is printed as %s", text, masked)
		}
	}
}

// What must be found is not printed either, wherever it stands.
func TestMaskHidesTheCorpus(t *testing.T) {
	data, err := os.ReadFile("testdata/caught.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		checkMask(t, strings.ReplaceAll(line, "⏎", "\n"))
		_, text, _ := strings.Cut(line, " ")
		if Mask(strings.ReplaceAll(text, "⏎", "\n")) == text {
			t.Errorf("%s is printed as it is", text)
		}
	}
}

// FuzzMask states the laws of masking: what is masked holds no number any more,
// keeps its count of characters, and masking twice changes nothing; a number is hidden
// also where it is quoted without what stands around it.
func FuzzMask(f *testing.F) {
	for _, seed := range []string{"13812345678", "138 1234 5678 139 1234 5678", "4111111111111111", "11010519491231002X", "１３８１２３４５６７８", "+86-138-1234-5678 13812345678",
		"1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1", "一三八⑩①234\u200b5678", `"\x31\u0033\u516b12345678"`, "&#49;**38**[1234](a)5678", "138\n1234\n5678", "&#x4e00;三八&ensp;12345678", "\xe4\xb81三0  ⑩①00000", "411111111111111\xed1"} {
		f.Add(seed)
	}
	f.Fuzz(checkMask)
}

func checkMask(t *testing.T, s string) {
	masked := Mask(s)
	if left := find(masked, true); left != nil {
		t.Errorf("%q still holds %v", masked, left)
	}
	if left := reveal(masked).Find(); left != nil {
		t.Errorf("%q still shows %v", masked, left)
	}
	if again := Mask(masked); again != masked {
		t.Errorf("%q is masked again to %q", masked, again)
	}
	for _, n := range Find(s) {
		if number := s[n.Start:n.End]; Mask(number) == number {
			t.Errorf("%q of %q is printed as it is", number, s)
		}
	}
	if utf8.ValidString(s) && utf8.RuneCountInString(masked) != utf8.RuneCountInString(s) {
		t.Errorf("%q has other places than %q", masked, s)
	}
}

// FuzzFind states that numbers lie in the text, in order and apart, and are whole
// characters of it, whatever stands there.
func FuzzFind(f *testing.F) {
	f.Add("138 1234 5678 139 1234 5678")
	f.Add("①13812345678②一三八1234五六七八")
	f.Add(strings.Repeat("1 ", 5000) + "13812345678")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, n := range Find(s) {
			if n.Start < last || n.End <= n.Start || n.End > len(s) {
				t.Fatalf("%v behind %d in %q", n, last, s)
			}
			last = n.End
			if utf8.ValidString(s) && !utf8.ValidString(s[n.Start:n.End]) {
				t.Errorf("%v cuts a character of %q", n, s)
			}
		}
	})
}

// A number is found however much stands around it, also where a chain of digits is
// looked at in parts.
func TestFindInLongChains(t *testing.T) {
	for _, before := range []int{0, 10, most - shared, most - 20, most - 5, most - 1, most, most + 1, 3*most + 7} {
		s := strings.Repeat("2 ", before) + "13812345678" + strings.Repeat(" 2", 300)
		if found := Find(s); len(found) != 1 || found[0].Digits != "13812345678" {
			t.Errorf("behind %d digits: %v", before, found)
		}
	}
}

// The digits of a text are looked at a bounded number of times: what is looked
// for twice as long takes not much more than twice the room.
func TestFindIsLinear(t *testing.T) {
	for what, part := range map[string]string{
		"digits": "1", "single digits": "1 ", "numbers": "13812345678 ", "circles": "①", "Han": "一三八", "both": "1一", "years": "1998 ",
		"links": "[1](a)", "escapes": `\x31`, "references": "&#49;", "stars": "*1", "spaces": "1" + strings.Repeat(" ", 30), "addresses": "https://a.b/13812345678/",
	} {
		allocated := func(n int) float64 {
			s := strings.Repeat(part, n/len(part))
			return testing.AllocsPerRun(1, func() { FindWritten(s) })
		}
		if small, large := allocated(10_000), allocated(100_000); large > 12*small+100 {
			t.Errorf("%s: %v allocations for ten times as much as %v are due", what, large, small)
		}
	}
}
