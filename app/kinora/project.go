package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kinora-studio/kinora/app/settings"
	"github.com/kinora-studio/kinora/app/studio"
	"github.com/kinora-studio/kinora/engine"
	"github.com/kinora-studio/kinora/project"
	"github.com/kinora-studio/kinora/project/store"
)

// projectVerbs keep films.
type projectVerbs struct {
	New     projectNewVerb     `cmd:"" help:"Make a project, and use it from now on."`
	Info    projectInfoVerb    `cmd:"" help:"Show what a project holds."`
	Check   projectCheckVerb   `cmd:"" help:"Examine a project: database, files, backups, disk."`
	Backup  projectBackupVerb  `cmd:"" help:"Back up the database of a project, or list the backups."`
	Restore projectRestoreVerb `cmd:"" help:"Go back to a backup of the database; clips are kept."`
	Adopt   projectAdoptVerb   `cmd:"" help:"Take clips in media/ that the project does not know into it."`
	Collect projectCollectVerb `cmd:"" help:"Copy all pictures and sounds from elsewhere into the project."`
	Package projectPackageVerb `cmd:"" help:"Make one file of a project, to hand over."`
	Unpack  projectUnpackVerb  `cmd:"" help:"Make a project of such a file."`
}

// within names the project that a verb works on, and how it tells.
type within struct {
	Project string `short:"p" placeholder:"FOLDER" env:"KINORA_PROJECT" help:"Project; else the one in the working folder, or the one used last."`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// look opens the project for reading, which works while the studio has it open.
// What is damaged is repaired by whoever opens it for writing.
func (w within) look(ctx context.Context) (*store.Store, error) {
	s, err := w.open(ctx, true)
	var fault *project.Fault
	if errors.Is(err, project.ErrDamaged) && errors.As(err, &fault) {
		err = project.Wrong(project.ErrDamaged, "Kinora restores what can be restored with: kinora project backup", "%s", fault.What)
	}
	return s, err
}

// edit opens the project for writing and remembers it as the one used last. Another
// process may have it open: it knows what its user is writing, so that edits are
// made there and only the queue takes orders from outside.
func (w within) edit(ctx context.Context) (*store.Store, error) {
	s, err := w.open(ctx, false)
	var busy *project.Fault
	if errors.Is(err, project.ErrBusy) && errors.As(err, &busy) {
		err = project.Wrong(project.ErrBusy, "make the edit there, or close it there first; looking, and orders to its queue, are possible from here", "%s", busy.What)
	}
	return s, err
}

func (w within) open(ctx context.Context, readOnly bool) (s *store.Store, err error) {
	err = withSettings(func(chosen *settings.Store) error {
		dir, err := studio.FindProject(w.Project, chosen)
		if err != nil {
			return err
		}
		if s, err = store.Open(ctx, store.OpenParams{Path: dir, ReadOnly: readOnly, Now: time.Now}); err != nil {
			return err
		}
		return studio.NoteProject(chosen, s.Dir())
	})
	return s, err
}

// withSettings lends the user's settings. That they cannot be kept is no reason
// to do nothing.
func withSettings(do func(*settings.Store) error) error {
	path, err := settings.Path()
	if err != nil {
		return err
	}
	chosen, _ := settings.Open(path)
	defer func() { _ = chosen.Close() }()
	return do(chosen)
}

// on lends the open project to do, tells what opening it had to do, and closes
// it.
func (w within) on(ctx context.Context, tell *teller, open func(context.Context) (*store.Store, error), do func(*store.Store) error) (err error) {
	s, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if closed := s.Close(); err == nil {
			err = closed
		}
	}()
	for _, notice := range s.Notices() {
		tell.event(engine.Event{Event: "warning", Message: notice})
	}
	return do(s)
}

