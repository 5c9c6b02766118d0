#!/usr/bin/env bash
# Makes the sample clip of `make run` and says what to do with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kinora=build/kinora
clip=out/kinora-sample.mp4
prompt='a red ball bounces on the ground at sunset, realistic style'

has_display() { [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; }
has_window() { "$kinora" studio --help >/dev/null 2>&1; }

render() {
	mkdir -p "$(dirname "$clip")"
	"$kinora" render "$prompt" -o "$clip" --force
}

tell() {
	cat <<TEXT

Your clip: $clip  ($1 s to make)

It was made on this machine by the pocket pack, a small demonstration model
that knows coloured balls, hoops, light, camera moves and four styles. Next:

  $kinora render 'a blue ball falls through a hoop at night' -o out/hoop.mp4 --seed 7
  $kinora --help
TEXT
}

started=$SECONDS
render
tell $((SECONDS - started))
if has_display && has_window; then
	exec "$kinora" studio
fi
