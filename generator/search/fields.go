package search

import (
	"slices"
	"strconv"

	index "github.com/blevesearch/bleve_index_api"
)

// The fields of the index. What is scored has its frequencies and lengths
// indexed; what is not only says that a term is there.
const (
	fieldKey      = "key"      // scored: name and aliases, each folded and whole
	fieldName     = "name"     // scored: characters and pairs of name and aliases
	fieldPlace    = "place"    // scored: of county, city and town
	fieldBuilder  = "builder"  // scored: of the unit
	fieldIndustry = "industry" // scored: of trade and type
	fieldPinyin   = "pinyin"   // pinyin of names, from each syllable on
	fieldAround   = "around"   // of places and trade
	fieldText     = "text"     // pairs of 基本情况, of what follows it, and of what else a page shows
	fieldPart     = "part"     // six neighbours of names, places, unit and people
	fieldNumber   = "number"   // numbers of acts, and their ends
	fieldPhone    = "phone"    // telephone numbers, from each digit on
	fieldTrade    = "trade"    // the words of trades of which name, industry or type have one, all of a group
	fieldGroup    = "group"    // those of which the unit has one

	fieldStatus = "status" // the facets, whole
	fieldType   = "type"
	fieldCounty = "county"
	fieldLevel  = "level"
	fieldYear   = "year"
	fieldOffer  = "offer"
	fieldHonor  = "honor" // a level and a year, of one honour

	fieldByStatus = "by_status" // the place among statuses, in the order of names, of
	fieldByName   = "by_name"   // dates: fixed width digits
	fieldByDate   = "by_date"
)

const (
	scored   = index.IndexField
	unscored = index.IndexField | index.SkipFreqNorm
	facet    = index.IndexField | index.SkipFreqNorm | index.DocValues
)

// textWidth and partWidth are how many neighbours a term of fieldText and of
// fieldPart has, fewer at the end of a run: a shorter string is asked for as
// their prefix.
const (
	textWidth = 2
	partWidth = 6
)

// An entry is a document and its places in the orders of names and of dates.
type entry struct {
	*Document
	byName, byDate string
	words          *lexicon
}

// A value is one text of a field, before it is analysed.
type value struct {
	field string
	texts []string
}

// values returns what of e is indexed, field by field.
func (e entry) values() []value {
	names := e.names()
	sounding, around := e.read()
	var numbers []string
	for _, n := range e.Numbers {
		numbers = append(numbers, ofNumber(n)...)
	}
	places := []string{e.County.Name, e.City.Name, e.Province.Name, e.Town}
	keys := make([]string, len(names))
	for i, n := range names {
		keys[i] = folded(n)
	}
	honors := make([]string, len(e.Honors))
	for i, h := range e.Honors {
		honors[i] = h.term()
	}
	phones, texts := phonesIn(e.prose()...), e.prose()
	if e.Unread {
		texts = nil
	}
	return []value{
		{fieldKey, keys},
		{fieldName, names},
		{fieldPlace, places},
		{fieldBuilder, []string{e.Builder}},
		{fieldIndustry, []string{e.Industry, e.Type}},
		{fieldPinyin, sounds(sounding)},
		{fieldAround, sounds(around)},
		{fieldText, texts},
		{fieldPart, slices.Concat(names, places, []string{e.Builder}, e.People)},
		{fieldNumber, numbers},
		{fieldPhone, phones},
		{fieldTrade, e.words.terms(e.trade())},
		{fieldGroup, e.words.terms([]string{e.Builder})},
		{fieldStatus, e.statuses()},
		{fieldType, e.kinds()},
		{fieldCounty, e.regions()},
		{fieldLevel, e.levels()},
		{fieldYear, e.years()},
		{fieldOffer, e.Offers},
		{fieldHonor, honors},
		{fieldByStatus, []string{strconv.Itoa(e.rank())}},
		{fieldByName, []string{e.byName}},
		{fieldByDate, []string{e.byDate}},
	}
}

