//go:build !js

package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// writeGitLab writes r as a code quality report of GitLab.
//
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
func writeGitLab(w io.Writer, r Report) error {
	type lines struct {
		Begin int `json:"begin"`
		End   int `json:"end"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type issue struct {
		Description string   `json:"description"`
		CheckName   Rule     `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	out := []issue{}
	told := r.Mistakes.told()
	prints := fingerprints(told)
	for i, m := range told {
		out = append(out, issue{
			Visible(m.Message), m.Rule, prints[i], "major",
			location{m.Name(), lines{m.Span.Start.Line, m.Span.End.Line}},
		})
	}
	return writeJSON(w, out)
}

// fingerprints returns what tells each mistake from all others, and stays the
// same when lines before it come and go: its file, rule and message, and its
// place among those that have all these in common.
func fingerprints(l List) []string {
	prints, seen := make([]string, len(l)), map[string]int{}
	for i, m := range l {
		key := fmt.Sprintf("%s\x00%s\x00%s", m.Name(), m.Rule, m.Message)
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		prints[i] = hex.EncodeToString(sum[:16])
		seen[key]++
	}
	return prints
}
