#!/bin/sh
# Holds a page of docs/ to what its script prints: each line that the page shows must come from it, but for losses.
# usage: shown_output.sh PAGE SCRIPT PROOFLOAD
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
same_losses() { sed -E 's/loss [0-9.]+/loss/; s/[.](hpp|cpp):[0-9]+/.\1/g'; }
"$2" "$3" "$folder/cases" | same_losses >"$folder/printed"
awk '/^```/ { shown = !fenced && $0 == "```"; fenced = !fenced; next } shown' "$1" | same_losses >"$folder/shown"
test -s "$folder/shown"
if missing=$(grep -vxFf "$folder/printed" "$folder/shown"); then
  printf 'shown in %s, but not printed:\n%s\n' "$1" "$missing"
  exit 1
fi
