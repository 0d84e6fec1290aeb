package desk

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/keys"
	"minglu/generator/values"
)

// bracketed is how messages write a key behind what it is called: see diag.Named.
var bracketed = regexp.MustCompile(`（[a-z][a-z0-9_.-]*）`)

// told returns what a mistake says where nobody sees keys: what is missing is to be
// filled in, not written into a line, and nothing has a key. item is what a judgement or a
// self-score is of, nil elsewhere.
func told(m diag.Mistake, path []Step, item *criteria.Item) string {
	if item != nil {
		m.Message = strings.NewReplacer("条目“"+item.ID+"”", "“"+item.Where()+"”", "“"+item.ID+"”", "“"+item.Where()+"”").Replace(m.Message)
		path = path[1:]
	}
	switch {
	case m.Rule == diag.MissingField:
		for _, table := range [][]keys.Field{keys.Brand, keys.Notice, keys.Judgement, keys.Record} {
			if label := labelAt(table, path); label != "" {
				return "请填写“" + label + "”。"
			}
		}
	case m.Rule == diag.IntroMissing:
		return "请填写基本情况，不超过 " + strconv.Itoa(content.MaxIntro) + " 字。"
	}
	return strings.ReplaceAll(bracketed.ReplaceAllString(m.Message, ""), "对照 criteria/facts.yaml ", "")
}

// labelAt returns what the key at the end of a path is called, "" where there is none.
func labelAt(of []keys.Field, path []Step) (label string) {
	for _, step := range path {
		if step.Key != "" {
			f := keys.Find(of, step.Key)
			of, label = f.Fields, f.Label
		}
	}
	return label
}

type wordsQuestion struct{ Value, Unit string }

// words returns a number with its unit as one says it, so that a factor of ten shows:
// 7 240 人; 16 000 万元，即 1.6 亿元. It is empty for what is no number.
func words(q wordsQuestion) (textAnswer, error) {
	return textAnswer{inWords(q.Value, q.Unit)}, nil
}

func inWords(value, unit string) string {
	n, ok := values.ParseDecimal(value)
	if !ok {
		return ""
	}
	if unit == "%" {
		return n.String() + unit
	}
	text := spaced(n) + " " + unit
	if said := scaled(n.String(), unit); said != text {
		return text + "，即 " + said
	}
	return text
}

// spaced returns n with a space between every three digits.
func spaced(n values.Decimal) string { return strings.ReplaceAll(n.Grouped(), ",", " ") }

// bigUnits are the powers of ten that have a word, the largest first.
var bigUnits = []struct {
	word  string
	power int
}{{"亿", 8}, {"万", 4}}

// scaled returns a plain number of a unit, which may have a word for a power of ten
// itself, with the word that leaves a number from one on.
func scaled(n, unit string) string {
	power := 0
	for _, big := range bigUnits {
		if rest, has := strings.CutPrefix(unit, big.word); has {
			unit, power = rest, big.power
			break
		}
	}
	digits := strings.TrimPrefix(n, "-")
	sign := n[:len(n)-len(digits)]
	whole, part, _ := strings.Cut(digits, ".")
	part += strings.Repeat("0", max(0, power-len(part)))
	whole, part = strings.TrimLeft(whole+part[:power], "0"), part[power:]
	for _, big := range bigUnits {
		if at := len(whole) - big.power; at > 0 {
			return sign + pointed(whole[:at], whole[at:]+part) + " " + big.word + unit
		}
	}
	return sign + pointed(cmp.Or(whole, "0"), part) + " " + unit
}

func pointed(whole, part string) string {
	plain := whole
	if part = strings.TrimRight(part, "0"); part != "" {
		plain += "." + part
	}
	if n, ok := values.ParseDecimal(plain); ok {
		return spaced(n)
	}
	return plain
}
