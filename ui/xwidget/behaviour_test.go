package xwidget

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/look"
)

// inWindow shows an object at a size.
func inWindow(t *testing.T, o fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	dressed(t, look.Params{})
	w := test.NewTempWindow(t, o)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func key(o fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		o.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func TestButtonsAreTappedByPointerAndKeys(t *testing.T) {
	taps, passed := 0, []fyne.KeyName{}
	b := NewButton("Generate", "", Primary, func() { taps++ })
	w := inWindow(t, b, 100, 28)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	test.Tap(b)
	key(b, fyne.KeySpace, fyne.KeyReturn, fyne.KeyJ)
	b.Disable()
	test.Tap(b)
	key(b, fyne.KeySpace)
	if taps != 3 {
		t.Errorf("tapped %d times", taps)
	}
	if !slices.Equal(passed, []fyne.KeyName{fyne.KeyJ}) {
		t.Errorf("the window got %v", passed)
	}
}

func TestTooltipComesAfterAWhileAndGoes(t *testing.T) {
	dressed(t, look.Params{})
	var wait time.Duration
	var due func()
	tips := NewTips(func(d time.Duration, f func()) func() { wait, due = d, f; return func() { due = nil } })
	defer tips.Close()
	b := NewIconButton("play", "Play the take", "Space", nil)
	corner := container.NewBorder(nil, container.NewBorder(nil, nil, nil, b), nil, nil)
	w := test.NewTempWindow(t, container.NewStack(corner, tips.Layer()))
	w.Resize(fyne.NewSize(300, 200))
	b.MouseIn(&desktop.MouseEvent{})
	if wait < 300*time.Millisecond || due == nil {
		t.Fatal("the tooltip does not wait")
	}
	due()
	if tips.shown == nil {
		t.Fatal("no tooltip")
	}
	at, size := tips.shown.Position(), tips.shown.Size()
	if at.Y+size.Height > 200 || at.X+size.Width > 300 || at.X < 0 || at.Y < 0 {
		t.Errorf("it lies at %v, %v in a window of 300 by 200", at, size)
	}
	b.MouseOut()
	if tips.shown != nil {
		t.Error("the tooltip stays")
	}
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseOut()
	if due != nil {
		t.Error("a tooltip comes after the pointer has gone")
	}
	b.MouseIn(&desktop.MouseEvent{})
	due()
	ShowDialog(w.Canvas(), DialogParams{Title: "New film", Content: NewText("Name", look.Body, look.TextHigh), Confirm: "Make it"}).Cancel()
	if tips.shown != nil {
		t.Error("the tooltip stays below a dialog")
	}
}

func TestSliderFollowsPointerAndKeys(t *testing.T) {
	var got []float64
	s := NewSlider(NumberParams{Value: 0, Most: 100, OnChanged: func(v float64) { got = append(got, v) }}, nil)
	inWindow(t, s, 200, 28)
	left, width := s.track()
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(left+width/2, 5)}})
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(9999, 5)})
	key(s, fyne.KeyLeft)
	s.Disable()
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(0, 5)})
	if want := []float64{50, 100, 99}; !slices.Equal(got, want) {
		t.Errorf("changed to %v, want %v", got, want)
	}
}

func TestSegmentedChooses(t *testing.T) {
	var got []int
	s := NewSegmented([]string{"one", "two", "three"}, func(i int) { got = append(got, i) })
	inWindow(t, s, 300, 28)
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(299, 5)})
	s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(298, 5)}) // chosen already
	key(s, fyne.KeyRight, fyne.KeyLeft)
	if want := []int{2, 1}; !slices.Equal(got, want) {
		t.Errorf("chose %v, want %v", got, want)
	}
}

