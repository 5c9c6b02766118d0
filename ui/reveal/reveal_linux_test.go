package reveal

import (
	"bufio"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/godbus/dbus/v5"
)

// browsed keeps what an app was asked to open.
type browsed struct {
	fyne.App
	opened []string
}

func (b *browsed) OpenURL(address *url.URL) error {
	b.opened = append(b.opened, address.String())
	return nil
}

func onDesk(t *testing.T) *browsed {
	t.Helper()
	app := &browsed{App: test.NewTempApp(t)}
	fyne.SetCurrentApp(app)
	return app
}

// startBus runs a session bus of its own.
func startBus(t *testing.T) {
	t.Helper()
	bus := exec.CommandContext(t.Context(), "dbus-daemon", "--session", "--nofork", "--print-address", "--address=unix:path="+filepath.Join(t.TempDir(), "bus"))
	said, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = bus.Process.Kill()
		_ = bus.Wait()
	})
	address, err := bufio.NewReader(said).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
}

// manager is a file manager on the bus.
type manager struct{ asked chan []string }

// ShowItems is what file managers are asked.
func (m manager) ShowItems(addresses []string, _ string) *dbus.Error {
	m.asked <- addresses
	return nil
}

func TestTheFileManagerPointsAtTheFile(t *testing.T) {
	app := onDesk(t)
	startBus(t)
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = bus.Close() }()
	m := manager{make(chan []string, 1)}
	if err := bus.Export(m, "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName("org.freedesktop.FileManager1", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	if err := File(t.Context(), "/films/a take.mp4"); err != nil {
		t.Fatal(err)
	}
	if got := <-m.asked; !slices.Equal(got, []string{"file:///films/a%20take.mp4"}) {
		t.Errorf("it was asked to show %q", got)
	}
	if len(app.opened) > 0 {
		t.Errorf("%q was opened as well", app.opened)
	}
}

func TestTheFolderIsOpenedWhereNothingCanPoint(t *testing.T) {
	for name, start := range map[string]func(*testing.T){
		"no bus": func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
		},
		"no manager": startBus,
	} {
		t.Run(name, func(t *testing.T) {
			app := onDesk(t)
			start(t)
			if err := File(t.Context(), "/films/a take.mp4"); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(app.opened, []string{"file:///films"}) {
				t.Errorf("%q was opened", app.opened)
			}
		})
	}
}
