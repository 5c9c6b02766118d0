package fetch

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/kinora-studio/kinora/engine"
)

// mostRedirects is how often a server may send on.
const mostRedirects = 10

// NewClient reaches servers as the system's settings say, proxies included.
func NewClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableCompression = true
	return &http.Client{Transport: transport, CheckRedirect: func(next *http.Request, before []*http.Request) error {
		switch {
		case len(before) >= mostRedirects:
			return engine.Bad("check the address", "%s sends on and on", before[0].URL.Host)
		case next.URL.Scheme != "https" && before[0].URL.Scheme == "https":
			return engine.Bad("take the file from elsewhere", "%s sends on to an address that is not encrypted", before[0].URL.Host)
		}
		return CheckURL(next.URL.String())
	}}
}

// CheckURL says what keeps an address from being fetched.
func CheckURL(address string) error {
	at, err := url.Parse(address)
	switch {
	case err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https":
		return engine.Bad("give an address that begins with https://", "%.200q is no address of a file", address)
	case at.User != nil:
		return engine.Bad("leave the name and the password out: they would be kept in the project", "the address at %s holds a password", at.Host)
	}
	return nil
}

// Sleep waits in real time.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
