package personal

import (
	"strings"
	"time"
)

// A Kind says whose number it is.
type Kind string

const (
	CitizenID Kind = "公民身份号码"
	Mobile    Kind = "手机号码"
	BankCard  Kind = "银行卡号"
)

// withoutPrefix returns a mobile number without what is dialled before it, "" for
// anything else.
func withoutPrefix(digits string) string {
	for _, prefix := range []string{"", "86", "0086", "0"} {
		if rest, ok := strings.CutPrefix(digits, prefix); ok && isMobile(rest) {
			return rest
		}
	}
	return ""
}

func isMobile(digits string) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// isPrefix reports whether digits may stand before a mobile number.
func isPrefix(digits string) bool { return digits == "86" || digits == "0086" || digits == "0" }

// isBankCard holds 16 to 19 digits against their last, the check digit of
// ISO/IEC 7812-1 (Luhn). A moment written as 20240630093000 is none.
func isBankCard(digits string) bool {
	if len(digits) < 16 || len(digits) > 19 || digits[0] == '0' || isMoment(digits) {
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

func isMoment(digits string) bool {
	_, err := time.Parse("20060102150405", digits[:14])
	return err == nil && isYear(digits[:4])
}

func isYear(digits string) bool {
	return len(digits) == 4 && (digits[:2] == "19" || digits[:2] == "20")
}

// isCitizenID holds 18 characters against GB 11643-1999: a province, a day of
// birth that exists, and the check character of ISO 7064 MOD 11-2. The cards of
// foreign residents have a 9 before the province.
func isCitizenID(id string) bool {
	if len(id) != 18 || !isProvince(id) && (id[0] != '9' || !isProvince(id[1:])) {
		return false
	}
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

// isOldCitizenID holds 15 digits against GB 11643-1989: a county, and a day of
// birth of the twentieth century. There is no check digit.
func isOldCitizenID(id string) bool {
	if len(id) != 15 || !isProvince(id) || id[4:6] == "00" || id[2:4] == "00" || id[2:4] > "70" && id[2:4] != "90" {
		return false
	}
	_, err := time.Parse("20060102", "19"+id[6:12])
	return err == nil
}

// isProvince reports whether id begins with the code of a province, GB/T 2260.
func isProvince(id string) bool {
	return strings.Contains(" 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ", " "+id[:2]+" ")
}
