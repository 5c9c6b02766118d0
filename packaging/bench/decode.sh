#!/usr/bin/env bash
# Shows what memory decoding takes for short and long clips, and writes it to
# docs/performance.md. Options are those of decode.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

go build -o build/bench-decode ./packaging/bench/decode
exec python3 packaging/bench/decode.py "$@"
