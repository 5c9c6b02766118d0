package packs

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/kinora-studio/kinora/engine"
)

// sumsFile lists the SHA-256 of every file of a pack, as sha256sum writes it.
const sumsFile = "SHA256SUMS"

// identify computes the pack's Hash: SHA-256 over the relative path, the size
// and the content of every file that decides a result; of weights only the
// header and the first and last 64 KiB are read, since some have 44 GB.
func (p *Pack) identify() error {
	files, err := p.files()
	if err != nil {
		return err
	}
	sum := sha256.New()
	for _, name := range files {
		switch filepath.Ext(name) {
		case ".json", ".safetensors", ".model", ".jinja":
		default:
			continue
		}
		if err := p.addIdentity(sum, name); err != nil {
			return engine.Bad("check the folder's permissions", "the pack %s cannot be read: %w", p.Dir, err)
		}
	}
	p.Hash = hex.EncodeToString(sum.Sum(nil))
	return nil
}

const edge = 64 << 10

func (p *Pack) addIdentity(sum hash.Hash, name string) error {
	f, err := os.Open(filepath.Join(p.Dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	_, _ = fmt.Fprintf(sum, "%s\x00%d\x00", name, size)
	if filepath.Ext(name) != ".safetensors" {
		_, err = io.Copy(sum, f)
		return err
	}
	p.Bytes += size
	head := int64(edge)
	var length [8]byte
	if _, err := f.ReadAt(length[:], 0); err == nil {
		head += int64(min(binary.LittleEndian.Uint64(length[:]), 100<<20))
	}
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, min(head, size))); err != nil {
		return err
	}
	_, err = io.Copy(sum, io.NewSectionReader(f, max(0, size-edge), edge))
	return err
}

// HasSums reports whether the pack came with checksums.
func (p *Pack) HasSums() bool {
	_, err := os.Stat(filepath.Join(p.Dir, sumsFile))
	return err == nil
}

// Verify compares every file with the pack's SHA256SUMS. A pack without that
// file passes: most packs of others have none. tell, which may be nil, hears how
// many bytes of how many were read.
func (p *Pack) Verify(ctx context.Context, tell func(done, total int64)) error {
	sums, total, err := p.readSums()
	if err != nil {
		return err
	}
	done := int64(0)
	read := func(n int) {
		done += int64(n)
		if tell != nil {
			tell(min(done, total), total)
		}
	}
	for _, s := range sums {
		if err := p.verifyFile(ctx, s, read); err != nil {
			return err
		}
	}
	return nil
}

// sum is what a file has to be.
type sum struct{ name, want string }

// readSums returns the checksums and the size of all files that have one.
func (p *Pack) readSums() (sums []sum, total int64, err error) {
	f, err := os.Open(filepath.Join(p.Dir, sumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, engine.Bad("check the folder's permissions", "the pack %s cannot be checked: %w", p.Dir, err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		want, name, ok := strings.Cut(lines.Text(), " ")
		name = strings.TrimPrefix(strings.TrimLeft(name, " *"), "./")
		if !ok || len(want) != 2*sha256.Size || !filepath.IsLocal(name) {
			return nil, 0, engine.Bad("copy or download the pack again", "%s of the pack %s is damaged", sumsFile, p.Dir)
		}
		if info, err := os.Stat(filepath.Join(p.Dir, filepath.FromSlash(name))); err == nil {
			total += info.Size()
		}
		sums = append(sums, sum{name, want})
	}
	return sums, total, lines.Err()
}

func (p *Pack) verifyFile(ctx context.Context, s sum, read func(n int)) error {
	f, err := os.Open(filepath.Join(p.Dir, filepath.FromSlash(s.name)))
	if err != nil {
		return engine.Bad("copy or download the pack again", "the pack %s lacks the file %s", p.Dir, s.name)
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	buffer := make([]byte, 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := f.Read(buffer)
		_, _ = hash.Write(buffer[:n])
		read(n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return engine.Bad("copy or download the pack again", "the file %s of the pack %s cannot be read: %w", s.name, p.Dir, err)
		}
	}
	if hex.EncodeToString(hash.Sum(nil)) != s.want {
		return engine.Bad("copy or download the pack again", "the file %s of the pack %s has been altered", s.name, p.Dir)
	}
	return nil
}

// VerifyLimit is the size up to which a pack is verified whenever it is opened,
// which then takes a few hundredths of a second.
const VerifyLimit = 256 << 20
