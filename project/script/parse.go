package script

import (
	"regexp"
	"strings"
	"unicode"
)

// Parse reads a screenplay. Every text is one: what has no markup is action.
func Parse(text string) Script {
	text = without(normal(text), "/*", "*/", true)
	text = without(text, "[[", "]]", false)
	p := &parser{lines: strings.Split(text, "\n")}
	p.titlePage()
	for p.at < len(p.lines) {
		p.next()
	}
	return p.script
}

// parser goes through the lines of a text.
type parser struct {
	lines  []string
	at     int
	script Script
}

var (
	headingStart = regexp.MustCompile(`(?i)^(int\.?/ext|int/ext|i/e|ext\.?/int|int|ext|est|innen/aussen|innen/außen|innen|aussen|außen)[. ]`)
	sceneNumber  = regexp.MustCompile(`\s*#([\pL\pN.-]+)#$`)
	titleKey     = regexp.MustCompile(`^([\pL][\pL ]*):(.*)$`)
	pageBreak    = regexp.MustCompile(`^={3,}$`)
	extension    = regexp.MustCompile(`\s*\(([^()]*)\)\s*$`)
)

// titlePage reads the keys and values at the very beginning.
func (p *parser) titlePage() {
	at := 0
	for at < len(p.lines) && blank(p.lines[at]) {
		at++
	}
	known := map[string]bool{"title": true, "credit": true, "author": true, "authors": true, "source": true, "notes": true, "draft date": true, "date": true, "contact": true, "copyright": true, "revision": true}
	if at == len(p.lines) {
		return
	}
	if m := titleKey.FindStringSubmatch(p.lines[at]); m == nil || !known[strings.ToLower(m[1])] {
		return
	}
	p.script.Title = map[string]string{}
	key := ""
	for ; at < len(p.lines) && !blank(p.lines[at]); at++ {
		value := p.lines[at]
		if m := titleKey.FindStringSubmatch(value); m != nil {
			key, value = strings.ToLower(m[1]), m[2]
		}
		value = plain(strings.TrimSpace(value))
		p.script.Title[key] = strings.TrimSpace(p.script.Title[key] + "\n" + value)
	}
	p.at = at
}

// next reads one element, with what belongs to it.
func (p *parser) next() {
	text := strings.TrimSpace(p.lines[p.at])
	if text == "" {
		p.at++
		return
	}
	if p.marked(text) {
		return
	}
	alone := p.emptyAfter(p.at)
	after := p.at == 0 || blank(p.lines[p.at-1])
	switch {
	case after && headingStart.MatchString(text):
		p.heading(text)
	case after && alone && isTransition(text):
		p.one(Transition, text)
	case after && !alone && isCharacter(text):
		p.speech(text)
	default:
		p.action()
	}
}

// marked reads an element whose first character says what it is, and tells whether
// there was one.
func (p *parser) marked(text string) bool {
	rest := text[1:]
	switch {
	case pageBreak.MatchString(text):
		p.one(PageBreak, "")
	case text[0] == '#':
		p.one(Section, strings.TrimLeft(text, "# "))
	case text[0] == '=':
		p.one(Synopsis, rest)
	case text[0] == '~':
		p.one(Lyrics, rest)
	case text[0] == '!':
		p.action()
	case text[0] == '>' && strings.HasSuffix(rest, "<"):
		p.one(Action, strings.TrimSuffix(rest, "<"))
	case text[0] == '>':
		p.one(Transition, rest)
	case text[0] == '.' && rest != "" && rest[0] != '.':
		p.heading(rest)
	case text[0] == '@' && rest != "":
		p.speech(rest)
	default:
		return false
	}
	return true
}

func (p *parser) one(kind Kind, text string) {
	p.add(Element{Kind: kind, Text: plain(strings.TrimSpace(text))})
	p.at++
}

// add keeps an element; one without words is none, but for a page break.
func (p *parser) add(e Element) {
	if e.Text != "" || e.Kind == PageBreak {
		p.script.Elements = append(p.script.Elements, e)
	}
}

func (p *parser) heading(text string) {
	e := Element{Kind: Heading}
	if m := sceneNumber.FindStringSubmatch(text); m != nil {
		e.Note, text = m[1], strings.TrimSuffix(text, m[0])
	}
	e.Text = plain(strings.Join(strings.Fields(text), " "))
	p.add(e)
	p.at++
}

// action reads a paragraph, up to an empty line.
func (p *parser) action() {
	var lines []string
	for ; p.at < len(p.lines) && !blank(p.lines[p.at]); p.at++ {
		text := strings.TrimSpace(p.lines[p.at])
		if len(lines) > 0 && strings.HasPrefix(text, "~") {
			break
		}
		lines = append(lines, strings.TrimPrefix(text, "!"))
	}
	p.add(Element{Kind: Action, Text: plain(strings.TrimSpace(strings.Join(lines, "\n")))})
}

// speech reads a character and all that is said, up to an empty line. A line of two
// spaces is an empty line within the speech.
func (p *parser) speech(name string) {
	e := Element{Kind: Character}
	if rest, dual := strings.CutSuffix(name, "^"); dual {
		e.Dual, name = true, strings.TrimSpace(rest)
	}
	for {
		m := extension.FindStringSubmatchIndex(name)
		if m == nil || m[0] == 0 {
			break
		}
		e.Note = strings.TrimSpace(name[m[2]:m[3]] + " " + e.Note)
		name = name[:m[0]]
	}
	e.Text = plain(strings.TrimSpace(name))
	p.add(e)
	p.at++
	var said []string
	flush := func() {
		p.add(Element{Kind: Dialogue, Text: plain(strings.Join(said, " "))})
		said = nil
	}
	for ; p.at < len(p.lines); p.at++ {
		line := p.lines[p.at]
		text := strings.TrimSpace(line)
		switch {
		case text == "" && len(line) >= 2 && !p.emptyAfter(p.at):
		case text == "":
			flush()
			return
		case strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")"):
			flush()
			p.add(Element{Kind: Parenthetical, Text: plain(strings.TrimSpace(text[1 : len(text)-1]))})
		case strings.HasPrefix(text, "~"):
			flush()
			p.add(Element{Kind: Lyrics, Text: plain(strings.TrimSpace(text[1:]))})
		default:
			said = append(said, text)
		}
	}
	flush()
}

// emptyAfter tells whether nothing stands right below a line.
func (p *parser) emptyAfter(at int) bool {
	return at+1 >= len(p.lines) || blank(p.lines[at+1])
}

func blank(line string) bool { return strings.TrimSpace(line) == "" }

// isTransition recognises CUT TO: and its like.
func isTransition(text string) bool {
	return upper(text) && (strings.HasSuffix(text, "TO:") || text == "FADE OUT." || text == "FADE IN:" || text == "FADE OUT")
}

// isCharacter recognises a name in capitals, with or without what stands in
// brackets behind it.
func isCharacter(text string) bool {
	name := strings.TrimSpace(strings.TrimSuffix(text, "^"))
	if at := strings.IndexByte(name, '('); at > 0 {
		name = strings.TrimSpace(name[:at])
	}
	const longest = 40 // a longer line in capitals is a sign or a shout
	return upper(name) && len([]rune(name)) <= longest && !strings.ContainsAny(name[len(name)-1:], ".!?:,;")
}

// upper tells whether a text has letters, and only capital ones.
func upper(text string) bool {
	letters := false
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		letters = letters || unicode.IsUpper(r)
	}
	return letters
}
