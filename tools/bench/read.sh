#!/usr/bin/env bash
# How fast spreadsheets are read, beside well-known readers of the same files in the same run:
# ./dev bench read [ROWS]. Figures are of processor time, the program's start included, because the
# machine may be shared; each reader runs three times and the fastest counts.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/install.sh
ensure_libraries
ensure python3 "生成表格 makes the sheets" python3-venv "独立的 Python 环境 a Python of its own" \
  time "量内存 measures memory"
swift build -c release --product shouwang
if ! cmp -s tools/bench/requirements.txt .venv-bench/requirements.txt; then
  python3 -m venv .venv-bench
  .venv-bench/bin/pip install -q --disable-pip-version-check -r tools/bench/requirements.txt
  cp tools/bench/requirements.txt .venv-bench/requirements.txt
fi
program=$PWD/.build/release/shouwang
rows=${1:-200000}
folder=$(mktemp -d "${TMPDIR:-/tmp}/shouwang-read.XXXXXX")
trap 'rm -rf "$folder"' EXIT
grep -m1 'model name' /proc/cpuinfo
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(date -u +%F)"
python3 tools/bench/sheets.py "$rows" "$folder"

# timed NAME FILE COMMAND…: the fastest of three runs.
timed() {
  local name=$1 file=$2
  shift 2
  for _ in 1 2 3; do
    /usr/bin/time -f '%U %S %e %M' -o "$folder/time" "$@" >"$folder/out"
    cat "$folder/time" "$folder/out" | tr '\n' ' '
    echo
  done | sort -n -k1,1 -k3,3 | head -1 |
    awk -v name="$name" -v mb="$(du -b "$file" | cut -f1)" '{ cpu = $1 + $2; mb /= 1e6
      printf "%-34s %6.2f s processor, %6.2f s clock, %5d MB memory, %8d rows, %5.2f M cells/s, %6.1f MB/s\n",
        name, cpu, $3, $4 / 1024, $5, $6 / cpu / 1e6, mb / cpu }'
}
python=.venv-bench/bin/python
for file in rows.xlsx rows.csv rows.gbk.csv; do
  echo "$file: $(du -m "$folder/$file" | cut -f1) MB"
  timed "shouwang sheet --count" "$folder/$file" "$program" sheet --count "$folder/$file"
  case $file in
  rows.xlsx) readers='calamine openpyxl' ;;
  rows.csv) readers='duckdb pandas' ;;
  *) readers='pandas' ;;
  esac
  for reader in $readers; do
    timed "$reader" "$folder/$file" "$python" -W ignore tools/bench/read.py "$reader" "$folder/$file"
  done
done
