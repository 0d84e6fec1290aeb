package edition

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"minglu/generator/content"
	"minglu/generator/criteria"
	"minglu/generator/diag"
	"minglu/generator/values"
)

// joinRecords gives each brand what was judged of it, and reports what was judged
// of nobody, or what nobody asked for. What follows from files that cannot be read
// is passed over.
func (j *joiner) joinRecords() {
	unread := slugsOf(j.content.Unread.Brands)
	for slug := range slugsOf(j.content.Unread.Records) {
		if b := j.brands[slug]; b != nil {
			b.Doubtful = true
		}
	}
	for _, r := range j.content.Records {
		r.Brand = j.brands[r.Slug]
		switch {
		case r.Brand != nil:
			j.judge(r.Brand, r)
		case !unread[r.Slug] && j.rest.slug(r.Slug, "") == "":
			j.reportJudgedNobody(r)
		}
	}
}

// judge gives b what counts of r.
func (j *joiner) judge(b *content.Brand, r *content.Record) {
	b.Doubtful = b.Doubtful || r.Doubtful
	s := r.Standard
	src := func() *diag.Source { return j.source(&r.Origin) }
	switch {
	case b.Type != nil && !s.Measures(b.Type):
		src().Report(src().LineSpan(1), diag.BadJudgement, "《%s》不适用于%s品牌“%s”，请删去这个文件，或核对品牌类型。", s.Title, b.Type.Name, b.Name)
		return
	case b.Region != nil && !s.Region.Contains(b.Region):
		src().Report(src().LineSpan(1), diag.BadJudgement, "《%s》适用于%s，不适用于%s的品牌“%s”，请删去这个文件。", s.Title, s.Region.Name, b.Region.FullName(), b.Name)
		return
	}
	counting := map[string]criteria.Judgement{}
	for _, key := range r.Items {
		switch item := s.Item(key.V); {
		case b.Type != nil && !slices.Contains(s.Items(b.Type), item):
			src().Report(key.At, diag.BadJudgement, "条目“%s”不适用于%s品牌“%s”，请删去。", item.ID, b.Type.Name, b.Name)
		case !wasAsked(item, b):
			src().Report(key.At, diag.BadJudgement, "按“%s”填报的数据，条目“%s”不需要评定意见，请删去，或核对品牌的数据。", b.Name, item.ID)
		default:
			counting[item.ID] = r.Judgements[item.ID]
		}
	}
	if b.Judgements == nil {
		b.Judgements = map[string]map[string]criteria.Judgement{}
	}
	b.Judgements[s.ID] = counting
	if r.Kept != nil {
		if b.Kept == nil {
			b.Kept = map[string]content.Kept{}
		}
		b.Kept[s.ID] = *r.Kept
	}
}

// wasAsked reports whether the standard asks for a judgement of b, or did before a
// figure was corrected.
func wasAsked(item *criteria.Item, b *content.Brand) bool {
	asked := func(day values.Date) bool { return item.Judge.Eval(b.FactsOn(day)) != criteria.False }
	return asked(values.Date{}) || slices.ContainsFunc(b.Corrections, func(c content.Correction) bool { return asked(c.Date) })
}

func (j *joiner) reportJudgedNobody(r *content.Record) {
	src := j.source(&r.Origin)
	if b, _ := j.meantBrand(r.Slug); b != nil {
		b.Doubtful = true
		src.Report(src.LineSpan(1), diag.BadJudgement, "没有品牌“%s”，是否应为“%s”（%s）？请把文件改名为 %s.yaml。", diag.Short(r.Slug), b.Slug, b.Name, b.Slug)
		return
	}
	src.Report(src.LineSpan(1), diag.BadJudgement, "没有品牌“%s”：文件名应与品牌的文件名相同，如 donghai-shuijing.yaml，请改名；品牌已不存在的，删去这个文件。", diag.Short(r.Slug))
}

// reportMisplaced says of judgements in a brand's file where they belong.
func (j *joiner) reportMisplaced() {
	records := map[string]*content.Record{}
	for _, r := range j.content.Records {
		records[r.File] = r
	}
	for _, b := range j.content.Brands {
		if b.Misplaced == nil {
			continue
		}
		var files []string
		contested := ""
		for _, standard := range slices.Sorted(maps.Keys(b.Misplaced.Items)) {
			file := content.RecordFile(standard, b.Slug)
			files = append(files, file)
			for _, item := range slices.Sorted(maps.Keys(b.Misplaced.Items[standard])) {
				if r := records[file]; r != nil && contested == "" {
					if there, has := r.Judgements[item]; has && there != b.Misplaced.Items[standard][item] {
						contested = fmt.Sprintf("%s 中已有条目“%s”的评定，与此处不同，请主管部门核对后，删去此处", file, diag.Short(item))
					}
				}
			}
		}
		cure := "请删去此处"
		if files != nil {
			cure = "请移到 " + strings.Join(files, "、")
		}
		if contested != "" {
			cure = contested
		}
		j.source(&b.Origin).Report(b.Misplaced.At, diag.BadJudgement, "评定意见由主管部门写在 content/judgements/ 中，不写在品牌文件里：%s。", cure)
	}
}
