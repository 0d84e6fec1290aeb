package proof

import (
	"bytes"
	"fmt"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	drawn "minglu/generator/qrcode"
	"minglu/generator/signature"
	"minglu/generator/values"
)

const base = "https://minglu.example.org/"

var today = values.Date{Year: 2026, Month: 6, Day: 30}

// A world is a register that is made up, with the proofs that its site gave out.
type world struct {
	register Register
	proofs   []Proof
	key      signature.Key
	random   *rand.Rand
}

func key(tb testing.TB) signature.Key {
	r, err := signature.New(false)
	if err != nil {
		tb.Fatal(err)
	}
	return r.First
}

var honors = []string{"连云港市市级劳务品牌", "江苏省省级劳务品牌", "东海县县级劳务品牌", "新疆维吾尔自治区伊犁哈萨克自治州州级劳务品牌"}

func newWorld(tb testing.TB, brands int) *world {
	signer, err := signature.OfSeed(bytes.Repeat([]byte{7}, 32)) // the same codes in every run
	if err != nil {
		tb.Fatal(err)
	}
	w := &world{key: signer, random: rand.New(rand.NewPCG(3, 3))}
	w.register = Register{Origin: Origin(base), Base: base, Title: "名录", Publisher: "示例局", Date: today.String(), Honors: honors, Brands: map[string]Entry{}, Former: map[string]string{}}
	w.register.Keys = []RegisterKey{{Public: w.key.Public().String()}}
	for i := range brands {
		slug := fmt.Sprintf("donghai-%s-%d", []string{"shuijing-diaoke", "a", "niwa"}[i%3], i)
		date := values.Date{Year: 2010 + i%16, Month: (i % 13), Day: i % 29}
		if date.Month == 0 {
			date.Day = 0
		}
		if i%40 == 0 {
			date = values.Date{}
		}
		until := values.Date{}
		if i%3 == 0 {
			until = values.Date{Year: 2027 + i%3, Month: 5, Day: 31}
		}
		p, err := Sign(Statement{w.register.Origin, slug, honors[i%len(honors)], date, until}, w.key)
		if err != nil {
			tb.Fatal(err)
		}
		w.proofs = append(w.proofs, p)
		w.register.Brands[slug] = Entry{fmt.Sprintf("第%d号品牌", i), []Grant{{Honor: i % len(honors), Date: date.String(), Until: until.String(), Level: "市级"}}}
	}
	return w
}

// change changes the one grant of the proof's brand.
func (w *world) change(p Proof, with func(*Grant)) {
	e := w.register.Brands[p.Slug]
	g := e.Grants[0]
	with(&g)
	w.register.Brands[p.Slug] = Entry{e.Name, []Grant{g}}
}

// attacks are ways in which a proof comes to be shown that is none, or none any more, with
// the word that each must get. What they return is the text of a code.
var attacks = []struct {
	name string
	want Word
	make func(w *world, p Proof, other Proof, tb testing.TB) (fragment string, day values.Date)
}{
	{"forged by another key", Foreign, func(w *world, p, _ Proof, tb testing.TB) (string, values.Date) {
		forged, _ := Sign(p.Statement, key(tb))
		return forged.Fragment(), today
	}},
	{"of no signature", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Signature = make([]byte, sigBytes)
		return p.Fragment(), today
	}},
	{"a bit of the signature altered", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Signature = bytes.Clone(p.Signature)
		p.Signature[w.random.IntN(sigBytes)] ^= 1 << w.random.IntN(8)
		return p.Fragment(), today
	}},
	{"a digit altered", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		text := []byte(p.Fragment())
		at := len(p.Slug) + 2 + w.random.IntN(len(text)-len(p.Slug)-2)
		text[at] = '0' + (text[at]-'0'+1+byte(w.random.IntN(9)))%10
		return string(text), today
	}},
	{"the honour altered", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Honor = "国家级劳务品牌"
		return p.Fragment(), today
	}},
	{"the day altered", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Date.Year++
		return p.Fragment(), today
	}},
	{"the term altered", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Until = values.Date{Year: 2040, Month: 1, Day: 1 + w.random.IntN(28)}
		return p.Fragment(), today
	}},
	{"moved to another brand", Foreign, func(w *world, p, other Proof, _ testing.TB) (string, values.Date) {
		p.Slug = other.Slug
		return p.Fragment(), today
	}},
	{"moved from another site", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Origin = "another.example.org"
		moved, _ := Sign(p.Statement, w.key)
		return moved.Fragment(), today
	}},
	{"signed, but in no register", Foreign, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		p.Slug += "-x"
		p.Until = values.Date{}
		signed, _ := Sign(p.Statement, w.key)
		return signed.Fragment(), today
	}},
	{"withdrawn", Withdrawn, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		w.change(p, func(g *Grant) { g.Status, g.Ended = string(Withdrawn), "2026-01-01" })
		return p.Fragment(), today
	}},
	{"expired by the register", Expired, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		w.change(p, func(g *Grant) { g.Status, g.Until = string(Expired), "2025-12-31" })
		return p.Fragment(), today
	}},
	{"expired since", Expired, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		w.change(p, func(g *Grant) { g.Until = today.String() })
		return p.Fragment(), today.Next()
	}},
	{"looked up in an old register", Stale, func(w *world, p, _ Proof, _ testing.TB) (string, values.Date) {
		return p.Fragment(), values.Date{Year: 2026, Month: 8, Day: 1 + w.random.IntN(28)}
	}},
}

