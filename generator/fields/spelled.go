package fields

import "strings"

// yesOrNo returns 是 or 否 where s says so in another way, else "".
func yesOrNo(s string) string {
	switch strings.ToLower(s) {
	case "有", "是的", "对", "yes", "y", "√":
		return "是"
	case "无", "没有", "不是", "no", "n", "×":
		return "否"
	}
	return ""
}

func spelledNumber(s, unit string) (Decimal, bool)    { return 0, false }
func spelledDate(s string, partial bool) (Date, bool) { return Date{}, false }
