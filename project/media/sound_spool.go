package media

import (
	"bufio"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
)

// soundSpool keeps samples on disk until the picture is complete. Feeding ffmpeg
// picture and sound through two pipes at once would stop for ever as soon as it
// waits for the one while we wait to write the other.
type soundSpool struct {
	file    *os.File
	buffer  *bufio.Writer
	samples int64 // of all channels together
	closed  bool
}

func newSoundSpool(folder string) (*soundSpool, error) {
	f, err := os.Create(filepath.Join(folder, "sound.f32"))
	if err != nil {
		return nil, err
	}
	return &soundSpool{file: f, buffer: bufio.NewWriterSize(f, 1<<16)}, nil
}

func (s *soundSpool) write(samples []float32) error {
	var word [4]byte
	for _, v := range samples {
		if v != v || v > math.MaxFloat32 || v < -math.MaxFloat32 {
			return bad("this is a defect of what made the sound", "the sound holds a value that is not a number")
		}
		binary.LittleEndian.PutUint32(word[:], math.Float32bits(min(1, max(-1, v))))
		if _, err := s.buffer.Write(word[:]); err != nil {
			return err
		}
	}
	s.samples += int64(len(samples))
	return nil
}

func (s *soundSpool) close() error {
	if s.closed {
		return nil
	}
	s.closed = true
	return errors.Join(s.buffer.Flush(), s.file.Close())
}

// appendFloats appends little-endian float32 values.
func appendFloats(samples []float32, raw []byte) []float32 {
	for ; len(raw) >= 4; raw = raw[4:] {
		samples = append(samples, math.Float32frombits(binary.LittleEndian.Uint32(raw)))
	}
	return samples
}
