package settings

import (
	"strings"

	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// playerPart is what the doctor cannot look at: only the window plays.
const playerPart = "mpv"

// check is a line on one part of the machine: whether it works, and if not, why not
// and what to do.
type check struct {
	part    string
	finding studio.Finding
	row     *row
	chosen  func() bool // whether takes are made on it
	state   *xwidget.Chip
	version *xwidget.Text
}

func newCheck(f *form, part string, chosen func() bool) *check {
	c := &check{
		part: part, chosen: chosen, state: xwidget.NewChip(words.T("settings.looking"), xwidget.Neutral, nil, nil),
		version: xwidget.NewText("", look.Body, look.TextHigh),
	}
	line := container.New(xwidget.NewLine(look.Space3, 0, 1), container.New(middle{}, c.state), container.New(middle{}, c.version))
	c.row = f.tell(partName(part), line, "")
	return c
}

// show says what was found.
func (c *check) show() {
	f := c.finding
	note := f.Path
	if f.Works {
		c.state.Set(words.T("settings.works"), xwidget.Succeeded)
	} else {
		c.state.Set(words.T("settings.not-here"), c.tone())
		note = strings.TrimSpace(fault.Kept(engine.BadInput, f.What, "") + " " + c.advice())
	}
	c.version.SetText(f.Version)
	c.row.note.SetText(note)
}

// tone: without an accelerator films are made all the same.
func (c *check) tone() xwidget.Tone {
	if c.chosen() {
		return xwidget.Failed
	}
	switch c.part {
	case "cuda", "directml":
		return xwidget.Neutral
	case playerPart:
		return xwidget.Warned
	}
	return xwidget.Failed
}

// advice is what to do: the doctor speaks to those who type commands.
func (c *check) advice() string {
	toCommands := strings.Contains(c.finding.Hint, "--provider")
	switch {
	case toCommands && c.part == "cuda":
		return words.T("settings.cuda-advice")
	case toCommands && c.part == "directml":
		return words.T("settings.directml-advice")
	}
	return fault.Kept(engine.BadInput, "", c.finding.Hint)
}

// partName is what people call it.
func partName(part string) string {
	switch part {
	case studio.PartLibrary:
		return "ONNX Runtime"
	case studio.PartCPU:
		return words.T("settings.cpu")
	case "cuda":
		return words.T("settings.cuda")
	case "directml":
		return words.T("settings.directml")
	case playerPart:
		return words.T("settings.player")
	case "ffmpeg":
		return "FFmpeg"
	case "ffprobe":
		return "FFprobe"
	}
	return part
}
