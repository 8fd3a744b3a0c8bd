#!/bin/sh
# The whole suite over SQLite, then all that touches the store again over PostgreSQL.
# TOCSIN_TEST_POSTGRESQL=postgresql://... names a server; without one, the second half is skipped by name.
set -eu
sh tools/lint.sh
echo "== over SQLite"
.venv/bin/python -m pytest -n "${TOCSIN_TEST_WORKERS:-2}" -rs
echo "== over PostgreSQL"
TOCSIN_TEST_STORE=postgresql .venv/bin/python -m pytest -n "${TOCSIN_TEST_WORKERS:-2}" -rs
