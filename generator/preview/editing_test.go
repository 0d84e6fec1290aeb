package preview

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"minglu/generator/desk/store"
	"minglu/generator/desk/web"
)

// post sends a question to the desk as a page of the preview would, unless header says
// otherwise: pairs of name and value, "" to leave one out.
func (d *editor) post(name string, question any, header ...string) (int, string) {
	d.t.Helper()
	body, err := json.Marshal(question)
	if err != nil {
		d.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(d.t.Context(), http.MethodPost, d.root+deskPath+name, strings.NewReader(string(body)))
	if err != nil {
		d.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", d.root)
	r.Header.Set(web.TokenHeader, d.token)
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
		if header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return answer.StatusCode, string(said)
}

// Only a page of this run on this machine is answered, whatever it asks.
func TestTheDeskAnswersItsOwnPagesAlone(t *testing.T) {
	d := sit(t, Options{Hosts: []string{"board.example"}})
	const file = "content/brands/donghai/donghai-banhua.md"
	before := d.text(file)
	saved := store.File{Path: file, Text: "坏"}
	for _, header := range [][]string{
		{"Origin", ""}, {"Origin", "null"}, {"Origin", "https://evil.example"}, {"Origin", d.root + "0"}, {"Origin", "https" + strings.TrimPrefix(d.root, "http")},
		{web.TokenHeader, ""}, {web.TokenHeader, "x"}, {web.TokenHeader, d.token + "x"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Host", "evil.example"}, {"Content-Type", "text/plain"}, {"Content-Type", ""}, {"Content-Type", "application/x-www-form-urlencoded"},
	} {
		for _, name := range []string{"save", "open", "start", "candidates"} {
			if status, said := d.post(name, saved, header...); status < 400 || strings.Contains(said, "东海") {
				t.Errorf("%s with %q is answered %d %.100s", name, header, status, said)
			}
		}
	}
	for _, name := range []string{"save", "open", "start"} {
		if status, _ := d.ask("GET", deskPath+name, "", "Origin", d.root, web.TokenHeader, d.token); status != 405 {
			t.Errorf("GET %s is answered %d", name, status)
		}
	}
	if d.text(file) != before {
		t.Error("a file was written")
	}
}

func TestTheDeskOpensAndSaves(t *testing.T) {
	d := sit(t, Options{})
	const file = "content/brands/donghai/donghai-banhua.md"
	var opened store.File
	status, said := d.post("open", store.File{Path: file})
	if err := json.Unmarshal([]byte(said), &opened); err != nil || status != 200 || opened.Text != d.text(file) {
		t.Fatal(status, said, err)
	}
	var changed struct{ Text string }
	_, said = d.post("set", map[string]any{"text": opened.Text, "kind": "brand", "path": []any{"facts", "workers"}, "value": "2131"})
	if err := json.Unmarshal([]byte(said), &changed); err != nil || strings.Replace(opened.Text, "2130\n", "2131\n", 1) != changed.Text {
		t.Fatal(said, err)
	}
	stale := opened
	opened.Text = changed.Text
	if status, said := d.post("save", opened); status != 200 || d.text(file) != changed.Text {
		t.Error(status, said)
	}
	if status, said := d.post("save", stale); status != 409 || !strings.Contains(said, "workers: 2131") {
		t.Error(status, said)
	}
	if status, said := d.post("save", store.File{Path: "content/site.yaml", Text: "x"}); status != 422 || !strings.Contains(said, "只能保存") {
		t.Error(status, said)
	}
	if status, said := d.post("candidates", map[string]string{"standard": "lianyungang-2024", "level": "市级"}); status != 200 || !strings.Contains(said, "未达到标准") {
		t.Error(status, said)
	}
	if status, said := d.post("papers", opened); status != 200 || !strings.Contains(said, "东海版画刻印师") || strings.Count(said, `"name"`) != 3 {
		t.Errorf("%d %.200s", status, said)
	}
	if status, _ := d.post("nothing", nil); status != 422 {
		t.Error(status)
	}
}
