package store

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
)

// pageSize is that of every database that Kinora makes: SQLite's default.
const pageSize = 4096

// image is a database file as it lies on the disk, with the pages that its
// write-ahead log adds. It is read without SQLite, which refuses a whole table for
// one damaged page. The format is documented at https://sqlite.org/fileformat2.html,
// whose section numbers the comments give.
type image struct {
	file  *os.File
	count uint32            // pages
	newer map[uint32][]byte // from the log
}

func openImage(path string) (*image, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	im := &image{file: file, count: uint32((info.Size() + pageSize - 1) / pageSize)}
	if im.newer, err = readLog(path + "-wal"); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	for n := range im.newer {
		im.count = max(im.count, n)
	}
	return im, nil
}

func (im *image) Close() error { return im.file.Close() }

// page returns page n, counted from 1; what the disk does not give is zero.
func (im *image) page(n uint32) []byte {
	if newer, ok := im.newer[n]; ok {
		return newer
	}
	page := make([]byte, pageSize)
	if n == 0 || n > im.count {
		return page
	}
	// A disk that fails to read one page is the very case that this is for.
	_, _ = im.file.ReadAt(page, int64(n-1)*pageSize)
	return page
}

// readLog returns the pages of all whole transactions in a write-ahead log
// (section 4). It ends at the first frame that its checksum does not confirm.
func readLog(path string) (map[uint32][]byte, error) {
	const headerSize, frameHeader = 32, 24
	file, err := openRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	log, err := io.ReadAll(file)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if len(log) < headerSize || binary.BigEndian.Uint32(log)&^1 != 0x377f0682 || binary.BigEndian.Uint32(log[8:]) != pageSize {
		return nil, nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if log[3]&1 == 1 {
		order = binary.BigEndian
	}
	sum := logSum{order: order}
	sum.add(log[:24])
	if !sum.is(log[24:32]) {
		return nil, nil
	}
	whole, open := map[uint32][]byte{}, map[uint32][]byte{}
	for rest := log[headerSize:]; len(rest) >= frameHeader+pageSize; rest = rest[frameHeader+pageSize:] {
		page := rest[frameHeader : frameHeader+pageSize]
		sum.add(rest[:8])
		sum.add(page)
		if string(rest[8:16]) != string(log[16:24]) || !sum.is(rest[16:24]) {
			break
		}
		open[binary.BigEndian.Uint32(rest)] = page
		if binary.BigEndian.Uint32(rest[4:]) != 0 { // the last frame of a transaction
			maps.Copy(whole, open)
			clear(open)
		}
	}
	return whole, nil
}

// logSum is the checksum of section 4.2.
type logSum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (s *logSum) add(data []byte) {
	for ; len(data) >= 8; data = data[8:] {
		s.s0 += s.order.Uint32(data) + s.s1
		s.s1 += s.order.Uint32(data[4:]) + s.s0
	}
}

func (s *logSum) is(stored []byte) bool {
	return binary.BigEndian.Uint32(stored) == s.s0 && binary.BigEndian.Uint32(stored[4:]) == s.s1
}

// free returns the pages that hold nothing any more (section 1.5).
func (im *image) free() map[uint32]bool {
	free := map[uint32]bool{}
	for trunk := binary.BigEndian.Uint32(im.page(1)[32:]); trunk != 0 && trunk <= im.count && !free[trunk]; {
		free[trunk] = true
		page := im.page(trunk)
		for i := range min(binary.BigEndian.Uint32(page[4:]), pageSize/4-2) {
			free[binary.BigEndian.Uint32(page[8+4*i:])] = true
		}
		trunk = binary.BigEndian.Uint32(page)
	}
	return free
}
