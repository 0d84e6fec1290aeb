package diag

// A Rule is the stable name of a kind of mistake. Names are used by editors,
// CI and the handbook: they never change.
type Rule string

// Rules of the text of a file, before its meaning.
const (
	BadEncoding          Rule = "bad-encoding"
	TabIndent            Rule = "tab-indent"
	FullWidthPunctuation Rule = "full-width-punctuation"
	YAMLSyntax           Rule = "yaml-syntax"
	MissingFrontMatter   Rule = "missing-front-matter"
	CommentedOut         Rule = "commented-out"
	MarkdownSyntax       Rule = "markdown-syntax"
	TooLarge             Rule = "too-large"
	NotAFile             Rule = "not-a-file"
	UnknownFile          Rule = "unknown-file"
	RawHTML              Rule = "raw-html"
	PersonalData         Rule = "personal-data"
)

// Rules of keys and plain values.
const (
	UnknownField   Rule = "unknown-field"
	DuplicateField Rule = "duplicate-field"
	MissingField   Rule = "missing-field"
	WrongKind      Rule = "wrong-kind"
	BadNumber      Rule = "bad-number"
	BadDate        Rule = "bad-date"
	DateOrder      Rule = "date-order"
	OutOfRange     Rule = "out-of-range"
)

// Rules of brands.
const (
	UnknownBrandType    Rule = "unknown-brand-type"
	UnknownCounty       Rule = "unknown-county"
	WrongFolder         Rule = "wrong-folder"
	UnknownFact         Rule = "unknown-fact"
	FactOfOtherType     Rule = "fact-of-other-type"
	UnknownChoice       Rule = "unknown-choice"
	EvidenceWithoutFact Rule = "evidence-without-fact"
	BadJudgement        Rule = "bad-judgement"
	BadSelfScore        Rule = "bad-self-score"
	BadCorrection       Rule = "bad-correction"
	DuplicateName       Rule = "duplicate-name"
	DuplicateSlug       Rule = "duplicate-slug"
	BadSlug             Rule = "bad-slug"
	IntroMissing        Rule = "intro-missing"
	IntroTooLong        Rule = "intro-too-long"
	BadLink             Rule = "bad-link"
	MissingFile         Rule = "missing-file"
	BadImage            Rule = "bad-image"
	MissingAlt          Rule = "missing-alt"
)

// Rules of notices.
const (
	UnknownLevel                Rule = "unknown-level"
	UnknownStandard             Rule = "unknown-standard"
	StandardOutOfRegion         Rule = "standard-out-of-region"
	StandardLevel               Rule = "standard-level"
	StandardNotInForce          Rule = "standard-not-in-force"
	UnknownBrand                Rule = "unknown-brand"
	DuplicateRecognition        Rule = "duplicate-recognition"
	WithdrawnWithoutRecognition Rule = "withdrawn-without-recognition"
	NotQualified                Rule = "not-qualified"
	FactsIncomplete             Rule = "facts-incomplete"
	LogRewritten                Rule = "log-rewritten" // an act of the published log that vanished or changed
)

// Rules of criteria/.
const (
	WrongTest        Rule = "wrong-test"           // a test that the fact's kind does not know
	DuplicateID      Rule = "duplicate-id"         // an id, name or slug used twice
	PointsDoNotAddUp Rule = "points-do-not-add-up" // a type's items do not add up to type_points
	UnknownRegion    Rule = "unknown-region"       // a code or name that no file of regions has
	BadRegionCode    Rule = "bad-region-code"      // a code that is not six digits, or whose parent is absent
	IncompleteItem   Rule = "incomplete-item"      // an item without met, points or undetermined, or with parts that exclude each other
	UnknownItem      Rule = "unknown-item"         // a case of an item that its standard does not have
	CaseDiffers      Rule = "case-differs"         // a case says another result than the rules give
)
