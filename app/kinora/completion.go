package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/project/store"
)

type completionVerb struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// completionScripts have the shell ask kinora complete.
var completionScripts = map[string]string{
	"bash": `_kinora() {
	local IFS=$'\n'
	COMPREPLY=($(kinora complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _kinora kinora
`,
	"zsh": `#compdef kinora
_kinora() {
	local -a found
	found=("${(@f)$(kinora complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
	if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
}
compdef _kinora kinora
`,
	"fish": `function __kinora
	set -l words (commandline -opc) (commandline -ct)
	kinora complete -- $words[2..-1] 2>/dev/null
end
complete -c kinora -a '(__kinora)'
`,
}

// Run prints what the shell has to read, such as with source <(kinora completion
// bash).
func (v completionVerb) Run(s streams) error {
	_, err := fmt.Fprint(s.out, completionScripts[v.Shell])
	return err
}

type completeVerb struct {
	Words []string `arg:"" optional:"" help:"What was typed behind kinora, the last of it unfinished."`
}

// Run prints what the last word can become, a line each; nothing means a file.
func (v completeVerb) Run(ctx context.Context, app *kong.Kong, s streams) error {
	typed := ""
	if len(v.Words) > 0 {
		typed = v.Words[len(v.Words)-1]
	}
	for _, word := range candidates(ctx, app.Model.Node, v.Words) {
		if strings.HasPrefix(word, typed) {
			if _, err := fmt.Fprintln(s.out, word); err != nil {
				return err
			}
		}
	}
	return nil
}

// candidates are the flags, the verbs or the codes that can stand for the last of
// the words.
func candidates(ctx context.Context, node *kong.Node, words []string) (found []string) {
	before, typed := words, ""
	if len(words) > 0 {
		before, typed = words[:len(words)-1], words[len(words)-1]
	}
	for _, word := range before {
		for _, child := range node.Children {
			if child.Name == word {
				node = child
			}
		}
	}
	if strings.HasPrefix(typed, "-") {
		for _, group := range node.AllFlags(true) {
			for _, flag := range group {
				found = append(found, "--"+flag.Name)
			}
		}
		return found
	}
	for _, child := range node.Children {
		if !child.Hidden {
			found = append(found, child.Name)
		}
	}
	for _, argument := range node.Positional {
		switch argument.Name {
		case "code", "shots", "take":
			found = append(found, codes(ctx, node)...)
		}
	}
	return found
}

// codes are those of the shots, or for verbs of takes those of the takes. Where no
// project can be read there are none.
func codes(ctx context.Context, node *kong.Node) (found []string) {
	_ = withSettings(func(chosen *settings.Store) error {
		dir, err := studio.FindProject("", chosen)
		if err != nil {
			return err
		}
		s, err := store.Open(ctx, store.OpenParams{Path: dir, ReadOnly: true, Now: time.Now})
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		if node.Parent.Name == "take" || node.Name == "export" {
			const most = 1000
			takes, err := s.Takes(ctx, store.TakeFilter{}, store.Page{Limit: most})
			for _, take := range takes {
				found = append(found, take.Code)
			}
			return err
		}
		shots, err := s.Shots(ctx)
		for _, shot := range shots {
			found = append(found, shot.Code)
		}
		return err
	})
	slices.Sort(found)
	return found
}
