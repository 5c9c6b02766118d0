package media

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func validKey(key string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-"
	return key != "" && len(key) <= 79 && strings.Trim(key, allowed) == ""
}

// ReadMetadata returns the key and value pairs in a file, among them those that
// an Encoder was given. Keys are lower-case. For a PNG sequence, path may be the
// pattern or the path that the Encoder was given: the first frame is read.
func ReadMetadata(ctx context.Context, path string) (map[string]string, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png":
		return readPNGMetadata(path)
	case ".wav":
		return readWaveMetadata(path)
	}
	info, err := Probe(ctx, path)
	return info.Metadata, err
}

// pngTextWriter passes a PNG stream through and puts the metadata, as compressed
// international text (PNG specification, section 11.3.3.4), behind its header.
type pngTextWriter struct {
	to       io.Writer
	metadata map[string]string
	passed   int
}

const pngHead = 8 + 25 // signature and IHDR chunk

func (w *pngTextWriter) Write(p []byte) (int, error) {
	head := min(max(0, pngHead-w.passed), len(p))
	if _, err := w.to.Write(p[:head]); err != nil {
		return 0, err
	}
	if w.passed < pngHead && w.passed+len(p) >= pngHead {
		for _, key := range slices.Sorted(maps.Keys(w.metadata)) {
			if _, err := w.to.Write(pngText(key, w.metadata[key])); err != nil {
				return 0, err
			}
		}
	}
	w.passed += len(p)
	n, err := w.to.Write(p[head:])
	return head + n, err
}

func pngText(key, value string) []byte {
	var body bytes.Buffer
	body.WriteString("iTXt" + key + "\x00\x01\x00\x00\x00")
	z := zlib.NewWriter(&body)
	_, _ = io.WriteString(z, value) // a bytes.Buffer takes everything
	_ = z.Close()
	chunk := binary.BigEndian.AppendUint32(nil, uint32(body.Len()-4))
	chunk = append(chunk, body.Bytes()...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body.Bytes()))
}

func readPNGMetadata(path string) (map[string]string, error) {
	name := path
	if _, err := os.Stat(path); err != nil {
		pattern, patternErr := framePattern(path)
		if patternErr != nil {
			return nil, patternErr
		}
		name = fmt.Sprintf(pattern, 1)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fileError("reading", name, err)
	}
	metadata := map[string]string{}
	for kind, body := range pngChunks(data) {
		if kind != "iTXt" {
			continue
		}
		if key, value, ok := parsePNGText(body); ok {
			metadata[strings.ToLower(key)] = value
		}
	}
	return metadata, nil
}

// pngChunks walks the chunks of a PNG file and stops at the first broken one.
func pngChunks(data []byte) func(yield func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
			return
		}
		for rest := data[8:]; len(rest) >= 12; {
			n := int64(binary.BigEndian.Uint32(rest))
			if n > int64(len(rest)-12) || !yield(string(rest[4:8]), rest[8:8+n]) {
				return
			}
			rest = rest[12+n:]
		}
	}
}

func parsePNGText(body []byte) (key, value string, ok bool) {
	name, rest, found := bytes.Cut(body, []byte{0})
	if !found || len(rest) < 2 {
		return "", "", false
	}
	compressed := rest[0] == 1
	parts := bytes.SplitN(rest[2:], []byte{0}, 3) // language, translated key, text
	if len(parts) != 3 {
		return "", "", false
	}
	text := parts[2]
	if compressed {
		z, err := zlib.NewReader(bytes.NewReader(text))
		if err != nil {
			return "", "", false
		}
		if text, err = io.ReadAll(io.LimitReader(z, 16<<20)); err != nil {
			return "", "", false
		}
	}
	return string(name), string(text), true
}

// waveChunk holds a JSON object of all metadata at the end of a wave file;
// players skip chunks that they do not know.
const waveChunk = "KNRA"

func appendWaveMetadata(path string, metadata map[string]string) (err error) {
	if len(metadata) == 0 {
		return nil
	}
	body, err := json.Marshal(metadata)
	if err != nil {
		return err
	}
	if len(body)%2 != 0 {
		body = append(body, ' ') // chunks begin at even offsets
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	chunk := binary.LittleEndian.AppendUint32([]byte(waveChunk), uint32(len(body)))
	if _, err := f.WriteAt(append(chunk, body...), end); err != nil {
		return err
	}
	size := binary.LittleEndian.AppendUint32(nil, uint32(end)+uint32(len(chunk)+len(body))-8)
	_, err = f.WriteAt(size, 4)
	return err
}

func readWaveMetadata(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	defer func() { _ = f.Close() }()
	metadata := map[string]string{}
	var head [8]byte
	for at := int64(12); ; {
		if _, err := f.ReadAt(head[:], at); err != nil {
			return metadata, nil // the end, and no chunk of ours
		}
		n := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == waveChunk && n <= 16<<20 {
			body := make([]byte, n)
			if _, err := f.ReadAt(body, at+8); err != nil {
				return nil, fileError("reading", path, err)
			}
			if err := json.Unmarshal(body, &metadata); err != nil {
				return nil, bad("", "the metadata of %s is damaged", path)
			}
			return metadata, nil
		}
		at += 8 + n + n%2
	}
}