func TestDropSlotTakesFilesAndGivesThemBack(t *testing.T) {
	s := NewDropSlot("First frame", "Drop a picture", "picture", "Remove")
	inWindow(t, s, 136, 96)
	var dropped, picked, removed int
	file := []fyne.URI{storage.NewFileURI("/a.png")}
	if s.DropFiles(file) {
		t.Error("taken although nobody wants it")
	}
	s.OnDrop = func([]fyne.URI) { dropped++ }
	s.OnPick = func() { picked++ }
	s.OnRemove = func() { removed++; s.Clear() }
	s.MouseIn(&desktop.MouseEvent{})
	if PointedTarget() != s || !s.DropFiles(file) {
		t.Error("not taken")
	}
	s.MouseOut()
	key(s, fyne.KeyDelete) // empty: nothing to remove
	s.SetFile("a.png", nil)
	test.Tap(s)
	key(s, fyne.KeyDelete)
	s.Disable()
	if s.DropFiles(file) || PointedTarget() != nil {
		t.Error("taken although disabled")
	}
	if dropped != 1 || picked != 1 || removed != 1 {
		t.Errorf("dropped %d, picked %d, removed %d", dropped, picked, removed)
	}
}

func TestTile(t *testing.T) {
	var at []float64
	var log []string
	k := NewTile(16.0/9, func() { log = append(log, "tap") })
	k.OnScrub = func(v float64) { at = append(at, v) }
	k.OnFavourite = func() { log = append(log, "favourite") }
	k.OnOpen = func() { log = append(log, "open") }
	w := inWindow(t, k, 200, 135)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { log = append(log, string(e.Name)) })
	k.Set(TileContent{Picture: shot(20, 10, 1), Progress: -1})
	k.MouseIn(&desktop.MouseEvent{})
	k.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(50, 9)}})
	k.Tapped(&fyne.PointEvent{Position: k.heart.Position().AddXY(3, 3)})
	k.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 60)})
	k.MouseOut()
	key(k, fyne.KeyReturn, fyne.KeySpace)
	if want := []float64{0.25, -1}; !slices.Equal(at, want) {
		t.Errorf("scrubbed %v, want %v", at, want)
	}
	if want := []string{"favourite", "tap", "open", "Space"}; !slices.Equal(log, want) {
		t.Errorf("did %v, want %v", log, want)
	}
}

func TestProgressIsShownFourTimesASecond(t *testing.T) {
	dressed(t, look.Params{})
	now := time.Unix(0, 0)
	p := NewProgress()
	p.pace.now = func() time.Time { return now }
	changes := 0
	for i := 1; i < 100; i++ { // a second in steps of 10 ms
		now = now.Add(10 * time.Millisecond)
		before := p.value
		p.SetValue(float64(i) / 100)
		if p.value != before {
			changes++
		}
	}
	p.SetValue(1)
	if changes > 5 || p.value != 1 {
		t.Errorf("%d changes in a second, in the end %v", changes, p.value)
	}
}

func TestGridMakesOnlyWhatIsInSight(t *testing.T) {
	made, moved, opened, gone := 0, -1, -1, 0
	showing := map[fyne.CanvasObject]int{}
	g := NewGrid(GridParams{
		Least:  140,
		Height: NewTile(16.0/9, nil).HeightFor,
		New:    func() fyne.CanvasObject { made++; return NewTile(16.0/9, nil) },
		Show: func(i int, o fyne.CanvasObject) {
			showing[o] = i
			o.(*Tile).Set(TileContent{Caption: fmt.Sprint("Take ", i), Progress: -1})
		},
		Gone:   func(fyne.CanvasObject) { gone++ },
		Select: func(i int) { moved = i },
		Open:   func(i int) { opened = i },
	})
	inWindow(t, g, 1000, 600)
	g.SetCount(10_000)
	columns := g.metrics().columns
	if columns < 5 || made > 60 {
		t.Fatalf("%d columns, %d tiles for 10,000", columns, made)
	}
	for y := float32(0); y < g.metrics().total; y += 997 {
		g.scroll.ScrollToOffset(fyne.NewPos(0, y))
		g.place()
	}
	if made > 80 || gone == 0 {
		t.Errorf("after scrolling through all of it there are %d tiles, %d went", made, gone)
	}
	first, last := g.InSight()
	for i := first; i < last; i++ {
		if o := g.shown[i]; o == nil || showing[o] != i {
			t.Fatalf("at %d stands %d", i, showing[o])
		}
	}
	g.FocusGained()
	key(g, fyne.KeyHome, fyne.KeyDown, fyne.KeyRight, fyne.KeyReturn)
	if moved != columns+1 || opened != columns+1 {
		t.Errorf("moved to %d, opened %d, want %d", moved, opened, columns+1)
	}
	key(g, fyne.KeyEnd)
	if _, last := g.InSight(); last != 10_000 {
		t.Errorf("the end is not in sight: %d", last)
	}
	g.SetCount(3)
	if g.Selected() != 2 {
		t.Errorf("of three, %d is selected", g.Selected())
	}
	g.SetCount(0)
	if first, last := g.InSight(); first != 0 || last != 0 || len(g.shown) != 0 {
		t.Error("nothing, but something is in sight")
	}
}

