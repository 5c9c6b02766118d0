# shellcheck shell=bash
# Where things live and which versions are wanted. Sourced by setup.sh and
# env.sh; has no effect of its own.

# shellcheck disable=SC2034 # every name here is used by the scripts that source it

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# As for the program itself, a folder that is relative counts as not named.
[[ ${HOME:-} == /* ]] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
[[ ${XDG_CACHE_HOME:-} == /* ]] || XDG_CACHE_HOME=$HOME/.cache
export HOME
cache=$XDG_CACHE_HOME/kinora

# The Go release that is fetched where the machine has none that will do, and
# the module hashes that its archives must have.
go_release=1.26.8
go_sum_amd64=h1:ZOmGe1OnfREDMIdb1Qi4G9JSuDPBLGExZMQ4nis1RXM=
go_sum_arm64=h1:sYL/O6MqS68ML0kjsQ36WoYIpJqkw60TxizWUYUKQMc=

# ONNX Runtime and the SHA-256 of the wheels that carry it.
ort_release=1.32.0
ort_wheel_x86_64=99e1074c4b2197accd5073052a465361be17b89c093b8ffb6e6bd8f986c52df8
ort_wheel_aarch64=e36c187006e7a7c8b8d6d57f1a209dd63f52430dca6c282b177718ad6b841054
ort_gpu_release=1.31.1
ort_gpu_wheel_x86_64=05d548956197b9d01f59b625de740e0d6be3593f874e241a12dc0362650ecdf7

# What goes beside the program on Windows: ONNX Runtime, and ffmpeg with ffprobe.
ort_wheel_windows=efe7456952c243a05a53d5b8732953625144642c2f3989094277f6217f0c0c40
ffmpeg_windows_release=1.1.0 # of the package, which holds ffmpeg 6.0
ffmpeg_windows_wheel=8d5fbaf2d28fcc72e8d2c22628977cf8863641592c9ec15358290490f9195b9e

# Tools of `make lint` and `make fmt`.
golangci_release=v2.15.0
gofumpt_release=v0.12.0
govulncheck_release=v1.9.0

# Tool of `make generate`.
sqlc_release=v1.31.1

tools=$cache/tools

say() { printf '%s\n' "$*" >&2; }

fail() {
	say "set-up: $*"
	exit 1
}
