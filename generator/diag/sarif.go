//go:build !js

package diag

import (
	"io"
	"net/url"
)

// The parts of a SARIF log that we fill: SARIF 2.1.0, OASIS Standard, 27 March 2020.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name     string      `json:"name"`
		Language string      `json:"language"`
		Rules    []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		Help             sarifText `json:"help"`
		HelpURI          string    `json:"helpUri,omitempty"`
	}
	sarifResult struct {
		RuleID       Rule              `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI     string `json:"uri"`
		URIBase string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
)

// writeSARIF writes r as a SARIF log with all rules and what each means. Its
// columns are code points, as ours.
func writeSARIF(w io.Writer, r Report) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "minglu", Language: "zh-CN"}
	index := map[Rule]int{}
	for i, known := range meanings {
		index[known.Rule] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules,
			sarifRule{string(known.Rule), sarifText{known.Means}, sarifText{known.Cure}, r.Lesson(known.Rule)})
	}
	told := r.Mistakes.told()
	prints := fingerprints(told)
	for i, m := range told {
		run.Results = append(run.Results, sarifResult{
			RuleID: m.Rule, RuleIndex: index[m.Rule], Level: "error", Message: sarifText{Visible(m.Message)},
			Locations:    []sarifLocation{{sarifPhysical{sarifFile(m), sarifPlace(m)}}},
			Fingerprints: map[string]string{"minglu/v1": prints[i]},
			Fixes:        sarifFixes(m),
		})
	}
	return writeJSON(w, sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{run},
	})
}

func sarifFile(m Mistake) sarifArtifact {
	return sarifArtifact{(&url.URL{Path: m.Name()}).EscapedPath(), "%SRCROOT%"}
}

func sarifPlace(m Mistake) sarifRegion {
	return sarifRegion{m.Span.Start.Line, m.Span.Start.Column, m.Span.End.Line, m.Span.End.Column}
}

func sarifFixes(m Mistake) []sarifFix {
	if m.Suggestion == "" {
		return nil
	}
	return []sarifFix{{
		sarifText{"改为“" + Visible(m.Suggestion) + "”"},
		[]sarifChange{{sarifFile(m), []sarifReplacement{{sarifPlace(m), sarifText{m.Suggestion}}}}},
	}}
}
