#!/usr/bin/env bash
# What Proofload costs, as ratios of times measured in one run: tests/bench.sh [harness|engine|minimize|sequences …]
# and what its engine's parts are worth: tests/bench.sh power [option …]
#
#   harness   the harness over the loader that it judges, and the reference loader over a plain loop: as it is fuzzed,
#             and in release
#   engine    executions per second of the fuzz target over those of libFuzzer with the same loader and no judge, both
#             over the same corpus
#   minimize  the minimizer's calls beside those of ddmin, libFuzzer and afl-tmin, and its speed with several workers
#   sequences the readers of CSV, JSONL and NumPy files over the least that reading them takes: from_chars, simdjson, memcpy
#   power     executions and seconds until specimens are convicted, with each part of the engine switched off in turn;
#             only when asked for, and with its own options (tests/bench/power.sh --help)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ ${1:-} == power ]]; then
  exec tests/bench/power.sh "${@:2}"
fi
parts=("$@")
((${#parts[@]})) || parts=(harness engine minimize sequences)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
build() {
  local preset=$1
  shift
  [[ -f build/$preset/build.ninja ]] || cmake --preset "$preset" "${launcher[@]}" >/dev/null
  cmake --build "build/$preset" -- --quiet "$@" >&2
}

# A corpus as a campaign grows it: measured is what engines run most of the time.
corpus() {
  [[ -d $work/campaign ]] && return
  echo "bench: growing a corpus for 30 s" >&2
  build default proofload fuzz_image_folder
  local code=0
  build/default/bin/proofload fuzz image_folder --for 30s --out "$work/campaign" --seed 1 >"$work/log" 2>&1 || code=$?
  if ((code > 1)); then
    cat "$work/log" >&2
    exit 3
  fi
}

harness() {
  corpus
  for preset in default release; do
    build "$preset" harness_bench
    echo "== harness, preset $preset"
    "build/$preset/bin/harness_bench" --corpus "$work/campaign/corpus"
  done
}

seconds() { # program: CPU time of a run over the corpus
  local log=$work/$1.runs TIMEFORMAT=%U
  { time "build/default/bin/$1" -runs=0 -detect_leaks=0 -max_len=1048576 "$work/campaign/corpus" >"$log" 2>&1; } 2>"$log.time" ||
    { tail -n 20 "$log" >&2; exit 3; }
  cat "$log.time"
}

engine() {
  corpus
  build default fuzz_bare fuzz_image_folder
  echo "== engine, preset default"
  mkdir -p "$work/findings"
  export PROOFLOAD_RECORD=$work/findings
  local ratios=()
  for round in 1 2 3; do
    local bare judged
    bare=$(seconds fuzz_bare)
    judged=$(seconds fuzz_image_folder)
    echo "round $round: $judged s judged, $bare s bare"
    ratios+=("$(awk -v a="$bare" -v b="$judged" 'BEGIN { printf "%.3f", a / b }')")
  done
  printf '%s\n' "${ratios[@]}" | sort -n | awk '{ all[NR] = $1 } END { printf "%-64s %8.3f   aim >= 0.5\n", "executions per second, judged over bare, median of 3", all[2] }'
}

minimize() {
  build default minimize_bench minimize_target
  echo "== minimize, preset default"
  local afl_tmin
  afl_tmin=$(command -v afl-tmin) || { echo "bench: afl-tmin is missing; ./dev bench installs it" >&2; exit 2; }
  AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 build/default/bin/minimize_bench \
    --target "$PWD/build/default/bin/minimize_target" --afl-tmin "$afl_tmin"
}

sequences() {
  build release sequence_bench
  echo "== sequences, preset release"
  build/release/bin/sequence_bench
}

for part in "${parts[@]}"; do
  case $part in
    harness | engine | minimize | sequences) "$part" ;;
    *) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
  esac
done
