package xwidget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/kinora-studio/kinora/ui/look"
)

// KeyCatcher takes every key while it has the focus, those of shortcuts too: to
// learn which ones the user wants.
type KeyCatcher struct {
	widget.BaseWidget
	// OnKey is called for a key by itself or with Shift, OnShortcut for one with
	// other modifiers, OnLeft when the focus goes.
	OnKey      func(*fyne.KeyEvent)
	OnShortcut func(fyne.Shortcut)
	OnLeft     func()

	hint string
	back *canvas.Rectangle
	text *canvas.Text
}

var (
	_ fyne.Focusable    = (*KeyCatcher)(nil)
	_ fyne.Tabbable     = (*KeyCatcher)(nil)
	_ fyne.Shortcutable = (*KeyCatcher)(nil)
)

// NewKeyCatcher makes one that says what to do.
func NewKeyCatcher(hint string) *KeyCatcher {
	k := &KeyCatcher{hint: hint, back: plate(look.RadiusMedium), text: canvas.NewText("", nil)}
	k.ExtendBaseWidget(k)
	return k
}

// AcceptsTab is for Fyne: Tab can be wanted too.
func (k *KeyCatcher) AcceptsTab() bool { return true }

// FocusGained has nothing to do.
func (k *KeyCatcher) FocusGained() {}

// FocusLost tells that no more keys will come.
func (k *KeyCatcher) FocusLost() {
	if k.OnLeft != nil {
		k.OnLeft()
	}
}

// TypedRune has no meaning: the key comes as such.
func (k *KeyCatcher) TypedRune(rune) {}

// TypedKey tells the key.
func (k *KeyCatcher) TypedKey(event *fyne.KeyEvent) {
	if k.OnKey != nil {
		k.OnKey(event)
	}
}

// TypedShortcut tells the shortcut.
func (k *KeyCatcher) TypedShortcut(s fyne.Shortcut) {
	if k.OnShortcut != nil {
		k.OnShortcut(s)
	}
}

// CreateRenderer is for Fyne.
func (k *KeyCatcher) CreateRenderer() fyne.WidgetRenderer { return draw(k) }

func (k *KeyCatcher) objects() []fyne.CanvasObject { return []fyne.CanvasObject{k.back, k.text} }

func (k *KeyCatcher) minSize() fyne.Size {
	return fyne.NewSize(look.Label.Measure(k.hint).Width+look.Px(2*10), look.Px(look.ControlHeight))
}

func (k *KeyCatcher) paint() {
	fill(k.back, look.AccentSoft, look.FocusRing)
	k.text.Text = k.hint
	k.text.Alignment = fyne.TextAlignCenter
	look.Label.Apply(k.text, look.TextHigh)
}

func (k *KeyCatcher) arrange(size fyne.Size) {
	k.back.Resize(size)
	height := look.Label.Measure("M").Height
	put(k.text, 0, (size.Height-height)/2, size.Width, height)
}
