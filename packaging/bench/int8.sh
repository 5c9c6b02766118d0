#!/usr/bin/env bash
# Compares the pictures of a clip whose large layers were computed in 8 bits with
# those of the clip in single precision, and writes the result to
# docs/performance.md. Options are those of int8.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

exec python3 packaging/bench/int8.py "$@"
