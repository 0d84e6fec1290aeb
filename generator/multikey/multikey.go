// Package multikey is the text of public keys and signatures in the form that the W3C calls
// Multikey: a letter z, then in base58 the number of the kind of key and its bytes.
// https://www.w3.org/TR/cid-1.0/#Multikey
package multikey

import (
	"bytes"
	"errors"
	"math/big"
	"strings"
)

// A Kind is the kind of a public key, by its number in the table of multicodec.
type Kind string

// The kinds of keys that sign here.
const (
	Ed25519 Kind = "\xed\x01"
	SM2     Kind = "\x86\x24" // the point compressed
)

// sizes are the bytes of a key of each kind.
var sizes = map[Kind]int{Ed25519: 32, SM2: 33}

// ErrForm says that a text is no public key.
var ErrForm = errors.New("不是公钥：公钥以 z 开头，由 keys new 给出，请原样复制")

// Format returns the text of a public key.
func Format(kind Kind, key []byte) string { return Base58(append([]byte(kind), key...)) }

// Parse reads what Format wrote.
func Parse(text string) (Kind, []byte, error) {
	data, err := FromBase58(text)
	if err != nil {
		return "", nil, ErrForm
	}
	for kind, size := range sizes {
		if len(data) == len(kind)+size && strings.HasPrefix(string(data), string(kind)) {
			return kind, data[len(kind):], nil
		}
	}
	return "", nil, ErrForm
}

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// longest is more than what is written here takes, in letters.
const longest = 128

// Base58 returns z and data in base58.
func Base58(data []byte) string {
	n, radix, digit := new(big.Int).SetBytes(data), big.NewInt(58), new(big.Int)
	var out []byte
	for n.Sign() > 0 {
		n.DivMod(n, radix, digit)
		out = append(out, alphabet[digit.Int64()])
	}
	for _, b := range data {
		if b != 0 {
			break
		}
		out = append(out, alphabet[0])
	}
	out = append(out, 'z')
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// FromBase58 reads what Base58 wrote.
func FromBase58(text string) ([]byte, error) {
	rest, found := strings.CutPrefix(text, "z")
	if !found || len(rest) > longest {
		return nil, ErrForm
	}
	n, radix := new(big.Int), big.NewInt(58)
	for i := range len(rest) {
		digit := strings.IndexByte(alphabet, rest[i])
		if digit < 0 {
			return nil, ErrForm
		}
		n.Add(n.Mul(n, radix), big.NewInt(int64(digit)))
	}
	zeros := len(rest) - len(strings.TrimLeft(rest, alphabet[:1]))
	return append(bytes.Repeat([]byte{0}, zeros), n.Bytes()...), nil
}
