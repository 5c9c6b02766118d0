package media

import (
	"maps"
	"os"
	"slices"
	"strings"
)

// finish turns what is in the scratch folder into the file at its target.
func (e *Encoder) finish() error {
	if e.picture != nil {
		if e.frames == 0 {
			return bad("write at least one", "%s would hold no frame", e.params.Path)
		}
		if err := e.picture.close(); err != nil {
			return err
		}
	}
	if e.spool != nil {
		if err := e.spool.close(); err != nil {
			return fileError("writing", e.params.Path, err)
		}
	}
	switch e.format.ending {
	case ".png":
		return e.finishSequence()
	case ".wav":
		if e.spool.samples == 0 {
			return bad("write at least one", "%s would hold no sample", e.params.Path)
		}
		return e.finishWave(e.params.Path, 0)
	}
	return e.finishClip()
}

func (e *Encoder) finishClip() error {
	metadata := e.scratchFile("metadata.txt")
	if err := os.WriteFile(metadata, encodeFFMetadata(e.params.Metadata), 0o644); err != nil {
		return fileError("writing", e.params.Path, err)
	}
	sound, samples := "", int64(0)
	if e.spool != nil {
		sound = e.spool.file.Name()
		samples = e.params.Rate.SamplesFor(e.frames, e.params.Sound.SampleRate)
	}
	finished := e.scratchFile("finished" + e.format.ending)
	args := assembleArgs(e.params, e.format, e.scratchFile("picture"+e.format.ending), sound, metadata, finished, samples)
	if _, err := run(e.ctx, "ffmpeg", e.params.Path, args...); err != nil {
		return err
	}
	return publish(finished, e.params.Path, e.params.Force)
}

// finishWave writes the sound to target; samples a channel, 0 for all.
func (e *Encoder) finishWave(target string, samples int64) error {
	metadata := e.scratchFile("metadata.txt")
	// Players show the comment; everything else goes into a chunk of our own,
	// because a wave file's own list has room for a dozen fixed keys only.
	shown := maps.Clone(e.params.Metadata)
	maps.DeleteFunc(shown, func(key, _ string) bool { return key != "comment" && key != "title" })
	if err := os.WriteFile(metadata, encodeFFMetadata(shown), 0o644); err != nil {
		return fileError("writing", target, err)
	}
	finished := e.scratchFile("finished.wav")
	wave := format{sound: []string{"-c:a", "pcm_s24le"}}
	args := assembleArgs(e.params, wave, "", e.spool.file.Name(), metadata, finished, samples)
	if _, err := run(e.ctx, "ffmpeg", target, args...); err != nil {
		return err
	}
	if err := appendWaveMetadata(finished, e.params.Metadata); err != nil {
		return fileError("writing", target, err)
	}
	return publish(finished, target, e.params.Force)
}

// ffmetadataEscapes are the characters that ffmpeg's metadata files reserve.
var ffmetadataEscapes = strings.NewReplacer(`\`, `\\`, "\n", "\\\n", "\r", "\\\r", "=", `\=`, ";", `\;`, "#", `\#`)

// encodeFFMetadata writes ffmpeg's metadata file format, version 1
// (https://ffmpeg.org/ffmpeg-formats.html#Metadata-2). A file, because one
// argument of a command line ends at 32 kB on some systems.
func encodeFFMetadata(metadata map[string]string) []byte {
	out := []byte(";FFMETADATA1\n")
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		out = append(out, key+"="+ffmetadataEscapes.Replace(metadata[key])+"\n"...)
	}
	return out
}
