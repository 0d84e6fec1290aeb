// Package credential writes recognitions as W3C Verifiable Credentials 2.0, which the
// wallets and programs of others read, and checks them.
//
// A credential is signed by Data Integrity, suite eddsa-jcs-2022. Its issuer is did:web of
// the site's address; DID is the document by which that names its keys, those of former
// days among them. Whether it still stands is told by a Bitstring Status List, in which a
// credential has the place of its act in the log.
//
//	https://www.w3.org/TR/vc-data-model-2.0/
//	https://www.w3.org/TR/vc-di-eddsa/
//	https://www.w3.org/TR/vc-bitstring-status-list/
package credential

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"

	"minglu/generator/content"
	"minglu/generator/multikey"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// MaxSize is more than a credential has, a list of a million among them, in bytes.
const MaxSize = 4 << 20

// StatusPath is the address of the status list, below the site's root.
const StatusPath = "log/status.json"

// DIDPath returns the address of the document by which a did:web names its keys.
func DIDPath(base string) string {
	if u, err := url.Parse(base); err == nil && strings.Trim(u.Path, "/") != "" {
		return "did.json"
	}
	return ".well-known/did.json"
}

// DID returns the did:web of a site by its address.
// https://w3c-ccg.github.io/did-method-web/
func DID(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	did := "did:web:" + strings.ReplaceAll(u.Host, ":", "%3A")
	for part := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		if part != "" {
			did += ":" + part
		}
	}
	return did
}

// Site returns the address of the site of a did:web, "" where it is none.
func Site(did string) string {
	rest, found := strings.CutPrefix(did, "did:web:")
	if !found || rest == "" {
		return ""
	}
	parts := strings.Split(rest, ":")
	host, err := url.PathUnescape(parts[0])
	if err != nil {
		return ""
	}
	return "https://" + strings.Join(append([]string{host}, parts[1:]...), "/") + "/"
}

// method returns how a site's key is named.
func method(base string, key signature.Public) string { return DID(base) + "#" + key.String() }

// An Object is one of JSON.
type Object = map[string]any

