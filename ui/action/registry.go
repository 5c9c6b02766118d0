package action

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kinora-studio/kinora/ui/look"
	"github.com/kinora-studio/kinora/ui/words"
)

// Action is one thing that the user can ask for.
type Action struct {
	ID    string   // screen, a dot, verb: queue.pause; never changes, the settings name it
	Title words.ID // what it does, as an imperative
	// Words are others that it is found by in the palette, with spaces between them;
	// empty for none.
	Words    words.ID
	Category words.ID // under which the palette and the key list show it
	Icon     look.Icon
	Keys     []Chord // until the user binds others
	// Scope is the screen on which the action can be done; empty for everywhere.
	// Two screens may use the same key.
	Scope   string
	Enabled func() bool // nil for always
	OnTop   bool        // can be done by a key with modifiers while a dialog is open
	Run     func()
	// Released is called when the key that ran the action is let go; nil for
	// actions that do not last.
	Released func()
}

// Registry is the list of actions and the keys that the user has given them.
type Registry struct {
	actions  []*Action
	byID     map[string]*Action
	own      map[string][]Chord // by action, where the user has bound keys
	scope    string
	watchers []func()
}

// NewRegistry returns an empty list.
func NewRegistry() *Registry {
	return &Registry{byID: map[string]*Action{}, own: map[string][]Chord{}}
}

// Add takes up actions. It panics on one without ID, title or Run and on an ID
// that is taken: each is a mistake in the program.
func (r *Registry) Add(actions ...Action) {
	for _, a := range actions {
		if a.ID == "" || a.Title == "" || a.Category == "" || a.Run == nil {
			panic(fmt.Sprintf("action %q lacks a title, a category or what it does", a.ID))
		}
		if r.byID[a.ID] != nil {
			panic(fmt.Sprintf("two actions are called %q", a.ID))
		}
		r.byID[a.ID] = &a
		r.actions = append(r.actions, &a)
	}
	r.changed()
}

// Remove takes out the actions of a scope, whose screen is made anew. The keys that
// the user has bound stay.
func (r *Registry) Remove(scope string) {
	r.actions = slices.DeleteFunc(r.actions, func(a *Action) bool {
		if a.Scope != scope {
			return false
		}
		delete(r.byID, a.ID)
		return true
	})
	r.changed()
}

// All returns the actions in the order in which they were added.
func (r *Registry) All() []*Action { return slices.Clone(r.actions) }

// Find returns an action, nil where there is none.
func (r *Registry) Find(id string) *Action { return r.byID[id] }

// SetScope says which screen is shown.
func (r *Registry) SetScope(scope string) { r.scope = scope }

// Scope is the screen that is shown.
func (r *Registry) Scope() string { return r.scope }

// Available tells whether an action can be done now.
func (r *Registry) Available(a *Action) bool {
	return (a.Scope == "" || a.Scope == r.scope) && (a.Enabled == nil || a.Enabled())
}

// Run does an action if it can be done now, and tells whether it did.
func (r *Registry) Run(id string) bool {
	a := r.byID[id]
	if a == nil || !r.Available(a) {
		return false
	}
	a.Run()
	return true
}

// Keys returns the chords of an action: the user's, or those it came with.
func (r *Registry) Keys(id string) []Chord {
	if own, ok := r.own[id]; ok {
		return slices.Clone(own)
	}
	if a := r.byID[id]; a != nil {
		return slices.Clone(a.Keys)
	}
	return nil
}

// KeyLabel is the first chord of an action as it is shown, empty without one.
func (r *Registry) KeyLabel(id string) string {
	if keys := r.Keys(id); len(keys) > 0 {
		return keys[0].Label()
	}
	return ""
}

// KeyOf is KeyLabel for later: what it returns names the key as it is bound by then.
func (r *Registry) KeyOf(id string) func() string {
	return func() string { return r.KeyLabel(id) }
}

// Bind gives an action these chords, none included, in place of its own.
func (r *Registry) Bind(id string, chords []Chord) error {
	if r.byID[id] == nil {
		return fmt.Errorf("there is no action %q", id)
	}
	r.own[id] = slices.Clone(chords)
	r.changed()
	return nil
}

// Reset gives an action back the chords that it came with.
func (r *Registry) Reset(id string) {
	delete(r.own, id)
	r.changed()
}

// Bindings returns what the user has bound, for the settings file.
func (r *Registry) Bindings() map[string][]string {
	bindings := map[string][]string{}
	for id, chords := range r.own {
		bindings[id] = []string{}
		for _, c := range chords {
			bindings[id] = append(bindings[id], c.String())
		}
	}
	return bindings
}

// SetBindings takes what Bindings returned. What cannot be read is left out and
// named in the error; the rest counts. Actions that this version does not have
// are kept for the next one that has them.
func (r *Registry) SetBindings(bindings map[string][]string) error {
	r.own = map[string][]Chord{}
	var bad error
	for _, id := range slices.Sorted(maps.Keys(bindings)) {
		chords := []Chord{}
		for _, text := range bindings[id] {
			c, err := ParseChord(text)
			if err != nil {
				bad = fmt.Errorf("keys of %s: %w", id, err)
				continue
			}
			chords = append(chords, c)
		}
		r.own[id] = chords
	}
	r.changed()
	return bad
}

// Conflict is a chord that more than one action answers to on one screen.
type Conflict struct {
	Chord   Chord
	Actions []*Action
}

// Conflicts finds all of them, in the order of the actions.
func (r *Registry) Conflicts() []Conflict {
	var conflicts []Conflict
	seen := map[Chord]bool{}
	for _, a := range r.actions {
		for _, c := range r.Keys(a.ID) {
			if rivals := r.Rivals(a.ID, c); len(rivals) > 0 && !seen[c] {
				seen[c] = true
				conflicts = append(conflicts, Conflict{Chord: c, Actions: append([]*Action{a}, rivals...)})
			}
		}
	}
	return conflicts
}

// Rivals returns the other actions that a chord would also mean on a screen where
// this action can be done: what to warn of before binding it.
func (r *Registry) Rivals(id string, chord Chord) []*Action {
	a := r.byID[id]
	if a == nil {
		return nil
	}
	var rivals []*Action
	for _, other := range r.actions {
		together := a.Scope == "" || other.Scope == "" || a.Scope == other.Scope
		if other.ID != id && together && slices.Contains(r.Keys(other.ID), chord) {
			rivals = append(rivals, other)
		}
	}
	return rivals
}

// Watch calls f after every change of actions or keys.
func (r *Registry) Watch(f func()) { r.watchers = append(r.watchers, f) }

func (r *Registry) changed() {
	for _, f := range r.watchers {
		f()
	}
}

// match returns the action that a chord means now. The screen's own come first.
func (r *Registry) match(chord Chord) *Action {
	for _, local := range []bool{true, false} {
		for _, a := range r.actions {
			if (a.Scope != "") == local && slices.Contains(r.Keys(a.ID), chord) && r.Available(a) {
				return a
			}
		}
	}
	return nil
}
