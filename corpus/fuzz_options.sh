#!/usr/bin/env bash
# corpus/fuzz_options.sh LOADER: a line for each word of the options of `proofload fuzz` with which a campaign on this
# reference loader begins with its seeds and its dictionary. Paths lead from the project's root.
set -euo pipefail
loader=${1:?usage: corpus/fuzz_options.sh LOADER}
seeds=() words=
case $loader in
  image_folder*) seeds=(seeds) words=images ;;
  image_manifest*) seeds=(manifests seeds) words=csv ;;
  csv_sequences* | jsonl_sequences* | npy_sequences* | text_sequences*) words=${loader%%_*} seeds=("sequences/$words") ;;
  npy_arrays*) seeds=(sequences/npy_arrays) words=npy ;;
  npz*) seeds=(sequences/npz) words=npz ;;
  idx*) seeds=(sequences/idx) words=idx ;;
  windows*) seeds=(sequences/windows) words=csv ;;
  tar_shards*) seeds=(sequences/tar_shards) words=tar ;;
  csv_long* | csv_rows* | jsonl_records*) words=${loader%%_*} seeds=("sequences/$(cut -d_ -f1-2 <<<"$loader")") ;;
esac
for folder in "${seeds[@]}"; do printf '%s\n' --corpus "corpus/$folder"; done
[[ -z $words ]] || printf '%s\n' --dict "corpus/dictionaries/$words.dict"
