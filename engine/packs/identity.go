package packs

import (
	"bufio"
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

// Verify compares every file with the pack's SHA256SUMS. A pack without that
// file passes: most packs of others have none.
func (p *Pack) Verify() error {
	f, err := os.Open(filepath.Join(p.Dir, sumsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return engine.Bad("check the folder's permissions", "the pack %s cannot be checked: %w", p.Dir, err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		want, name, ok := strings.Cut(lines.Text(), " ")
		name = strings.TrimPrefix(strings.TrimLeft(name, " *"), "./")
		if !ok || len(want) != 2*sha256.Size || !filepath.IsLocal(name) {
			return engine.Bad("copy or download the pack again", "%s of the pack %s is damaged", sumsFile, p.Dir)
		}
		if err := p.verifyFile(name, want); err != nil {
			return err
		}
	}
	return lines.Err()
}

func (p *Pack) verifyFile(name, want string) error {
	f, err := os.Open(filepath.Join(p.Dir, filepath.FromSlash(name)))
	if err != nil {
		return engine.Bad("copy or download the pack again", "the pack %s lacks the file %s", p.Dir, name)
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return engine.Bad("copy or download the pack again", "the file %s of the pack %s cannot be read: %w", name, p.Dir, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != want {
		return engine.Bad("copy or download the pack again", "the file %s of the pack %s has been altered", name, p.Dir)
	}
	return nil
}

// VerifyLimit is the size up to which a pack is verified whenever it is opened,
// which then takes a few hundredths of a second.
const VerifyLimit = 256 << 20
