#!/bin/sh
# The locks hold for every platform and every Python from 3.11 on.
set -eu
tool=$(mktemp -d)
trap 'rm -rf "$tool"' EXIT
.venv/bin/python -m venv "$tool/venv"
"$tool/venv/bin/pip" install --quiet uv
compile="$tool/venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet"
$compile pyproject.toml --output-file requirements.lock
$compile --extra dev pyproject.toml --output-file requirements-dev.lock
