package lzma_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/evanw/esbuild/pkg/api"

	"minglu/generator/lzma"
)

// What Compress makes, the browser's script unpacks.
func TestTheBrowserUnpacksWhatIsCompressed(t *testing.T) {
	unpack := unpacker(t)
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 20_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	few := make([]byte, 30_000) // matches of every length and distance
	for i := range few {
		few[i] = byte(random.Uint32N(3))
	}
	source, err := os.ReadFile("parse.go")
	if err != nil {
		t.Fatal(err)
	}
	records := bytes.NewBuffer(nil) // repeated matches, with a byte between that changes
	for i := range 3000 {
		records.WriteString("名称：水晶")
		records.WriteByte(byte(i * 7))
		records.WriteString("；县区：东海")
		records.WriteByte(byte(i * i))
	}
	for name, data := range map[string][]byte{
		"nothing": {}, "a byte": {7}, "three": []byte("abc"), "zeros": make([]byte, 100_000), "noise": noise, "few letters": few, "text": source,
		"far": append(append(bytes.Clone(noise), few...), noise...), "records": records.Bytes(),
	} {
		packed := lzma.Compress(data)
		if !bytes.Equal(packed, lzma.Compress(data)) {
			t.Errorf("%s: other bytes the second time", name)
		}
		got, err := unpack(packed)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes became %d (%v)", name, len(data), len(got), err)
		}
		if most := map[string]int{"zeros": 100, "text": len(source) / 2, "far": 29_000}[name]; most > 0 && len(packed) > most {
			t.Errorf("%s: %d bytes, at most %d", name, len(packed), most)
		}
	}
}

// A damaged file comes to an end, whatever it says.
func TestDamagedFilesEnd(t *testing.T) {
	unpack := unpacker(t)
	data := []byte(strings.Repeat("东海水晶雕刻工匠，连云港市东海县。", 200))
	packed := lzma.Compress(data)
	for i := range packed {
		damaged := bytes.Clone(packed)
		damaged[i] ^= 0x55
		if got, err := unpack(damaged); err == nil && len(got) > 1<<28 {
			t.Errorf("byte %d: %d bytes", i, len(got))
		}
	}
	for i := range packed[:len(packed)-5] {
		if got, err := unpack(packed[:i]); err == nil && bytes.Equal(got, data) {
			t.Errorf("%d bytes of %d are the whole", i, len(packed))
		}
	}
}

// unpacker returns unpack of layouts/desk/lzma.ts.
func unpacker(t *testing.T) func([]byte) ([]byte, error) {
	t.Helper()
	dir, err := filepath.Abs("../../layouts/desk")
	if err != nil {
		t.Fatal(err)
	}
	built := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: `export {unpack} from "./lzma"`, ResolveDir: dir, Loader: api.LoaderTS},
		Bundle: true, Format: api.FormatIIFE, GlobalName: "lzma", Target: api.ES2017, LogLevel: api.LogLevelSilent,
	})
	if len(built.Errors) > 0 {
		t.Fatal(built.Errors)
	}
	vm := goja.New()
	if _, err := vm.RunString(string(built.OutputFiles[0].Contents)); err != nil {
		t.Fatal(err)
	}
	call, err := vm.RunString(`bytes => lzma.unpack(new Uint8Array(bytes)).buffer`)
	if err != nil {
		t.Fatal(err)
	}
	unpack, _ := goja.AssertFunction(call)
	return func(packed []byte) ([]byte, error) {
		out, err := unpack(goja.Undefined(), vm.ToValue(vm.NewArrayBuffer(packed)))
		if err != nil {
			return nil, err
		}
		return out.Export().(goja.ArrayBuffer).Bytes(), nil
	}
}
