package fault

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/kinora-studio/kinora/assets"
	"github.com/kinora-studio/kinora/ui/words"
)

// catalogue is the sentences of a language, those with the most words of their own
// first: "the picture %s is empty" is asked before "%s is empty".
type catalogue struct {
	sentences []sentence
	native    bool // what it has not is said in its own words all the same
}

type sentence struct {
	match *regexp.Regexp
	say   string
}

var verb = regexp.MustCompile(`%(\.\d+)?[a-z]`)

// catalogues are those that were read, by tag. What is built in can be read: a test
// does.
var catalogues sync.Map

func current() *catalogue {
	tag := words.Current()
	if c, ok := catalogues.Load(tag); ok {
		return c.(*catalogue)
	}
	all, _ := assets.Faults(tag)
	c := newCatalogue(tag, all)
	catalogues.Store(tag, c)
	return c
}

func newCatalogue(tag string, all map[string]string) *catalogue {
	c := &catalogue{native: tag == "en" || len(all) == 0}
	lengths := map[string]int{}
	for english, say := range all {
		pattern := "^"
		for i, piece := range verb.Split(english, -1) {
			if i > 0 {
				pattern += "(.+?)"
			}
			pattern += regexp.QuoteMeta(piece)
			lengths[say] += len(piece)
		}
		c.sentences = append(c.sentences, sentence{regexp.MustCompile(`(?s)` + pattern + "$"), say})
	}
	slices.SortFunc(c.sentences, func(a, b sentence) int {
		return cmp.Or(lengths[b.say]-lengths[a.say], strings.Compare(a.say, b.say))
	})
	return c
}

// translate returns a sentence in the language, and whether it has it. What was
// filled in may be one itself: the cause.
func (c *catalogue) translate(text string) (string, bool) {
	for _, s := range c.sentences {
		parts := s.match.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		said := s.say
		for i := len(parts) - 1; i > 0; i-- {
			part, _ := c.translate(parts[i])
			said = strings.ReplaceAll(said, "%"+strconv.Itoa(i), part)
		}
		return said, true
	}
	// What a cause was put behind may be known without it.
	if before, cause, ok := strings.Cut(text, ": "); ok && !c.native {
		if said, known := c.translate(before); known {
			cause, _ = c.translate(cause)
			return said + ": " + cause, true
		}
	}
	return text, c.native
}
