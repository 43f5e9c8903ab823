#!/bin/sh
# includes_test.sh INCLUDES FOLDER : a small checkout that keeps every rule passes; each rule, broken once in it, is found
# at its very line.
set -eu
includes=$1 folder=$2
failed=0

write() { mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" > "$1"; }

plant() {
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  write loaders/include/proofload/loader.hpp '#pragma once'
  write loaders/reference/reader.hpp '#pragma once'
  write loaders/reference/reader.cpp '#include "reference/reader.hpp"'
  write loaders/reference/stb/raw.cpp '#include <stb/stb_image.h>'
  write harness/include/proofload/case.hpp '#pragma once
#include "proofload/loader.hpp"'
  write harness/case/draw.hpp '#pragma once'
  write harness/case/draw.cpp '#include "case/draw.hpp"'
  write harness/cli/main.cpp '#include "proofload/campaign.hpp"'
  write fuzz/include/proofload/campaign.hpp '#pragma once
#include "proofload/case.hpp"'
  write fuzz/driver.cpp 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long);'
  write properties/include/proofload/properties.hpp '#pragma once'
  write properties/suite.cpp '#include <rapidcheck.h>'
  write tests/harness/draw_test.cpp '#include "case/draw.hpp"
// LLVMFuzzerTestOneInput is told of here, and "LLVMFuzzerTestOneInput" in a string.'
}

# finds FILE WHAT TEXT : FILE with TEXT breaks a rule in its second line.
finds() {
  plant
  write "$1" "#pragma once
$3"
  if found=$(sh "$includes" "$folder"); then
    echo "not found: $2: $1 with $3" >&2
    failed=1
  elif ! printf '%s\n' "$found" | grep -q "^$1:2: "; then
    printf 'expected %s:2 for %s, found:\n%s\n' "$1" "$2" "$found" >&2
    failed=1
  fi
}

plant
sh "$includes" "$folder" || { echo "expected nothing in what keeps every rule" >&2; failed=1; }

finds loaders/zoo/x.cpp 'loaders use the harness' '#include "proofload/case.hpp"'
finds loaders/zoo/x.cpp 'loaders use the campaign' '#include "proofload/campaign.hpp"'
finds loaders/include/proofload/x.hpp 'the contract uses a loader' '#include "reference/reader.hpp"'
finds harness/run/x.cpp 'the harness uses fuzz/' '#include "proofload/campaign.hpp"'
finds harness/run/x.cpp 'the harness uses properties/' '  #  include "proofload/properties.hpp"'
finds harness/run/x.cpp 'the harness uses a reference loader' '#include "reference/reader.hpp"'
finds harness/cli/x.cpp 'the command line uses a reference loader' '#include "reference/reader.hpp"'
finds fuzz/x.cpp 'fuzz/ uses properties/' '#include "proofload/properties.hpp"'
finds properties/x.cpp 'properties/ uses fuzz/' '#include "proofload/campaign.hpp"'
finds harness/run/x.cpp 'libFuzzer outside of fuzz/' 'int LLVMFuzzerInitialize(int*, char***);'
finds harness/run/x.cpp 'RapidCheck outside of properties/' '#include <rapidcheck/gtest.h>'
finds loaders/reference/x.cpp 'stb_image outside of its home' '#include <stb_image.h>'
finds loaders/reference/x.cpp 'stb_image in quotes' '#include "stb/stb_image.h"'
finds harness/run/x.cpp 'GoogleTest outside of tests/' '#include <gtest/gtest.h>'
finds harness/run/x.cpp 'a public header in angles' '#include <proofload/case.hpp>'
finds harness/run/x.cpp 'a public header by another name' '#include "include/proofload/case.hpp"'
finds harness/include/proofload/x.hpp 'a public header uses a private one' '#include "case/draw.hpp"'
finds harness/run/x.cpp 'no such header' '#include "case/gone.hpp"'

plant
write harness/case/x.hpp 'struct X {};'
if sh "$includes" "$folder" > found; then
  echo "not found: a header without #pragma once" >&2
  failed=1
elif ! grep -q '^harness/case/x.hpp:1: no #pragma once' found; then
  cat found >&2
  failed=1
fi
exit "$failed"
