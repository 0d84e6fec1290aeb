package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/actlog"
	"minglu/generator/credential"
	"minglu/generator/edition"
	"minglu/generator/signature"
	"minglu/generator/values"
)

// ErrUnsigned says that a site has no proofs.
var ErrUnsigned = errors.New("网站没有签名")

// A Published is a signed site that was published, of which the register, the log and the
// list of files are what its keys signed.
type Published struct {
	Register Register
	Keys     []signature.Public

	methods map[string]signature.Public
	log     *actlog.Log
	sums    map[string]string // by path, in hexadecimal
	read    func(path string) ([]byte, error)
}

// Open reads a published site by its files. Its keys are those that its DID document names,
// of which trusted, where there are any, must have signed. The error is ErrUnsigned where
// there is nothing signed, and says else what is not as it was signed.
func Open(read func(path string) ([]byte, error), trusted []signature.Public) (*Published, error) {
	p := &Published{read: read, methods: map[string]signature.Public{}, sums: map[string]string{}}
	data, err := read(RegisterPath)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrUnsigned
	} else if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, &p.Register); err != nil {
		return nil, fmt.Errorf("%s 读不出来", RegisterPath)
	}
	base := p.Register.Base
	if p.Register.Origin != Origin(base) {
		return nil, fmt.Errorf("%s 写的网站地址前后不一", RegisterPath)
	}
	document, err := read(credential.DIDPath(base))
	if err != nil {
		return nil, fmt.Errorf("缺少 %s：%w", credential.DIDPath(base), err)
	}
	if p.methods, err = credential.Keys(document); err != nil {
		return nil, fmt.Errorf("%s 读不出来", credential.DIDPath(base))
	}
	for name, k := range p.methods {
		if len(trusted) > 0 && !slices.Contains(trusted, k) {
			delete(p.methods, name)
			continue
		}
		p.Keys = append(p.Keys, k)
	}
	slices.SortFunc(p.Keys, func(a, b signature.Public) int { return strings.Compare(a.String(), b.String()) })
	p.Register.Keys = slices.DeleteFunc(p.Register.Keys, func(k RegisterKey) bool {
		return !slices.ContainsFunc(p.Keys, func(known signature.Public) bool { return known.String() == k.Public })
	})
	if err := p.readManifest(); err != nil {
		return nil, err
	}
	for path, data := range map[string][]byte{RegisterPath: data, credential.DIDPath(base): document} {
		if !p.isListed(path, data) {
			return nil, fmt.Errorf("%s 与签名的清单不符", path)
		}
	}
	p.log, err = actlog.Read(logOrigin(base), p.Keys, read)
	return p, err
}

// readManifest reads the signed list of files.
func (p *Published) readManifest() error {
	signed, err := p.read(ManifestPath)
	if err != nil {
		return fmt.Errorf("缺少 %s：%w", ManifestPath, err)
	}
	origin := p.Register.Origin + "/files"
	text, err := actlog.OpenNote(origin, signed, p.Keys)
	if err != nil {
		return fmt.Errorf("%s 的签名对不上", ManifestPath)
	}
	list, err := p.read(FilesPath)
	if err != nil {
		return fmt.Errorf("缺少 %s：%w", FilesPath, err)
	}
	if text != manifestText(origin, bytes.Count(list, []byte("\n")), list) {
		return fmt.Errorf("%s 与签名的清单不符", FilesPath)
	}
	for line := range strings.Lines(string(list)) {
		sum, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		p.sums[path] = sum
	}
	return nil
}

func (p *Published) isListed(path string, data []byte) bool {
	sum := sha256.Sum256(data)
	return p.sums[path] == hex.EncodeToString(sum[:])
}

// Acts returns how many acts the log has.
func (p *Published) Acts() int { return p.log.Size() }

// Files returns how many files the list names.
func (p *Published) Files() int { return len(p.sums) }

// Faults holds everything against what was signed: each file, the tiles of the log, each
// credential, the second suite's signatures. It returns what is wrong, sorted.
func (p *Published) Faults(ctx context.Context) ([]string, error) {
	var faults []string
	say := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, path := range sortedKeys(p.sums) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := p.read(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			say("%s 不见了", path)
			continue
		case err != nil:
			return nil, err
		case !p.isListed(path, data):
			say("%s 与签名的清单不符", path)
		}
		if strings.HasSuffix(path, ".vc.json") || path == credential.StatusPath {
			if _, _, err := p.credential(data); err != nil {
				say("%s：%v", path, err)
			}
		}
		if signed, second := strings.CutSuffix(path, actlog.Detached); second && strings.HasSuffix(signed, ".vc.json") {
			if of, err := p.read(signed); err == nil && !actlog.IsDetached(of, data, p.Keys) {
				say("%s 不是 %s 的签名", path, signed)
			}
		}
	}
	for _, path := range []string{actlog.Checkpoint, ManifestPath} {
		faults = append(faults, p.secondFaults(path)...)
	}
	err := p.log.Tiles(func(path string, data []byte) error {
		if published, err := p.read(path); err != nil || !bytes.Equal(published, data) {
			say("%s 与日志不符", path)
		}
		return nil
	})
	slices.Sort(faults)
	return slices.Compact(faults), err
}

