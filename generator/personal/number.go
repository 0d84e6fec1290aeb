package personal

import "time"

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
	if len(digits) < 11 {
		return ""
	}
	prefix, rest := digits[:len(digits)-11], digits[len(digits)-11:]
	if !isMobile(rest) || prefix != "" && !isPrefix(prefix) {
		return ""
	}
	return rest
}

func isMobile(digits string) bool {
	return len(digits) == 11 && digits[0] == '1' && digits[1] >= '3'
}

// isPrefix reports whether digits may stand before a mobile number.
func isPrefix(digits string) bool { return digits == "86" || digits == "0086" || digits == "0" }

// isBankCard holds 16 to 19 digits against their last, the check digit of
// ISO/IEC 7812-1 (Luhn). A moment written as 20240630093000 is none.
func isBankCard(digits string) bool {
	if len(digits) < 16 || len(digits) > 19 || digits[0] == '0' {
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
	return sum%10 == 0 && !isMoment(digits)
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
	if len(id) != 18 || !isProvince(id) && (id[0] != '9' || !isProvince(id[1:])) || id[6:8] < "18" || id[6:8] > "20" || !isDay(id[6:14]) {
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
	return isDay("19" + id[6:12])
}

// isCreditCode holds 18 digits against the check character of GB 32100-2015, ISO
// 7064 MOD 31-3.
func isCreditCode(digits string) bool {
	sum, weight := 0, 1
	for i := range 17 {
		sum += int(digits[i]-'0') * weight
		weight = weight * 3 % 31
	}
	return int(digits[17]-'0') == (31-sum%31)%31
}

// isDay reports whether there is such a day, 20240630.
func isDay(digits string) bool {
	if digits[4:6] > "12" || digits[6:] > "31" {
		return false
	}
	_, err := time.Parse("20060102", digits)
	return err == nil
}

// isProvince reports whether id begins with the code of a province, GB/T 2260.
func isProvince(id string) bool {
	switch id[0] {
	case '1':
		return '1' <= id[1] && id[1] <= '5'
	case '2', '8':
		return '1' <= id[1] && id[1] <= '3'
	case '3':
		return '1' <= id[1] && id[1] <= '7'
	case '4':
		return '1' <= id[1] && id[1] <= '6'
	case '5':
		return '0' <= id[1] && id[1] <= '4'
	case '6':
		return '1' <= id[1] && id[1] <= '5'
	case '7':
		return id[1] == '1'
	}
	return false
}
