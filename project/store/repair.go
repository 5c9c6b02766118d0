package store

import "time"

// Repair is what opening a damaged project came to.
type Repair struct {
	Aside  string    // name that the damaged database has in the project's folder now
	Read   int       // entries that were read from it
	Taken  int       // entries that came from the backup
	Backup time.Time // when that backup was made; zero where there was none
	Lost   int       // entries that could not be kept
}

// Repair tells what was repaired when the project was opened, nil where nothing
// was.
func (s *Store) Repair() *Repair {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.repair
}

func (s *Store) noteRepair(t tally, backup *Backup, aside string) {
	r := &Repair{Aside: aside, Read: t.read, Taken: t.backup, Lost: t.refused}
	if backup != nil {
		r.Backup = backup.Made
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.repair = r
}