func TestSplitKeepsItsPlace(t *testing.T) {
	var kept SplitState
	p := splitOf(false)
	p.Most, p.OnChanged = 200, func(s SplitState) { kept = s }
	s := NewSplit(p)
	inWindow(t, s, 600, 200)
	drag := func(x float32) {
		s.divider.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(x, 10)}})
		s.divider.DragEnd()
	}
	for x, want := range map[float32]SplitState{150: {Size: 150}, 70: {Size: 80}, 500: {Size: 200}} {
		drag(x)
		if kept != want {
			t.Errorf("dragged to %v: %+v, want %+v", x, kept, want)
		}
	}
	drag(150)
	drag(20)
	if !kept.Collapsed || kept.Size != 150 || p.Side.Visible() {
		t.Errorf("dragged to the edge: %+v", kept)
	}
	s.divider.DoubleTapped(nil)
	if kept.Collapsed || p.Side.Size().Width != 150 {
		t.Errorf("unfolded: %+v, %v wide", kept, p.Side.Size().Width)
	}
}

func TestToastsGoByThemselvesUnlessSomethingFailed(t *testing.T) {
	dressed(t, look.Params{})
	var due []func()
	toasts := NewToasts(func(_ time.Duration, f func()) func() { due = append(due, f); return func() {} }, "Close")
	acted := 0
	toasts.Show(Neutral, "Saved.", "Undo", func() { acted++ })
	toasts.Show(Failed, "The disk is full.", "", nil)
	test.Tap(toasts.layer.Objects[0].(*toast).button)
	if acted != 1 || toasts.Count() != 1 || len(due) != 1 {
		t.Errorf("acted %d times, %d shown, %d will go", acted, toasts.Count(), len(due))
	}
	for range 2 * mostToasts {
		toasts.Show(Neutral, "One more.", "", nil)
	}
	if toasts.Count() != mostToasts {
		t.Errorf("%d at once", toasts.Count())
	}
	for _, f := range due {
		f()
	}
	if toasts.Count() != 0 {
		t.Errorf("%d stay", toasts.Count())
	}
}

func TestWaveformRecoloursWhatThePlayheadPasses(t *testing.T) {
	v := NewWaveform()
	v.SetPeaks([]float32{1, 1, 1, 1})
	var sought float64
	v.OnSeek = func(at float64) { sought = at }
	inWindow(t, v, 100, 40)
	picture := v.picture
	color := func(x int) any { return v.picture.At(x, 20) }
	for _, at := range []float64{0.5, 0.9, 0.2} {
		v.SetPlace(at)
		if before, after := color(int(at*100)-1), color(int(at*100)+1); before != v.played || after != v.coming {
			t.Errorf("at %v: %v before, %v behind", at, before, after)
		}
	}
	if v.picture != picture {
		t.Error("the picture was drawn anew")
	}
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(75, 5)})
	if sought != 0.75 {
		t.Errorf("sought %v", sought)
	}
}

func TestChipIsRemovedByItsCross(t *testing.T) {
	taps, removed := 0, 0
	c := NewChip("@Mara", Accented, func() { taps++ }, func() { removed++ })
	inWindow(t, c, 80, 22)
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(74, 10)})
	key(c, fyne.KeyDelete, fyne.KeySpace)
	if taps != 2 || removed != 2 {
		t.Errorf("tapped %d, removed %d", taps, removed)
	}
}

