#!/bin/sh
# convicted.sh PROOFLOAD LOADER FOLDER ERROR : a few cases must be enough to convict the loader of memory-safe, by the
# ERROR that the sanitizer names, and the report must name a place in the loader's own file.
set -eu
proofload=$1 loader=$2 folder=$3 error=$4
rm -rf "$folder"
status=0
text=$("$proofload" test "$loader" --cases 3 --out "$folder") || status=$?
file=${loader%_o0}.cpp
if [ "$status" -ne 1 ] || ! printf '%s\n' "$text" | grep -q "^memory-safe/$error@.*:$file:"; then
  printf '%s\n' "$text"
  echo "convicted.sh: expected exit code 1 and memory-safe broken in $file, found exit code $status and the above" >&2
  exit 1
fi
if printf '%s\n' "$text" | grep "^ *found .*proofload::"; then
  echo "convicted.sh: expected only the loader's own places, found the harness's as well" >&2
  exit 1
fi
