package proof

import (
	"slices"
	"time"

	"minglu/generator/signature"
	"minglu/generator/values"
)

// A Register is everything by which proofs are looked up, as of one day. It is written into
// the page that checks them, which needs nothing else.
type Register struct {
	Origin    string            `json:"origin"`
	Base      string            `json:"base"`
	Title     string            `json:"title"`
	Publisher string            `json:"publisher"`
	Contact   string            `json:"contact,omitempty"`
	Date      string            `json:"date"`           // the day of the register
	Demo      bool              `json:"demo,omitempty"` // its day counts as today's
	Keys      []RegisterKey     `json:"keys"`
	Honors    []string          `json:"honors"`
	Brands    map[string]Entry  `json:"brands"`           // by slug
	Former    map[string]string `json:"former,omitempty"` // slugs, by those that brands had before
}

// A RegisterKey is a key that signs, or signed.
type RegisterKey struct {
	Public  string `json:"k"`
	Revoked string `json:"r,omitempty"`
	Demo    bool   `json:"demo,omitempty"` // anybody can sign with it
}

// An Entry is one brand.
type Entry struct {
	Name   string  `json:"n"`
	Grants []Grant `json:"g"`
}

// A Grant is one 认定 of a brand, and what became of it.
type Grant struct {
	Honor    int    `json:"h"` // which of Honors
	Date     string `json:"d,omitempty"`
	Until    string `json:"u,omitempty"` // the last day, of what was prolonged the last of all
	Level    string `json:"l"`
	Document string `json:"c,omitempty"`
	Status   string `json:"s,omitempty"` // "": it stands; else one of the words below
	Ended    string `json:"e,omitempty"` // the day of the 退出
	By       string `json:"b,omitempty"` // the document of the 退出
}

// A Word is what a proof comes to, in the word that people read.
type Word string

// The words.
const (
	Valid     Word = "有效"
	Withdrawn Word = "已退出"
	Expired   Word = "已到期"
	Foreign   Word = "不是本名录签发"
	Stale     Word = "名录数据过旧"
)

// StaleAfter is how many days a register can say that something stands.
const StaleAfter = 30

// A Verdict is what a register says of a proof.
type Verdict struct {
	Word
	Days  int    // how many days old the register is
	Why   string // a reason of the word, where the word alone does not say it
	Brand string // today's name; "" where the register does not know it
	Grant *Grant // nil where the register has none
	Demo  bool   // the signature is the demonstration's
}

// Look says what a proof is worth on a day.
func (r *Register) Look(p Proof, today values.Date) Verdict {
	for _, k := range r.Keys {
		if public, err := signature.ParsePublic(k.Public); err == nil && p.Origin == r.Origin && p.SignedBy(public) {
			return r.judge(p.Statement, k, today)
		}
	}
	return Verdict{Word: Foreign, Days: r.age(today), Why: "签名对不上：证明被改过，或者是别人做的。"}
}

// judge says what a statement is worth that a key signed.
func (r *Register) judge(p Statement, by RegisterKey, today values.Date) Verdict {
	v := Verdict{Days: r.age(today), Demo: by.Demo}
	slug := p.Slug
	if now, moved := r.Former[slug]; moved {
		slug = now
	}
	entry, known := r.Brands[slug]
	if known {
		v.Brand = entry.Name
		if i := slices.IndexFunc(entry.Grants, func(g Grant) bool {
			return g.Honor >= 0 && g.Honor < len(r.Honors) && r.Honors[g.Honor] == p.Honor && g.Date == p.Date.String()
		}); i >= 0 {
			v.Grant = &entry.Grants[i]
		}
	}
	if r.Demo {
		today, _ = values.ParseDate(r.Date, false)
		v.Days = 0
	}
	until := p.Until.String()
	if v.Grant != nil {
		until = v.Grant.Until
	}
	switch {
	case v.Grant != nil && v.Grant.Status == string(Withdrawn):
		v.Word = Withdrawn
	case v.Grant != nil && v.Grant.Status == string(Expired), until != "" && until < today.String():
		v.Word = Expired
	case v.Grant == nil && by.Revoked != "":
		v.Word, v.Why = Foreign, "签名用的密钥已经吊销，名录里也没有这项认定。"
	case v.Grant == nil && p.Date.First().String() > r.Date:
		v.Word, v.Why = Stale, "这份名录数据早于这项认定。"
	case v.Days > StaleAfter:
		v.Word = Stale
	case v.Grant == nil:
		v.Word, v.Why = Foreign, "签名对得上，但这份名录里没有这项认定。"
	default:
		v.Word = Valid
	}
	return v
}

// age returns how many days old the register is.
func (r *Register) age(today values.Date) int {
	from, err1 := time.Parse(time.DateOnly, r.Date)
	to, err2 := time.Parse(time.DateOnly, today.String())
	if err1 != nil || err2 != nil || to.Before(from) {
		return 0
	}
	return int(to.Sub(from).Hours() / 24)
}
