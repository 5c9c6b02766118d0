package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// A database that is closed has a checksum of each of its pages beside it. SQLite
// itself notices damage to its own structures only; these also tell a letter that
// turned into another one, and are long enough to put a single wrong bit right.

const (
	sumsName  = "project.sums"
	sumsMagic = "KNRASUM1"
	// largestSummed is up to how many bytes a database is read for its checksums
	// while somebody waits.
	largestSummed = 512 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// pageSums returns the checksum of each page of a file.
func pageSums(path string) ([]uint32, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	var sums []uint32
	for block := make([]byte, 256*pageSize); ; {
		n, err := io.ReadFull(f, block)
		for at := 0; at < n; at += pageSize {
			sums = append(sums, crc32.Checksum(block[at:min(at+pageSize, n)], castagnoli))
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return sums, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// writeSums notes what the database looks like now that it is closed. Without a
// note the next opening knows less, and works all the same.
func (s *Store) writeSums() {
	path := filepath.Join(s.dir, databaseName)
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return // part of it is still in the log
	}
	if info, err := os.Stat(path); err != nil || info.Size() > largestSummed {
		return
	}
	sums, err := pageSums(path)
	if err != nil {
		return
	}
	note := []byte(sumsMagic)
	for _, sum := range sums {
		note = binary.BigEndian.AppendUint32(note, sum)
	}
	note = binary.BigEndian.AppendUint32(note, crc32.Checksum(note, castagnoli))
	hidden := filepath.Join(s.dir, scratchPrefix+"sums")
	if os.WriteFile(hidden, note, 0o644) != nil || os.Rename(hidden, filepath.Join(s.dir, sumsName)) != nil {
		_ = os.Remove(hidden)
	}
}

// takeSums returns what writeSums noted, and removes the note, which is wrong from
// the first change on. It returns nil where there is none that can be relied on.
func (s *Store) takeSums() []uint32 {
	path := filepath.Join(s.dir, sumsName)
	note, err := os.ReadFile(path)
	if removed := os.Remove(path); err != nil || removed != nil {
		return nil
	}
	body := len(note) - 4
	if body < len(sumsMagic) || body%4 != 0 || string(note[:len(sumsMagic)]) != sumsMagic ||
		binary.BigEndian.Uint32(note[body:]) != crc32.Checksum(note[:body], castagnoli) {
		return nil
	}
	if info, err := os.Stat(filepath.Join(s.dir, databaseName+"-wal")); err == nil && info.Size() > 0 {
		return nil
	}
	sums := []uint32{}
	for at := len(sumsMagic); at < body; at += 4 {
		sums = append(sums, binary.BigEndian.Uint32(note[at:]))
	}
	return sums
}

// compareSums tells what changed in the database since it was closed, and puts
// single wrong bits right.
func (s *Store) compareSums() error {
	want := s.takeSums()
	if want == nil {
		return nil
	}
	path := filepath.Join(s.dir, databaseName)
	have, err := pageSums(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the next step has words for it
	}
	if err != nil {
		return fileFault("reading", path, err)
	}
	var bits map[uint32]int // made when it is needed
	repaired, changed := 0, max(0, len(have)-len(want), len(want)-len(have))
	for i := range min(len(have), len(want)) {
		if have[i] == want[i] {
			continue
		}
		if bits == nil {
			bits = syndromes()
		}
		bit, single := bits[have[i]^want[i]]
		if !single {
			changed++
			continue
		}
		switch ok, err := repairBit(path, i, bit, want[i]); {
		case err != nil:
			return fileFault("repairing", path, err)
		case ok:
			repaired++
		default:
			changed++
		}
	}
	if repaired > 0 {
		s.notice(fmt.Sprintf("The disk gave back %d of the project's %d pages with one wrong bit; it has been put right, and nothing is lost. Consider to check the disk.", repaired, len(want)))
	}
	if changed > 0 {
		s.notice(fmt.Sprintf("%d of the project's %d pages are not as Kinora left them: another program wrote to them, or they were damaged.", changed, len(want)))
	}
	return nil
}

// syndromes returns by how much each single bit of a page changes its checksum, which
// is the same for all pages: 32 bits tell the 32,768 of a page apart.
func syndromes() map[uint32]int {
	page := make([]byte, pageSize)
	blank := crc32.Checksum(page, castagnoli)
	bits := make(map[uint32]int, 8*len(page))
	for bit := range 8 * len(page) {
		page[bit/8] = 1 << (bit % 8)
		bits[crc32.Checksum(page, castagnoli)^blank] = bit
		page[bit/8] = 0
	}
	return bits
}

// repairBit inverts a bit of page i, if that makes the page's checksum what it should
// be.
func repairBit(path string, i, bit int, want uint32) (bool, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	defer func() { _ = f.Close() }()
	page := make([]byte, pageSize)
	if _, err := f.ReadAt(page, int64(i)*pageSize); err != nil {
		return false, nil // a page that is not whole has more than one wrong bit
	}
	at := bit / 8
	page[at] ^= 1 << (bit % 8)
	if crc32.Checksum(page, castagnoli) != want {
		return false, nil
	}
	if _, err := f.WriteAt(page[at:at+1], int64(i)*pageSize+int64(at)); err != nil {
		return false, err
	}
	return true, f.Sync()
}
