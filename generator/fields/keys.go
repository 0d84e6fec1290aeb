package fields

import (
	"regexp"
	"strings"
)

// longestKey is how many characters a word may have that is taken for a key.
const longestKey = 60

var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	keyWord    = regexp.MustCompile(`^[\p{Han}A-Za-z0-9_.·-]{1,20}$`)
	keyLike    = regexp.MustCompile(`^(?:[\p{Han}A-Za-z0-9_.·-]{1,40}[ \t]*:(?:[ \t]|$)|[a-z][a-z0-9_-]*[ \t]*：|[a-z][a-z0-9_-]*:[^/\s])`)
)

// keyLike reports whether l looks like the line of a key from column i on.
func (l line) keyLike(i int) bool {
	return keyLike.MatchString(l.text(i, min(i+80, l.end)))
}

// key finds a key that begins in character i, in front of a colon that is
// right or was meant to be; after is the first character behind the colon.
func (s *scanner) key(i int) (after int, ok bool) {
	l := s.line()
	i = l.properties(i)
	if l.at(i) == '"' || l.at(i) == '\'' {
		return s.quotedKey(i)
	}
	if strings.ContainsRune("[{|>"+reserved, l.at(i)) {
		return 0, false
	}
	tight := -1
	for j := i; j < l.end && !l.comment(j); j++ {
		switch r := l.runes[j]; {
		case r == ':' && l.blank(j+1):
			return j + 1, true
		case r != ':' && r != '：' || tight >= 0 || j-i > longestKey:
		case r == ':' && l.wideSpace(j+1) && identifier.MatchString(l.text(i, j)):
			return s.wideGap(i, j), true
		case r == ':' && identifier.MatchString(l.text(i, j)) && l.text(j+1, min(j+3, l.end)) != "//":
			tight = j
		case r == '：' && s.plausible(i, j):
			return s.colon(i, j), true
		}
	}
	if tight >= 0 && (s.due(i) || s.leadsKeys(i)) {
		return s.tight(i, tight, l.value(tight)), true
	}
	return 0, false
}

// properties returns the column behind the anchors and tags that begin in column i.
func (l line) properties(i int) int {
	for l.at(i) == '&' || l.at(i) == '!' {
		for !l.blank(i) {
			i++
		}
		i = l.skip(i)
	}
	return i
}

// quotedKey finds a key in quotes that begins in character i.
func (s *scanner) quotedKey(i int) (after int, ok bool) {
	l := s.line()
	for j := i + 1; j < l.end; j++ {
		switch {
		case l.runes[j] == '\\' && l.runes[i] == '"', l.runes[j] == '\'' && l.runes[i] == '\'' && l.at(j+1) == '\'':
			j++
		case l.runes[j] == l.runes[i]:
			k := l.skip(j + 1)
			if l.at(k) == '：' {
				return s.colon(i, k), true
			}
			return k + 1, l.at(k) == ':' && l.blank(k+1)
		}
	}
	return 0, false
}

// plausible reports whether the text from i up to a full-width colon in j is a
// key rather than the beginning of a sentence: a word of the kind that keys are
// made of, or any word where YAML can read nothing but a key.
func (s *scanner) plausible(i, j int) bool {
	word := strings.TrimSpace(s.line().text(i, j))
	return identifier.MatchString(word) || s.due(i) && keyWord.MatchString(word)
}

// leadsKeys reports whether the next line is aligned with character i and looks
// like a key, so that this one should have been a key too.
func (s *scanner) leadsKeys(i int) bool {
	for n := s.n + 1; n < len(s.lines); n++ {
		l := s.lines[n]
		if k := l.indent(); k < l.end && l.runes[k] != '#' {
			return k == s.column(i) && l.keyLike(k)
		}
	}
	return false
}
