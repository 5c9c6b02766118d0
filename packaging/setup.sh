#!/usr/bin/env bash
# Puts in place what building and running Kinora needs: system packages, Go,
# the ONNX Runtime library. Does nothing that is done already.
#
#   packaging/setup.sh            what `make run` needs
#   packaging/setup.sh --dev      the linters besides
#   packaging/setup.sh --sqlc     what writes Go of SQL queries besides
#   packaging/setup.sh --cuda     the ONNX Runtime with CUDA besides (256 MB)
#   packaging/setup.sh --windows  what builds for Windows besides (110 MB)
#   packaging/setup.sh --wine     what starts Windows programs here besides
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source-path=SCRIPTDIR source=lib/places.sh
source "$here/lib/places.sh"
# shellcheck source-path=SCRIPTDIR source=lib/go.sh
source "$here/lib/go.sh"
# shellcheck source-path=SCRIPTDIR source=lib/onnxruntime.sh
source "$here/lib/onnxruntime.sh"
# shellcheck source-path=SCRIPTDIR source=lib/windows.sh
source "$here/lib/windows.sh"
# shellcheck source-path=SCRIPTDIR source=lib/tools.sh
source "$here/lib/tools.sh"
# shellcheck source-path=SCRIPTDIR source=lib/system.sh
source "$here/lib/system.sh"

with_dev_tools=no
with_sqlc=no
with_cuda=no
with_windows=no
with_wine=no

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

read_options() {
	local option
	for option in "$@"; do
		case $option in
			--dev) with_dev_tools=yes ;;
			--sqlc) with_sqlc=yes ;;
			--cuda) with_cuda=yes ;;
			--windows) with_windows=yes ;;
			--wine) with_wine=yes ;;
			-h | --help) usage && exit 0 ;;
			*) fail "unknown option $option; try --help" ;;
		esac
	done
}

main() {
	read_options "$@"
	[[ $(uname -s) == Linux ]] || fail "this script knows Linux only; CONTRIBUTING.md lists what to install elsewhere"
	install_packages
	ensure_go
	ensure_onnxruntime
	[[ $with_cuda == no ]] || ensure_onnxruntime_gpu
	[[ $with_windows == no ]] || ensure_windows_parts
	[[ $with_dev_tools == no ]] || ensure_tools
	[[ $with_sqlc == no ]] || ensure_sqlc
}

main "$@"
