#!/usr/bin/env bash
# Measures how long the studio takes from its start to a window that can be used, and
# writes it to docs/performance.md. Options are those of start.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

go build -o build/bench-start ./packaging/bench/start
exec python3 packaging/bench/start.py "$@"
