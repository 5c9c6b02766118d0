#!/usr/bin/env bash
# Starts build/windows/kinora.exe here with wine and checks what it does: the
# versions, a project with its database, inferences on the processor compared with
# recorded results, and clips, in the program itself and in a worker. A window and
# libmpv are not started; docs/windows.md says what stays to be seen on Windows.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=lib/places.sh
source "$here/lib/places.sh"
# shellcheck source-path=SCRIPTDIR source=lib/system.sh
source "$here/lib/system.sh"
# shellcheck source-path=SCRIPTDIR source=lib/windows.sh
source "$here/lib/windows.sh"

wine=$(find_wine) || fail "wine is missing; please run: packaging/setup.sh --wine"
kinora=$root/build/windows/kinora.exe
[[ -f $kinora ]] || fail "$kinora is missing; please run: make build-windows"
folder=$(mktemp -d)
export WINEPREFIX=$folder/prefix WINEDEBUG=-all
# Nothing is to be shown, and wine is not to offer parts that nobody needs here.
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY WAYLAND_DISPLAY KINORA_ONNXRUNTIME KINORA_PROJECT
trap finish EXIT

# finish ends the services that wine leaves running for this folder.
finish() {
	WINEPREFIX=$WINEPREFIX wineserver -k 2>/dev/null || true
	rm -rf "$folder"
}

complain() {
	printf 'wine: %s\n' "$*" >&2
	exit 1
}

# prepare makes an empty Windows. Wine 8 lacks what Go asks for random bytes.
prepare() {
	local system=$WINEPREFIX/drive_c/windows/system32
	timeout 300 "$wine" wineboot --init >/dev/null 2>&1 || complain "no Windows folders could be made"
	if [[ ! -e $system/bcryptprimitives.dll ]]; then
		x86_64-w64-mingw32-gcc -Wall -Wextra -Os -s -shared -o "$system/bcryptprimitives.dll" \
			"$root/packaging/windows/processprng.c" -ladvapi32
	fi
}

# expect WORDS ARGUMENTS... starts the program and looks for words in what it
# prints; it has to end well and in ten minutes.
expect() {
	local words=$1 said status=0
	shift
	said=$(cd "$folder" && timeout 600 "$wine" "$kinora" "$@" 2>&1 </dev/null) || status=$?
	[[ $status == 0 ]] || complain "kinora $* ended with status $status: $said"
	[[ $said == *"$words"* ]] || complain "kinora $* printed no \"$words\" but: $said"
	echo "wine: kinora $1 ${2:-}: $words"
}

# expect_refusal STATUS WORDS ARGUMENTS...
expect_refusal() {
	local want=$1 words=$2 said status=0
	shift 2
	said=$(cd "$folder" && timeout 600 "$wine" "$kinora" "$@" 2>&1 </dev/null) || status=$?
	[[ $status == "$want" && $said == *"$words"* ]] || complain "kinora $* ended with status $status: $said"
	echo "wine: kinora $1 ${2:-}: refused with \"$words\""
}

# whole FILE says what streams a clip has, and that all of it can be decoded.
whole() {
	local streams
	streams=$(ffprobe -v error -show_entries stream=codec_type -of csv=p=0 "$1" | sort | paste -sd ' ')
	[[ $streams == "audio video" ]] || complain "$1 holds \"$streams\", not picture and sound"
	ffmpeg -v error -xerror -i "$1" -f null - </dev/null || complain "$1 cannot be decoded"
}

prepare
expect "windows/amd64" version
expect "onnxruntime $ort_release" version
expect_refusal 2 "does not exist" render 'a ball' --pack './none'
expect "make its takes" project new film
expect "SH010" shot add 'a red ball bounces in a gym' --project film.kinora
expect "all is well" project check --project film.kinora
for case in "$root"/testdata/parity/*; do
	expect " 0 over their limit" inspect parity "Z:$case"
done
expect "clip.mp4" render 'a big red ball drops on the beach' --seed 3 -o clip.mp4
whole "$folder/clip.mp4"
expect "done" queue run --project film.kinora
echo "wine: all that can be started here works"