type projectNewVerb struct {
	Name string `arg:"" help:"Name of the film; its folder is NAME.kinora in the working folder, or where the name says."`
	FPS  string `name:"fps" default:"24" placeholder:"RATE" help:"Frames a second of new shots: 24, 25, 23.976, 30000/1001."`
	Size string `placeholder:"WxH" help:"Size of new shots; the pack's own where absent."`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run makes the project.
func (v projectNewVerb) Run(ctx context.Context, tell *teller) error {
	rate, err := engine.ParseRate(v.FPS)
	if err != nil {
		return err
	}
	var size studio.Size
	if v.Size != "" {
		if size, err = studio.ParseSize(v.Size); err != nil {
			return err
		}
	}
	folder, name := filepath.Split(withoutEnd(v.Name))
	if folder == "" {
		folder = "."
	}
	s, err := store.Create(ctx, store.CreateParams{
		Folder: folder, Name: strings.TrimSuffix(name, store.Ending), Rate: mediaRate(rate), Width: size.Width, Height: size.Height, Now: time.Now,
	})
	if err != nil {
		return err
	}
	dir := s.Dir()
	if err := s.Close(); err != nil {
		return err
	}
	if err := withSettings(func(chosen *settings.Store) error { return studio.NoteProject(chosen, dir) }); err != nil {
		return err
	}
	if v.JSON {
		return tell.object(map[string]string{"project": dir})
	}
	_, _ = fmt.Fprintf(tell.out, "%s\nadd a shot with: kinora shot add \"what happens\"\n", dir)
	return nil
}

// withoutEnd takes the separators away that a shell puts behind a folder's name.
func withoutEnd(name string) string {
	for name != "" && os.IsPathSeparator(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	return name
}

type projectCheckVerb struct {
	within
	Deep bool `help:"Read every file to its end and compare its checksum."`
}

// Run examines the project; problems end it as bad input does.
func (v projectCheckVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.look, func(s *store.Store) error {
		report, err := s.Check(ctx, v.Deep)
		if err != nil {
			return err
		}
		if v.JSON {
			if err := tell.object(report); err != nil {
				return err
			}
		} else {
			showReport(tell, report)
		}
		if len(report.Problems) > 0 {
			return engine.Bad("see above", "the project has %d problems", len(report.Problems))
		}
		return nil
	})
}

func showReport(tell *teller, r store.Report) {
	for _, problem := range r.Problems {
		_, _ = fmt.Fprintln(tell.out, "problem:", harmless(problem))
	}
	for _, stray := range r.Strays {
		_, _ = fmt.Fprintf(tell.out, "unknown: %s (%s); take it in with: kinora project adopt %s\n", plain(stray.Path), size(stray.Bytes), plain(stray.Path))
	}
	_, _ = fmt.Fprintf(tell.out, "%d takes (%s), %d backups, %s free on the disk\n", r.Takes, size(r.Bytes), len(r.Backups), size(r.Room))
	if len(r.Problems) == 0 {
		_, _ = fmt.Fprintln(tell.out, "all is well")
	}
}

type projectBackupVerb struct {
	within
	List bool `help:"List the backups, newest first, and make none."`
}

// Run makes a backup.
func (v projectBackupVerb) Run(ctx context.Context, tell *teller) error {
	open := v.edit
	if v.List {
		open = v.look
	}
	return v.on(ctx, tell, open, func(s *store.Store) error {
		if !v.List {
			made, err := s.Backup(ctx)
			if err != nil {
				return err
			}
			return tell.said(v.JSON, made, "%s (%s)\n", made.Name, size(made.Bytes))
		}
		backups, err := s.Backups()
		if err != nil {
			return err
		}
		table := table{head: []string{"backup", "made", "size"}}
		for _, b := range backups {
			table.add(b.Name, timeText(b.Made), size(b.Bytes))
		}
		return tell.rows(v.JSON, backups, table)
	})
}

type projectRestoreVerb struct {
	within
	Backup string `arg:"" help:"Name of the backup, as kinora project backup --list shows it."`
}

// Run goes back to a backup.
func (v projectRestoreVerb) Run(ctx context.Context, tell *teller) error {
	return v.on(ctx, tell, v.edit, func(s *store.Store) error {
		if err := s.Restore(ctx, v.Backup); err != nil {
			return err
		}
		return tell.said(v.JSON, map[string]string{"restored": v.Backup}, "%s is as it was in %s; what it was before is a backup, too\n", filepath.Base(s.Dir()), v.Backup)
	})
}
