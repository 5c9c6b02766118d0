// Package xvfb shows windows where there is no screen: it starts an X server that
// draws into memory. Only tests and measurements use it.
package xvfb
