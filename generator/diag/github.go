//go:build !js

package diag

import (
	"fmt"
	"io"
	"strings"
)

// writeGitHub writes r as the workflow commands that GitHub Actions turns into
// annotations of a change: it shows ten errors of a step, so that the order of
// the mistakes matters. The total is for whoever reads the log.
//
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func writeGitHub(w io.Writer, r Report) error {
	var b strings.Builder
	for _, m := range r.Mistakes.told() {
		s := m.Span
		fmt.Fprintf(&b, "::error file=%s,line=%d", commandProperty.Replace(Visible(m.Name())), s.Start.Line)
		if s.Start.Line == s.End.Line { // over several lines GitHub takes no columns
			fmt.Fprintf(&b, ",col=%d,endLine=%d,endColumn=%d", s.Start.Column, s.End.Line, s.End.Column)
		} else {
			fmt.Fprintf(&b, ",endLine=%d", s.End.Line)
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", commandProperty.Replace(string(m.Rule)), commandText.Replace(Visible(m.Message)))
	}
	b.WriteString(r.total() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// What workflow commands escape.
var (
	commandText     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
