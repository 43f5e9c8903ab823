#!/bin/sh
# no_shared_functions.sh NM FUSED FUSED LOADER-OBJECT… : no weak function of the loader's objects is defined by a fused
# object, where it would be one without the sanitizers' checks. See fuzz/localize.sh.
set -eu
nm=$1 first=$2 second=$3
shift 3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
weak() { "$nm" "$@" | awk '$2 == "W" { print $3 }' | LC_ALL=C sort -u; }
weak "$@" > "$folder/loader"
weak "$first" "$second" > "$folder/fused"
if ! [ -s "$folder/loader" ]; then
  echo "no_shared_functions.sh: expected inline functions in the loader's objects, found none" >&2
  exit 1
fi
LC_ALL=C comm -12 "$folder/loader" "$folder/fused" > "$folder/both"
if [ -s "$folder/both" ]; then
  cat "$folder/both"
  echo "no_shared_functions.sh: the functions above are in both the loader's and the fused objects" >&2
  exit 1
fi
