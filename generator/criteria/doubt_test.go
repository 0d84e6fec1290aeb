package criteria

import (
	"strings"
	"testing"

	"minglu/generator/values"
)

func TestDoubts(t *testing.T) {
	for _, c := range []struct {
		stated, want string
		named        int
	}{
		{"satisfaction 0.965", "第三方机构测评客户满意度填的是 0.965%，像是写成了小数。是不是 96.5%？请核对", 0},
		{"satisfaction 96.5", "", 0},
		{"satisfaction 9.65", "第三方机构测评客户满意度填的是 9.65%，通常在 60%至 100%之间。是不是 96.5%？请核对", 0},
		{"wage_premium 0.15", "工资收入高出该行业平均工资填的是 0.15%，像是写成了小数。是不是 15%？请核对", 0},
		{"wage_premium 0", "", 0},
		{"leading_enterprise_sales 8000", "该龙头企业的年销售额填的是 8,000 亿元，通常在 0.01 亿元至 1,000 亿元之间。是不是 0.8 亿元？请核对", 0},
		{"artisans 300 workers 200", "有代表性的能工巧匠和特色乡土人才 300 人，多于从业人员 200 人。请核对", 0},
		{"artisans 200 workers 200", "", 0},
		{"labor_income 30 workers 500", "从业人员年劳务总收入 30 亿元，从业人员 500 人，平均每 10,000 人为 600 亿元，通常在 1 亿元至 30 亿元之间。请核对", 0},
		{"labor_income 30 workers 50000", "", 0},
		{"labor_income 0.05 workers 0", "从业人员填的是 0 人，通常在 50 人至 500,000 人之间。请核对", 0},
		{"labor_income 499 workers 999999999999", "从业人员填的是 999,999,999,999 人，通常在 50 人至 500,000 人之间。请核对;" +
			"从业人员年劳务总收入 499 亿元，从业人员 999,999,999,999 人，平均每 10,000 人为 0 亿元，通常在 1 亿元至 30 亿元之间。请核对", 0},
		{"leading_enterprises 3", "行业龙头企业填的是 3 家，而“龙头企业”（enterprises）列出了 2 家。请核对", 2},
		{"leading_enterprises 9999", "行业龙头企业填的是 9,999 家，而“龙头企业”（enterprises）列出了 2 家。请核对", 2},
		{"leading_enterprises 2", "", 2},
		{"trademark_registered 否", "“已在工商行政管理部门注册商标”填的是“否”，而“注册商标”（trademarks）列出了 2 项。请核对", 2},
		{"trademark_registered 是", "", 2},
		{"job_fairs 4", "近一年举办专场招聘填的是 4 场，而“活动”（activities）中这一年的列出了 2 场。请核对", 2},
	} {
		stated := map[string]string{}
		words := strings.Fields(c.stated)
		for i := 0; i < len(words); i += 2 {
			stated[words[i]] = words[i+1]
		}
		var got []string
		for _, d := range Doubts(nil, facts(t, nil, stated), func(*NamedBy) int { return c.named }) {
			got = append(got, d.Text)
		}
		if text := strings.Join(got, ";"); text != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.stated, text, c.want)
		}
	}
}

// What is usual raises no doubt, and a usual value written by another measure is
// asked for as what it was, or as another usual value.
func TestDoubtsAskForWhatWasMeant(t *testing.T) {
	for _, f := range sample().Facts {
		usual, known := f.UsualOf(nil)
		if !known {
			continue
		}
		for _, meant := range []values.Decimal{usual.From, usual.From/2 + usual.To/2, usual.To} {
			if f.Kind == Count {
				meant = values.DecimalOf(meant.Int())
			}
			if text := doubt(nil, Facts{}, Value{Fact: f, number: meant}); text != "" && meant != 0 && !(f.Kind == Percent && meant < values.DecimalOf(1)) {
				t.Errorf("%s %s: %s", f.ID, meant, text)
			}
			for _, by := range f.readings() {
				written, fits := scaled(meant, by[1], by[0])
				back, exact := scaled(written, by[0], by[1])
				if !fits || !exact || back != meant || usual.holds(written) || f.Kind == Count && !written.IsInt() {
					continue
				}
				if text := doubt(nil, Facts{}, Value{Fact: f, number: written}); !strings.Contains(text, "是不是 ") {
					t.Errorf("%s %s, meant as %s: %q", f.ID, written, meant, text)
				}
			}
		}
	}
}

func TestUsualByType(t *testing.T) {
	one, other := &Type{Name: "甲"}, &Type{Name: "乙"}
	f := &Fact{Kind: Count, Label: "人数", Unit: "人", Usual: map[*Type]Range{one: {values.DecimalOf(10), values.DecimalOf(20)}}}
	v := Value{Fact: f, number: values.DecimalOf(5)}
	if doubt(one, Facts{}, v) == "" || doubt(other, Facts{}, v) != "" || doubt(nil, Facts{}, v) != "" {
		t.Error("what is usual of one type is held against another")
	}
}
