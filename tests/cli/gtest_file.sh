#!/bin/sh
# gtest_file.sh CXX PROOFLOAD FOLDER : the GoogleTest sources that `minimize --gtest` writes compile on their own, fail
# while the bug is there, and pass when it is gone.
set -eu
cxx=$1 proofload=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder/texts"
cd "$folder"

compile() { "$cxx" -std=c++20 -Wall -Wextra -Werror "-DPROOFLOAD_COMMAND=\"$proofload\"" "$1.cpp" -o "$1" -lgtest -lgtest_main; }
expect() { # WANTED PROGRAM
  status=0
  "./$2" >"$2.log" 2>&1 || status=$?
  if [ "$status" -ne "$1" ]; then
    cat "$2.log"
    echo "gtest_file.sh: expected exit code $1 of $2, found $status" >&2
    exit 1
  fi
}

status=0
"$proofload" test seventeen_samples --cases 60 --out campaign >/dev/null || status=$?
[ "$status" -eq 1 ] || { echo "gtest_file.sh: the specimen was not convicted" >&2; exit 1; }
finding=$(find campaign/findings -name '*.tar' | head -n 1)
"$proofload" minimize seventeen_samples "$finding" -o small.tar --gtest broken.cpp >/dev/null
compile broken
expect 1 broken
# The twin has the same declaration and no bug.
sed 's/check seventeen_samples/check seventeen_samples_twin/' broken.cpp >mended.cpp
compile mended
expect 0 mended

printf 'some "bad"\\ line??/\n' >texts/a.txt
printf 'other\n' >texts/b.txt
printf 'grep -rq bad "$1" && { echo "shapes differ"; exit 3; }\nexit 0\n' >t.sh
"$proofload" minimize --command "sh $folder/t.sh {}" --match 'shapes? differ' texts -o small --gtest command.cpp >/dev/null
compile command
expect 1 command
echo 'exit 0' >t.sh
expect 0 command
