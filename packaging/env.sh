#!/usr/bin/env bash
# Runs a command with what setup.sh put in place first on the PATH.
#
#   packaging/env.sh go test ./...
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=lib/places.sh
source "$here/lib/places.sh"
# shellcheck source-path=SCRIPTDIR source=lib/go.sh
source "$here/lib/go.sh"

go=$(find_go) || fail "no Go that is new enough was found; please run: make setup"
PATH=$(dirname "$go"):$tools:$PATH
export PATH

# Where Go would refuse to stamp a version because the checkout belongs to
# somebody else, the build still has to work; and it is the same for everybody.
export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"

# What the binding of libmpv lacks with an old libmpv; see mpv/mpv/client.h.
export C_INCLUDE_PATH="$root/packaging/mpv${C_INCLUDE_PATH:+:$C_INCLUDE_PATH}"

# Fyne forgets how widgets are drawn a minute after it has drawn the last of them,
# which a window on a screen never is: a test that draws once in a while would get a
# picture of widgets that were not laid out again.
if [[ ${1:-} == go && ${2:-} == test ]]; then
	export FYNE_CACHE=24h
fi

exec "$@"
