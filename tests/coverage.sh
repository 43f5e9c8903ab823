#!/usr/bin/env bash
# Line coverage of harness/ by its tests: builds the preset `coverage`, runs the tests that judge, and prints a table.
#
# Counters live in mapped files while programs run (%c), since workers are ended without a word: by _exit, by signals.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${PROOFLOAD_COVERAGE_BUILD:-build/coverage}
programs=(harness_test judge_test properties_test cli_test fuzz_test)
loader_runs=(image_folder skip_shifts_labels unguarded_stb)

launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
[[ -f $build/build.ninja ]] || cmake --preset coverage -B "$build" "${launcher[@]}" >/dev/null
cmake --build "$build" -- --quiet "${programs[@]}" proofload fuzz_skip_shifts_labels >&2

profiles=$build/profiles
rm -rf "$profiles"
mkdir -p "$profiles"
profiles=$(cd "$profiles" && pwd)
failed=0
profiled() {
  echo "coverage: ${*##*/}" >&2
  LLVM_PROFILE_FILE=$profiles/%m%c.profraw "$@" >"$profiles/log" 2>&1
}

objects=("$build/bin/proofload")
for program in "${programs[@]}"; do
  path=$(find "$build/tests" -type f -name "$program" -perm -u+x | head -n 1)
  objects+=(-object "$path")
  # Some tests measure time and memory, which instrumented code has more of: what they covered counts all the same.
  profiled "$path" --gtest_brief=1 || { failed=$((failed + 1)); tail -n 20 "$profiles/log" >&2; }
done
for loader in "${loader_runs[@]}"; do
  code=0
  profiled "$build/bin/proofload" test "$loader" --cases 300 --out "$profiles/findings-$loader" || code=$?
  if ((code > 1)); then failed=$((failed + 1)); tail -n 20 "$profiles/log" >&2; fi
done

llvm-profdata-19 merge -sparse "$profiles"/*.profraw -o "$profiles/all.profdata"
llvm-cov-19 report "${objects[@]}" -instr-profile="$profiles/all.profdata" -show-region-summary=false \
  -show-branch-summary=false harness >"$profiles/report.txt"
cat "$profiles/report.txt"
awk '$1 == "TOTAL" { print "Line coverage of harness/: " $NF " of " $(NF - 2) " lines" }' "$profiles/report.txt"
if ((failed)); then
  echo "coverage: $failed of the programs failed; see above" >&2
  exit 1
fi
