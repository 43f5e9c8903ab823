#!/bin/sh
# Makes the three datasets of docs/why-did-my-training-stop.md in FOLDER and shows what the loaders make of them.
# usage: docs/why-did-my-training-stop.sh PROOFLOAD FOLDER        PROOFLOAD: the command, as ./dev proofload
set -eu
seeds=$(cd "$(dirname "$0")/../corpus/seeds" && pwd)
proofload=$1
mkdir -p "$2" && cd "$2"

# make_case NAME OPTIONS: packs NAME/data and the options as a case.
make_case() {
  printf '{"format": 1, "loader": "%s", "options": {%s}}\n' "$1" "$2" >"$1/case.json"
  tar cf "$1.tar" -C "$1" case.json data
}

# One file that cannot be read, in front of a change of the class.
mkdir -p skip_shifts_labels/data/cat skip_shifts_labels/data/dog
head -c 100 "$seeds/png-rgb.png" >skip_shifts_labels/data/cat/0.png
cp "$seeds/png-grey.png" skip_shifts_labels/data/cat/1.png
cp "$seeds/png-rgba.png" skip_shifts_labels/data/dog/2.png
cp "$seeds/png-16-bit-rgb.png" skip_shifts_labels/data/dog/3.png
cp "$seeds/png-palette.png" skip_shifts_labels/data/dog/4.png
make_case skip_shifts_labels '"batch_size": 4, "bad_sample": "skip-shrink"'

# Three sequences, of two, five and one steps.
mkdir -p stack_by_first/data/run stack_by_first/data/walk
printf 'x,y,z\n1,2,3\n4,5,6\n' >stack_by_first/data/run/0.csv
printf 'x,y,z\n1,0,1\n2,0,2\n3,0,3\n4,0,4\n5,0,5\n' >stack_by_first/data/walk/1.csv
printf 'x,y,z\n7,7,7\n' >stack_by_first/data/walk/2.csv
make_case stack_by_first '"batch_size": 3'

# 17 images, in batches of 16.
mkdir -p seventeen_samples/data/cat
cp "$seeds"/png-*.png seventeen_samples/data/cat/
make_case seventeen_samples '"batch_size": 16'

# Loaders that are wrong are to be seen: what they end with is no failure of this script.
show() {
  echo "\$ proofload $*"
  $proofload "$@" 2>errors || true
  grep '^proofload: ' errors || true
}
for loader in skip_shifts_labels stack_by_first seventeen_samples; do
  show trace "$loader" "$loader.tar"
  show check "$loader" "$loader.tar" | sed '2,/^$/d'
  show trace "${loader}_twin" "$loader.tar"
done
show trace crop_to_shortest stack_by_first.tar
show check crop_to_shortest stack_by_first.tar | sed '2,/^$/d'
