#!/usr/bin/env bash
# Makes clips with one seed after the other for a number of minutes and checks
# that each holds picture and sound. Usage: packaging/soak.sh MINUTES
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

minutes=${1:?usage: packaging/soak.sh MINUTES}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

streams() { ffprobe -v error -show_entries stream=codec_type -of csv=p=0 "$1" | sort | paste -sd ' '; }

seed=0
while ((SECONDS < minutes * 60)); do
	seed=$((seed + 1))
	started=$SECONDS
	build/kinora render 'a big green ball rolls from the left to the right on the beach' \
		--seed "$seed" -o "$folder/clip.mp4" --force >/dev/null
	[[ $(streams "$folder/clip.mp4") == "audio video" ]] || {
		echo "seed $seed: the clip lacks picture or sound" >&2
		exit 1
	}
	echo "seed $seed: whole after $((SECONDS - started)) s"
done
echo "$seed clips, all whole"
