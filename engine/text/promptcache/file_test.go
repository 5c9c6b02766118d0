package promptcache

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/kinora-studio/kinora/engine/tensor"
)

// FuzzDecode reads entries whose checksum is right and whose contents are not.
func FuzzDecode(f *testing.F) {
	whole, err := encode(map[string]*tensor.Tensor{"video": tensor.New(2, 3), "mask": tensor.Ints([]int64{1, 1}, 2)})
	if err != nil {
		f.Fatal(err)
	}
	body := whole[len(magic)+sha256.Size:]
	f.Add(body)
	for at := 0; at+8 <= len(body); at++ {
		huge := append([]byte(nil), body...)
		binary.LittleEndian.PutUint64(huge[at:], 1<<63-1)
		f.Add(huge)
		f.Add(body[:at])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		sum := sha256.Sum256(body)
		values, err := decode(append(append([]byte(magic), sum[:]...), body...))
		if err != nil {
			return
		}
		for name, v := range values {
			if v == nil || v.Len() > int64(len(body)) {
				t.Errorf("%q became %v", name, v)
			}
		}
	})
}
