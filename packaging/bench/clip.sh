#!/usr/bin/env bash
# Compares a whole clip with the public Python implementation and writes the
# result to docs/performance.md. Options are those of clip.py.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source-path=SCRIPTDIR source=../lib/places.sh
source packaging/lib/places.sh
# shellcheck source-path=SCRIPTDIR source=lib/reference.sh
source packaging/bench/lib/reference.sh

python=$(reference_python)
exec python3 packaging/bench/clip.py --python "$python" "$@"
