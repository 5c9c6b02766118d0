package look

import "fyne.io/fyne/v2"

// Quiet returns the app with all of Fyne's animations off, and makes it the
// current one. While one runs Fyne paints the whole window sixty times a
// second, and the blinking cursor of a focused field runs for as long as
// somebody writes; the models need that time.
func Quiet(app fyne.App) fyne.App {
	quiet := quietApp{App: app}
	fyne.SetCurrentApp(quiet)
	return quiet
}

type quietApp struct{ fyne.App }

func (a quietApp) Settings() fyne.Settings { return quietSettings{a.App.Settings()} }

type quietSettings struct{ fyne.Settings }

func (quietSettings) ShowAnimations() bool { return false }
