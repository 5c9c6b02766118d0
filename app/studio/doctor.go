package studio

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/engine/runtime"
	"github.com/kinora-studio/kinora/project/media"
)

// Finding is what the doctor says of one part of the machine.
type Finding struct {
	Part    string `json:"part"` // onnxruntime, cpu, cuda, directml, ffmpeg, ffprobe
	Works   bool   `json:"works"`
	Version string `json:"version,omitempty"`
	Path    string `json:"path,omitempty"` // of its file
	What    string `json:"what,omitempty"` // why it does not work
	Hint    string `json:"hint,omitempty"` // what to do about it
}

// The parts that decide which providers there are.
const (
	PartLibrary = "onnxruntime"
	PartCPU     = "cpu"
)

// Providers are what can compute, in the order in which they are shown.
func Providers() []string { return []string{PartCPU, "cuda", "directml"} }

// DoctorParts are all that Examine looks at, in its order.
func DoctorParts() []string {
	return append(append([]string{PartLibrary}, Providers()...), media.Programs()...)
}

// Examine tries every part of the machine that films need and tells each finding
// when it has it. An accelerator is made to compute, and a broken driver can end
// the process with that: a window asks the doctor of a Desk, who is another one.
func Examine(ctx context.Context, tell func(Finding)) error {
	library := finding(PartLibrary, runtime.Load())
	library.Version, library.Path = runtime.Version(), runtime.LibraryPath()
	tell(library)
	for _, name := range Providers() {
		err := runtime.Try(ctx, runtime.Options{Provider: name})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		tell(finding(name, err))
	}
	for _, name := range media.Programs() {
		path, version, err := media.Version(ctx, name)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f := finding(name, err)
		f.Path, f.Version = path, version
		tell(f)
	}
	return nil
}

func finding(part string, err error) Finding {
	f := Finding{Part: part, Works: err == nil}
	if err == nil {
		return f
	}
	f.What = err.Error()
	var fault *engine.Fault
	if errors.As(AsFault(err), &fault) {
		f.What, f.Hint = fault.What, fault.Hint
	}
	f.What = strings.Join(strings.Fields(f.What), " ") // libraries speak in many lines
	return f
}

// Examine has the doctor's process look at the machine. What that process did not
// live to tell is a finding too: a driver that ends it would end any other.
func (d *Desk) Examine(ctx context.Context) ([]Finding, error) {
	if len(d.params.Doctor) == 0 {
		var all []Finding
		err := Examine(ctx, func(f Finding) { all = append(all, f) })
		return all, err
	}
	cmd := exec.CommandContext(ctx, d.params.Doctor[0], d.params.Doctor[1:]...) //nolint:gosec // the program itself
	hide(cmd)
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return heardFindings(out, err), nil
}

// heardFindings reads what a doctor said before it ended, a line each, and
// completes what it could not say.
func heardFindings(out []byte, ended error) []Finding {
	heard := map[string]Finding{}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var f Finding
		if json.Unmarshal(lines.Bytes(), &f) == nil && f.Part != "" {
			heard[f.Part] = f
		}
	}
	var all []Finding
	culprit := ""
	for _, part := range DoctorParts() {
		f, ok := heard[part]
		switch {
		case ok:
		case culprit == "":
			culprit = part
			f = finding(part, engine.Broken("update or reinstall its driver, and test again", "the test of %s ended without a word (%s)", part, howItEnded(ended)))
		default:
			f = finding(part, engine.Broken("mend that first, and test again", "it was not tested, since the test of %s ended before", culprit))
		}
		all = append(all, f)
	}
	return all
}

func howItEnded(err error) string {
	if err == nil {
		return "no error"
	}
	return fmt.Sprint(err)
}
