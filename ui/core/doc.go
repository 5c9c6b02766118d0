// Package core is the frame of the window: the rail of screens, the screen that is
// shown and the way back to the last one, status bar, palette, toasts, dialogs,
// and where files that are dropped go. It knows no screen: whoever starts the
// program hands them over as a list of Screen.
//
// A screen declares the few methods it needs of the frame as an interface of its
// own, and Frame fits it; no screen imports this package's Frame.
//
// A screen looks like this:
//
//	package create
//
//	// host is what the screen needs of the window.
//	type host interface {
//		Go(screen, id string)
//		Toast(tone xwidget.Tone, message string)
//		Do(what string, f func()) // on the UI goroutine, from any
//		AddDropTarget(xwidget.DropTarget) (remove func())
//		Split(name string, p xwidget.SplitParams) *xwidget.Split
//	}
//
//	type Page struct {
//		host    host
//		studio  *studio.Studio
//		content fyne.CanvasObject
//		prompt  *xwidget.TextArea
//	}
//
//	func New(h host, s *studio.Studio) *Page {
//		p := &Page{host: h, studio: s, prompt: xwidget.NewTextArea(words.T("create.prompt-hint"), 4)}
//		p.content = h.Split("create", xwidget.SplitParams{Side: p.prompt, Main: p.gallery(), Least: 280,
//			State: xwidget.SplitState{Size: 360}})
//		return p
//	}
//
//	func (p *Page) Content() fyne.CanvasObject { return p.content }
//	func (p *Page) Open(shot string)           { p.loadAsync(shot) } // ends in one p.host.Do
//	func (p *Page) Leave()                     { p.cancel() }
//
//	func (p *Page) Actions() []action.Action {
//		return []action.Action{{
//			ID: "create.generate", Title: words.ID("create.generate"), Category: words.ID("screen.create"),
//			Icon: "create", Keys: action.Must("Mod+Return"), Run: p.generate,
//		}}
//	}
//
// and is handed over as core.Entry(core.Create, func() core.Page { return
// create.New(frame, studio) }). Its texts lie in assets/translations/en/create.json
// and de/create.json.
//
// # Concurrency
//
// Everything belongs to the UI goroutine, but for Do, which may be called from any.
package core
