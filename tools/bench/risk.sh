#!/usr/bin/env bash
# The coefficients of a county with five years of facts, beside pandas and DuckDB on the same data:
# ./dev bench risk [HOUSEHOLDS]. POSTGRES=postgres://… measures that server's empty database as well;
# FACTS=0.25 makes only that share of the facts; PROGRAM=… measures another build.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
[ -n "${PROGRAM:-}" ] || swift build -c release --product shouwang
venv=.venv-bench
[ -x $venv/bin/python ] || python3 -m venv $venv
$venv/bin/pip install -q -r tools/bench/requirements.txt
python=$PWD/$venv/bin/python
program=${PROGRAM:-$PWD/.build/release/shouwang}
households=${1:-160000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-risk.XXXXXX")
trap 'rm -rf "$folder"' EXIT
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F), $households households"
python3 tools/bench/county.py "$households" "$folder"

now() { date +%s%N; }
timed() {
  local name=$1 start
  shift
  start=$(now)
  "$@" >"$folder/out"
  took=$((($(now) - start) / 1000000))
  printf '%-44s %8.2f s\n' "$name" "$(awk -v ms="$took" 'BEGIN { print ms / 1000 }')"
}

# A push that touches a thousand households, or fewer where there are not so many.
$python - "$folder" <<'PY'
import csv, pathlib, sys
folder = pathlib.Path(sys.argv[1])
seen, rows = set(), []
for row in csv.DictReader(open(folder / "registry.csv", encoding="utf-8")):
    if row["户编号"] not in seen and len(seen) < 1000:
        seen.add(row["户编号"])
        rows.append([row["姓名"], row["证件号码"], "2026-11-01", 9000])
with open(folder / "touch.csv", "w", encoding="utf-8", newline="") as file:
    csv.writer(file).writerows([["姓名", "证件号码", "结算日期", "个人自付"], *rows])
PY

# measure NAME ADDRESS OPTIONS…: fills, assesses, touches.
measure() {
  local name=$1 address=$2
  shift 2
  "$program" import registry "$folder/registry.csv" "$@" --json >/dev/null
  $python tools/bench/facts.py "$address" "${FACTS:-1}"
  timed "$name: all" "$program" assess "$@" --json
  timed "$name: all again" "$program" assess "$@" --json
  all=$took
  cat "$folder/out"
  for _ in 1 2 3; do
    $python tools/bench/newday.py "$address"
    timed "$name: all on a new day" "$program" assess "$@" --json
  done
  "$program" push medical "$folder/touch.csv" "$@" --json >/dev/null
  timed "$name: 1,000 households after a push" "$program" assess "$@" --touched --json
  timed "$name: starting the program alone" "$program" config "$@"
}

measure SQLite "$folder/data/shouwang.sqlite" --data "$folder/data"
sqlite=$all
[ -z "${POSTGRES:-}" ] || measure PostgreSQL "$POSTGRES" --data "$folder/pg" --database-url "$POSTGRES"
# Tens of millions of facts do not fit into a data frame beside everything else.
if [ "$households" -gt 200000 ]; then exit; fi
$python tools/bench/workbench.py "$program" "$folder/data"
yard=$($python tools/bench/yardstick.py "$folder/data/shouwang.sqlite")
echo "$yard"
$python - "$yard" "$sqlite" <<'PY'
import json, sys
yard, took = json.loads(sys.argv[1]), int(sys.argv[2]) / 1000
whole = yard["pandas_read"] + yard["pandas"] + yard["pandas_write"]
print(f"whole run (40 factors: read, weighed, stored, start included) on SQLite: {took:.1f} s")
print(f"  / pandas from the same file to the coefficients stored (20 factors, {whole:.1f} s): {took / whole:.2f}")
print(f"  / pandas, the sums alone in memory (20 factors, {yard['pandas']:.2f} s): {took / yard['pandas']:.1f}")
print(f"  / DuckDB, the sums alone in memory (20 factors, {yard['duckdb']:.2f} s): {took / yard['duckdb']:.1f}")
PY
