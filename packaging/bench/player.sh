#!/usr/bin/env bash
# Plays 720p at 24 frames a second in a window on a screen in memory, and prints
# the frames that were painted and what each kind of thread cost.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
go build -o build/bench-player ./ui/player/measure
ffmpeg -v error -f lavfi -i testsrc2=s=1280x720:r=24 -f lavfi -i sine=sample_rate=48000 -t 30 \
	-c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac "$folder/clip.mp4"
xvfb-run --auto-servernum --server-args='-screen 0 1600x1000x24' build/bench-player "$folder/clip.mp4" "$@"
