#!/usr/bin/env bash
# The long measurements of this project: tests/acceptance.sh --help
#
# A step is made of units, each a function that measures one thing on its own; two run at once. A unit that is through
# leaves one result file, with the digest of the programs that it measured. A unit whose result is there is not run
# again, so a run that was stopped goes on where it was.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
all_steps=(reference loaders specimens seeds twins replays cases sweep kill smallest killed_minimizer large_dataset fashion_mnist large_table)

usage() {
  cat <<'END'
tests/acceptance.sh BIN_DIR [--fresh] [--small] [--jobs N] [--state DIR] [step …]

Runs the steps named, or all; prints every figure, and exits with 1 when one falls short.
  reference   the reference image loader: 10 minutes of fuzzing, 20,000 property cases: nothing found, every declared
              clause and every kind of fault met at least 100 times by each
  loaders     each reference loader: 5 minutes of fuzzing, 20,000 property cases: nothing found, every declared clause
              exercised at least 100 times by each
  specimens   each specimen is convicted by `test` within 30 s, by `fuzz` within 60 s (unguarded_stb: 5 minutes), of
              what it breaks and of nothing else, and the true culprits are named
  seeds       each specimen is convicted by `test` within 30 s with each of 5 seeds; how long it takes
  twins       each twin: nothing in 20,000 property cases
  replays     three campaigns of different seeds on each specimen: every finding replays 3 of 3 in fresh processes
  cases       100,000 hostile case files, most of them mended: no crash of the harness, no case over 1 s
  sweep       every file of the seed corpus cut at each byte, and each byte changed in three ways, on the reference
              loaders: the same samples, or an error that names the file and the place; counts for each format
  kill        50 times kill -9 in a campaign, 40 of them after a finding was announced, and once at each step of
              writing a finding: none lost, none torn, each replays
  smallest    what `test` and `fuzz` find on each specimen, at least one finding each, minimized: each is still convicted
              of the same cause, and 95 % are not larger than the smallest case made by hand that shows it (than the
              specimen's own, where none does), of all and of those whose cause one made by hand shows
  killed_minimizer  200 times kill -9 in a minimization at random points, half of them with a loader and half with a
              command: what is on disk is whole and fails, and the resumed run comes to the same result
  large_dataset  20,000 files under a command of one second: calls, and the most disk space used
  fashion_mnist  the reference loaders on the 70,000 images of Debian's dataset-fashion-mnist, as IDX files and as as many
              PNG files: every clause that one run can show is kept; time over that of a plain read of the same bytes,
              and the most memory
  large_table  the reference loader of CSV rows on 5 million of them, likewise, under --memory 14G
Options:
  --fresh     forget the results of earlier runs
  --small     a small form of each step, under 20 s on an idle machine
  --jobs N    units at once (2)
  --state DIR where results and findings are kept (build/acceptance)
END
}

die() { echo "acceptance: $*" >&2; exit 2; }

bin='' state=$root/build/acceptance size=long start=resume jobs=2 steps=()
while (($#)); do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --fresh) start=fresh ;;
    --small) size=small ;;
    --jobs) jobs=${2:?--jobs wants a number}; shift ;;
    --state) state=${2:?--state wants a folder}; shift ;;
    -*) die "no option \"$1\"; see --help" ;;
    *) if [[ -z $bin ]]; then bin=$1; else steps+=("$1"); fi ;;
  esac
  shift
