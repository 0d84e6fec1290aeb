package signature

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// MaxFile is more than a key file has, in bytes.
const MaxFile = 16 << 10

// ErrPassphrase says that a key file does not open by a passphrase.
var ErrPassphrase = errors.New("密钥文件打不开：口令不对，或者文件已经损坏")

// head begins what a key file holds.
const head = "minglu-key-1"

// Seal returns the file in which r is kept: text that age, too, opens by the passphrase.
func (r *Ring) Seal(passphrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	lines := []string{head, base64.StdEncoding.EncodeToString(r.First.(edKey).Seed())}
	if second, is := r.Second.(sm2Key); is {
		lines = append(lines, base64.StdEncoding.EncodeToString(second.D.FillBytes(make([]byte, seedSize))))
	}
	var file bytes.Buffer
	text := armor.NewWriter(&file)
	w, err := age.Encrypt(text, recipient)
	if err == nil {
		_, err = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	}
	if err == nil {
		err = errors.Join(w.Close(), text.Close())
	}
	return file.Bytes(), err
}

// Open reads what Seal wrote.
func Open(file []byte, passphrase string) (*Ring, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrPassphrase
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(bytes.TrimSpace(file))), identity)
	if err != nil {
		return nil, ErrPassphrase
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxFile))
	if err != nil {
		return nil, ErrPassphrase
	}
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if lines[0] != head || len(lines) < 2 || len(lines) > 3 {
		return nil, fmt.Errorf("这不是名录的密钥文件")
	}
	var seeds [2][]byte
	for i, line := range lines[1:] {
		if seeds[i], err = base64.StdEncoding.DecodeString(line); err != nil {
			return nil, errSeed
		}
	}
	return ringOf(seeds[0], seeds[1])
}
