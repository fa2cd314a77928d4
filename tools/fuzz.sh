#!/usr/bin/env bash
# Fuzzes the readers of spreadsheets with libFuzzer and AddressSanitizer: tools/fuzz.sh [SECONDS].
# The toolchain's swiftc is all it needs. New inputs and findings land in .build/fuzz; see docs/fuzzing.md.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/install.sh
ensure_libraries
seconds=${1:-60}
out=$PWD/.build/fuzz
mkdir -p "$out"/{corpus/whole,corpus/parts,findings}
flags=(-O -g -parse-as-library -package-name shouwang "-sanitize=fuzzer,address"
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility
  -enable-upcoming-feature InternalImportsByDefault)
for library in Sources/CLibraries/*/; do flags+=(-I "$library"); done
mapfile -t sources < <(find Sources/Documents -name '*.swift')
swiftc "${flags[@]}" -emit-library -static -emit-module -module-name Documents \
  -emit-module-path "$out/Documents.swiftmodule" "${sources[@]}" -o "$out/libDocuments.a"
swiftc "${flags[@]}" -module-name Fuzz -I "$out" Tests/Fuzz/Fuzz.swift \
  Tests/DocumentsTests/FuzzTarget.swift Tests/DocumentsTests/TestFiles.swift \
  "$out/libDocuments.a" -lz -lxlsxwriter -lqrencode -o "$out/fuzz" 2>&1 |
  grep -v 'Cannot export local symbol' || [ "${PIPESTATUS[0]}" = 0 ]

# Swift's own crash reporter and the sanitizer's wait for each other.
export SWIFT_BACKTRACE=enable=no
FUZZ_FOLDER=$(mktemp -d /dev/shm/shouwang-fuzz.XXXXXX)
export FUZZ_FOLDER
trap 'rm -rf "$FUZZ_FOLDER"' EXIT
# Two ways in: a file as it is, and the parts of a workbook, which come in a sound ZIP.
for way in whole parts; do
  echo "== $way"
  FUZZ=$way "$out/fuzz" -max_total_time=$((seconds / 2)) -timeout=20 -rss_limit_mb=1500 \
    -malloc_limit_mb=800 -max_len=20000 -dict=Tests/Fuzz/words.dict -print_final_stats=1 \
    -artifact_prefix="$out/findings/$way-" "$out/corpus/$way" "Tests/Fuzz/Corpus/$way" 2>&1 |
    tee "$out/$way.log" | grep -E '^(Done|stat::|SUMMARY)|ERROR|INITED' || true
  grep -q '^Done' "$out/$way.log" || { echo "!! 有输入使读取崩溃 an input broke the reader: $out/$way.log" && exit 1; }
done
