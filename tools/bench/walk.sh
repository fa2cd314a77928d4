#!/usr/bin/env bash
# Officers who do anything at any time, a million moves an engine: ./dev bench walk [MOVES]
# TEST_POSTGRES="host=… port=… user=…" walks on that server as well.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
moves=${1:-1000000}
swift build -c release --build-tests -Xswiftc -enable-testing
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F), $moves moves an engine"
# Half of them under the pack's own procedure, half under one with all merged or skipped that may be.
WALK_MOVES=$((moves / 2)) swift test -c release --skip-build -Xswiftc -enable-testing --filter CaseWalkTests
