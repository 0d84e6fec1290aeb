package intake

import "testing"

// A score is read as people type it, and never in part.
func TestScoresAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]string{
		"22": "22", "22分": "22", "20+2": "22", "20分＋加2分": "22", "得7.5分": "7.5", "08+2": "10", "20+02": "22", "007": "7", "0": "0", "0.5": "0.5", "7.5 + 0.5": "8",
		"达到": "", "20+": "", "7.": "", "-3": "", "1,000": "",
	} {
		if got, is := pointsOf(text); got != want || is != (want != "") {
			t.Errorf("%s is read as %q", text, got)
		}
	}
}
