package layouts

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// A number is dialled by its digits, however it is written; what is no one number is not dialled.
func TestNumbersAreDialledHoweverTheyAreWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 4))
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	digits := func(n int) (s string) {
		for range n {
			s += string(rune('0' + random.IntN(10)))
		}
		return s
	}
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "5", "５", "8", "８", "(", "（", ")", "）", "-", pick("－", "—", "–"), "+", "＋", " ", "　")
	for range 20_000 {
		country := pick("", "", "+86", "0086", "+86 ", "0086-")
		town, local := pick("10", "21", "518", "5"+digits(2)), pick("8", "6")+digits(7)
		if len(town) == 3 && random.IntN(4) == 0 {
			local = local[:7]
		}
		grouped := local
		if random.IntN(2) == 0 {
			grouped = local[:4] + pick(" ", "-") + local[4:]
		}
		trunk := pick("0", "(0)", "")
		if country == "" {
			trunk = "0"
		}
		written := trunk + town
		if trunk != "(0)" && random.IntN(3) == 0 {
			written = "(" + written + ")"
		}
		written = country + written + pick(" ", "-") + grouped
		want := "tel:0" + town + local
		if country != "" {
			want = "tel:+86" + town + local
		}
		if ext := digits(1 + random.IntN(5)); random.IntN(3) == 0 {
			written += pick("转", " 转 ", "转分机", "，分机", "-", " ext. ", "（转") + ext
			if strings.Contains(written, "（转") {
				written += "）"
			}
			want += ";ext=" + ext
		}
		if random.IntN(2) == 0 {
			written = wide.Replace(written)
		}
		if got := string(dialled(written)); got != want {
			t.Fatalf("%q is dialled as %s, want %s", written, got, want)
		}
		for _, wrong := range []string{written + "、" + written, written + pick("（工作日）", "/", "a", ")", "+"), pick("(", "#", "电话 ") + written, written + written} {
			if got := dialled(wrong); got != "" {
				t.Fatalf("%q is dialled as %s", wrong, got)
			}
		}
	}
	for written, want := range map[string]string{"": "", "12": "", "110": "tel:110", "12333": "tel:12333", "400-820-8820": "tel:4008208820", "400-820-8820-8": "tel:4008208820;ext=8",
		"(+86) 0518-8555 0100": "tel:+8651885550100", "+1 (212) 555-0100": "tel:+12125550100", "0518-8555-0100": "tel:051885550100", "暂无": "", "+86+86": "", "转8001": ""} {
		if got := string(dialled(written)); got != want {
			t.Errorf("%q is dialled as %q, want %q", written, got, want)
		}
	}
}
