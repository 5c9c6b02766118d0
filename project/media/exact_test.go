package media

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestSameBytes: a clip that is made again is the same file, bit by bit, in every
// format.
func TestSameBytes(t *testing.T) {
	for _, f := range formats {
		t.Run(f.ending, func(t *testing.T) {
			var made [2][]byte
			for i := range made {
				folder := t.TempDir()
				frames := 0
				if f.hasPicture {
					frames = 5
				}
				write(t, testParams(filepath.Join(folder, "clip"+f.ending)), frames, tone(10_000, 48_000))
				for _, name := range names(t, folder) {
					data, err := os.ReadFile(filepath.Join(folder, name))
					if err != nil {
						t.Fatal(err)
					}
					made[i] = append(append(made[i], name...), data...)
				}
			}
			if len(made[0]) < 1000 || !bytes.Equal(made[0], made[1]) {
				t.Errorf("%d and %d bytes that differ", len(made[0]), len(made[1]))
			}
		})
	}
}