// secondFaults holds the second suite's signature of a note against the same text.
func (p *Published) secondFaults(path string) []string {
	sig, err := p.read(path + actlog.Detached)
	if err != nil {
		return nil // whether it should be there, the list of files says
	}
	signed, err := p.read(path)
	text, _, _ := strings.Cut(string(signed), "\n\n")
	if err != nil || !actlog.IsDetached([]byte(text+"\n"), sig, p.Keys) {
		return []string{path + actlog.Detached + " 不是 " + path + " 的签名"}
	}
	return nil
}

// credential checks the signature of a credential of this site.
func (p *Published) credential(data []byte) (credential.Object, signature.Public, error) {
	doc, err := credential.Parse(data)
	if err != nil {
		return nil, signature.Public{}, err
	}
	issuer, _ := doc["issuer"].(string)
	if o, is := doc["issuer"].(credential.Object); is {
		issuer, _ = o["id"].(string)
	}
	if issuer != credential.DID(p.Register.Base) {
		return nil, signature.Public{}, fmt.Errorf("签发者是“%s”，不是这个网站", issuer)
	}
	key, err := credential.Check(doc, func(method string) (signature.Public, bool) { k, found := p.methods[method]; return k, found })
	return doc, key, err
}

// LookProof says what a proof is worth on a day.
func (p *Published) LookProof(fragment string, today values.Date) (Proof, Verdict) {
	proof, err := Parse(p.Register.Origin, fragment)
	if err != nil {
		return proof, Verdict{Word: Foreign, Why: err.Error() + "。"}
	}
	return proof, p.Register.Look(proof, today)
}

// LookCredential says what a credential is worth on a day. Its act must be in the log, at
// the place of which the status list is asked.
func (p *Published) LookCredential(data []byte, today values.Date) (Statement, Verdict) {
	foreign := func(why string) (Statement, Verdict) { return Statement{}, Verdict{Word: Foreign, Why: why + "。"} }
	doc, key, err := p.credential(data)
	if err != nil {
		return foreign(err.Error())
	}
	i := slices.IndexFunc(p.Register.Keys, func(k RegisterKey) bool { return k.Public == key.String() })
	if i < 0 {
		return foreign(credential.ErrKey.Error())
	}
	subject, _ := doc["credentialSubject"].(credential.Object)
	of, _ := subject["recognition"].(credential.Object)
	text := func(o credential.Object, key string) string { s, _ := o[key].(string); return s }
	s := Statement{Origin: p.Register.Origin, Slug: text(subject, "slug"), Honor: text(of, "name")}
	s.Date, _ = values.ParseDate(text(of, "date"), true)
	s.Until, _ = values.ParseDate(text(of, "validThrough"), false)
	v := p.Register.judge(s, p.Register.Keys[i], today)
	status, _ := doc["credentialStatus"].(credential.Object)
	index, err := strconv.Atoi(text(status, "statusListIndex"))
	switch {
	case v.Word == Foreign || v.Word == Stale && v.Grant == nil:
		return s, v
	case err != nil || index < 0 || index >= len(p.log.Acts) || p.log.Acts[index].Honor != s.Honor || p.log.Acts[index].Date != s.Date.String():
		v.Word, v.Why = Foreign, "日志里没有这项认定。"
		return s, v
	}
	list, err := p.read(credential.StatusPath)
	if err != nil {
		return s, v
	}
	statuses, _, err := p.credential(list)
	if err != nil {
		v.Word, v.Why = Foreign, "状态清单不是本名录签的。"
		return s, v
	}
	if ended, err := credential.Revoked(statuses, index); err == nil && ended && v.Word == Valid {
		v.Word = Withdrawn
	}
	return s, v
}

// SiteOf returns the address of the site that a proof's address is on, and what stands behind
// #; "" where it is none.
func SiteOf(address string) (base, fragment string) {
	page, fragment, found := strings.Cut(address, "#")
	base, is := strings.CutSuffix(page, edition.VerifyPath)
	if !found || !is {
		return "", ""
	}
	return base, fragment
}
