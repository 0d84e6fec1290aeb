package personal

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkFind reads the brands of the repository: prose with many short numbers.
func BenchmarkFind(b *testing.B) {
	files, _ := filepath.Glob("../../content/brands/*/*.md")
	var texts []string
	size := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		texts, size = append(texts, string(data)), size+len(data)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, text := range texts {
			if Find(text) != nil {
				b.Fatal("a brand holds a personal number")
			}
		}
	}
}