// attack returns proof number n of an attack, and puts the register back afterwards.
func (w *world) attack(tb testing.TB, n int) (name, fragment string, day values.Date, want Word, back func()) {
	a := attacks[n%len(attacks)]
	p, other := w.proofs[n%len(w.proofs)], w.proofs[(n+1)%len(w.proofs)]
	was := w.register.Brands[p.Slug]
	fragment, day = a.make(w, p, other, tb)
	return a.name, fragment, day, a.want, func() { w.register.Brands[p.Slug] = was }
}

// TestNoBadProofPasses: of a thousand and more that were forged, altered, moved, withdrawn,
// expired or looked up too late none is valid, and each is called what it is.
func TestNoBadProofPasses(t *testing.T) {
	w := newWorld(t, 97)
	for n := range 1400 {
		name, fragment, day, want, back := w.attack(t, n)
		p, err := Parse(w.register.Origin, fragment)
		v := Verdict{Word: Foreign}
		if err == nil {
			v = w.register.Look(p, day)
		}
		if v.Word != want {
			t.Errorf("%d, %s: %q instead of %q (%v)", n, name, v.Word, want, p.Statement)
		}
		back()
	}
}

// TestGoodProofsPass: what the site gave out is valid to the last day of its term, also after
// the key was replaced, after it was revoked, and after the brand moved.
func TestGoodProofsPass(t *testing.T) {
	w := newWorld(t, 97)
	w.register.Keys = []RegisterKey{{Public: key(t).Public().String()}, {Public: w.key.Public().String(), Revoked: "2026-01-01"}}
	for _, p := range w.proofs[:40] {
		e := w.register.Brands[p.Slug]
		delete(w.register.Brands, p.Slug)
		w.register.Brands["new-"+p.Slug], w.register.Former[p.Slug] = e, "new-"+p.Slug
	}
	for _, p := range w.proofs {
		read, err := Parse(w.register.Origin, p.Fragment())
		if err != nil || read.Statement != p.Statement {
			t.Fatalf("%v is read back as %v: %v", p.Statement, read.Statement, err)
		}
		if v := w.register.Look(read, today); v.Word != Valid || v.Brand == "" {
			t.Errorf("%v: %v", p.Statement, v)
		}
	}
	forged, _ := Sign(Statement{w.register.Origin, "donghai-x", honors[0], values.Date{Year: 2020}, values.Date{}}, w.key)
	if v := w.register.Look(forged, today); v.Word != Foreign || !strings.Contains(v.Why, "吊销") {
		t.Errorf("a revoked key signs what is in no log: %v", v)
	}
}

// TestCodesAreReadFromPictures: the codes of proofs are small enough, and a reader that is
// not ours reads from their picture what they hold.
func TestCodesAreReadFromPictures(t *testing.T) {
	w, largest := newWorld(t, 97), 0
	for i, p := range w.proofs {
		for _, site := range []string{base, "https://rsj.lianyungang.gov.cn/laowupinpai/minglu/"} {
			code := p.Code(site)
			if code == nil || code.Modules() > drawn.Largest {
				t.Fatalf("no code of %s", p.URL(site))
			}
			largest = max(largest, code.Modules())
			if site != base && i%8 > 0 {
				continue
			}
			if got := scan(t, code); got != p.URL(site) {
				t.Errorf("read %q, want %s", got, p.URL(site))
			}
		}
	}
	t.Logf("the largest code has %d modules a side", largest)
	p := w.proofs[1]
	if p.Slug = strings.Repeat("a", 300); p.Code(base) != nil {
		t.Error("a code of more than 57 modules")
	}
}

// scan reads a code from its picture. The reader first looks for a code as in a photograph.
// It misses one in some hundreds, whatever their size in dots, which it reads where it is
// told that the picture is nothing but a code.
func scan(t *testing.T, code *drawn.Code) string {
	t.Helper()
	for _, hints := range []map[gozxing.DecodeHintType]any{nil, {gozxing.DecodeHintType_PURE_BARCODE: true}} {
		const dots = 4
		data, err := code.PNG(dots)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := qrcode.NewQRCodeReader().Decode(bitmap, hints); err == nil {
			return result.GetText()
		}
	}
	return ""
}

// FuzzParse: whatever is read is written the same way.
func FuzzParse(f *testing.F) {
	f.Add("a=1")
	f.Add("#donghai=" + strings.Repeat("9", 190))
	for _, p := range newWorld(f, 4).proofs {
		f.Add(p.Fragment())
	}
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := Parse("example.org", text); err == nil && p.Fragment() != strings.TrimPrefix(text, "#") {
			t.Errorf("%q is written as %q", text, p.Fragment())
		}
	})
}
