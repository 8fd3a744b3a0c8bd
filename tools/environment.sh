#!/bin/sh
# Makes .venv from a lock file with hashes, once, and again only when the lock changes.
# usage: environment.sh runtime|dev
set -eu
kind=$1
case $kind in
  runtime) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "tocsin: environment.sh takes runtime or dev" >&2; exit 2 ;;
esac

say() { echo "tocsin: $1" >&2; }

find_python() {
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return 0
    fi
  done
  return 1
}

if ! [ -w . ]; then
  say "this folder cannot be written; copy it to a folder of yours and run make there"
  exit 1
fi
stamp=.venv/.made-from-$kind
if [ -f "$stamp" ] && cmp -s "$lock" "$stamp"; then
  exit 0
fi
# what the development lock made serves the program too: it holds the same versions and more
if [ "$kind" = runtime ] && [ -f .venv/.made-from-dev ] && cmp -s requirements-dev.lock .venv/.made-from-dev; then
  exit 0
fi
if ! python=$(find_python); then
  say "no Python 3.11 or newer with venv was found; install it (Debian: apt install python3 python3-venv), or name one: make run PYTHON=/path/to/python3"
  exit 1
fi
echo "Preparing .venv (once; needs the network) ..."
[ -x .venv/bin/python ] || "$python" -m venv .venv || { say ".venv could not be made; see the message above"; exit 1; }
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"; then
  say "the packages could not be installed; see that the network is there, then run make again"
  exit 1
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
cp "$lock" "$stamp"
