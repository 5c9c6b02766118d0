#!/usr/bin/env bash
# Starts build/windows/kinora.exe here with wine and checks what it does: the
# versions, a project with its database, inferences on the processor compared with
# recorded results, clips, in the program itself and in a worker, and the studio's
# window. docs/windows.md says what only a real Windows can show.
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=lib/places.sh
source "$here/lib/places.sh"
# shellcheck source-path=SCRIPTDIR source=lib/system.sh
source "$here/lib/system.sh"
# shellcheck source-path=SCRIPTDIR source=lib/windows.sh
source "$here/lib/windows.sh"

if [[ $(uname -m) != x86_64 ]]; then
	say "wine: NOT RUN, the program is for x86-64 processors"
	exit 0
fi
wine=$(find_wine) || fail "wine is missing; please run: packaging/setup.sh --wine"
kinora=$root/build/windows/kinora.exe
[[ -f $kinora ]] || fail "$kinora is missing; please run: make build-windows"
# Windows has to find its way with spaces and letters that ASCII lacks.
folder=$(mktemp -d)/'schöner Film'
mkdir "$folder"
export LC_ALL=C.UTF-8 WINEPREFIX=$folder/prefix WINEDEBUG=-all
# Nothing is to be shown, and wine is not to offer parts that nobody needs here.
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset DISPLAY WAYLAND_DISPLAY KINORA_ONNXRUNTIME KINORA_PROJECT
trap finish EXIT

screen= # the X server's process, while it runs

# finish ends the services that wine leaves running for this folder.
finish() {
	wineserver -k 2>/dev/null || true
	wineserver -w 2>/dev/null || true
	[[ -z $screen ]] || kill "$screen" 2>/dev/null || true
	rm -rf "$(dirname "$folder")"
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
	echo "wine: kinora ${*#"Z:$root/"}: $words"
}

# expect_refusal STATUS WORDS ARGUMENTS...
expect_refusal() {
	local want=$1 words=$2 said status=0
	shift 2
	said=$(cd "$folder" && timeout 600 "$wine" "$kinora" "$@" 2>&1 </dev/null) || status=$?
	[[ $status == "$want" && $said == *"$words"* ]] || complain "kinora $* ended with status $status: $said"
	echo "wine: kinora $*: refused with \"$words\""
}

# cut_off starts the program with an output that nobody reads, which has to end it
# without a word.
cut_off() {
	local status=0
	{ (cd "$folder" && timeout 600 "$wine" "$kinora" "$@" 2>"$folder/said" </dev/null) | true; } || status=$?
	[[ $status == 130 && ! -s $folder/said ]] ||
		complain "kinora $*, with its output cut off, ended with status $status: $(<"$folder/said")"
	echo "wine: kinora $*: ends when nobody reads"
}

# whole FILE says what streams a clip has, and that all of it can be decoded.
whole() {
	local streams
	streams=$(ffprobe -v error -show_entries stream=codec_type -of csv=p=0 "$1" | sort | paste -sd ' ')
	[[ $streams == "audio video" ]] || complain "$1 holds \"$streams\", not picture and sound"
	ffmpeg -v error -xerror -i "$1" -f null - </dev/null || complain "$1 cannot be decoded"
}

# killed FILM ends the program in the middle of a take: the worker has to go with
# it, for which Windows has job objects, and the take has to be made all the same.
killed() {
	local program
	(cd "$folder" && exec "$wine" "$kinora" queue run --project "$1") >"$folder/said" 2>&1 </dev/null &
	program=$!
	wait_for 120 grep -q ' of 10' "$folder/said" || complain "no take was begun: $(<"$folder/said")"
	pgrep -f "$worker" >/dev/null || complain "the take is not made in a worker"
	kill -KILL "$program"
	wait "$program" 2>/dev/null || true
	wait_for 20 no_worker || complain "the worker outlives the program that started it"
	expect 'media\SH020_T01.mp4' queue run --project "$1"
	whole "$folder/$1/media/SH020_T01.mp4"
}

worker="${root//\//.}.build.windows.kinora.exe worker" # for pgrep, . stands for \

no_worker() { ! pgrep -f "$worker" >/dev/null; }

# window FILM opens a film in the studio by its launcher, and looks at the picture
# until it holds what a take's first frame brings: tens of thousands of colours,
# where the window without it has less than four thousand.
window() {
	local colours=0
	Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$folder/display" 2>/dev/null &
	screen=$!
	wait_for 30 test -s "$folder/display" || complain "no X server came up"
	DISPLAY=:$(<"$folder/display")
	export DISPLAY LIBGL_ALWAYS_SOFTWARE=1
	(cd "$folder" && "$wine" "$root/build/windows/kinora-studio.exe" "$1") >"$folder/said" 2>&1 &
	wait_for 120 xdotool search --name Kinora >/dev/null 2>&1 || complain "no window came up: $(<"$folder/said")"
	wait_for 120 colourful || complain "the window shows only $colours colours: $(<"$folder/said")"
	echo "wine: kinora-studio $1: a window with $colours colours"
}

colourful() {
	colours=$(import -window root png:- | convert png:- -format %k info:)
	((colours > 20000))
}

# wait_for SECONDS COMMAND... tries a command until it succeeds.
wait_for() {
	local until=$((SECONDS + $1))
	shift
	until "$@"; do
		((SECONDS < until)) || return 1
		sleep 1
	done
}

prepare
expect "windows/amd64" version
expect "onnxruntime $ort_release" version
expect_refusal 2 "does not exist" render 'a ball' -o ball.mp4 --pack ./none
cut_off render --help
expect "film.kinora" project new film
expect "SH010" shot add 'a red ball bounces in a gym' --project film.kinora
expect "all is well" project check --project film.kinora
for case in "$root"/testdata/parity/*; do
	expect ", 0 over their limit" inspect parity "Z:$case"
done
expect "clip.mp4" render 'a big red ball drops on the beach' --seed 3 -o clip.mp4
whole "$folder/clip.mp4"
expect 'media\SH010_T01.mp4' queue run --project film.kinora
whole "$folder/film.kinora/media/SH010_T01.mp4"
expect "SH020" shot add 'a blue ball bounces on the beach' --project film.kinora
killed film.kinora
expect "all is well" project check --deep --project film.kinora
window film.kinora
echo "wine: all that can be started here works"