// A kind says how a field is cut into terms and what bleve keeps of them.
type kind struct {
	options  index.FieldIndexingOptions
	analyzer string
	cut      func(text string, f func(term string))
}

// kinds holds the kind of every field. What cut does, the analyzer of that name
// does for bleve's own mapping: see mapping.go and its test.
var kinds = map[string]kind{
	fieldKey:      {scored, analyzerWhole, whole},
	fieldName:     {scored, analyzerPairs, pairs},
	fieldPlace:    {scored, analyzerPairs, pairs},
	fieldBuilder:  {scored, analyzerPairs, pairs},
	fieldIndustry: {scored, analyzerPairs, pairs},
	fieldPinyin:   {unscored, analyzerWhole, whole},
	fieldAround:   {unscored, analyzerWhole, whole},
	fieldText:     {unscored, analyzerText, tails(textWidth)},
	fieldPart:     {unscored, analyzerPart, tails(partWidth)},
	fieldNumber:   {unscored, analyzerWhole, whole},
	fieldTrade:    {unscored, analyzerWhole, whole},
	fieldPhone:    {unscored, analyzerWhole, whole},
	fieldGroup:    {unscored, analyzerWhole, whole},
	fieldStatus:   {facet, analyzerWhole, whole},
	fieldType:     {facet, analyzerWhole, whole},
	fieldCounty:   {facet, analyzerWhole, whole},
	fieldLevel:    {facet, analyzerWhole, whole},
	fieldYear:     {facet, analyzerWhole, whole},
	fieldOffer:    {facet, analyzerWhole, whole},
	fieldHonor:    {unscored, analyzerWhole, whole},
	fieldByStatus: {facet, analyzerWhole, whole},
	fieldByName:   {facet, analyzerWhole, whole},
	fieldByDate:   {facet, analyzerWhole, whole},
}

// fields returns the analysed fields of e.
func (e entry) fields() []index.Field {
	var out []index.Field
	for _, v := range e.values() {
		k := kinds[v.field]
		f := &analysed{name: v.field, options: k.options, terms: index.TokenFrequencies{}}
		for _, text := range v.texts {
			k.cut(text, f.add)
		}
		out = append(out, f)
	}
	return out
}

// analysed is a field of a document whose terms are counted: all that bleve's
// builder asks of one. bleve's own analysis makes a token and a frequency of
// every occurrence; here all occurrences of a count share one.
type analysed struct {
	name    string
	options index.FieldIndexingOptions
	value   []byte
	length  int // in terms
	terms   index.TokenFrequencies
}

func (f *analysed) add(term string) {
	n := 0
	if !f.options.SkipFreqNorm() {
		n = 1
		if was := f.terms[term]; was != nil {
			n = was.Frequency() + 1
		}
	}
	f.length++
	f.terms[term] = frequency(n)
}

func (f *analysed) Name() string                                     { return f.name }
func (f *analysed) Value() []byte                                    { return f.value }
func (f *analysed) ArrayPositions() []uint64                         { return nil }
func (f *analysed) EncodedFieldType() byte                           { return 't' }
func (f *analysed) Analyze()                                         {}
func (f *analysed) Options() index.FieldIndexingOptions              { return f.options }
func (f *analysed) AnalyzedLength() int                              { return f.length }
func (f *analysed) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *analysed) NumPlainTextBytes() uint64                        { return 0 }

// frequencies[n] is the frequency n; nothing writes to it, for no document has
// a field twice.
var frequencies = func() (table [32]*index.TokenFreq) {
	for n := range table {
		table[n] = &index.TokenFreq{}
		table[n].SetFrequency(n)
	}
	return table
}()

func frequency(n int) *index.TokenFreq {
	if n < len(frequencies) {
		return frequencies[n]
	}
	f := &index.TokenFreq{}
	f.SetFrequency(n)
	return f
}
