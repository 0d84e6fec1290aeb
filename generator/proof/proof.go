// Package proof is what a signed site can be held to: the proof of one recognition, short
// enough for a QR code, the log of all acts, the credentials, and the register by which a
// proof is looked up (register.go).
//
// A Proof is a statement, that this directory recorded that this brand was given this honour
// on this day, and a signature. It fits into an address,
//
//	https://minglu.example.org/verify.html#donghai-shuijing=1234…
//
// in which the brand's slug stands before the sign =, and behind it one decimal number, since
// digits take the least room in a code: its bytes are a version, the days, the signature and
// the honour's name. The address of the site is part of what is signed, so that a proof of
// one site is none of another.
//
// A Book is all of these of one site (book.go). Without keys there is none, and nothing says
// that there could be.
package proof

import (
	"encoding/binary"
	"errors"
	"math/big"
	"strings"
	"unicode/utf16"

	"minglu/generator/edition"
	"minglu/generator/qrcode"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// A Statement is what a proof says.
type Statement struct {
	Origin string // of the site: its address without the scheme and the last slash
	Slug   string
	Honor  string
	Date   values.Date // of the act, as far as it is known
	Until  values.Date // the last day; zero: none
}

// message is what is signed: lines, of which none can hold a line break.
func (s Statement) message() []byte {
	return []byte(strings.Join([]string{"minglu-proof-1", s.Origin, s.Slug, s.Honor, s.Date.String(), s.Until.String(), ""}, "\n"))
}

// A Proof is a statement with its signature.
type Proof struct {
	Statement
	Signature []byte
}

// Sign signs a statement.
func Sign(s Statement, key signature.Key) (Proof, error) {
	sig, err := key.Sign(s.message())
	return Proof{s, sig}, err
}

// SignedBy reports whether the proof bears the key's signature.
func (p Proof) SignedBy(key signature.Public) bool { return key.Verify(p.message(), p.Signature) }

// version begins the bytes of a proof. It is not 0, so that the number has no zeros before it.
const version = 1

const (
	dayBytes = 3
	sigBytes = 64
	fixed    = 1 + 2*dayBytes + sigBytes
	longest  = 500 // digits that are read, more than any code holds
)

// digits returns all but the slug as a decimal number.
func (p Proof) digits() string {
	b := []byte{version}
	for _, d := range []values.Date{p.Date, p.Until} {
		packed := binary.BigEndian.AppendUint32(nil, uint32(d.Year<<9|d.Month<<5|d.Day))
		b = append(b, packed[1:]...)
	}
	b = append(b, p.Signature...)
	for _, unit := range utf16.Encode([]rune(p.Honor)) { // two bytes a character, of which UTF-8 takes three
		b = binary.BigEndian.AppendUint16(b, unit)
	}
	return new(big.Int).SetBytes(b).String()
}

// Fragment returns what stands behind # in the proof's address.
func (p Proof) Fragment() string { return p.Slug + "=" + p.digits() }

// URL returns the proof's address on the site of the base.
func (p Proof) URL(base string) string { return base + edition.VerifyPath + "#" + p.Fragment() }

// Code returns the proof's address as a QR code, nil where no small enough one holds it.
func (p Proof) Code(base string) *qrcode.Code {
	return qrcode.Dense(base+edition.VerifyPath+"#"+p.Slug+"=", p.digits())
}

// ErrForm says that a text is no proof.
var ErrForm = errors.New("不是名录的证明，或者没有读全")

// Parse reads the part of an address behind # as a proof of the site of an origin.
func Parse(origin, fragment string) (Proof, error) {
	slug, number, found := strings.Cut(strings.TrimPrefix(fragment, "#"), "=")
	if !found || slug == "" || len(number) > longest || strings.Trim(number, "0123456789") != "" {
		return Proof{}, ErrForm
	}
	n, ok := new(big.Int).SetString(number, 10)
	if !ok {
		return Proof{}, ErrForm
	}
	b := n.Bytes()
	if len(b) < fixed || b[0] != version || (len(b)-fixed)%2 != 0 {
		return Proof{}, ErrForm
	}
	day := func(at int) values.Date {
		packed := int(b[at])<<16 | int(b[at+1])<<8 | int(b[at+2])
		return values.Date{Year: packed >> 9, Month: packed >> 5 & 15, Day: packed & 31}
	}
	var units []uint16
	for at := fixed; at < len(b); at += 2 {
		units = append(units, binary.BigEndian.Uint16(b[at:]))
	}
	p := Proof{Statement{origin, slug, string(utf16.Decode(units)), day(1), day(1 + dayBytes)}, b[1+2*dayBytes : fixed]}
	if strings.ContainsAny(p.Slug+p.Honor, "\n\r") || p.digits() != number {
		return Proof{}, ErrForm
	}
	return p, nil
}

// Origin returns the origin of a site by its address.
func Origin(base string) string {
	_, rest, _ := strings.Cut(base, "://")
	return strings.TrimSuffix(rest, "/")
}
