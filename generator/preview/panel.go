package preview

import (
	_ "embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minglu/generator/checkout"
	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/failure"
)

//go:embed panel/panel.html
var panelText string

// panels are what is shown over pages.
var panels = template.Must(template.New("").Parse(panelText))

// executed returns a panel. Nothing is written to but memory.
func executed(name string, data any) string {
	var b strings.Builder
	if err := panels.ExecuteTemplate(&b, name, data); err != nil {
		panic(fmt.Sprintf("preview: panel %s: %v", name, err))
	}
	return b.String()
}

// An item is one thing that is wrong.
type item struct {
	Place   string // file:line:column; "" where nobody can tell
	Message string
	Rule    diag.Rule
	Lesson  string // where the guide teaches the rule; "" where it does not
	Cure    string // what fix would write in its place; "" where it would not
	Line    int    // 0: there is no line to show
	Text    diag.Excerpt
	Carets  string
}

// mostItems is how many items are shown: whoever made more has enough to do.
const mostItems = 50

// mistakes returns the panel of what is wrong, "" where nothing is; what is wrong
// in the file of the open page comes first. failures are what kept the page itself
// from being made.
func (s *state) mistakes(address string, failures ...item) string {
	faults := slices.Concat(s.faults, failures)
	name := strings.TrimSuffix(path.Base(address), ".html") + ".md"
	bad := slices.Clone(s.bad)
	slices.SortStableFunc(bad, func(a, b diag.Mistake) int { return rank(b.File, name) - rank(a.File, name) })
	items, certain := faults, 0
	for _, m := range bad[:min(len(bad), mostItems)] {
		i := mistakeItem(m)
		i.Lesson = s.lesson(m.Rule)
		items = append(items, i)
	}
	for _, m := range bad {
		if m.Certain {
			certain++
		}
	}
	if len(items) == 0 {
		return ""
	}
	number := len(faults) + bad.Count()
	return executed("mistakes", struct {
		Number, More, Certain int
		Stale                 bool
		Items                 []item
	}{number, number - len(items), certain, s.display != nil && len(failures) == 0, items})
}

// lesson returns where the guide of the site that is shown teaches a rule.
func (s *state) lesson(rule diag.Rule) string {
	if s.display == nil || s.brands == nil {
		return ""
	}
	return diag.Report{Guide: s.brands.GuidePath()}.Lesson(rule)
}

func rank(file, name string) int {
	if path.Base(file) == name {
		return 1
	}
	return 0
}

func mistakeItem(m diag.Mistake) item {
	at, cure := m.Span.Start, ""
	if m.Certain && !strings.Contains(m.Suggestion, "\n") {
		cure = diag.Visible(m.Suggestion)
	}
	return item{
		Cure:    cure,
		Place:   fmt.Sprintf("%s:%d:%d", m.Name(), at.Line, at.Column),
		Message: m.Message, Rule: m.Rule, Line: at.Line, Text: m.Excerpt(), Carets: strings.Repeat("^", 100),
	}
}

// placed finds the file and the line in what templates and esbuild say.
var placed = regexp.MustCompile(`(layouts)[:/]([\w./-]+)(?:: template: [\w-]+)?:(\d+)(?::(\d+))?`)

// newFault tells of what is no mistake of an author's: with the line of the
// template, the style sheet or the script that it names.
func newFault(root fs.FS, err error) item {
	at := placed.FindStringSubmatch(err.Error())
	if at == nil {
		return item{Message: failure.Text(err)}
	}
	file := at[1] + "/" + at[2]
	line, _ := strconv.Atoi(at[3])
	data, _ := checkout.Read(root, file, largest) // what cannot be read has no line to show
	src := diag.NewSource(file, string(data), nil)
	span := src.LineSpan(line)
	if column, err := strconv.Atoi(at[4]); err == nil { // bytes from 0
		start := src.Offset(line) + min(column, len(src.Line(line)))
		span = src.SpanOf(start, start)
	}
	src.Report(span, "", "%s", err)
	return mistakeItem(src.List[0])
}

// A verdict is what one standard makes of a brand.
type verdict struct {
	Level, Title, Word string
	Total              string // "" for a checklist
	Gaps               []criteria.GapList
	Awaits             []string // items that a judgement is asked for
}

func verdicts(evaluations []criteria.Evaluation) []verdict {
	var all []verdict
	for _, e := range evaluations {
		v := verdict{Level: e.Standard.Level.Name, Title: e.Standard.Title, Word: e.Conclusion(), Total: e.Sum(), Gaps: e.GapLists()}
		for _, r := range e.Items {
			if r.Awaits {
				v.Awaits = append(v.Awaits, r.Item.Text)
			}
		}
		all = append(all, v)
	}
	return all
}

// statusWord is what a brand is called by its status.
func statusWord(b *content.Brand) string {
	word := b.Standing.Status.Word()
	switch {
	case b.Standing.Status == content.Candidate:
		return "候选，" + word
	case b.Standing.Status == content.Noticed && !b.HasPage():
		return word + "，" + content.Candidate.Word()
	}
	return word
}

// review returns the panel of the brand whose page is open: what the standards
// make of what its file says now, what it lacks, how far its name follows the
// advice, and what nothing shows. "" where the page is no brand's.
func (s *state) review(address string) string {
	if s.brands == nil || s.brands.byPath[address] == nil {
		return ""
	}
	b := s.brands.byPath[address]
	wrong := 0
	for _, m := range s.bad {
		if m.File == b.File {
			wrong++
		}
	}
	var unproven []string
	for _, f := range b.Unproven() {
		unproven = append(unproven, f.Label)
	}
	return executed("review", struct {
		Status, File, Advice string
		HasFacts             bool
		Wrong                int // mistakes of the file
		Standards            []verdict
		Doubts               []criteria.Doubt
		Unproven             []string
	}{statusWord(b), b.File, s.brands.Rules.Advise(b.Name, b.Region, b.Place), b.HasFacts, wrong, verdicts(s.brands.Evaluations[b]), b.Doubts(), unproven})
}

// list returns the page of the candidates.
func (e *display) list(all bool) ([]byte, error) {
	type row struct {
		Path, Name, Status, Pool, Place, Type string
		Standards                             []verdict
	}
	var rows []row
	for _, b := range e.candidates {
		rows = append(rows, row{b.Path, b.Name, statusWord(b.Brand), b.PoolText(), e.site.Where(b), b.TypeName(), verdicts(b.Evaluations)})
	}
	text := executed("list", struct {
		All  bool
		Rows []row
	}{all, rows})
	return e.view.Text(listPath, "候选品牌", template.HTML(text))
}