// Document returns the DID document of a site with these keys. Keys that were replaced or
// revoked stay in it, with their days.
func Document(base string, keys []content.SigningKey) ([]byte, error) {
	did, methods, names := DID(base), []any{}, []any{}
	for _, k := range keys {
		m := Object{"id": did + "#" + k.Public, "type": "Multikey", "controller": did, "publicKeyMultibase": k.Public}
		if !k.Until.IsZero() {
			m["expires"] = lastMoment(k.Until)
		}
		if !k.Revoked.IsZero() {
			m["revoked"] = firstMoment(k.Revoked)
		}
		methods, names = append(methods, m), append(names, did+"#"+k.Public)
	}
	return format(Object{
		"@context": []any{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"},
		"id":       did, "verificationMethod": methods, "assertionMethod": names,
	})
}

// Days begin and end in China.
func firstMoment(d values.Date) string { return d.First().String() + "T00:00:00+08:00" }
func lastMoment(d values.Date) string  { return d.Last().String() + "T23:59:59+08:00" }

// A Recognition is what a credential says.
type Recognition struct {
	Base, Publisher   string // of the site
	Slug, Name        string // of the brand
	Honor, Level      string
	Authority         string // "": not stated
	Document          string // its number; "": not stated
	From, Until, Date values.Date
	Index             int // of the act in the log
}

// New returns the credential of a recognition, signed.
func New(r Recognition, key signature.Key) ([]byte, error) {
	page := r.Base + "brands/" + r.Slug + ".html"
	honor := Object{"name": r.Honor, "level": r.Level}
	for name, value := range map[string]string{"authority": r.Authority, "document": r.Document, "date": r.From.String(), "validThrough": r.Until.String()} {
		if value != "" {
			honor[name] = value
		}
	}
	index := strconv.Itoa(r.Index)
	doc := Object{
		"@context":          []any{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"},
		"id":                page + "#act-" + index,
		"type":              []any{"VerifiableCredential", "LabourBrandRecognition"},
		"name":              r.Name + "：" + r.Honor,
		"issuer":            Object{"id": DID(r.Base), "name": r.Publisher},
		"credentialSubject": Object{"id": page, "type": "LabourBrand", "slug": r.Slug, "name": r.Name, "recognition": honor},
		"credentialStatus": Object{
			"id": r.Base + StatusPath + "#" + index, "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
			"statusListIndex": index, "statusListCredential": r.Base + StatusPath,
		},
	}
	if !r.From.IsZero() {
		doc["validFrom"] = firstMoment(r.From)
	}
	if !r.Until.IsZero() {
		doc["validUntil"] = lastMoment(r.Until)
	}
	return Sign(doc, method(r.Base, key.Public()), key)
}

// leastBits is the length of a status list that hides who asks for which place.
const leastBits = 131072

// StatusList returns the credential that says of so many places of the log which of them
// stand no more.
func StatusList(base string, size int, ended []int, date values.Date, key signature.Key) ([]byte, error) {
	bits := make([]byte, (max(size, leastBits)+7)/8)
	for _, i := range ended {
		bits[i/8] |= 0x80 >> (i % 8)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(bits); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return Sign(Object{
		"@context":  []any{"https://www.w3.org/ns/credentials/v2"},
		"id":        base + StatusPath,
		"type":      []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer":    DID(base),
		"validFrom": firstMoment(date),
		"credentialSubject": Object{"id": base + StatusPath + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation",
			"encodedList": "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes())},
	}, method(base, key.Public()), key)
}

// Revoked reports what a status list says of a place.
func Revoked(list Object, index int) (bool, error) {
	subject, _ := list["credentialSubject"].(Object)
	encoded, _ := subject["encodedList"].(string)
	raw, found := strings.CutPrefix(encoded, "u")
	data, err := base64.RawURLEncoding.DecodeString(raw)
	if !found || err != nil {
		return false, errors.New("状态清单读不出来")
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return false, errors.New("状态清单读不出来")
	}
	bits, err := io.ReadAll(io.LimitReader(r, MaxSize))
	if err != nil || index < 0 || index/8 >= len(bits) {
		return false, errors.New("状态清单里没有这一项")
	}
	return bits[index/8]&(0x80>>(index%8)) != 0, nil
}

const suite = "eddsa-jcs-2022"

// Sign adds the proof of a key that is named so. The same document and key give the same
// bytes: the proof bears no time.
func Sign(doc Object, named string, key signature.Key) ([]byte, error) {
	proof := Object{"type": "DataIntegrityProof", "cryptosuite": suite, "verificationMethod": named, "proofPurpose": "assertionMethod"}
	if context, has := doc["@context"]; has {
		proof["@context"] = context
	}
	hash, err := hashOf(doc, proof)
	if err != nil {
		return nil, err
	}
	sig, err := key.Sign(hash)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = multikey.Base58(sig)
	signed := Object{"proof": proof}
	for k, v := range doc {
		signed[k] = v
	}
	return format(signed)
}

// hashOf returns what is signed: the hash of the proof's options, then that of the document.
func hashOf(doc, options Object) ([]byte, error) {
	var all []byte
	for _, part := range []Object{options, doc} {
		text, err := canonical(part)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(text)
		all = append(all, sum[:]...)
	}
	return all, nil
}

func canonical(o Object) ([]byte, error) {
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(text)
}

// format writes JSON as people read it.
func format(o Object) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(o)
	return b.Bytes(), err
}

// Mistakes of a credential.
var (
	ErrForm      = errors.New("不是可验证凭证，或者读不出来")
	ErrSignature = errors.New("签名对不上：内容被改过，或者不是这把密钥签的")
	ErrKey       = errors.New("签名用的密钥不是签发者的")
)

// Parse reads a credential without checking it.
func Parse(data []byte) (Object, error) {
	var doc Object
	if len(data) > MaxSize || json.Unmarshal(data, &doc) != nil || doc == nil {
		return nil, ErrForm
	}
	return doc, nil
}

// Check reports whether a credential bears the signature of a key that known returns for the
// name of a key; it returns that key.
func Check(doc Object, known func(method string) (signature.Public, bool)) (signature.Public, error) {
	proof, is := doc["proof"].(Object)
	if !is || proof["type"] != "DataIntegrityProof" || proof["cryptosuite"] != suite || proof["proofPurpose"] != "assertionMethod" {
		return signature.Public{}, ErrForm
	}
	value, _ := proof["proofValue"].(string)
	sig, err := multikey.FromBase58(value)
	if err != nil {
		return signature.Public{}, ErrForm
	}
	named, _ := proof["verificationMethod"].(string)
	key, found := known(named)
	if !found {
		return key, ErrKey
	}
	options, bare := Object{}, Object{}
	for k, v := range proof {
		if k != "proofValue" {
			options[k] = v
		}
	}
	for k, v := range doc {
		if k != "proof" {
			bare[k] = v
		}
	}
	if context, has := options["@context"]; has && !beginsWith(doc["@context"], context) {
		return key, ErrSignature
	}
	hash, err := hashOf(bare, options)
	if err != nil {
		return key, ErrForm
	}
	if !key.Verify(hash, sig) {
		return key, ErrSignature
	}
	return key, nil
}

// beginsWith reports whether a document's contexts begin with those of its proof.
func beginsWith(of, with any) bool {
	list := func(v any) []any {
		if all, is := v.([]any); is {
			return all
		}
		return []any{v}
	}
	all, first := list(of), list(with)
	return len(all) >= len(first) && slices.EqualFunc(all[:len(first)], first, func(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) })
}

// Keys returns the keys that a site's DID document names, by their names.
func Keys(document []byte) (map[string]signature.Public, error) {
	var d struct {
		ID                 string `json:"id"`
		VerificationMethod []struct {
			ID, Type, Controller, PublicKeyMultibase string
		} `json:"verificationMethod"`
	}
	if json.Unmarshal(document, &d) != nil {
		return nil, ErrForm
	}
	keys := map[string]signature.Public{}
	for _, m := range d.VerificationMethod {
		if k, err := signature.ParsePublic(m.PublicKeyMultibase); err == nil && m.Controller == d.ID {
			keys[m.ID] = k
		}
	}
	return keys, nil
}
