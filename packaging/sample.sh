#!/usr/bin/env bash
# Makes the sample clip of `make run` and says what to do with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kinora=build/kinora
clip=out/kinora-sample.mp4
prompt='a big red ball drops and bounces on the beach, at sunset, realistic'

has_display() { [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; }
has_window() { "$kinora" studio --help >/dev/null 2>&1; }

render() {
	mkdir -p "$(dirname "$clip")"
	"$kinora" render "$prompt" --seed 3 -o "$clip" --force # the clip that README.md shows
}

tell() {
	cat <<TEXT

Your clip: $clip  ($1 s to make)

It was made on this machine by the pocket pack, a small demonstration model
that knows coloured balls and boxes, a hoop, three places, light, camera moves
and four styles. Next:

  $kinora render 'a big blue ball goes into the hoop in a gym, anime style' -o out/hoop.mp4 --seed 7
  $kinora --help
TEXT
}

started=$SECONDS
render
tell $((SECONDS - started))
if has_display && has_window; then
	exec "$kinora" studio
fi