func TestMenuButtonChooses(t *testing.T) {
	chosen := -1
	m := NewChoice([]string{"Pocket", "LTX-2"}, 0, func(i int) { chosen = i })
	w := inWindow(t, container.NewWithoutLayout(m), 300, 200)
	m.Resize(fyne.NewSize(150, 28))
	key(m, fyne.KeyDown)
	if w.Canvas().Overlays().Top() == nil {
		t.Fatal("no menu")
	}
	items := m.menu().Items
	if !items[0].Checked || items[1].Checked {
		t.Error("the chosen one is not marked")
	}
	items[1].Action()
	if chosen != 1 || m.Text() != "LTX-2" {
		t.Errorf("chose %d, shows %q", chosen, m.Text())
	}
}

func TestADialogGrowsWithWhatItSays(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.Resize(fyne.NewSize(800, 600))
	field := NewField("Name", "", NewEntry("", nil), nil)
	d := ShowDialog(w.Canvas(), DialogParams{Title: "New film", Content: field, Confirm: "Make it", Cancel: "Cancel"})
	frame := d.overlay.content.(*dialogFrame)
	before, free := frame.Size().Height, frame.scroll.Size().Height-field.MinSize().Height
	field.SetError("There is a film of that name already in the folder of films, and two cannot have the same one.")
	frame.scroll.Content.Refresh() // as the canvas does when something asks for more
	if grown := frame.Size().Height - before; grown < look.Caption.Measure("M").Height || frame.scroll.Size().Height-field.MinSize().Height < free {
		t.Errorf("it grew by %g, its content needs %g and has %g", grown, field.MinSize().Height, frame.scroll.Size().Height)
	}
	field.SetError("")
	frame.scroll.Content.Refresh()
	if after := frame.Size().Height; after != before {
		t.Errorf("it is %g high again, was %g", after, before)
	}
}

func TestEnterInAFieldConfirmsItsDialog(t *testing.T) {
	w := inWindow(t, container.NewStack(), 600, 400)
	field, confirmed := NewEntry("", nil), 0
	d := ShowDialog(w.Canvas(), DialogParams{Title: "New film", Content: field, Confirm: "Make it", OnConfirm: func() bool { confirmed++; return true }})
	w.Canvas().SetOnTypedKey(func(event *fyne.KeyEvent) { // as the window of the studio does
		if top, ok := w.Canvas().Overlays().Top().(interface{ OverlayKey(*fyne.KeyEvent) }); ok {
			top.OverlayKey(event)
		}
	})
	d.SetReady(false)
	w.Canvas().Focus(field)
	key(field, fyne.KeyReturn)
	if confirmed != 0 || w.Canvas().Overlays().Top() == nil {
		t.Error("a dialog that was not ready was confirmed")
	}
	d.SetReady(true)
	key(field, fyne.KeyReturn)
	if confirmed != 1 || w.Canvas().Overlays().Top() != nil {
		t.Errorf("confirmed %d times", confirmed)
	}
}

func TestNoLanguageIsCut(t *testing.T) {
	for _, scale := range []float32{1, 1.25, look.LargestScale} {
		dressed(t, look.Params{Scale: scale})
		for _, tag := range assets.Languages() {
			files, err := assets.Translations(tag)
			if err != nil {
				t.Fatal(err)
			}
			for _, data := range files {
				var texts map[string]any
				if err := json.Unmarshal(data, &texts); err != nil {
					t.Fatal(err)
				}
				for id, text := range texts {
					if s, ok := text.(string); ok && !strings.Contains(s, "{{") {
						checkWhole(t, tag+" "+id, s)
					}
				}
			}
		}
	}
}

// checkWhole shows a text on every control that takes its width from its words.
func checkWhole(t *testing.T, id, text string) {
	t.Helper()
	button := NewButton(text, "create", Primary, nil)
	menu := NewMenuButton(text, "camera", nil)
	chip := NewChip(text, Neutral, nil, func() {})
	for _, w := range []fyne.Widget{button, menu, chip} {
		w.Resize(w.MinSize())
	}
	for _, got := range []string{button.label.Text, menu.label.Text, chip.label.Text} {
		if got != text {
			t.Errorf("%s is cut to %q", id, got)
		}
	}
	item := NewRailItem(text, "queue", nil)
	if room := look.Caption.Measure(text).Width; item.MinSize().Width < room {
		t.Errorf("%s needs %v in the rail, which gives %v", id, room, item.MinSize().Width)
	}
}
