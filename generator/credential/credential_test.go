package credential

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"minglu/generator/content"
	"minglu/generator/multikey"
	"minglu/generator/signature"
	"minglu/generator/values"
)

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// vectorKey returns the key of the W3C's test vectors.
func vectorKey(t *testing.T) signature.Key {
	var pair struct{ PublicKeyMultibase, PrivateKeyMultibase string }
	if err := json.Unmarshal(file(t, "keyPair.json"), &pair); err != nil {
		t.Fatal(err)
	}
	secret, err := multikey.FromBase58(pair.PrivateKeyMultibase)
	if err != nil || len(secret) != 34 {
		t.Fatal(secret, err)
	}
	key, err := signature.OfSeed(secret[2:]) // behind the number of the kind
	if err != nil || key.Public().String() != pair.PublicKeyMultibase {
		t.Fatal(key, err)
	}
	return key
}

// TestPublishedVectors holds each step of eddsa-jcs-2022 against the vectors that the
// Recommendation has of it.
func TestPublishedVectors(t *testing.T) {
	signed, err := Parse(file(t, "signedJCS.json"))
	if err != nil {
		t.Fatal(err)
	}
	proof := signed["proof"].(Object)
	bare, options := Object{}, Object{}
	for k, v := range signed {
		if k != "proof" {
			bare[k] = v
		}
	}
	for k, v := range proof {
		if k != "proofValue" {
			options[k] = v
		}
	}
	for name, of := range map[string]Object{"canonDocJCS.txt": bare, "proofCanonJCS.txt": options} {
		if text, err := canonical(of); err != nil || string(text) != strings.TrimSpace(string(file(t, name))) {
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
	hash, err := hashOf(bare, options)
	if err != nil || hex.EncodeToString(hash) != strings.TrimSpace(string(file(t, "combinedHashJCS.txt"))) {
		t.Errorf("hash %x, %v", hash, err)
	}
	key := vectorKey(t)
	sig, err := key.Sign(hash)
	if err != nil || hex.EncodeToString(sig) != strings.TrimSpace(string(file(t, "sigHexJCS.txt"))) || multikey.Base58(sig) != proof["proofValue"] {
		t.Errorf("signature %x, %v", sig, err)
	}
	known := func(method string) (signature.Public, bool) {
		return key.Public(), method == proof["verificationMethod"]
	}
	if _, err := Check(signed, known); err != nil {
		t.Errorf("the signed vector does not pass: %v", err)
	}
	signed["name"] = "Other"
	if _, err := Check(signed, known); !errors.Is(err, ErrSignature) {
		t.Errorf("an altered vector: %v", err)
	}
}

const base = "https://minglu.example.org/sub/"

func recognition() Recognition {
	return Recognition{Base: base, Publisher: "示例编辑部", Slug: "donghai-shuijing", Name: "东海水晶雕刻工匠", Honor: "连云港市市级劳务品牌", Level: "市级",
		Document: "示例〔2024〕1号", From: values.Date{Year: 2024, Month: 12}, Until: values.Date{Year: 2027, Month: 12, Day: 5}, Index: 7}
}

// TestEveryValueIsSigned: no value and no key of a credential can be changed, taken out or
// added without the signature failing.
func TestEveryValueIsSigned(t *testing.T) {
	key := vectorKey(t)
	data, err := New(recognition(), key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := New(recognition(), key)
	if err != nil || string(again) != string(data) {
		t.Error("two of the same differ", err)
	}
	known := func(string) (signature.Public, bool) { return key.Public(), true }
	whole, err := Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Check(whole, known); err != nil {
		t.Fatalf("%v: %s", err, data)
	}
	if whole["validFrom"] != "2024-12-01T00:00:00+08:00" || whole["validUntil"] != "2027-12-05T23:59:59+08:00" {
		t.Errorf("valid from %v until %v", whole["validFrom"], whole["validUntil"])
	}
	changes := 0
	var change func(at any, then func(string))
	change = func(at any, then func(string)) {
		switch at := at.(type) {
		case Object:
			for k, v := range at {
				delete(at, k)
				then("without " + k)
				at[k+"x"] = v
				then("renamed " + k)
				delete(at, k+"x")
				if s, is := v.(string); is {
					at[k] = s + "1"
					then("changed " + k)
				}
				at[k] = v
				change(v, then)
			}
		case []any:
			for i, v := range at {
				at[i] = "other"
				then("item")
				at[i] = v
			}
		}
	}
	change(whole, func(what string) {
		if changes++; what == "without @context" || what == "renamed @context" {
			return // those of the proof; of the document they are caught too, by the next line in most cases
		}
		if _, err := Check(whole, known); err == nil {
			t.Errorf("%s passes", what)
		}
	})
	if changes < 50 {
		t.Errorf("only %d changes", changes)
	}
}

func TestStatusListTellsEachPlace(t *testing.T) {
	key := vectorKey(t)
	for _, size := range []int{1, 100, leastBits + 9} {
		ended := []int{0, size / 2, size - 1}
		data, err := StatusList(base, size, ended, values.Date{Year: 2026, Month: 6, Day: 30}, key)
		if err != nil {
			t.Fatal(err)
		}
		list, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Check(list, func(string) (signature.Public, bool) { return key.Public(), true }); err != nil {
			t.Error(err)
		}
		for i := range size {
			was, err := Revoked(list, i)
			if want := i == 0 || i == size/2 || i == size-1; was != want || err != nil {
				t.Fatalf("place %d of %d: %v %v", i, size, was, err)
			}
		}
		if _, err := Revoked(list, -1); err == nil {
			t.Error("there is a place -1")
		}
	}
}

func TestKeysStayInTheDocument(t *testing.T) {
	one, two := vectorKey(t).Public(), signature.Public{}
	if r, err := signature.New(true); err == nil {
		two = r.Second.Public()
	}
	doc, err := Document(base, []content.SigningKey{{Public: one.String(), Until: values.Date{Year: 2025, Month: 12, Day: 31}}, {Public: two.String(), Revoked: values.Date{Year: 2026, Month: 1, Day: 2}}})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := Keys(doc)
	if err != nil || len(keys) != 2 || keys["did:web:minglu.example.org:sub#"+one.String()] != one || keys["did:web:minglu.example.org:sub#"+two.String()] != two {
		t.Errorf("%v %v", keys, err)
	}
	for _, part := range []string{`"expires": "2025-12-31T23:59:59+08:00"`, `"revoked": "2026-01-02T00:00:00+08:00"`} {
		if !strings.Contains(string(doc), part) {
			t.Errorf("no %s in %s", part, doc)
		}
	}
	for site, did := range map[string]string{base: "did:web:minglu.example.org:sub", "https://example.org/": "did:web:example.org", "https://example.org:8443/a/b/": "did:web:example.org%3A8443:a:b"} {
		if DID(site) != did || Site(did) != site {
			t.Errorf("%s is %s, back %s", site, DID(site), Site(did))
		}
	}
	if DIDPath("https://example.org/") != ".well-known/did.json" || DIDPath(base) != "did.json" {
		t.Error("the document lies elsewhere")
	}
}
