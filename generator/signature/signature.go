// Package signature signs, and tells whose signature something bears.
//
// Signing is one interface with two suites: Ed25519, which browsers and the formats of the
// W3C know, and SM2 with SM3 (GB/T 38541-2020, GB/T 32918.2), which public bodies in China
// may have to use. A Ring holds the keys of one publisher: the first is Ed25519 and signs
// everything; the second, where there is one, is SM2 and signs the same bytes again, apart.
// The same key and bytes give the same signature in both, so that a site is built alike
// twice.
//
// A ring is kept in a file that age encrypts by a passphrase (file.go). The demonstration
// has a ring that anybody can make, for which nothing is to be believed: see Demonstration.
package signature

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"math/big"
	"slices"

	"github.com/emmansun/gmsm/sm2"

	"minglu/generator/multikey"
)

// A Key signs.
type Key interface {
	Public() Public
	Sign(message []byte) ([]byte, error)
}

// A Public is a public key. The zero Public verifies nothing.
type Public struct {
	kind multikey.Kind
	key  string // its bytes: a Public can be compared
}

// ParsePublic reads what String wrote.
func ParsePublic(text string) (Public, error) {
	kind, key, err := multikey.Parse(text)
	return Public{kind, string(key)}, err
}

// String returns the key as a W3C Multikey: z6Mk… of Ed25519.
func (p Public) String() string { return multikey.Format(p.kind, []byte(p.key)) }

// Bytes returns the key: of Ed25519 32 bytes, of SM2 the compressed point.
func (p Public) Bytes() []byte { return []byte(p.key) }

// IsSM2 reports whether the key is of the second suite.
func (p Public) IsSM2() bool { return p.kind == multikey.SM2 }

// Verify reports whether the signature of the message is this key's.
func (p Public) Verify(message, signature []byte) bool {
	switch p.kind {
	case multikey.Ed25519:
		return len(p.key) == ed25519.PublicKeySize && ed25519.Verify(ed25519.PublicKey(p.key), message, signature)
	case multikey.SM2:
		key, err := sm2.NewPublicKey(uncompressed(p.key))
		return err == nil && sm2.VerifyASN1WithSM2(key, nil, message, signature)
	}
	return false
}

// uncompressed returns the point of a compressed key, nil where it lies on no curve: SM2's is
// y² = x³ - 3x + b, as that of the NIST is.
func uncompressed(key string) []byte {
	curve := sm2.P256().Params()
	if len(key) != 33 || key[0] != 2 && key[0] != 3 {
		return nil
	}
	x := new(big.Int).SetBytes([]byte(key[1:]))
	if x.Cmp(curve.P) >= 0 {
		return nil
	}
	square := new(big.Int).Exp(x, big.NewInt(3), curve.P)
	square.Sub(square, new(big.Int).Mul(x, big.NewInt(3)))
	square.Add(square, curve.B)
	y := new(big.Int).ModSqrt(square.Mod(square, curve.P), curve.P)
	if y == nil {
		return nil
	}
	if byte(y.Bit(0)) != key[0]&1 {
		y.Sub(curve.P, y)
	}
	return slices.Concat([]byte{4}, x.FillBytes(make([]byte, 32)), y.FillBytes(make([]byte, 32)))
}

type edKey struct{ ed25519.PrivateKey }

func (k edKey) Public() Public {
	return Public{multikey.Ed25519, string(k.PrivateKey.Public().(ed25519.PublicKey))}
}

func (k edKey) Sign(message []byte) ([]byte, error) { return ed25519.Sign(k.PrivateKey, message), nil }

type sm2Key struct{ *sm2.PrivateKey }

func (k sm2Key) Public() Public {
	point := k.X.FillBytes(make([]byte, 32))
	return Public{multikey.SM2, string(append([]byte{2 | byte(k.Y.Bit(0))}, point...))}
}

func (k sm2Key) Sign(message []byte) ([]byte, error) {
	return k.SignWithSM2(&nonce{key: k.D.FillBytes(make([]byte, 32)), message: message}, nil, message)
}

// A nonce is the random numbers of one signature of SM2: as RFC 6979 has it of others, they
// follow from the key and the message, and nobody without the key can tell them. Where a
// single byte is asked for, the library only wants nobody to rely on which numbers it takes.
type nonce struct {
	key, message []byte
	round        uint32
	left         []byte
}

func (n *nonce) Read(p []byte) (int, error) {
	if len(p) == 1 {
		p[0] = 0
		return 1, nil
	}
	for len(n.left) < len(p) {
		mac := hmac.New(sha256.New, n.key)
		_ = binary.Write(mac, binary.BigEndian, n.round)
		mac.Write(n.message)
		n.left = mac.Sum(n.left)
		n.round++
	}
	copied := copy(p, n.left)
	n.left = n.left[copied:]
	return copied, nil
}

// A Ring is the keys of one publisher.
type Ring struct {
	First         Key // Ed25519
	Second        Key // SM2; nil: none
	Demonstration bool
}

// OfSeed returns the key of Ed25519 that 32 bytes make.
func OfSeed(seed []byte) (Key, error) {
	r, err := ringOf(seed, nil)
	if err != nil {
		return nil, err
	}
	return r.First, nil
}

// seedSize is the bytes that a key of either suite is made of.
const seedSize = 32

// New makes new keys, the second where withSM2 asks for it.
func New(withSM2 bool) (*Ring, error) {
	var first, second [seedSize]byte
	if _, err := rand.Read(first[:]); err != nil {
		return nil, err
	}
	if !withSM2 {
		return ringOf(first[:], nil)
	}
	for {
		if _, err := rand.Read(second[:]); err != nil {
			return nil, err
		}
		if r, err := ringOf(first[:], second[:]); err == nil { // one in 2³² numbers is no key
			return r, nil
		}
	}
}

// demonstration is what the keys of the demonstration are made of. Everybody may know it.
const demonstration = "名录（minglu）示例网站的签名密钥，人人可知，不证明任何事"

// Demonstration returns the keys by which a demonstration is signed, so that it shows
// everything that a signed site shows. Anybody can sign with them: whoever uses them must
// refuse every site that is no demonstration.
func Demonstration() (*Ring, error) {
	first, second := sha256.Sum256([]byte(demonstration+" Ed25519")), sha256.Sum256([]byte(demonstration+" SM2"))
	r, err := ringOf(first[:], second[:])
	if err != nil {
		return nil, err
	}
	r.Demonstration = true
	return r, nil
}

var errSeed = errors.New("密钥文件的内容不完整")

// ringOf makes keys of seeds, the second of none where that is empty.
func ringOf(first, second []byte) (*Ring, error) {
	if len(first) != seedSize {
		return nil, errSeed
	}
	r := &Ring{First: edKey{ed25519.NewKeyFromSeed(first)}}
	if len(second) > 0 {
		key, err := sm2.NewPrivateKey(second)
		if err != nil {
			return nil, errSeed
		}
		r.Second = sm2Key{key}
	}
	return r, nil
}

// Publics returns the public keys, the first first.
func (r *Ring) Publics() []Public {
	all := []Public{r.First.Public()}
	if r.Second != nil {
		all = append(all, r.Second.Public())
	}
	return all
}
