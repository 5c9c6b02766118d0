#!/usr/bin/env bash
# Takes the pictures of docs/pictures anew: of the window, with films that the pocket
# pack makes for it. Names choose some of them: packaging/pictures.sh create queue
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

packaging/build.sh
go build -o build/pictures ./packaging/pictures
exec build/pictures build/kinora assets/pocket docs/pictures "$@"
