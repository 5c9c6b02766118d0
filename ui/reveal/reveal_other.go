//go:build !darwin && !windows

package reveal

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// File has the file manager show a file, by the interface that those of free
// desktops share; without one that answers its folder is opened.
func File(ctx context.Context, path string) error {
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return openFolder(path)
	}
	defer func() { _ = bus.Close() }()
	manager := bus.Object("org.freedesktop.FileManager1", "/org/freedesktop/FileManager1")
	if manager.CallWithContext(ctx, "org.freedesktop.FileManager1.ShowItems", 0, []string{fileURL(path).String()}, "").Err != nil {
		return openFolder(path)
	}
	return nil
}
