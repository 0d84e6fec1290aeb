package review

import "testing"

// What nobody sees makes no text look like another.
func TestShownTexts(t *testing.T) {
	for text, want := range map[string]string{
		"水\u3164晶": "水晶", "水\u2800晶": "水晶", "水\u200b晶": "水晶", "水\u202e晶": "水晶", "水\ufe00晶": "水晶", "水\u00ad晶": "水晶",
		"水\ue000晶": "水晶", "水\ufffd晶": "水晶", "水\u3000\t晶\x01": "水 晶", "电话13812345678": "电话138******78",
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
