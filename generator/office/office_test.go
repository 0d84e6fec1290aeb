package office

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// needed skips a test where LibreOffice is missing. In CI nothing may be missing.
func needed(t *testing.T) {
	t.Helper()
	if installed() != "" {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("LibreOffice is missing, and CI must not do without")
	}
	t.Skip("LibreOffice is missing")
}

// openDocument packs the body of an .odt.
func openDocument(t *testing.T, body string) []byte {
	t.Helper()
	const kind = "application/vnd.oasis.opendocument.text"
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"mimetype", kind},
		{"content.xml", `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2"><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
		{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="` + kind + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Store})
		if err == nil {
			_, err = f.Write([]byte(part[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A file that names a picture on the network, and a file of this machine to be put into
// the text, is converted without either.
func TestNothingIsFetched(t *testing.T) {
	needed(t)
	asked := make(chan string, 100)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r.Method }))
	defer server.Close()
	secret := filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(secret, []byte("SECRET"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := openDocument(t, fmt.Sprintf(`<text:section text:name="s"><text:section-source xlink:href="file://%s" text:filter-name="Text"/><text:p>was</text:p></text:section>`+
		`<text:p><draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char"><draw:image xlink:href="%s/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>`, filepath.ToSlash(secret), server.URL))
	out, err := Conversion{"odt", "txt", 1 << 20}.Convert(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(out); !strings.Contains(text, "was") || strings.Contains(text, "SECRET") {
		t.Errorf("the text is %q", text)
	}
	if len(asked) > 0 {
		t.Errorf("it asked the network: %s", <-asked)
	}
}

// What cannot be converted, or comes out too large, is said in Chinese.
func TestWhatIsNotConverted(t *testing.T) {
	needed(t)
	if _, err := (Conversion{"pdf", "fodt", 1 << 20}).Convert(t.Context(), []byte("%PDF-1.7 x")); !errors.Is(err, errFailed) {
		t.Error(err)
	}
	if _, err := (Conversion{"odt", "docx", 10}).Convert(t.Context(), openDocument(t, "")); !errors.Is(err, errLarge) {
		t.Error(err)
	}
}

func TestWithoutLibreOffice(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere it is looked for in fixed places, too")
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := (Conversion{"doc", "docx", 1 << 20}).Convert(t.Context(), nil); !errors.Is(err, ErrMissing) {
		t.Error(err)
	}
}

// A LibreOffice that never ends is ended, with the programs that it started.
func TestItIsEnded(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the program is a script")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	dir := t.TempDir()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	// The child holds a connection as long as it lives.
	script := "#!/bin/bash\nbash -c 'exec 3<>/dev/tcp/127.0.0.1/" + port + "; while :; do sleep 1; done' &\nwait\n"
	if err := os.WriteFile(filepath.Join(dir, "soffice"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := Conversion{"doc", "docx", 1 << 20}.Convert(ctx, nil)
		ended <- err
	}()
	child, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer child.Close()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := child.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := child.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the child lives on")
	}
}
