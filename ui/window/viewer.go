package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/ui/action"
	"github.com/kinora-studio/kinora/ui/fault"
	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/player"
	"github.com/kinora-studio/kinora/ui/words"
	"github.com/kinora-studio/kinora/ui/xwidget"
)

// viewer is the player with its bar, made when it is first wanted: starting mpv
// takes time that the window's first picture does not have.
type viewer struct {
	frame  told
	player *player.Player
	bar    *player.Transport
	path   string
}

// told is whom the viewer tells what goes wrong.
type told interface {
	Toast(tone xwidget.Tone, message string)
	Do(what string, do func())
	Actions() *action.Registry
}

// Viewer is what plays takes; nil where libmpv does not start. A page asks once: its
// bar is made anew each time, in the size and the language that the window has now,
// and the player with what it shows moves into it.
func (v *viewer) Viewer() fyne.CanvasObject {
	if !v.started() {
		return nil
	}
	v.bar = player.NewTransport(v.player, player.TransportParams{Drop: true, Keys: v.keyOf})
	v.bar.Update(v.player.State())
	v.player.Refresh()
	return container.NewBorder(nil, v.bar, nil, nil, v.player)
}

// started tells whether there is a player, once it was tried.
func (v *viewer) started() bool {
	if v.player != nil {
		return true
	}
	made, err := player.New(player.Params{
		Changed: func(s player.State) {
			if v.bar != nil {
				v.bar.Update(s)
			}
		},
		Do: func(f func()) { v.frame.Do("player", f) },
	})
	if err != nil {
		v.frame.Toast(xwidget.Warned, fault.Sentence(err))
		return false
	}
	v.player = made
	return true
}

// keyOf names the keys of the player's actions; it is played by the screen that
// shows it.
func (v *viewer) keyOf(id string) string {
	if id == "player.play" {
		id = "create.play"
	}
	return v.frame.Actions().KeyLabel(id)
}

// ShowTake loads a take, unless it is loaded.
func (v *viewer) ShowTake(path string, _ project.Take) {
	if !v.started() || path == v.path {
		return
	}
	v.path = path
	v.player.Load(player.Clip{Path: path})
}

// CompareTakes loads two takes side by side, which move as one.
func (v *viewer) CompareTakes(left, right string) {
	if !v.started() {
		return
	}
	v.path = ""
	v.player.Compare(left, right)
}

// ShownFrame is the frame that is in sight.
func (v *viewer) ShownFrame() int {
	if v.player == nil {
		return 0
	}
	return int(v.player.State().Frame)
}

// PlayPause plays the take that is loaded, or stops.
func (v *viewer) PlayPause() {
	if v.player != nil {
		v.player.Toggle()
	}
}

// close ends the player, if there is one.
func (v *viewer) close() {
	if v.player != nil {
		v.player.Close()
	}
}

// actions are the player's keys, which work on every screen.
func (v *viewer) actions() []action.Action {
	category := words.ID("window.player")
	do := func(f func(p *player.Player)) func() {
		return func() {
			if v.player != nil {
				f(v.player)
			}
		}
	}
	ready := func() bool { return v.player != nil && v.player.State().Ready() }
	entry := func(id string, title, also words.ID, icon look.Icon, keys []action.Chord, f func(p *player.Player)) action.Action {
		return action.Action{ID: id, Title: title, Words: also, Category: category, Icon: icon, Keys: keys, Enabled: ready, Run: do(f)}
	}
	return []action.Action{
		entry("player.back", words.ID("window.shuttle-back"), words.ID("search.rewind"), "play-back", action.Must("J"), func(p *player.Player) { p.Shuttle(-1) }),
		entry("player.stop", words.ID("window.shuttle-stop"), words.ID("search.stop"), "stop", action.Must("K"), func(p *player.Player) { p.Shuttle(0) }),
		entry("player.ahead", words.ID("window.shuttle-ahead"), words.ID("search.forwards"), "play", action.Must("L"), func(p *player.Player) { p.Shuttle(1) }),
		entry("player.frame-back", words.ID("window.frame-back"), words.ID("search.step-back"), "step-back", action.Must(","), func(p *player.Player) { p.StepFrames(-1) }),
		entry("player.frame-ahead", words.ID("window.frame-ahead"), words.ID("search.step-ahead"), "step-forward", action.Must("."), func(p *player.Player) { p.StepFrames(1) }),
		entry("player.loop", words.ID("window.loop"), words.ID("search.loop"), "loop", action.Must("Mod+L"), func(p *player.Player) { p.SetLoop(!p.State().Loop) }),
		entry("player.in", words.ID("player.in"), words.ID("search.in"), "in", action.Must("I"), (*player.Player).MarkIn),
		entry("player.out", words.ID("player.out"), words.ID("search.out"), "out", action.Must("O"), (*player.Player).MarkOut),
		entry("player.whole", words.ID("window.whole"), words.ID("search.whole"), "whole", action.Must("X"), func(p *player.Player) { p.SetRange(0, 0) }),
		entry("player.mute", words.ID("player.mute"), words.ID("search.mute"), "mute", action.Must("Shift+M"), func(p *player.Player) { p.SetMuted(!p.State().Muted) }),
		entry("player.full-screen", words.ID("player.full-screen"), words.ID("search.player-full"), "full-screen", action.Must("Shift+F11"), func(p *player.Player) { p.SetFullScreen(!p.FullScreen()) }),
	}
}
