package content

import (
	"io/fs"

	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/fields"
)

// LoadSettings reads content/site.yaml in root. The settings are nil where the
// region cannot be told, for then nothing else can be read.
func LoadSettings(root fs.FS, rules *criteria.Rules) (*Settings, diag.List, error) {
	panic("not yet")
}

// Load reads content/ in root as of date. What could not be read is left out of
// the Content and stands in the list; the error is the machine's alone.
func Load(root fs.FS, rules *criteria.Rules, settings *Settings, date fields.Date) (*Content, diag.List, error) {
	panic("not yet")
}

// Evaluations are keyed by brand.
type Evaluations map[*Brand][]criteria.Evaluation

// Evaluate measures every brand with facts by every standard that is in force
// on c.Date for its type and region.
func Evaluate(c *Content, rules *criteria.Rules) Evaluations {
	panic("not yet")
}

// CheckClaims reports each 认定 that names a standard its brand does not meet
// (not-qualified, facts-incomplete), at the slug in the notice.
func CheckClaims(c *Content) diag.List {
	panic("not yet")
}
