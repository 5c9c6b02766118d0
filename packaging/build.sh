#!/usr/bin/env bash
# Builds build/kinora, unless nothing that goes into it has changed. Go finds that
# out by itself too, but takes seconds for it on a busy machine, in which the
# program could have started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kinora=build/kinora
record=build/.kinora-made-of

# made_of prints one number for all that decides the program: its files by name,
# size and time, the compiler with its settings, and what was built.
made_of() {
	local folders=()
	for folder in app assets engine project ui; do
		[[ ! -d $folder ]] || folders+=("$folder")
	done
	{
		find "${folders[@]}" go.mod go.sum -name testdata -prune -o -type f ! -name '*_test.go' -printf '%p %s %T@\n' | sort
		env | grep -E '^(GO|CGO_|CC=|CXX=|PKG_CONFIG)' | sort || true
		go version
		stat -c '%s %Y' "$kinora"
	} | sha256sum
}

if [[ -x $kinora && -f $record && $(<"$record") == "$(made_of)" ]]; then
	exit 0
fi
go build -o "$kinora" ./app/kinora
made_of >"$record"
