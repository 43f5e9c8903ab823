#!/bin/sh
# localize.sh LD NM OBJCOPY OUT LIBRARY… : fuses static libraries into one relocatable object whose weak functions are
# local. So the plain harness keeps its own copies of inline functions and the sanitized loader keeps its checked ones.
# LD must be GNU ld: without --force-group-allocation the groups survive and the loader's copies are discarded.
set -eu
ld=$1 nm=$2 objcopy=$3 out=$4
shift 4
"$ld" -r --force-group-allocation --whole-archive "$@" -o "$out.all.o"
# "W" are functions; "V" (inline variables, type information) stay shared, so that exceptions cross the border.
"$nm" "$out.all.o" | awk '$2 == "W" { print $3 }' > "$out.weak"
"$objcopy" --localize-symbols="$out.weak" "$out.all.o" "$out"
rm -f "$out.all.o" "$out.weak"
