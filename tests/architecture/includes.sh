#!/bin/sh
# includes.sh ROOT : prints each include that goes against the rooms' directions, and fails when there is one.
#
#   contract ◄ loaders,  contract ◄ harness ◄ { fuzz, properties, cli, tests }
#
# libFuzzer is spoken only in fuzz/ (and by the baselines of tests/bench), RapidCheck only in properties/, stb_image only in loaders/reference/stb/. Public
# headers are those in */include/proofload/, are included as "proofload/x.hpp", and include no private one.
set -eu
cd "$1"
export LC_ALL=C
# tests/consumer and tests/canaries are projects of their own, which see the installed package only.
files=$(find loaders harness fuzz properties tests -type f \( -name '*.hpp' -o -name '*.cpp' \) \
  ! -path 'tests/consumer/*' ! -path 'tests/canaries/*' | sort)
printf '%s\n' "$files" | awk '
  # The room of a file.
  function room(path) {
    if (path ~ /^loaders\/(include|contract)\//) return "contract"
    if (path ~ /^loaders\//) return "loaders"
    if (path ~ /^harness\/cli\//) return "cli"
    if (path ~ /^(fuzz|properties)\/include\//) return substr(path, 1, index(path, "/") - 1) "-public"
    match(path, /^[^\/]*/)
    return substr(path, 1, RLENGTH)
  }
  function allow(from, to,   parts, n, i) {
    n = split(to, parts, " ")
    for (i = 1; i <= n; ++i) allowed[from, parts[i]] = 1
  }
  # The file that a name in quotes means in this file, or nothing.
  function resolve(file, name,   folder, i) {
    folder = file
    sub(/[^\/]*$/, "", folder)
    i = folder name
    while (sub(/[^\/]+\/\.\.\//, "", i)) continue
    if (i in exists) return i
    for (i = 1; i <= roots; ++i) if ((root[i] "/" name) in exists) return root[i] "/" name
    return ""
  }
  function complain(what) {
    printf "%s:%d: %s\n", file, line, what
    bad = 1
  }
  BEGIN {
    allow("contract", "contract")
    allow("loaders", "contract loaders")
    allow("harness", "contract harness")
    allow("cli", "contract harness cli fuzz-public properties-public")
    allow("fuzz", "contract harness fuzz fuzz-public")
    allow("fuzz-public", "contract harness fuzz-public")
    allow("properties", "contract harness properties properties-public")
    allow("properties-public", "contract harness properties-public")
    allow("tests", "contract loaders harness cli fuzz fuzz-public properties properties-public tests")
    roots = split("loaders/include harness/include fuzz/include properties/include loaders harness fuzz properties tests", root, " ")
  }
  { exists[$0] = 1; list[NR] = $0 }
  END {
    for (n = 1; n <= NR; ++n) {
      file = list[n]
      line = 0
      from = room(file)
      public = file ~ /^[a-z]+\/include\/proofload\//
      once = 0
      while ((getline text < file) > 0) {
        ++line
        if (text ~ /^#pragma once/) once = 1
        # Inside quotes a name of libFuzzer is text, as in a test of what a target prints.
        code = text
        gsub(/"([^"\\]|\\.)*"/, "", code)
        sub(/\/\/.*/, "", code)
        if (code ~ /LLVMFuzzer/ && file !~ /^(fuzz|tests\/(fuzz|bench))\//) complain("libFuzzer is spoken only in fuzz/")
        if (text !~ /^[ \t]*#[ \t]*include[ \t]*[<"]/) continue
        name = text
        sub(/^[^<"]*[<"]/, "", name)
        sub(/[>"].*$/, "", name)
        if (text ~ /^[^"]*</) {
          if (name ~ /^rapidcheck/ && file !~ /^(tests\/)?properties\//) complain("RapidCheck is spoken only in properties/")
          if (name ~ /stb_image/ && file !~ /^loaders\/reference\/stb\//) complain("stb_image lives in loaders/reference/stb/")
          if (name ~ /^(gtest|gmock)\// && from != "tests") complain("GoogleTest is for tests/")
          if (name ~ /^proofload\//) complain("expected \"" name "\" in quotes")
          continue
        }
        target = resolve(file, name)
        if (target == "") {
          if (name ~ /stb_image/) complain("stb_image is a library: include it in angles, in loaders/reference/stb/")
          else complain("\"" name "\" is no header of this project")
          continue
        }
        if (!((from, room(target)) in allowed)) complain(from " may not include " target)
        if (target ~ /^[a-z]+\/include\/proofload\//) {
          if (name !~ /^proofload\/[^\/]*$/) complain("expected \"proofload/" substr(target, index(target, "/proofload/") + 11) "\", found \"" name "\"")
        } else if (public) {
          complain("a public header may not include a private one: " target)
        }
      }
      close(file)
      if (file ~ /\.hpp$/ && !once) {
        line = 1
        complain("no #pragma once")
      }
    }
    if (NR < 10) {
      print "includes.sh: expected a checkout with sources"
      bad = 1
    }
    exit bad
  }
'
