package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/criteria"
)

// A form is a table that tells of one brand: labels, and beside each what it asks for.

// labelled is a cell that says what a label asks for.
type labelled struct {
	label place
	cell  cell
}

// formOf returns what the cells of a form say, nil of a table that is none: a form has
// labels with something else beside them, the brand's name among them.
func (in *Intake) formOf(t *Table) []labelled {
	var found []labelled
	labels := 0 // filled in or not
	taken := map[*target]bool{}
	for r := range t.rows {
		for _, p := range t.said(r) {
			label, own, inside := cutLabel(t.at(p))
			target, unit, sure := in.words.of(label)
			if head := in.said[label]; head != nil {
				target, sure = head, true
			}
			if target == nil || !sure || taken[target] || target.skip {
				continue
			}
			labels++
			at, text := p, own
			if !inside {
				at = in.beside(t, p)
				text = t.at(at)
			}
			if text == "" || remark.MatchString(text) {
				continue
			}
			taken[target] = true
			if target.opinion {
				var day string
				if text, day = signed(text); day == "" {
					_, day = signed(t.at(place{at.row + 1, at.column}))
				}
				if dated := in.words.named(target.Name + "的日期"); day != "" && dated != nil {
					found = append(found, labelled{p, cell{&Column{Head: "日期", Address: t.address(p), As: dated.Name, Sure: true, target: dated}, place{at.row + 1, at.column}, day}})
				}
				if text == "" {
					continue
				}
			}
			found = append(found, labelled{p, cell{&Column{Head: joined(label), Address: t.address(p), As: target.Name, Sure: true, target: target, unit: unit}, at, text}})
		}
	}
	named := slices.ContainsFunc(found, func(l labelled) bool {
		return l.cell.column.target.path != nil && l.cell.column.target.path[0].Key == "name"
	})
	if !named || labels < 3 || len(found) < 3 && labels < 5 {
		return nil
	}
	return found
}

// remark is what an empty form says where something is to be filled in: how, or where the
// stamp and the date go.
var remark = regexp.MustCompile(`^[\s\x{3000}]*(?:[（(][^（）()]*[）)][\s\x{3000}]*)*(?:年[\s\x{3000}]*月[\s\x{3000}]*日)?[\s\x{3000}]*$`)

// inline is a label and what it asks for in one cell.
var inline = regexp.MustCompile(`(?s)^([^：:\n]{2,16})[：:]\s*(.+)$`)

func cutLabel(text string) (label, own string, inside bool) {
	if m := inline.FindStringSubmatch(text); m != nil {
		return m[1], m[2], true
	}
	return strings.TrimRight(text, "：: "), "", false
}

// beside returns the next cell of the row, or, where that is a label too or says nothing,
// the one below.
func (in *Intake) beside(t *Table, p place) place {
	isLabel := func(q place) bool {
		label, _, _ := cutLabel(t.at(q))
		target, _, sure := in.words.of(label)
		return target != nil && sure
	}
	next := place{p.row, p.column + 1}
	for t.of[next] == p && next.column < maxColumns {
		next.column++
	}
	if first, merged := t.of[next]; merged {
		next = first
	}
	if t.at(next) != "" && !isLabel(next) {
		return next
	}
	below := place{p.row + 1, p.column}
	if _, merged := t.of[below]; !merged && t.at(below) != "" && !isLabel(below) && t.at(next) == "" {
		return below
	}
	return place{-1, -1}
}

