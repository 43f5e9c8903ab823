#!/usr/bin/env bash
# What each part of the engine is worth: tests/bench/power.sh [--for TIME] [--seeds N] [--specimens a,b,…|all]
#                                                            [--parts a,b,…] [--without a,b,…] [--jobs N] [--table FILE]
#
# Each specimen is fuzzed until it is convicted of the clause that it is there for, with all parts of the engine and with each
# of them switched off in turn (PROOFLOAD_WITHOUT), over N seeds. The table shows the medians of the executions and
# seconds that it took, and how many of the runs ended within the time; a run that did not counts as one that took all
# of it. "worth" is the time without the part over the time with everything, as the geometric mean over the specimens:
# above 1 the part helps.
#
#   --for TIME       at most for each run, in seconds (20)
#   --seeds N        runs of each pair of specimen and switch (10)
#   --specimens …    those named, or all (a sample, see below)
#   --parts …        of: generator mutator crossover counters swarm traceability scarce (all)
#   --without …      parts that are off in every column, too. Most specimens are convicted by the first cases that are
#                    drawn: without the generator all comes from one built-in case, and shows what the engine can do
#   --jobs N         runs at once (1); more make seconds less, executions not
#   --table FILE     also writes the table as Markdown
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

die() { echo "bench power: $*" >&2; exit 2; }

bin=build/default/bin limit=20 seeds=10 jobs=1 table='' off=''
parts=(generator mutator crossover counters swarm traceability scarce)
# One of each kind: joint conditions, memory, ends, errors, order, content, resources.
specimens=(empty_class_vanishes unguarded_stb sixteen_clipped error_once flat_image_nan two_shuffles fd_leaks_on_error
  batch_std_of_one alpha_as_stride biased_swap)
while (($#)); do
  case $1 in
    --for) limit=${2%s}; shift ;;
    --seeds) seeds=$2; shift ;;
    --specimens) IFS=, read -ra specimens <<<"$2"; shift ;;
    --parts) IFS=, read -ra parts <<<"$2"; shift ;;
    --without) off=$2; shift ;;
    --jobs) jobs=$2; shift ;;
    --table) table=$2; shift ;;
    *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed -n 's/^# \{0,1\}//p'; exit 2 ;;
  esac
  shift
done
for number in "$limit" "$seeds" "$jobs"; do
  [[ $number =~ ^[1-9][0-9]*$ ]] || die "expected a number from 1 on, found \"$number\""
done

cmake --build build/default -- --quiet proofload zoo_judge >&2
declare -A broken=()
while IFS=$'\t' read -r name clauses _; do broken[$name]=$clauses; done < <("$bin/zoo_judge" list)
[[ ${specimens[*]} != all ]] || mapfile -t specimens < <(printf '%s\n' "${!broken[@]}" | sort)
for specimen in "${specimens[@]}"; do
  [[ -n ${broken[$specimen]:-} ]] || die "no specimen \"$specimen\": see build/default/bin/zoo_judge list"
done
cmake --build build/default -- --quiet "${specimens[@]/#/fuzz_}" >&2

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One line: specimen, part, seed, whether convicted, executions, seconds.
run() {
  local specimen=$1 part=$2 seed=$3 clauses=$4 folder outcome
  folder=$(mktemp -d "$work/run.XXXXXX")
  PROOFLOAD_WITHOUT=${part#everything},$off "$bin/proofload" fuzz "$specimen" --first "${clauses%%,*}" --for "${limit}s" --seed "$seed" \
    --out "$folder" --json >"$folder/run.json" 2>"$folder/log" || (($? == 1)) || { cat "$folder/log" >&2; exit 3; }
  outcome=$(jq -r --arg clauses "$clauses" '
    ([.findings[].clause] | any(. == ($clauses | split(",")[0]))) as $convicted
    | [($convicted | if . then 1 else 0 end), .executions, .seconds] | @tsv' "$folder/run.json")
  rm -rf "$folder"
  printf '%s\t%s\t%s\t%s\n' "$specimen" "$part" "$seed" "$outcome"
}
export -f run
export work bin limit off

# Seeds outermost: what disturbs the machine for a while disturbs all parts.
for ((seed = 1; seed <= seeds; ++seed)); do
  for specimen in "${specimens[@]}"; do
    for part in everything "${parts[@]}"; do
      printf '%s\0%s\0%s\0%s\0' "$specimen" "$part" "$seed" "${broken[$specimen]}"
    done
  done
done | xargs -0 -n4 -P"$jobs" bash -c 'set -euo pipefail; run "$@"' run >"$work/runs"

tabulate() {
  awk -F'\t' -v parts="everything ${parts[*]}" -v specimens="${specimens[*]}" -v limit="$limit" -v seeds="$seeds" '
    function median(list,   values, n, i, j, t) {
      n = split(list, values, " ")
      for (i = 2; i <= n; ++i) { t = values[i] + 0; for (j = i - 1; j > 0 && values[j] + 0 > t; --j) values[j + 1] = values[j]; values[j + 1] = t }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    {
      key = $1 SUBSEP $2
      convicted[key] += $4
      executions[key] = executions[key] " " $5
      seconds[key] = seconds[key] " " ($4 ? $6 : limit)
    }
    END {
      count = split(parts, part, " ")
      total = split(specimens, specimen, " ")
      printf "| specimen |"; for (p = 1; p <= count; ++p) printf " %s%s |", (p > 1 ? "no " : ""), part[p]
      printf "\n|---|"; for (p = 1; p <= count; ++p) printf "---|"
      for (s = 1; s <= total; ++s) {
        printf "\n| %s |", specimen[s]
        for (p = 1; p <= count; ++p) {
          key = specimen[s] SUBSEP part[p]
          time = median(seconds[key]); all = specimen[s] SUBSEP part[1]
          printf " %d, %.1f s, %d/%d |", median(executions[key]), time, convicted[key], seeds
          worth[p] += log((time > 0.02 ? time : 0.02) / (median(seconds[all]) > 0.02 ? median(seconds[all]) : 0.02))
          more[p] += log((median(executions[key]) + 1) / (median(executions[all]) + 1))
          times[p] += convicted[key]
        }
      }
      printf "\n| convicted |"; for (p = 1; p <= count; ++p) printf " %d/%d |", times[p], total * seeds
      printf "\n| worth, in seconds |"; for (p = 1; p <= count; ++p) printf " %.2f |", exp(worth[p] / total)
      printf "\n| worth, in executions |"; for (p = 1; p <= count; ++p) printf " %.2f |", exp(more[p] / total)
      printf "\n"
    }' "$work/runs"
}
if [[ -n $table ]]; then
  tabulate | tee "$table"
else
  tabulate
fi
