package script

import (
	"math"
	"slices"
	"strings"

	"github.com/kinora-studio/kinora/project"
)

// The rules of Split; see the package.
const (
	MaxBeats     = 3  // sentences of action in a shot
	MaxWords     = 60 // words of action in a shot
	MaxSpoken    = 30 // words that are said in a shot
	SpokenPace   = 2.5
	SpeakerPause = 0.5 // seconds before another one speaks
	BeatSeconds  = 2.5
	LeastSeconds = 2.0
	MostSeconds  = 20.0
)

// Scene is a scene of a screenplay with its shots. What comes before the first
// heading is in a scene without a title.
type Scene struct {
	Title    string
	Synopsis string
	Shots    []Shot
}

// Shot is a shot to be made.
type Shot struct {
	Setting    string
	Beats      []string
	Dialogue   []project.Line
	Cast       []string // who speaks, in the order in which they first do
	Continuity string
	Seconds    float64 // estimated, in halves
}

// Shots counts the shots of all scenes.
func Shots(scenes []Scene) int {
	count := 0
	for _, s := range scenes {
		count += len(s.Shots)
	}
	return count
}

// Split makes scenes and shots. A scene without any shot is left out.
func Split(s Script) []Scene {
	b := &splitter{scenes: []Scene{{}}}
	for _, e := range s.Elements {
		b.take(e)
	}
	b.close()
	for i := range b.scenes {
		for j := range b.scenes[i].Shots {
			b.scenes[i].Shots[j].finish()
		}
	}
	return slices.DeleteFunc(b.scenes, func(s Scene) bool { return len(s.Shots) == 0 })
}

// splitter puts elements into shots, one after the other.
type splitter struct {
	scenes  []Scene
	setting string
	open    *Shot  // that speech may still join; nil for none
	speaker string // who speaks, or spoke last
}

func (b *splitter) scene() *Scene { return &b.scenes[len(b.scenes)-1] }

func (b *splitter) take(e Element) {
	switch e.Kind {
	case Heading:
		b.close()
		b.speaker = ""
		b.setting = settingOf(e.Text)
		b.scenes = append(b.scenes, Scene{Title: clip(e.Text, project.MaxName)})
	case Synopsis:
		s := b.scene()
		s.Synopsis = clip(strings.TrimSpace(s.Synopsis+"\n"+e.Text), project.MaxText)
	case Action:
		b.close()
		b.action(e.Text)
	case Character:
		b.speaker = clip(nameOf(e.Text), project.MaxName)
	case Parenthetical:
		b.aside(e.Text)
	case Dialogue, Lyrics:
		b.say(e.Text)
	case Transition:
		b.close()
		if shots := b.scene().Shots; len(shots) > 0 {
			shots[len(shots)-1].Continuity = strings.TrimSuffix(clip(e.Text, project.MaxText), ":")
		}
	case Section, PageBreak:
	}
}

// close ends the shot that speech could join.
func (b *splitter) close() { b.open = nil }

// start adds a shot that speech may join.
func (b *splitter) start() *Shot {
	s := b.scene()
	s.Shots = append(s.Shots, Shot{Setting: b.setting})
	b.open = &s.Shots[len(s.Shots)-1]
	return b.open
}

// action makes shots of a paragraph.
func (b *splitter) action(text string) {
	var beats []string
	for _, sentence := range sentences(text) {
		beats = append(beats, pieces(sentence, MaxWords)...)
	}
	words := countWords(text)
	parts := max((len(beats)+MaxBeats-1)/MaxBeats, (words+MaxWords-1)/MaxWords)
	for begin, part := 0, 0; begin < len(beats); part++ {
		rest := max(parts-part, 1)
		count := max((len(beats)-begin+rest-1)/rest, 1)
		shot := b.start()
		for used := 0; count > 0 && begin < len(beats); count-- {
			used += countWords(beats[begin])
			if len(shot.Beats) > 0 && used > MaxWords {
				break
			}
			shot.Beats = append(shot.Beats, beats[begin])
			begin++
		}
	}
}

// aside is how something is said.
func (b *splitter) aside(text string) {
	shot := b.open
	if shot == nil {
		shot = b.start()
	}
	beat := text
	if b.speaker != "" {
		beat = b.speaker + ", " + text
	}
	if len(shot.Beats) < project.MaxItems {
		shot.Beats = append(shot.Beats, clip(beat, project.MaxText))
	}
}

// say puts what is said into the open shot while it has room, else into another.
func (b *splitter) say(text string) {
	for _, sentence := range sentences(text) {
		for _, words := range pieces(sentence, MaxSpoken) {
			shot := b.open
			if shot == nil || shot.spoken() > 0 && shot.spoken()+countWords(words) > MaxSpoken {
				shot = b.start()
			}
			shot.add(project.Line{Speaker: b.speaker, Text: words})
		}
	}
}

// add is what is said next; what one says on is one line.
func (s *Shot) add(l project.Line) {
	if n := len(s.Dialogue); n > 0 && s.Dialogue[n-1].Speaker == l.Speaker {
		s.Dialogue[n-1].Text += " " + l.Text
		return
	}
	s.Dialogue = append(s.Dialogue, l)
	if l.Speaker != "" && !slices.Contains(s.Cast, l.Speaker) {
		s.Cast = append(s.Cast, l.Speaker)
	}
}

func (s *Shot) spoken() int {
	words := 0
	for _, l := range s.Dialogue {
		words += countWords(l.Text)
	}
	return words
}

// finish estimates the length.
func (s *Shot) finish() {
	said := float64(s.spoken())/SpokenPace + SpeakerPause*float64(max(len(s.Dialogue)-1, 0))
	seconds := max(said, BeatSeconds*float64(len(s.Beats)))
	s.Seconds = min(max(math.Ceil(seconds*2)/2, LeastSeconds), MostSeconds)
}

// pieces divides a sentence of too many words, which no stop divides, at commas
// where there are any near the middle, else anywhere between two words.
func pieces(sentence string, most int) []string {
	words := strings.Fields(sentence)
	var all []string
	for len(words) > 0 {
		count := 0
		for used := 0; count < len(words); count++ {
			if used += countWords(words[count]); count > 0 && used > most {
				break
			}
		}
		if count < len(words) {
			for at := count; at > count/2; at-- {
				if strings.ContainsAny(words[at-1][len(words[at-1])-1:], ",;:") {
					count = at
					break
				}
			}
		}
		all = append(all, clip(strings.Join(words[:count], " "), project.MaxText))
		words = words[count:]
	}
	return all
}

// clip shortens a text to so many characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most]))
	}
	return text
}
