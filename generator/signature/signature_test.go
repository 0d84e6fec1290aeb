package signature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"
)

// TestBothSuites states what holds of keys of both: they verify what they signed, the same
// way twice, and nothing else; and their text is read back.
func TestBothSuites(t *testing.T) {
	r, err := New(true)
	if err != nil {
		t.Fatal(err)
	}
	other, err := New(true)
	if err != nil {
		t.Fatal(err)
	}
	strangers := other.Publics()
	for i, key := range []Key{r.First, r.Second} {
		public, err := ParsePublic(key.Public().String())
		if err != nil || public != key.Public() || public.IsSM2() != (i == 1) {
			t.Errorf("%v is read back as %v, %v", key.Public(), public, err)
		}
		for n := range 64 {
			message := bytes.Repeat([]byte("名录"), n)
			once, err1 := key.Sign(message)
			twice, err2 := key.Sign(bytes.Clone(message))
			if errors.Join(err1, err2) != nil || !bytes.Equal(once, twice) {
				t.Fatalf("%v signs %x, then %x: %v %v", public, once, twice, err1, err2)
			}
			if !public.Verify(message, once) {
				t.Fatalf("%v does not verify its own signature of %q", public, message)
			}
			if strangers[i].Verify(message, once) || public.Verify(append(message, '!'), once) || public.Verify(message, nil) || (Public{}).Verify(message, once) {
				t.Fatalf("a signature of %q passes for another", message)
			}
			for bit := range len(once) * 8 {
				bad := bytes.Clone(once)
				if bad[bit/8] ^= 1 << (bit % 8); n < 2 && public.Verify(message, bad) {
					t.Fatalf("%v verifies a signature with bit %d turned", public, bit)
				}
			}
		}
	}
}

// TestSM2KnowsPublishedSignature holds the suite against the example of GB/T 32918.5-2017,
// annex A: it is the curve that the standard recommends, with its identity.
func TestSM2KnowsPublishedSignature(t *testing.T) {
	unhex := func(s string) []byte {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	r, err := ringOf(make([]byte, seedSize), unhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8"))
	if err != nil {
		t.Fatal(err)
	}
	public := r.Second.Public()
	if want := unhex("0309F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"); !bytes.Equal(public.Bytes(), want) {
		t.Errorf("the public key is %x, want %x", public.Bytes(), want)
	}
	rs := append([]byte{0x30, 0x46, 0x02, 0x21, 0}, unhex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3")...)
	rs = append(append(rs, 0x02, 0x21, 0), unhex("B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA")...)
	if !public.Verify([]byte("message digest"), rs) {
		t.Error("the signature of the standard is not recognized")
	}
}

func TestFilesOpenByTheirPassphraseAlone(t *testing.T) {
	{ // once: opening a file is slow, so that nobody tries many passphrases
		r, err := New(true)
		if err != nil {
			t.Fatal(err)
		}
		file, err := r.Seal("一句口令 1")
		if err != nil {
			t.Fatal(err)
		}
		seed := sha256.Sum256(r.First.(edKey).Seed())
		if bytes.Contains(file, seed[:]) || bytes.Contains(file, r.First.(edKey).Seed()) {
			t.Error("the key stands in its file")
		}
		back, err := Open(append([]byte("\n "), file...), "一句口令 1")
		if err != nil || fmt.Sprint(back.Publics()) != fmt.Sprint(r.Publics()) {
			t.Errorf("read back %v, %v", back, err)
		}
		if _, err := Open(file, "别的口令"); !errors.Is(err, ErrPassphrase) {
			t.Errorf("another passphrase: %v", err)
		}
		if _, err := Open(file[:len(file)/2], "一句口令 1"); !errors.Is(err, ErrPassphrase) {
			t.Errorf("half a file: %v", err)
		}
	}
}

func TestTheDemonstrationIsAlwaysTheSame(t *testing.T) {
	one, err1 := Demonstration()
	two, err2 := Demonstration()
	if errors.Join(err1, err2) != nil || fmt.Sprint(one.Publics()) != fmt.Sprint(two.Publics()) || !one.Demonstration || one.Second == nil {
		t.Error("demonstrations differ", err1, err2)
	}
}
