package xwidget

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/kinora-studio/kinora/ui/look"
)

var states = concat(controls, inputs, pictures, messages)

func concat(lists ...[]state) []state {
	var all []state
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

var controls = []state{
	{"button", "primary", 0, 0, func() fyne.CanvasObject { return NewButton("Generate", "create", Primary, nil) }},
	{"button", "primary_hover", 0, 0, func() fyne.CanvasObject { return hover(NewButton("Generate", "create", Primary, nil)) }},
	{"button", "normal", 0, 0, func() fyne.CanvasObject { return NewButton("Open…", "", Normal, nil) }},
	{"button", "normal_focus", 0, 0, func() fyne.CanvasObject { return focus(NewButton("Open…", "", Normal, nil)) }},
	{"button", "danger", 0, 0, func() fyne.CanvasObject { return NewButton("Delete take", "trash", Danger, nil) }},
	{"button", "disabled", 0, 0, func() fyne.CanvasObject { return disable(NewButton("Generate", "create", Primary, nil)) }},
	{"iconbutton", "normal", 0, 0, func() fyne.CanvasObject { return NewIconButton("play", "Play", "Space", nil) }},
	{"iconbutton", "hover", 0, 0, func() fyne.CanvasObject { return hover(NewIconButton("loop", "Loop", "L", nil)) }},
	{"iconbutton", "on", 0, 0, func() fyne.CanvasObject { b := NewIconButton("lock", "Lock", "", nil); b.SetOn(true); return b }},
	{"iconbutton", "disabled", 0, 0, func() fyne.CanvasObject { return disable(NewIconButton("trash", "Delete", "", nil)) }},
	{"railitem", "normal", 84, 0, func() fyne.CanvasObject { return NewRailItem("Storyboard", "storyboard", nil) }},
	{"railitem", "hover", 84, 0, func() fyne.CanvasObject { return hover(NewRailItem("Models", "models", nil)) }},
	{"railitem", "selected", 84, 0, func() fyne.CanvasObject { r := NewRailItem("Create", "create", nil); r.SetSelected(true); return r }},
	{"railitem", "count", 84, 0, func() fyne.CanvasObject { r := NewRailItem("Queue", "queue", nil); r.SetCount("12"); return r }},
	{"railitem", "focus", 84, 0, func() fyne.CanvasObject { return focus(NewRailItem("Einstellungen", "settings", nil)) }},
	{"segmented", "normal", 0, 0, func() fyne.CanvasObject { return NewSegmented([]string{"4 s", "8 s", "12 s"}, nil) }},
	{"segmented", "second_focus", 260, 0, func() fyne.CanvasObject {
		s := NewSegmented([]string{"16:9", "9:16", "1:1", "2.39:1"}, nil)
		s.SetSelected(1)
		return focus(s)
	}},
	{"segmented", "disabled", 0, 0, func() fyne.CanvasObject { return disable(NewSegmented([]string{"Draft", "Fine"}, nil)) }},
	{"chip", "neutral", 0, 0, func() fyne.CanvasObject { return NewChip("cinematic", Neutral, nil, nil) }},
	{"chip", "accent_removable", 0, 0, func() fyne.CanvasObject { return NewChip("@Mara", Accented, nil, func() {}) }},
	{"chip", "warned", 0, 0, func() fyne.CanvasObject { return NewChip("Paused", Warned, nil, nil) }},
	{"chip", "failed", 0, 0, func() fyne.CanvasObject { return NewChip("Failed", Failed, nil, nil) }},
	{"chip", "succeeded", 0, 0, func() fyne.CanvasObject { return NewChip("Done", Succeeded, nil, nil) }},
	{"chip", "cut", 70, 0, func() fyne.CanvasObject { return NewChip("a very long tag", Neutral, nil, func() {}) }},
	{"navitem", "normal", 156, 0, func() fyne.CanvasObject { return NewNavItem("Folders", "projects", nil) }},
	{"navitem", "hover", 156, 0, func() fyne.CanvasObject { return hover(NewNavItem("Keys", "keyboard", nil)) }},
	{"navitem", "selected", 156, 0, func() fyne.CanvasObject { n := NewNavItem("Engine", "chip", nil); n.SetSelected(true); return n }},
	{"navitem", "focus", 156, 0, func() fyne.CanvasObject { return focus(NewNavItem("Privatsphäre", "privacy", nil)) }},
	{"keycatcher", "waiting", 0, 0, func() fyne.CanvasObject { return NewKeyCatcher("Press the new keys, or Esc") }},
	{"keybadge", "chord", 0, 0, func() fyne.CanvasObject { return NewKeyBadge("Ctrl+K") }},
	{"keybadge", "letter", 0, 0, func() fyne.CanvasObject { return NewKeyBadge("J") }},
	{"menubutton", "normal", 150, 0, func() fyne.CanvasObject { return NewChoice([]string{"Pocket", "LTX-2"}, 0, nil) }},
	{"menubutton", "icon_hover", 150, 0, func() fyne.CanvasObject { return hover(NewMenuButton("Slow push in", "camera", nil)) }},
	{"timecode", "running", 0, 0, func() fyne.CanvasObject { c := NewTimecode(look.Digits); c.Set("00:00:04:12"); return c }},
	{"timecode", "large", 0, 0, func() fyne.CanvasObject {
		c := NewTimecode(look.TextStyle{Size: 22})
		c.Set("01:02:03:04")
		return c
	}},
	{"tooltip", "with_key", 0, 0, func() fyne.CanvasObject { return newTipPlate(Tip{"Generate the takes", "Ctrl+Enter"}, 800) }},
	{"tooltip", "plain", 0, 0, func() fyne.CanvasObject { return newTipPlate(Tip{Text: "Memory in use"}, 800) }},
	{"tooltip", "whole", 0, 0, func() fyne.CanvasObject {
		return newTipPlate(Tip{"The one in which Ada Wintergreen-Fitzgerald finds the lighthouse keeper’s second notebook, and reads it\nChoose the shot", "Ctrl+O"}, 800)
	}},
}

var inputs = []state{
	{"entry", "placeholder", 200, 0, func() fyne.CanvasObject { return NewEntry("Search takes", nil) }},
	{"entry", "text", 200, 0, func() fyne.CanvasObject { e := NewEntry("", nil); e.SetText("Harbour at dawn"); return e }},
	{"textarea", "empty", 320, 0, func() fyne.CanvasObject { return NewTextArea("What is seen, from the first frame to the last", 3) }},
	{"textarea", "unknown_words", 320, 0, func() fyne.CanvasObject {
		a := NewTextArea("", 4)
		a.Unknown = func(word string) bool { return word == "gossamer" || word == "Zeppelin" }
		a.Count = func(string) (string, bool) { return "24 of 64 tokens · 121 characters", false }
		a.SetText("A Zeppelin made of gossamer drifts over the harbour at dawn while the light turns from blue to gold, gossamer everywhere.")
		return a
	}},
	{"textarea", "too_long", 320, 0, func() fyne.CanvasObject {
		a := NewTextArea("", 2)
		a.Count = func(string) (string, bool) { return "71 of 64 tokens: the end is not read", true }
		a.SetText("A red ball rolls slowly over the table.")
		return focusArea(a)
	}},
	{"number", "normal", 0, 0, func() fyne.CanvasObject { return NewNumber(NumberParams{Value: 24, Least: 1, Most: 60, Unit: "fps"}) }},
	{"number", "hover", 90, 0, func() fyne.CanvasObject {
		return hover(NewNumber(NumberParams{Value: 3.5, Least: 0, Most: 20, Step: 0.1, Digits: 1}))
	}},
	{"number", "focus", 90, 0, func() fyne.CanvasObject { return focus(NewNumber(NumberParams{Value: 4096, Most: 99999})) }},
	{"number", "disabled", 90, 0, func() fyne.CanvasObject { return disable(NewNumber(NumberParams{Value: 8, Most: 99, Unit: "s"})) }},
	{"slider", "normal", 220, 0, func() fyne.CanvasObject {
		return NewSlider(NumberParams{Value: 7.5, Least: 1, Most: 15, Step: 0.5, Digits: 1}, nil)
	}},
	{"slider", "focus", 220, 0, func() fyne.CanvasObject {
		return focus(NewSlider(NumberParams{Value: 100, Most: 100}, func(v float64) string { return fmt.Sprintf("%.0f %%", v) }))
	}},
	{"slider", "disabled", 220, 0, func() fyne.CanvasObject { return disable(NewSlider(NumberParams{Value: 30, Most: 100}, nil)) }},
	{"field", "hint", 220, 0, func() fyne.CanvasObject {
		return NewField("Seed", "Same seed, same take.", NewNumber(NumberParams{Value: 1234, Most: 99999}), NewIconButton("dice", "", "", nil))
	}},
	{"field", "error", 220, 0, func() fyne.CanvasObject {
		f := NewField("Length", "", NewEntry("", nil), nil)
		f.SetError("The pocket pack makes 4 s at most.")
		return f
	}},
	{"dropslot", "empty", 136, 96, func() fyne.CanvasObject { return NewDropSlot("First frame", "Drop a picture, or click", "picture", "") }},
	{"dropslot", "hover", 136, 96, func() fyne.CanvasObject {
		return hover(NewDropSlot("Sound", "Drop a sound, or click", "sound", ""))
	}},
	{"dropslot", "filled", 136, 96, func() fyne.CanvasObject {
		s := NewDropSlot("First frame", "", "picture", "Remove")
		s.OnRemove = func() {}
		s.SetFile("harbour_at_dawn_v12_final.png", shot(272, 192, 0.8))
		return s
	}},
	{"dropslot", "filled_plain", 136, 96, func() fyne.CanvasObject {
		s := NewDropSlot("Sound", "", "sound", "Remove")
		s.OnRemove = func() {}
		s.SetFile("waves.wav", nil)
		return s
	}},
	{"dropslot", "error", 136, 96, func() fyne.CanvasObject {
		s := NewDropSlot("First frame", "", "picture", "")
		s.SetError("notes.pdf is no picture. Take a PNG or JPEG.")
		return s
	}},
}

func focusArea(a *TextArea) fyne.CanvasObject {
	a.field.focused = true
	a.Refresh()
	return a
}

func tile(c TileContent) *Tile {
	t := NewTile(16.0/9, nil)
	t.OnFavourite = func() {}
	t.Set(c)
	return t
}

var pictures = []state{
	{"tile", "normal", 180, 125, func() fyne.CanvasObject {
		return tile(TileContent{Picture: shot(180, 101, 0.8), Caption: "Harbour at dawn", Note: "4.0 s", Progress: -1})
	}},
	{"tile", "favourite_hover", 180, 125, func() fyne.CanvasObject {
		return hover(tile(TileContent{Picture: shot(180, 101, 1.2), Caption: "Zeppelin", Note: "8.0 s", Favourite: true, Badge: "Take 2", Progress: -1}))
	}},
	{"tile", "selected", 180, 125, func() fyne.CanvasObject {
		return tile(TileContent{Picture: shot(180, 101, 0.4), Caption: "A caption that is longer than the tile is wide", Note: "12.0 s", Selected: true, Progress: -1})
	}},
	{"tile", "forming", 180, 125, func() fyne.CanvasObject {
		return tile(TileContent{Icon: "clip", Caption: "Step 12 of 40", Note: "1 min left", Badge: "Forming", Tone: Accented, Progress: 0.3})
	}},
	{"tile", "failed", 180, 125, func() fyne.CanvasObject {
		return tile(TileContent{Icon: "warning", Caption: "Red ball", Badge: "Failed", Tone: Failed, Progress: -1})
	}},
	{"grid", "takes", 700, 300, gallery},
	{"card", "normal", 190, 0, func() fyne.CanvasObject {
		return card(CardContent{Picture: shot(348, 196, 0.9), Number: "1", Length: "4.0 s", Text: "The harbour before sunrise, one lamp burns at the pier.", Cast: "Mara"})
	}},
	{"card", "titled", 190, 0, func() fyne.CanvasObject {
		k := card(CardContent{Number: "SH030", Length: "4.0 s", Text: "A boat leaves the pier.", Cast: "Mara"})
		k.Set(CardContent{Number: "SH030", Length: "4.0 s", Title: "The departure of the ferry", Text: "A boat leaves the pier, and Mara looks after it until the fog has taken it.", Cast: "Mara"})
		return k
	}},
	{"card", "selected", 190, 0, func() fyne.CanvasObject {
		return card(CardContent{Number: "2", Length: "8.0 s", Selected: true, State: "Queued", Tone: Accented, Text: "Mara opens the crate and steps back. What is in it lights her face from below, and she begins to laugh although nobody is there.", Cast: "Mara, Old Tom, the dog with a very long name"})
	}},
	{"row", "running", 460, 56, func() fyne.CanvasObject {
		return row(RowContent{Picture: shot(80, 45, 0.8), Title: "Harbour at dawn, take 3", Note: "Pocket · 512×288 · 4.0 s", Aside: "Step 12 of 40 · 1 min left", State: "Running", Tone: Accented, Progress: 0.3})
	}},
	{"row", "failed_selected", 460, 56, func() fyne.CanvasObject {
		return row(RowContent{Icon: "clip", Title: "A title that is far too long to stand in one row of the queue", Note: "There is not enough memory; take a smaller size.", State: "Failed", Tone: Failed, Progress: -1, Selected: true})
	}},
	{"progress", "third", 120, 3, func() fyne.CanvasObject { p := NewProgress(); p.SetValue(0.33); return p }},
	{"ring", "third", 32, 32, func() fyne.CanvasObject { r := NewRing(); r.SetValue(0.33); return r }},
	{"ring", "small", 16, 16, func() fyne.CanvasObject { r := NewRing(); r.SetValue(0.7); return r }},
	{"waveform", "playing", 300, 56, func() fyne.CanvasObject {
		w := NewWaveform()
		peaks := make([]float32, 900)
		for i := range peaks {
			x := float64(i) / 900
			peaks[i] = float32(math.Abs(math.Sin(x*40)) * (0.25 + 0.75*math.Abs(math.Sin(x*7.3))) * (0.6 + 0.4*math.Sin(x*311)))
		}
		w.SetPeaks(peaks)
		w.SetPlace(0.4)
		return w
	}},
	{"waveform", "silent", 300, 40, func() fyne.CanvasObject { return NewWaveform() }},
}

// gallery is a grid of takes, of which one forms and one is selected.
func gallery() fyne.CanvasObject {
	g := NewGrid(GridParams{
		Least:  150,
		Height: NewTile(16.0/9, nil).HeightFor,
		New:    func() fyne.CanvasObject { return NewTile(16.0/9, nil) },
		Show: func(i int, o fyne.CanvasObject) {
			c := TileContent{Picture: shot(160, 90, 0.4+float64(i%7)/6), Caption: fmt.Sprintf("Take %d", i+1), Note: "4.0 s", Progress: -1}
			switch i {
			case 0:
				c = TileContent{Icon: "clip", Caption: "Step 12 of 40", Note: "1 min left", Badge: "Forming", Tone: Accented, Progress: 0.3}
			case 2:
				c.Selected, c.Favourite = true, true
			}
			o.(*Tile).Set(c)
		},
	})
	g.Resize(fyne.NewSize(look.Px(700), look.Px(300)))
	g.SetCount(10_000)
	return g
}

func card(c CardContent) *Card {
	k := NewCard(16.0/9, nil)
	k.Set(c)
	return k
}

func row(c RowContent) *Row {
	r := NewRow(nil, NewIconButton("pause", "", "", nil), NewIconButton("close", "", "", nil))
	r.Set(c)
	return r
}

var messages = []state{
	{"empty", "action", 460, 220, func() fyne.CanvasObject {
		return NewEmpty("clip", "No takes yet", "Write what is to be seen and press Generate. The first take of the pocket pack is there in seconds.", NewButton("Write a prompt", "", Primary, nil))
	}},
	{"empty", "narrow", 220, 200, func() fyne.CanvasObject {
		return NewEmpty("queue", "Nothing waits", "What you generate stands here until it is done.", nil)
	}},
	{"banner", "failed", 560, 0, func() fyne.CanvasObject {
		return NewBanner(Failed, "The pack lacks a file.", "vae/model.safetensors is missing. Verify the pack, or fetch it again.", NewButton("Verify", "", Normal, nil))
	}},
	{"banner", "warned", 560, 0, func() fyne.CanvasObject {
		return NewBanner(Warned, "This needs 21 GB of memory and the machine has 16 GB.", "At 768×432 it can be made.", NewButton("Take 768×432", "", Normal, nil))
	}},
	{"banner", "info", 560, 0, func() fyne.CanvasObject {
		return NewBanner(Accented, "Kinora was closed while a take was made. It goes on.", "")
	}},
	{"toast", "two", 420, 130, func() fyne.CanvasObject {
		t := NewToasts(still, "Close")
		t.Show(Succeeded, "Take 3 of Harbour at dawn is done.", "Show", func() {})
		t.Show(Failed, "The disk is full. The job waits; free 2 GB and let it go on.", "", nil)
		return t.Layer()
	}},
	{"statusbar", "running", 720, 26, func() fyne.CanvasObject { return statusBar(3) }},
	{"statusbar", "narrow", 340, 26, func() fyne.CanvasObject { return statusBar(3) }},
	{"split", "side", 320, 120, func() fyne.CanvasObject { return NewSplit(splitOf(false)) }},
	{"split", "collapsed", 320, 120, func() fyne.CanvasObject { return NewSplit(splitOf(true)) }},
}

func splitOf(collapsed bool) SplitParams {
	side, main := canvas.NewRectangle(look.Color(look.SurfacePanel)), canvas.NewRectangle(look.Color(look.SurfaceWell))
	return SplitParams{Side: side, Main: main, State: SplitState{Size: 110, Collapsed: collapsed}, Least: 80}
}

func statusBar(items int) *StatusBar {
	s := NewStatusBar(items, func() {})
	s.SetJob(StatusItem{Icon: "queue", Text: "Harbour at dawn · step 12 of 40 · 1 min left · 3 waiting", Tone: Accented}, 0.3)
	for i, item := range []StatusItem{{Icon: "chip", Text: "CPU"}, {Icon: "memory", Text: "5.1 of 16 GB"}, {Icon: "privacy", Text: "Local"}}[:items] {
		s.SetItem(i, item)
	}
	return s
}
