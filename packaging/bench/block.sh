#!/usr/bin/env bash
# Compares one transformer block at the width of LTX-2.3 with the public Python
# implementation, measures what opening its weights takes, and writes both to
# docs/performance.md. The random weights (1.5 GB) stay in the user's cache.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../lib/places.sh
source packaging/lib/places.sh
# shellcheck source-path=SCRIPTDIR source=lib/reference.sh
source packaging/bench/lib/reference.sh

python=$(reference_python)
checkpoint=${KINORA_BENCH_BLOCK:-$cache/bench/ltx23-block}
if [[ ! -f $checkpoint/transformer/config.json ]]; then
	staging=$checkpoint.new
	rm -rf "$staging"
	mkdir -p "$(dirname "$checkpoint")"
	"$python" packaging/bench/reference.py make "$staging" >/dev/null
	mv -T "$staging" "$checkpoint"
fi
go build -o build/bench-block ./packaging/bench/block
exec python3 packaging/bench/block.py --python "$python" --checkpoint "$checkpoint" "$@"
