#!/usr/bin/env bash
# A million clean rows by identity number, read, matched and stored as facts, against a county's
# register, beside the bare table of the same file: ./dev bench push [ROWS [HOUSEHOLDS]].
# POSTGRES=postgres://… measures that server's empty database as well.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
ensure python3 "生成台账 makes the sheets" sqlite3 "对照 the yardstick" time "量内存 measures memory"
swift build -c release --product shouwang
program=$PWD/.build/release/shouwang
rows=${1:-1000000} households=${2:-160000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-push.XXXXXX")
trap 'rm -rf "$folder"' EXIT
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F), $rows rows, $households households"
python3 tools/bench/county.py "$households" "$folder"
python3 tools/bench/rows.py "$folder/registry.csv" "$rows" "$folder/rows.csv"
echo "rows.csv: $(du -m "$folder/rows.csv" | cut -f1) MB"

# timed NAME COMMAND…: seconds of the clock and of the processors, and the largest memory.
timed() {
  local name=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$@" >"$folder/out"
  awk -v name="$name" '{ printf "%-34s %7.1f s  (processors %.1f s, memory %d MB)\n", name, $1, $2 + $3, $4 / 1024 }' \
    "$folder/time"
  seconds=$(cut -d' ' -f1 "$folder/time")
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "  %.1f times the bare table\n", a / b }'; }

timed "yardstick: sqlite3 .import" sqlite3 "$folder/yard.sqlite" ".mode csv" \
  ".import $folder/rows.csv rows"
bare=$seconds
timed "SQLite: registry" "$program" import registry "$folder/registry.csv" --data "$folder/data" --json
timed "SQLite: push" "$program" push medical "$folder/rows.csv" --data "$folder/data" --json
cat "$folder/out"
ratio "$seconds" "$bare"
timed "SQLite: the same file again" "$program" push medical "$folder/rows.csv" --data "$folder/data" --json
echo "data folder: $(du -sm "$folder/data" | cut -f1) MB"

[ -n "${POSTGRES:-}" ] || exit 0
export DATABASE_URL=$POSTGRES
columns='a text, b text, c text, d text, e text, f text'
timed "yardstick: psql COPY" psql -q "$POSTGRES" -c "CREATE TABLE yard ($columns)" \
  -c "\\copy yard FROM '$folder/rows.csv' WITH (FORMAT csv, HEADER)" -c "DROP TABLE yard"
bare=$seconds
timed "PostgreSQL: registry" "$program" import registry "$folder/registry.csv" --data "$folder/pg" --json
timed "PostgreSQL: push" "$program" push medical "$folder/rows.csv" --data "$folder/pg" --json
cat "$folder/out"
ratio "$seconds" "$bare"
