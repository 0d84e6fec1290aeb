//go:build !js

package diag

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The parts of JUnit's XML that readers of test results agree on.
type (
	junitSuites struct {
		XMLName  xml.Name   `xml:"testsuites"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Suite    junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    Rule   `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes r as the results of tests, each file a case. Some readers take
// but one failure of a case: it holds all mistakes of the file, as text.
func writeJUnit(w io.Writer, r Report) error {
	byFile := map[string]List{}
	files := slices.Clone(r.Files)
	for _, m := range r.Mistakes.told() {
		byFile[m.File] = append(byFile[m.File], m)
		files = append(files, m.File)
	}
	slices.Sort(files)
	suite := junitSuite{Name: "check"}
	for _, file := range slices.Compact(files) {
		name := printedName(file)
		c := junitCase{Name: Visible(name), Class: "check", File: name}
		if bad := byFile[file]; len(bad) > 0 {
			var text strings.Builder
			if err := bad.text(&text); err != nil {
				return err
			}
			message := Visible(bad[0].Message)
			if n := bad.Count(); n > 1 {
				message = fmt.Sprintf("%d 处错误，第一处：%s", n, message)
			}
			c.Failure = &junitFailure{message, bad[0].Rule, text.String()}
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	suite.Tests = len(suite.Cases)
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Name: "minglu", Tests: suite.Tests, Failures: suite.Failures, Suite: suite}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
