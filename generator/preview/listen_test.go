package preview

import (
	"os"
	"strings"
	"testing"
)

// Whoever may ask from another machine is told by which names: there are no
// others.
func TestListenersSayWhatOthersType(t *testing.T) {
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for addr, want := range map[string]string{"127.0.0.1:0": "", "localhost:0": "", ":0": "http://" + name + ":", "0.0.0.0:0": "http://" + name + ":"} {
		l, err := Listen(t.Context(), addr)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(l.OtherAddresses(), " ")
		l.Close()
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("--addr %s: %q, want %q", addr, got, want)
		}
	}
}
