package store

import (
	"errors"
	"strings"

	"github.com/mattn/go-sqlite3"

	"github.com/kinora-studio/kinora/project"
)

// nextCode returns the first code behind all those that count the same way: after
// SH030 and SH035 comes SH040.
func nextCode(codes []string, code func(n int64) string) string {
	used := map[string]bool{}
	for _, c := range codes {
		used[strings.ToUpper(c)] = true
	}
	highest := int64(0)
	for n := int64(1); n <= int64(len(codes)); n++ {
		if used[code(n)] {
			highest = n
		}
	}
	for highest++; used[code(highest)]; highest++ {
	}
	return code(highest)
}

// refuseID refuses to add what is in the project already.
func refuseID(id int64) error {
	if id != 0 {
		return project.Bad("change it, or add it without its number", "number %d cannot be added: it has a number already", id)
	}
	return nil
}

// constraint says in a sentence what a rule of the schema refused; what names the
// value that has to be another.
func constraint(err error, what string) error {
	var below sqlite3.Error
	switch {
	case !errors.As(err, &below):
		return err
	case below.ExtendedCode == sqlite3.ErrConstraintUnique:
		return &project.Fault{Kind: project.ErrBadInput, What: what + " is in use already", Hint: "choose another", Err: err}
	case below.ExtendedCode == sqlite3.ErrConstraintForeignKey:
		return &project.Fault{Kind: project.ErrBadInput, What: what + " goes with something that is not in the project", Hint: "look at the list again", Err: err}
	}
	return err
}
