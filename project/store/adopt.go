package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/media"
	"github.com/kinora-studio/kinora/project/store/internal/db"
)

// recipeKey is the metadata under which a clip carries what decided it.
const recipeKey = "kinora.recipe"

// recipeWords is what a take's row repeats of its recipe.
type recipeWords struct {
	Prompt string  `json:"prompt"`
	Seed   *uint64 `json:"seed"`
}

// Adopt makes takes of clips in the media folder that the project does not know,
// and returns their codes. Shot is the code of the shot that they become takes of;
// when it is empty, each clip's name says it: SH010_T03.mp4. A clip keeps its name
// and brings its recipe along where it carries one. All are adopted, or none.
func (s *Store) Adopt(ctx context.Context, paths []string, shot string) ([]string, error) {
	takes := make([]db.InsertTakeParams, len(paths))
	recipes := make([]string, len(paths))
	for i, p := range paths {
		var err error
		if takes[i], recipes[i], err = s.inspectClip(ctx, p); err != nil {
			return nil, err
		}
	}
	var codes []string
	err := s.inTx(ctx, func(q *db.Queries, tx *sql.Tx) error {
		codes = nil
		for i := range takes {
			if err := adoptOne(ctx, q, tx, &takes[i], recipes[i], shot); err != nil {
				return err
			}
			codes = append(codes, takes[i].Code)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// inspectClip reads what a take's row says of its file.
func (s *Store) inspectClip(ctx context.Context, file string) (take db.InsertTakeParams, recipe string, err error) {
	name, err := s.mediaFile(file)
	if err != nil {
		return take, "", err
	}
	if stat, err := os.Stat(s.Path(name)); err == nil && !stat.Mode().IsRegular() { // a pipe would be waited for
		return take, "", project.Bad("adopt clips only", "%s is no file", name)
	}
	info, err := media.Probe(ctx, s.Path(name))
	if err != nil {
		return take, "", err
	}
	if len(info.Video) == 0 || info.Video[0].Frames <= 0 {
		return take, "", project.Bad("adopt clips only", "%s holds no moving pictures", name)
	}
	video := info.Video[0]
	take = db.InsertTakeParams{
		Verb: string(project.VerbImport), Path: name, Bytes: info.Bytes,
		Width: int64(video.Width), Height: int64(video.Height), Frames: video.Frames,
		RateNum: video.Rate.Num, RateDen: video.Rate.Den, MadeAt: micros(s.now()),
	}
	if len(info.Audio) == 0 {
		take.Silent = 1
	}
	if stat, err := os.Stat(s.Path(name)); err == nil {
		take.MadeAt = micros(stat.ModTime())
	}
	if take.SHA256, err = hashFile(ctx, s.Path(name)); err != nil {
		return take, "", err
	}
	var words recipeWords
	if text := info.Metadata[recipeKey]; json.Unmarshal([]byte(text), &words) == nil {
		recipe, take.Prompt, take.Verb = text, words.Prompt, string(project.VerbGenerate)
		if words.Seed != nil {
			take.Seed = int64(*words.Seed) // its bits
		}
	}
	return take, recipe, nil
}

func adoptOne(ctx context.Context, q *db.Queries, tx *sql.Tx, take *db.InsertTakeParams, recipe, shot string) error {
	base := strings.TrimSuffix(path.Base(take.Path), path.Ext(take.Path))
	named, digits, isTake := cutLast(base, "_T")
	if shot == "" {
		if !isTake {
			return project.Bad("name the shot that it belongs to", "the name of %s does not say which shot it is a take of", take.Path)
		}
		shot = named
	}
	err := tx.QueryRowContext(ctx, "SELECT id FROM shots WHERE code = ? COLLATE NOCASE ORDER BY removed, id LIMIT 1", shot).Scan(&take.Shot)
	if errors.Is(err, sql.ErrNoRows) {
		return project.Wrong(project.ErrNotFound, "add it, or name another one", "the project has no shot %s", shot)
	}
	if err != nil {
		return err
	}
	var taken bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM takes WHERE path = ?)", take.Path).Scan(&taken); err != nil {
		return err
	}
	if taken {
		return project.Bad("leave it out", "%s is a take already", take.Path)
	}
	if err := freeNumber(ctx, tx, take, shot, named, digits); err != nil {
		return err
	}
	if take.Recipe, err = keepRecipe(ctx, q, []byte(recipe)); err != nil {
		return err
	}
	_, err = q.InsertTake(ctx, *take)
	return err
}

// freeNumber gives a take the number in its file's name, or, where that is
// another take's, the next one.
func freeNumber(ctx context.Context, tx *sql.Tx, take *db.InsertTakeParams, shot, named, digits string) error {
	wanted, err := strconv.ParseInt(digits, 10, 32)
	if err != nil || named != shot {
		wanted = 0
	}
	free := func() (bool, error) {
		take.Code = project.TakeCode(shot, int(take.Number))
		var used bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM takes WHERE shot = ? AND number = ? OR code = ?)", take.Shot, take.Number, take.Code).Scan(&used)
		return !used, err
	}
	if take.Number = wanted; wanted > 0 {
		if ok, err := free(); ok || err != nil {
			return err
		}
	}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM takes WHERE shot = ?", take.Shot).Scan(&take.Number); err != nil {
		return err
	}
	for {
		take.Number++
		if ok, err := free(); ok || err != nil {
			return err
		}
	}
}

// cutLast cuts around the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}

// hashFile returns the SHA-256 of a file in hexadecimal digits.
func hashFile(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fileFault("reading", path, err)
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, withContext(ctx, f)); err != nil {
		return "", fileFault("reading", path, err)
	}
	return fmt.Sprintf("%x", hash.Sum(nil)), nil
}