done
[[ -n $bin ]] || { usage >&2; exit 2; }
[[ $jobs =~ ^[1-9][0-9]*$ ]] || die "--jobs $jobs: expected a number from 1 on"
((${#steps[@]})) || steps=("${all_steps[@]}")
for step in "${steps[@]}"; do
  [[ " ${all_steps[*]} " == *" $step "* ]] || die "no step \"$step\": expected some of ${all_steps[*]}"
done
bin=$(cd "$bin" && pwd) || die "no folder $bin"
for program in proofload zoo_judge case_torture finding_killer seed_sweep idx_to_png; do
  [[ -x $bin/$program ]] || die "$bin/$program is not there: build it first"
done
command -v jq >/dev/null || die "jq is missing: ./dev packages"
proofload=$bin/proofload
mkdir -p "$state"
state=$(cd "$state" && pwd)
if [[ $start == fresh ]]; then
  for step in "${steps[@]}"; do rm -rf "${state:?}/$step"; done
fi

# ---- sizes ----------------------------------------------------------------------------------------------------------

mapfile -t specimens < <("$bin/zoo_judge" list | cut -f1)
mapfile -t references < <(sed -n 's/^PROOFLOAD_LOADER(\([a-z0-9_]*\)).*/\1/p' "$root"/loaders/reference/*.cpp)
corpus=()
[[ -d $root/corpus/seeds ]] && corpus=(--corpus "$root/corpus/seeds")
if [[ $size == long ]]; then
  reference_time=10m reference_cases=20000 met_by_fuzz=100 met_by_test=100
  loader_time=5m
  conviction_time=60 conviction_seeds=(21 22 23 24 25) twin_cases=20000
  replay_time=20s replay_seeds=(11 12 13)
  torture_chunks=10 torture_cases=10000
  sweep_step=1
  kill_units=5 kills=10 kills_before=2 kill_pause=1500
  smallest_cases=2000 smallest_test=15s smallest_fuzz=10s smallest_time=90s
  minimizer_units=2 minimizer_kills=50
  large_files=20000 large_pause=1
  table_rows=5000000 table_memory=14
else
  reference_time=6s reference_cases=300 met_by_fuzz=0 met_by_test=1
  loader_time=6s references=(csv_rows)
  conviction_time=8 conviction_seeds=(21 22) twin_cases=200
  specimens=(seventeen_samples)
  replay_time=4s replay_seeds=(11)
  torture_chunks=2 torture_cases=300
  sweep_step=61
  kill_units=1 kills=2 kills_before=1 kill_pause=200
  smallest_cases=60 smallest_test=10s smallest_fuzz=2s smallest_time=20s
  minimizer_units=1 minimizer_kills=3
  large_files=2000 large_pause=0
  table_rows=20000 table_memory=1
fi
finding_rich=skip_shifts_labels

# ---- helpers of units: $work is the unit's own folder, $result its figures ------------------------------------------

# figure NAME VALUE [OPERATOR LIMIT]: one row of the table; without a limit it is only told.
figure() {
  local standing=told
  if (($# == 4)); then
    standing=$(awk -v a="$2" -v op="$3" -v b="$4" 'BEGIN {
      met = op == "<=" ? a + 0 <= b + 0 : op == ">=" ? a + 0 >= b + 0 : a + 0 == b + 0
      print (a ~ /^-?[0-9.]+$/ && met) ? "ok" : "SHORT" }')
  fi
  printf '%s\t%s\t%s\t%s\t%s\n' "$unit" "$1" "$2" "${3:-} ${4:-}" "$standing" >>"$result"
}

seconds_since() { awk -v now="$EPOCHREALTIME" -v then="$1" 'BEGIN { printf "%.1f", now - then }'; }

# Runs a verb and takes "nothing broken" and "a clause is broken" alike; anything else is the tool's own failure.
judging() {
  local code=0
  "$@" || code=$?
  ((code <= 1)) || { echo "exit code $code: $*" >&2; return "$code"; }
}

findings_in() { find "$1/findings" -maxdepth 1 -name '*.json' 2>/dev/null | sort; }

declared='[.clauses[] | select(.exercised > 0 or .could_not_tell + .not_exercised > .not_applicable)]'

# replay_all FOLDER TIMES: prints how many findings there are, and how many replay each time.
replay_all() {
  local path time count=0 good=0 times
  while read -r path; do
    count=$((count + 1))
    times=0
    for ((time = 0; time < $2; ++time)); do
      if replays "$path"; then times=$((times + 1)); fi
    done
    if ((times == $2)); then
      good=$((good + 1))
    else
      echo "replays $times of $2: $path" >&2
    fi
  done < <(findings_in "$1")
  echo "$count $good"
}

# A finding that is whole, and whose very cause shows again.
replays() {
  local outcome
  outcome=$("$proofload" replay --json "$1" | jq -r .outcome) || true
  [[ $outcome == reproduces ]]
}

# convicted FOLDER LOADER: a finding of a clause that the specimen breaks is there.
convicted() {
  local clause
  for clause in $("$bin/zoo_judge" list | awk -F'\t' -v loader="$2" '$1 == loader { gsub(",", " ", $2); print $2 }'); do
    if compgen -G "$1/findings/$clause-*.json" >/dev/null; then return 0; fi
  done
  return 1
}

# ---- units ----------------------------------------------------------------------------------------------------------

reference_fuzz() {
  judging "$proofload" fuzz image_folder --for "$reference_time" --out "$work/campaign" "${corpus[@]}" --json >"$work/run.json"
  figure "cases fuzzed" "$(jq .executions "$work/run.json")"
  figure "edges covered" "$(jq .coverage "$work/run.json")"
  reference_figures "$met_by_fuzz"
}

reference_test() {
  judging "$proofload" test image_folder --cases "$reference_cases" --out "$work/campaign" --json >"$work/run.json"
  figure "property cases" "$(jq .cases "$work/run.json")" '>=' "$reference_cases"
  reference_figures "$met_by_test"
}

loader_fuzz() {
  local seeds
  mapfile -t seeds < <("$root/corpus/fuzz_options.sh" "$1")
  # Run where the paths of the seeds lead from.
  (cd "$root" && judging "$proofload" fuzz "$1" --for "$loader_time" --out "$work/campaign" "${seeds[@]}" --json) >"$work/run.json"
  figure "cases fuzzed" "$(jq .executions "$work/run.json")"
  loader_figures "$met_by_fuzz"
}

loader_test() {
  judging "$proofload" test "$1" --cases "$reference_cases" --out "$work/campaign" --json >"$work/run.json"
  figure "property cases" "$(jq .cases "$work/run.json")" '>=' "$reference_cases"
  loader_figures "$met_by_test"
}

loader_figures() {
  figure "findings" "$(jq '.findings | length' "$work/run.json")" '=' 0
  figure "failures of the tester" "$(jq '.tool_failures | length' "$work/run.json")" '=' 0
  figure "declared clauses" "$(jq "$declared | length" "$work/run.json")"
  figure "clause least exercised" "$(jq "$declared | map(.exercised) | min" "$work/run.json")" '>=' "$1"
}

reference_figures() {
  loader_figures "$1"
  # Images have no rows, no lines and no header of an array or of a member.
  figure "fault least met" \
    "$(jq '[.faults | del(.["table-row"], .["text-form"], .["npy-header"], .["idx-header"], .["idx-samples"], .["tar-header"],
        .["tar-members"], .["npy-samples"], .["zip-members"], .["cache-leftover"])[].fired] | min' "$work/run.json")" '>=' "$1"
}

# specimen VERB LOADER: how long until the first conviction, and whether all that is found in the whole run is right.
specimen() {
  local verb=$1 loader=$2 began=$EPOCHREALTIME child seconds='' limit=30 for=30 code=0 judged
  if [[ $verb == fuzz ]]; then
    limit=60 for=$conviction_time
    if [[ $loader == unguarded_stb ]]; then limit=300 for=300; fi
    "$proofload" fuzz "$loader" --for "${for}s" --out "$work/campaign" --json >"$work/run.json" &
  else
    "$proofload" test "$loader" --for "${for}s" --out "$work/campaign" --json >"$work/run.json" &
  fi
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    if [[ -z $seconds ]] && convicted "$work/campaign" "$loader"; then
      seconds=$(seconds_since "$began")
      # The specimen whose time is long is convicted; there is nothing to wait for.
      if ((for > 60)); then kill -TERM "$child" 2>/dev/null || true; fi
    fi
    sleep 0.1
  done
  wait "$child" || code=$?
  ((code <= 1)) || { echo "exit code $code of $verb $loader" >&2; return 1; }
  if [[ -z $seconds ]] && convicted "$work/campaign" "$loader"; then seconds=$(seconds_since "$began"); fi
  figure "seconds to conviction" "${seconds:-never}" '<=' "$limit"
  mapfile -t found < <(findings_in "$work/campaign")
  "$bin/zoo_judge" findings "$loader" "${found[@]}" >"$work/judged.txt" || true
  judged=$(tail -n 1 "$work/judged.txt")
  figure "findings" "${#found[@]}" '>=' 1
  figure "findings that convict" "$(field convicting "$judged")" '>=' 1
  figure "wrong clause or culprit" "$(field wrong "$judged")" '=' 0
  figure "findings with culprits compared" "$(field culprits "$judged")"
}

# seeds LOADER: how long `test` takes with each of several seeds. A run ends at the first conviction.
seeds() {
  local loader=$1 seed began child seconds code
  for seed in "${conviction_seeds[@]}"; do
    began=$EPOCHREALTIME seconds='' code=0
    "$proofload" test "$loader" --for 30s --cases 1000000 --seed "$seed" --out "$work/seed-$seed" >/dev/null &
    child=$!
    while [[ -z $seconds ]] && kill -0 "$child" 2>/dev/null; do
      if convicted "$work/seed-$seed" "$loader"; then
        seconds=$(seconds_since "$began")
        kill -TERM "$child" 2>/dev/null || true
      fi
      sleep 0.05
    done
    wait "$child" || code=$?
    ((code <= 1 || code == 143)) || { echo "exit code $code of test $loader with seed $seed" >&2; return 1; }
    if [[ -z $seconds ]] && convicted "$work/seed-$seed" "$loader"; then seconds=$(seconds_since "$began"); fi
    figure "seconds to conviction, seed $seed" "${seconds:-never}" '<=' 30
  done
}

# field NAME LINE: of the judge's last line.
field() { tr '\t' '\n' <<<"$2" | sed -n "s/^$1=//p"; }

twin() {
  judging "$proofload" test "$1_twin" --cases "$twin_cases" --out "$work/campaign" --json >"$work/run.json"
  figure "cases" "$(jq .cases "$work/run.json")" '>=' "$twin_cases"
  figure "findings" "$(jq '.findings | length' "$work/run.json")" '=' 0
  figure "failures of the tester" "$(jq '.tool_failures | length' "$work/run.json")" '=' 0
}

replay() {
  local loader=$1 seed=$2 counts
  judging "$proofload" fuzz "$loader" --for "$replay_time" --seed "$seed" --out "$work/campaign" --json >"$work/run.json"
  read -ra counts < <(replay_all "$work/campaign" 3)
  figure "findings" "${counts[0]}" '>=' 1
  figure "findings that do not replay 3 of 3" "$((counts[0] - counts[1]))" '=' 0
}

torture() {
  judging "$bin/case_torture" "$1" "$torture_cases" "$work/kept" >"$work/run.json"
  figure "case files" "$(jq .cases "$work/run.json")" '>=' "$torture_cases"
  figure "mended" "$(jq .mended "$work/run.json")" '>=' "$((torture_cases / 2))"
  figure "read as a case file" "$(jq .read_as_tar "$work/run.json")"
  figure "reached the loader" "$(jq .reached "$work/run.json")"
  figure "crashes" "$(jq .crashes "$work/run.json")" '=' 0
  figure "over 1 s" "$(jq .hangs "$work/run.json")" '=' 0
  figure "failures of the tester" "$(jq .tool_failures "$work/run.json")" '=' 0
  figure "slowest, ms" "$(jq .slowest_ms "$work/run.json")"
}

sweep() {
  local format
  judging "$bin/seed_sweep" "$sweep_step" "$root/corpus/seeds" "$root/corpus/manifests" >"$work/run.json" 2>"$work/bad.txt"
  for format in $(jq -r 'keys[]' "$work/run.json"); do
    sweep_figures "$format"
  done
}

# sweep_figures FORMAT: "other" are samples of other content where nothing in the format shows it.
sweep_figures() {
  local name
  for name in files cases unchanged same refused other; do
    figure "$1: $name" "$(jq ".[\"$1\"].$name" "$work/run.json")"
  done
  for name in without_place broken crashes; do
    figure "$1: $name" "$(jq ".[\"$1\"].$name" "$work/run.json")" '=' 0
  done
}

# What a running campaign has announced: the signatures in its summary.
announced() {
  local summary=$1/summary.json
  [[ -f $summary && $summary -nt $2 ]] || return 0
  jq -r '.findings[]? | "\(.clause)\t\(.cause)"' "$summary" 2>/dev/null || true
}

# kill_campaign SEED: one campaign, killed and resumed again and again.
kill_campaign() {
  local seed=$1 round child after=0 lost=0 torn=0 known known_all="$work/announced" counts signature path
  : >"$known_all"
  for ((round = 0; round < kills; ++round)); do
    touch "$work/began"
    sleep 0.02
    "$proofload" fuzz "$finding_rich" --for 120s --seed "$((seed * 1000 + round))" --out "$work/campaign" \
      >/dev/null 2>>"$work/campaign.log" &
    child=$!
    if ((round >= kills_before)); then
      # After a summary of this very run names findings.
      known=''
      for ((waited = 0; waited < 600; ++waited)); do
        known=$(announced "$work/campaign" "$work/began")
        [[ -z $known ]] || break
        kill -0 "$child" 2>/dev/null || break
        sleep 0.1
      done
      if [[ -n $known ]]; then after=$((after + 1)); fi
    fi
    sleep "$(awk -v r="$RANDOM" -v most="$kill_pause" 'BEGIN { printf "%.3f", r / 32768 * most / 1000 }')"
    known=$(announced "$work/campaign" "$work/began")
    kill -KILL "$child" 2>/dev/null || { echo "the campaign ended by itself in round $round" >&2; return 1; }
    wait "$child" 2>/dev/null || true
    [[ -z $known ]] || printf '%s\n' "$known" | cat - "$known_all" | sort -u -o "$known_all"
    # The target dies with its campaign; its last write may still be on its way.
    sleep 0.1
    while IFS=$'\t' read -r signature cause; do
      if ! present "$work/campaign" "$signature" "$cause"; then
        echo "lost in round $round: $signature/$cause" >&2
        lost=$((lost + 1))
      fi
    done <"$known_all"
    while read -r path; do
      whole "$path" || { echo "torn in round $round: $path" >&2; torn=$((torn + 1)); }
    done < <(findings_in "$work/campaign")
  done
  read -ra counts < <(replay_all "$work/campaign" 1)
  figure "kills" "$kills" '>=' "$kills"
  figure "kills after an announcement" "$after" '>=' "$((kills - kills_before))"
  figure "lost" "$lost" '=' 0
  figure "torn" "$torn" '=' 0
  figure "findings that are left" "${counts[0]}" '>=' 1
  figure "findings that do not replay" "$((counts[0] - counts[1]))" '=' 0
}

# present FOLDER CLAUSE CAUSE: a finding of that signature is there.
present() {
  local path
  for path in "$1/findings/$2-"*.json; do
    if [[ -f $path && $(jq -r .cause "$path" 2>/dev/null) == "$3" && -s ${path%.json}.tar ]]; then return 0; fi
  done
  return 1
}

# Its verdict is JSON, and its case is one: what a replay refuses is caught by the replays at the end.
whole() { jq -e .digest "$1" >/dev/null 2>&1 && tar -tf "${1%.json}.tar" >/dev/null 2>&1; }

# Death at each step of writing a finding over a larger one of the same bug.
kill_steps() {
  local step steps finding code counts lost=0 broken=0 died=0
  judging "$proofload" test seventeen_samples --cases 50 --out "$work/first" --json >"$work/run.json"
  finding=$(jq -r '[.findings[] | select(.stable)][0].path // ""' "$work/run.json")
  [[ -f $finding ]] || { echo "no finding to write" >&2; return 1; }
  steps=$("$bin/finding_killer" steps)
  for ((step = 0; step < steps; ++step)); do
    code=0
    { "$bin/finding_killer" "$step" "$finding" "$work/step-$step/findings" || code=$?; } 2>/dev/null
    if ((code == 137)); then died=$((died + 1)); fi
    read -ra counts < <(replay_all "$work/step-$step" 1)
    if ((counts[0] == 0)); then lost=$((lost + 1)); fi
    broken=$((broken + counts[0] - counts[1]))
  done
  figure "steps of writing with a kill" "$died" '=' "$steps"
  figure "lost" "$lost" '=' 0
  figure "torn or without replay" "$broken" '=' 0
}

# smallest LOADER: a campaign, each of its findings minimized, and the sizes.
smallest() {
  local loader=$1 path small pairs=() line failed=0
  judging "$proofload" test "$loader" --cases "$smallest_cases" --for "$smallest_test" --out "$work/campaign" --json >"$work/run.json"
  judging "$proofload" fuzz "$loader" --for "$smallest_fuzz" --out "$work/campaign" --json >"$work/run.json"
  mkdir -p "$work/small"
  while read -r path; do
    small=$work/small/$(basename "${path%.json}").tar
    if "$proofload" minimize "$loader" "$path" -o "$small" --for "$smallest_time" --json >"$work/minimized.json"; then
      pairs+=("$path" "$small")
      jq -c '[.calls, .milliseconds, .end, .after]' "$work/minimized.json" >>"$work/minimized.txt"
    else
      failed=$((failed + 1))
    fi
  done < <(findings_in "$work/campaign")
  "$bin/zoo_judge" smallest "$loader" "${pairs[@]}" >"$work/judged.txt"
  line=$(tail -n 1 "$work/judged.txt")
  figure "findings" "$((${#pairs[@]} / 2 + failed))" '>=' 1
  figure "that did not show again" "$failed"
  figure "not larger than by hand" "$(field small "$line")"
  figure "whose cause a case by hand shows" "$(field comparable "$line")"
  figure "not larger, of these" "$(field smallofthem "$line")"
  figure "lost" "$(field lost "$line")" '=' 0
}

# Of all units of a step: the share of one figure in another.
share() { # STEP OF IN LABEL LEAST
  local values
  values=$(awk -F'\t' -v a="$2" -v b="$3" '$2 == a { x += $3 } $2 == b { y += $3 }
    END { if (y) printf "%.3f %d %d", x / y, x, y }' "$state/$1"/*.result)
  [[ -n $values ]] || return 0
  read -ra values <<<"$values"
  local standing=ok wanted=">= $5"
  if [[ $5 == told ]]; then
    standing=told wanted=''
  elif awk -v a="${values[0]}" -v b="$5" 'BEGIN { exit a >= b }'; then standing=SHORT; fi
  printf '%-10s %-32s %-36s %12s  %-10s %s\n' "$1" "all (${values[1]} of ${values[2]})" "$4" "${values[0]}" "$wanted" "$standing"
  [[ $standing != SHORT ]]
}

# A case of sequences of one to four steps in batches of sixteen.
sequence_case() { # FILE COUNT
  local i
  mkdir -p "$work/case/data/a"
  printf '{"format": 1, "loader": "crop_to_shortest", "options": {"batch_size": 16}}' >"$work/case/case.json"
  for ((i = 100; i < 100 + $2; ++i)); do
    { echo x,y,z; seq 1 $((i % 4 + 1)) | sed "s/.*/$i,&,7/"; } >"$work/case/data/a/$i.csv"
  done
  tar -C "$work/case" -cf "$1" case.json data
}
# Texts of which two matter, and a script that fails with both.
text_files() {
  local i
  mkdir -p "$1"
  for ((i = 10000; i < 10000 + $2; ++i)); do echo "row $i of a text that is a little longer than its name" >"$1/f$i.txt"; done
  printf 'some\nbad line\n' >"$1/f10077.txt"
  echo another >"$1/f$((10000 + $2 * 7 / 10)).txt"
  printf 'grep -rq bad "$1" && grep -rq other "$1" && exit 3\nexit 0\n' >"$work/t.sh"
}

# fails MODE RESULT: whether what is on disk fails as it should.
fails() {
  local code=0
  if [[ $1 == command ]]; then
    sh "$work/t.sh" "$2" || code=$?
    ((code == 3))
  else
    "$proofload" check crop_to_shortest "$2" --json >"$work/check.json" || code=$?
    ((code == 1)) && jq -e '.[0].broken // [.[0].clauses[] | select(.state == "broken") | .clause] | index("content")' \
      "$work/check.json" >/dev/null
  fi
}

sum_of() { if [[ -d $1 ]]; then (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum) | sha256sum; else sha256sum <"$1"; fi; }

# kill_at ANSWERS MILLISECONDS: of kill_minimizer: starts its call anew, and kills it.
kill_at() {
  local child
  rm -rf "$out" "$out".*
  "${call[@]}" -o "$out" >/dev/null 2>&1 &
  child=$!
  while kill -0 "$child" 2>/dev/null && (($(cat "$out.answers" 2>/dev/null | wc -l) <= $1)); do sleep 0.002; done
  sleep "$(printf '0.%03d' "$2")"
  kill -KILL "$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || true
}

# kill_minimizer MODE: a search, killed at a random point, looked at, and resumed; again and again.
kill_minimizer() {
  local mode=$1 round out whole calls point pause tries nothing=0 late=0 bad=0 other=0
  local call=("$proofload" minimize)
  if [[ $mode == command ]]; then
    text_files "$work/data" 400
    call+=(--command "sh $work/t.sh {}" "$work/data") out=$work/out
  else
    sequence_case "$work/data.tar" 400
    call+=(crop_to_shortest "$work/data.tar" --clause content) out=$work/out.tar
  fi
  "${call[@]}" -o "$out" --json >"$work/run.json"
  calls=$(jq .calls "$work/run.json")
  whole=$(sum_of "$out")
  fails "$mode" "$out" || { echo "the result of a run that was not killed does not fail" >&2; return 1; }
  for ((round = 0; round < minimizer_kills; ++round)); do
    # At a random answer, and a random while after it: so it is as likely anywhere, however busy the machine is.
    point=$((SRANDOM % calls)) pause=$((10 + SRANDOM % 40)) tries=0
    # Without its answers a result is done: the kill came too late, and the next one comes in half the time.
    until kill_at "$point" "$pause" && [[ ! -e $out || -e $out.answers ]]; do
      late=$((late + 1)) point=$((point / 2)) pause=$((pause / 2))
      [[ $(sum_of "$out") == "$whole" ]] || { echo "round $round: another result" >&2; other=$((other + 1)); }
      ((++tries < 10)) || { echo "round $round: the search is over before it can be killed" >&2; return 1; }
    done
    if [[ ! -e $out ]]; then
      nothing=$((nothing + 1))
    elif ! fails "$mode" "$out"; then
      echo "round $round: what is on disk does not fail" >&2
      bad=$((bad + 1))
    fi
    "${call[@]}" -o "$out" >/dev/null 2>>"$work/log"
    [[ $(sum_of "$out") == "$whole" ]] || { echo "round $round: another result" >&2; other=$((other + 1)); }
    [[ ! -e $out.answers && ! -e $out.next ]] || { echo "round $round: something is left" >&2; other=$((other + 1)); }
  done
  figure "calls of a whole run" "$calls"
  figure "kills" "$minimizer_kills" '>=' "$minimizer_kills"
  figure "kills before the first result" "$nothing"
  figure "kills after the end, repeated" "$late"
  figure "torn, or do not fail" "$bad" '=' 0
  figure "resumed to another result" "$other" '=' 0
}

# Blocks that a folder takes, in KiB; each file of several links once.
space_of() { { du -sk "$1" 2>/dev/null || true; } | cut -f1; }

# 20,000 files of which two matter, under a command that takes a second.
large_dataset() {
  local space most=0 child before
  text_files "$work/data" "$large_files"
  sed -i "1i sleep $large_pause" "$work/t.sh"
  mkdir "$work/results"
  before=$(space_of "$work/data")
  "$proofload" minimize --command "sh $work/t.sh {}" "$work/data" -o "$work/results/out" --json >"$work/run.json" &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    space=$(space_of "$work/results")
    if ((space > most)); then most=$space; fi
    sleep 0.2
  done
  wait "$child"
  figure "files" "$(jq .before.files "$work/run.json")" '=' "$large_files"
  figure "files left" "$(jq .after.files "$work/run.json")" '=' 2
  figure "bytes left" "$(jq .after.bytes "$work/run.json")" '=' 8
  # 1.5 (log2 C(20000, 2) + 4) + 10 for the list, and 12 a file for its length and its bytes.
  figure "calls" "$(jq .calls "$work/run.json")" '<=' 90
  figure "seconds" "$(jq .milliseconds/1000 "$work/run.json")"
  figure "disk space over the dataset's" "$(awk -v a="$most" -v b="$before" 'BEGIN { printf "%.2f", a / b }')" '<=' 2
}

# Numbers of several kinds, a word, and a label in each row.
large_table() {
  local plain time most
  mkdir "$work/data"
  awk -v rows="$table_rows" 'BEGIN {
    srand(1)
    print "a,b,label,note,c,d,e"
    for (i = 0; i < rows; ++i)
      printf "%.2f,%.3f,%d,plain,%.3f,%d,%.1f\n", rand() * 2000 - 1000, rand() * 2000 - 1000, rand() * 16, \
        rand() * 2000 - 1000, rand() * 2000 - 1000, rand() * 2000 - 1000
  }' >"$work/data/rows.csv"
  plain=$(date +%s%N)
  wc -l <"$work/data/rows.csv" >"$work/lines"
  plain=$(($(date +%s%N) - plain))
  read -r time most < <(judged "$work/data" csv_rows --memory "${table_memory}G")
  figure "rows" "$(($(<"$work/lines") - 1))" '=' "$table_rows"
  all_judged "$time" "$plain"
  figure "memory, MiB" "$((most / 1024))" '<=' "$((table_memory * 1024))"
  rm -rf "$work/data"
}

# memory_of PID: kilobytes that a process and its child have had at most, the larger of them.
memory_of() {
  local pid most=0 now
  for pid in "$1" $(cat "/proc/$1/task/$1/children" 2>/dev/null || true); do
    now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null || true)
    if ((${now:-0} > most)); then most=$now; fi
  done
  echo "$most"
}

# judged DATA LOADER OPTION…: checks a directory, and prints nanoseconds and the most memory in kilobytes.
judged() {
  local data=$1 loader=$2 child now most=0 began
  began=$(date +%s%N)
  "$proofload" check "$loader" "$data" --json "${@:3}" >"$work/run.json" &
  child=$!
  while kill -0 "$child" 2>/dev/null; do
    now=$(memory_of "$child")
    if ((now > most)); then most=$now; fi
    sleep 0.1
  done
  wait "$child" || true
  echo $(($(date +%s%N) - began)) "$most"
}

# all_judged TIME PLAIN: figures of a dataset that was judged in so much time, and read in so much.
all_judged() {
  figure "clauses broken" "$(jq '.[0].broken | length' "$work/run.json")" '=' 0
  figure "clauses kept" "$(jq '[.[0].clauses[] | select(.state == "kept")] | length' "$work/run.json")" '>=' 17
  figure "content of all is judged" "$(jq '[.[0].clauses.content, .[0].clauses.pairing, .[0].clauses["exactly-once"]] |
    map(select(.state == "kept")) | length' "$work/run.json")" '=' 3
  figure "seconds" "$(awk -v t="$1" 'BEGIN { printf "%.1f", t / 1e9 }')"
  figure "times a plain read" "$(awk -v t="$1" -v p="$2" 'BEGIN { printf "%.1f", t / p }')"
}

fashion_mnist=/usr/share/datasets/fashion-mnist

fashion_mnist_idx() {
  local plain time most
  [[ -d $fashion_mnist ]] || { echo "$fashion_mnist is not there: ./dev packages real" >&2; return 1; }
  plain=$(date +%s%N)
  gzip -dc "$fashion_mnist"/*.gz | wc -c >"$work/bytes"
  plain=$(($(date +%s%N) - plain))
  read -r time most < <(judged "$fashion_mnist" idx)
  figure "bytes" "$(<"$work/bytes")" '=' 54950048
  all_judged "$time" "$plain"
  figure "memory, MiB" "$((most / 1024))" '<=' 1024
}

fashion_mnist_png() {
  local plain time most part
  [[ -d $fashion_mnist ]] || { echo "$fashion_mnist is not there: ./dev packages real" >&2; return 1; }
  for part in train t10k; do
    "$bin/idx_to_png" "$fashion_mnist/$part-images-idx3-ubyte.gz" "$fashion_mnist/$part-labels-idx1-ubyte.gz" \
      "$work/data" "$part-"
  done
  plain=$(date +%s%N)
  find "$work/data" -type f -print0 | xargs -0 cat | wc -c >"$work/bytes"
  plain=$(($(date +%s%N) - plain))
  read -r time most < <(judged "$work/data" image_folder --memory 4G)
  figure "files" "$(find "$work/data" -type f | wc -l)" '=' 70000
  all_judged "$time" "$plain"
  figure "memory, MiB" "$((most / 1024))" '<=' 4096
  rm -rf "$work/data"
}

# ---- running them ---------------------------------------------------------------------------------------------------

# units STEP: a line for each: its name, the fuzz target it runs or "-", and its function with arguments.
units() {
  local loader seed chunk
  case $1 in
    reference)
      echo "fuzz fuzz_image_folder reference_fuzz"
      echo "test - reference_test"
      ;;
    loaders)
      for loader in "${references[@]}"; do
        echo "$loader.fuzz fuzz_$loader loader_fuzz $loader"
        echo "$loader.test - loader_test $loader"
      done
      ;;
    specimens)
      for loader in "${specimens[@]}"; do
        echo "$loader.test - specimen test $loader"
        echo "$loader.fuzz fuzz_$loader specimen fuzz $loader"
      done
      ;;
    seeds) for loader in "${specimens[@]}"; do echo "$loader - seeds $loader"; done ;;
    twins) for loader in "${specimens[@]}"; do echo "${loader}_twin - twin $loader"; done ;;
    replays)
      for loader in "${specimens[@]}"; do
        for seed in "${replay_seeds[@]}"; do echo "$loader.$seed fuzz_$loader replay $loader $seed"; done
      done
      ;;
    cases) for ((chunk = 1; chunk <= torture_chunks; ++chunk)); do echo "part-$chunk case_torture torture $chunk"; done ;;
    sweep) echo "seeds seed_sweep sweep" ;;
    kill)
      echo "steps finding_killer kill_steps"
      for ((chunk = 1; chunk <= kill_units; ++chunk)); do
        echo "campaign-$chunk fuzz_$finding_rich kill_campaign $chunk"
      done
      ;;
    smallest) for loader in "${specimens[@]}"; do echo "$loader fuzz_$loader smallest $loader"; done ;;
    killed_minimizer)
      for ((chunk = 1; chunk <= minimizer_units; ++chunk)); do
        echo "loader-$chunk - kill_minimizer loader"
        echo "command-$chunk - kill_minimizer command"
      done
      ;;
    large_dataset) echo "command - large_dataset" ;;
    fashion_mnist)
      echo "idx - fashion_mnist_idx"
      echo "png idx_to_png fashion_mnist_png"
      ;;
    large_table) echo "csv - large_table" ;;
  esac
}

proofload_digest=$(cat "$proofload" "$bin/zoo_judge" | sha256sum)
digest_of() { { echo "$size $proofload_digest"; if [[ $1 != - ]]; then cat "$bin/$1"; fi; } | sha256sum | cut -d' ' -f1; }

# run_unit STEP UNIT DIGEST FUNCTION…: writes the result whole, or leaves a log that says why there is none.
run_unit() {
  local folder=$state/$1
  unit=$2
  work=$folder/$unit result=$folder/$unit.figures
  rm -rf "$work" "$result"
  mkdir -p "$work"
  echo "digest $3" >"$result"
  shift 3
  "$@" 2>"$work/log"
  mv "$result" "${result%.figures}.result"
}

children=()
stop_children() {
  local child
  for child in "${children[@]}"; do
    # Each is the leader of a group of its own, with what it runs.
    kill -TERM -- "-$child" 2>/dev/null || true
  done
  exit 130
}
trap stop_children INT TERM

wait_for_room() {
  local child left
  while :; do
    left=()
    for child in "${children[@]}"; do
      if kill -0 "$child" 2>/dev/null; then left+=("$child"); fi
    done
    children=("${left[@]}")
    ((${#children[@]} > $1)) || return 0
    sleep 0.2
  done
}

planned=()
for step in "${steps[@]}"; do
  mkdir -p "$state/$step"
  while read -r name program call; do
    planned+=("$step/$name")
    digest=$(digest_of "$program")
    if [[ $(head -n 1 "$state/$step/$name.result" 2>/dev/null) == "digest $digest" ]]; then
      continue
    fi
    rm -f "$state/$step/$name.result"
    wait_for_room $((jobs - 1))
    echo "acceptance: $step $name" >&2
    read -ra words <<<"$call"
    set -m
    (set +m -e; run_unit "$step" "$name" "$digest" "${words[@]}") &
    children+=($!)
    set +m
  done < <(units "$step")
done
wait_for_room 0

# ---- the table ------------------------------------------------------------------------------------------------------

short=0
printf '%-10s %-32s %-36s %12s  %-10s %s\n' step unit figure value wanted standing
for entry in "${planned[@]}"; do
  step=${entry%%/*} name=${entry#*/}
  if [[ ! -f $state/$entry.result ]]; then
    printf '%-10s %-32s %-36s %12s  %-10s %s\n' "$step" "$name" "did not finish" - - SHORT
    sed 's/^/    /' "$state/$entry/log" 2>/dev/null | tail -n 5
    short=$((short + 1))
    continue
  fi
  while IFS=$'\t' read -r unit label value wanted standing; do
    printf '%-10s %-32s %-36s %12s  %-10s %s\n' "$step" "$unit" "$label" "$value" "$wanted" "$standing"
    if [[ $standing == SHORT ]]; then short=$((short + 1)); fi
  done < <(tail -n +2 "$state/$entry.result")
  if grep -q 'SHORT$' "$state/$entry.result"; then sed 's/^/    /' "$state/$entry/log" | tail -n 5; fi
done
if [[ " ${steps[*]} " == *" smallest "* && $size == long ]]; then
  share smallest "not larger than by hand" "findings" "not larger, of all" 0.95 || short=$((short + 1))
  share smallest "not larger, of these" "whose cause a case by hand shows" "not larger, of the same cause" 0.95 || short=$((short + 1))
  none=$(awk -F'\t' '$2 == "findings" && $3 == 0 { printf " %s", $1 }' "$state"/smallest/*.result)
  [[ -z $none ]] || echo "acceptance: nothing was found, so nothing minimized, on:$none"
fi
if ((short)); then
  echo "acceptance: $short figures fall short; logs and findings are in $state"
  exit 1
fi
echo "acceptance: every figure is met"