// takeForm takes a form in. What it says besides is listed.
func (in *Intake) takeForm(t *Table, found []labelled) {
	r := row{county: in.countyIn(t.Name)}
	counted := map[place]bool{}
	count := func(p place) bool {
		was := counted[p]
		counted[p] = true
		return !was
	}
	for _, l := range found {
		in.Columns = append(in.Columns, *l.cell.column)
		if count(l.label) && l.label != l.cell.at {
			in.Said, in.Placed = in.Said+1, in.Placed+1
		}
		if count(l.cell.at) || l.label == l.cell.at {
			in.Said++
		}
		if l.cell.column.target.path != nil && l.cell.column.target.path[0].Key == "name" {
			r.name = l.cell.at
			r.called = joined(l.cell.text)
		}
		r.cells = append(r.cells, l.cell)
	}
	in.takeRow(t, &r, actHead{})
	for row := range t.rows {
		for _, p := range t.said(row) {
			if counted[p] {
				continue
			}
			label, _, _ := cutLabel(t.at(p))
			if target, _, sure := in.words.of(label); target != nil && sure || remark.MatchString(t.at(p)) { // of which nothing is filled in
				in.Said, in.Placed = in.Said+1, in.Placed+1
				continue
			}
			in.leave(t, []place{p}, "表里的其他文字")
		}
	}
}

var (
	stamp    = regexp.MustCompile(`(?s)\s*[（(]\s*(?:盖\s*章|签\s*章|公\s*章)\s*[）)].*$`)
	signedOn = regexp.MustCompile(`(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)
)

// signed returns an opinion without its stamp, and the day on which it was given.
func signed(text string) (opinion, day string) {
	if m := signedOn.FindStringSubmatch(text); m != nil {
		day = fmt.Sprintf("%s-%02s-%02s", m[1], m[2], m[3])
		text = strings.TrimSpace(strings.Replace(text, m[0], "", 1))
	}
	return strings.TrimSpace(stamp.ReplaceAllString(text, "")), day
}

// boxes are check boxes with what stands behind each.
var boxes = regexp.MustCompile(`([☑√✓✔■●◼×✗✘□☐○◻])\s*([^☑√✓✔■●◼×✗✘□☐○◻]*)`)

// ticked returns the words behind the boxes that are marked, where a text has boxes: one
// marked with a cross counts where none is marked otherwise.
func ticked(text string) (words []string, has bool) {
	var crossed []string
	all := boxes.FindAllStringSubmatch(text, -1)
	if len(all) == 0 || len(all) == 1 && strings.TrimSpace(all[0][2]) == "" {
		return nil, false
	}
	for _, m := range all {
		label := strings.Trim(joined(m[2]), "、，,；;（）() ")
		switch {
		case label == "":
		case strings.ContainsAny(m[1], "×✗✘"):
			crossed = append(crossed, label)
		case !strings.ContainsAny(m[1], "□☐○◻"):
			words = append(words, label)
		}
	}
	if len(words) == 0 {
		words = crossed
	}
	return words, true
}

// A Proposal is a figure that a text tells in passing: it is for people to take over.
type Proposal struct {
	Address string `json:"address"`
	Brand   string `json:"brand"`
	Fact    string `json:"fact"`
	Text    string `json:"text"`
}

// figures are numbers with what stands before them.
var figures = regexp.MustCompile(`([\p{Han}]{2,12})(?:约|达到|达|共|超过|近|有|为|总数|已)*\s*([0-9][0-9.,]*\s*(?:余|多)?\s*(?:万|千|百|亿)?(?:余|多)?\s*(?:人次|人|家|个|元|场|次|%)?)`)

// propose finds figures in a text of which the brand's file says nothing.
func (in *Intake) propose(t *Table, f *file, c cell, states func(*criteria.Fact) bool) {
	for _, m := range figures.FindAllStringSubmatch(c.text, -1) {
		for _, fact := range in.e.Rules().Facts {
			if !fact.IsNumber() || states(fact) {
				continue
			}
			for _, word := range append([]string{fact.Label}, fact.Called...) {
				if len([]rune(word)) >= 3 && strings.Contains(m[1], word) {
					in.Proposals = append(in.Proposals, Proposal{t.address(c.at), f.name, fact.Label, joined(m[0])})
					break
				}
			}
		}
	}
}
