#!/bin/sh
# install.sh CMAKE BUILD SOURCE OUTSIDE : installs to one place and moves it to another, OUTSIDE/prefix. The package may
# know neither the place that it was installed to nor the folders that it was built in.
set -eu
cmake=$1 build=$2 source=$3 outside=$4
rm -rf "$outside"
mkdir -p "$outside"
"$cmake" --install "$build" --prefix "$outside/installed-first"
mv "$outside/installed-first" "$outside/prefix"
if grep -rlaF -e "$build" -e "$source/" -e "$outside" "$outside/prefix"; then
  echo "install.sh: the files above name a folder of this machine" >&2
  exit 1
fi
