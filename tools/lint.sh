#!/bin/sh
# Style, types, layers: each must be without a finding.
set -eu
bin=.venv/bin
$bin/ruff format --check --quiet . || { echo "run: .venv/bin/ruff format ." >&2; exit 1; }
$bin/ruff check --quiet .
$bin/mypy
$bin/lint-imports
