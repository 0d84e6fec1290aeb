package pictures

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"minglu/generator/cache"
)

// A store is where renditions are kept, an entry of files an original.
type store struct{ use *cache.Use }

// recall returns the renditions of an original, if they were made before, the
// narrowest first.
func (s store) recall(original []byte) (renditions []rendition, found bool) {
	e, found := s.use.Find(key(original))
	if !found {
		return nil, false
	}
	for _, name := range e.Files() { // widths are written with leading zeros
		r := rendition{Ext: filepath.Ext(name)}
		if _, err := fmt.Sscanf(strings.TrimSuffix(name, r.Ext), "%dx%d", &r.Width, &r.Height); err != nil {
			return nil, false
		}
		var err error
		if r.Data, err = e.ReadFile(name); err != nil {
			return nil, false
		}
		renditions = append(renditions, r)
	}
	return renditions, len(renditions) > 0
}

// keep keeps renditions; one that cannot be kept is made again next time.
func (s store) keep(original []byte, renditions []rendition) {
	s.use.Keep(key(original), func(dir string) error {
		for _, r := range renditions {
			name := fmt.Sprintf("%05dx%05d%s", r.Width, r.Height, r.Ext)
			if err := os.WriteFile(filepath.Join(dir, name), r.Data, 0o600); err != nil {
				return err
			}
		}
		return nil
	})
}

func key(original []byte) []byte {
	sum := sha256.Sum256(original)
	return sum[:]
}
