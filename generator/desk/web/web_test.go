package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"minglu/generator/content"
	"minglu/generator/desk"
	"minglu/generator/edition"
	"minglu/generator/values"
)

func opened(t *testing.T) *desk.Desk {
	e, bad, err := edition.Read(os.DirFS("../../.."), func(s *content.Settings) values.Date { return s.DemoDate })
	if err != nil || len(bad) > 0 {
		t.Fatal(err, bad)
	}
	b, err := desk.BundleOf(e, false)
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestQuestionsAreAnswered(t *testing.T) {
	d := opened(t)
	for _, c := range []struct {
		name, method, address, kind, body string
		none                              bool
		status                            int
		says                              string
	}{
		{name: "an answer", address: "/.minglu/desk/words", body: `{"value": "12600", "unit": "人"}`, status: 200, says: "1.26 万人"},
		{name: "a charset", address: "/.minglu/desk/start", kind: "application/json; charset=utf-8", body: `{}`, status: 200, says: "文化旅游类"},
		{name: "to be looked at", method: "GET", address: "/.minglu/desk/start", status: 405, says: "只接收提交"},
		{name: "a form of another site", address: "/.minglu/desk/start", kind: "text/plain", body: `{}`, status: 415, says: "JSON"},
		{name: "no function", address: "/.minglu/desk/delete", body: `{}`, status: 422, says: "no function"},
		{name: "no JSON", address: "/.minglu/desk/check", body: `{`, status: 422},
		{name: "what cannot be set", address: "/.minglu/desk/set", body: `{"text": "---\n[\n---\n", "kind": "brand", "path": ["name"], "value": "甲"}`, status: 422, says: "暂时不能逐项填写"},
		{name: "too much", address: "/.minglu/desk/check", body: `{"text": "` + strings.Repeat("a", maxQuestion) + `"}`, status: 413, says: "4 MB"},
		{name: "no desk", address: "/.minglu/desk/start", body: `{}`, none: true, status: 503},
	} {
		answer := d.Call
		if c.none {
			answer = func(string, []byte) ([]byte, error) { return nil, ErrNoDesk }
		}
		if c.method == "" {
			c.method = http.MethodPost
		}
		if c.kind == "" {
			c.kind = "application/json"
		}
		r := httptest.NewRequest(c.method, c.address, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		w := httptest.NewRecorder()
		Handler(answer).ServeHTTP(w, r)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d %s", c.name, w.Code, w.Body)
		}
	}
}

func TestThePageIsTold(t *testing.T) {
	got := string(Page([]byte("<head></head><body></head></body>"), `/"x`, "t", true))
	if got != `<head><meta name="desk" content="/&#34;x" data-token="t" data-stores></head><body></head></body>` {
		t.Error(got)
	}
}
