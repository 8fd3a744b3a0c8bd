# Every command a newcomer or a developer needs, one sentence each. `make` alone prints them.
.PHONY: help run test lint lock bench eval conformance

help: ## print these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1  \t/p' $(MAKEFILE_LIST)

run: ## prepare the demonstration and serve it on http://127.0.0.1:8000
	@sh tools/environment.sh runtime && exec .venv/bin/tocsin demo --serve

test: ## check style, types and layers, and run all tests over SQLite, then PostgreSQL where there is a server
	@sh tools/environment.sh dev && sh tools/test.sh

lint: ## check style, types and layers only
	@sh tools/environment.sh dev && sh tools/lint.sh

lock: ## write the lock files anew from pyproject.toml
	@sh tools/environment.sh dev && sh tools/lock.sh

bench: ## measure what bench/README.md promises
	@sh tools/environment.sh dev && .venv/bin/python -m bench

eval: ## measure how well the engine reads, on the development sets that TOCSIN_GOLD names (default ../shared/gold)
	@sh tools/environment.sh dev && .venv/bin/python -m bench.evaluation

conformance: ## hold CAP messages, Merkle proofs, bags, WARCs and WACZs to their standards and timestamps against openssl and print each one's verdict, read every bank statement or refuse it by line, keep the books of a simulated year with 100,000 gifts by the rules and on a store whose process is killed forty times, and book its ledger again from its journal, tamper with a dossier 11,400 times, kill take-in a hundred times and delivery ten times, cut the store's power, refuse its system calls, time reading on hostile texts and fuzz it
	@sh tools/environment.sh dev && TOCSIN_TEST_KILLS=100 .venv/bin/python -m pytest -rs tests/alerts/test_cap.py tests/alerts/test_cap_rules.py tests/alerts/test_cap_reading.py tests/reports/test_killed.py
	@.venv/bin/python -m pytest -rs -s tests/alerts/test_cap_conformance.py
	@.venv/bin/python -m pytest -rs -s tests/relief/test_bank_conformance.py
	@TOCSIN_TEST_YEAR=100000 .venv/bin/python -m pytest -rs tests/relief/simulation
	@.venv/bin/python -m pytest -rs tests/custody/test_merkle.py
	@.venv/bin/python -m pytest -rs -s tests/archives/test_bag_conformance.py tests/archives/test_archive_conformance.py
	@TOCSIN_TEST_BOMBS=1 .venv/bin/python -m pytest -rs tests/archives/test_bag.py tests/archives/test_warc.py tests/archives/test_wacz*.py \
	tests/archives/test_apart.py
	@.venv/bin/python -m pytest -rs -s tests/custody/test_timestamp_conformance.py
	@TOCSIN_TEST_TAMPER=10000 .venv/bin/python -m pytest -rs tests/publishing/test_tampering.py tests/publishing/test_checking_fuzz.py
	@TOCSIN_TEST_LETTERS=10000 TOCSIN_TEST_DELIVERY_KILLS=10 .venv/bin/python -m pytest -rs tests/delivery/test_killed.py
	@if [ -n "$$TOCSIN_TEST_POSTGRESQL" ]; then TOCSIN_TEST_STORE=postgresql TOCSIN_TEST_LETTERS=10000 TOCSIN_TEST_DELIVERY_KILLS=10 \
	.venv/bin/python -m pytest -rs tests/delivery/test_killed.py; fi
	@TOCSIN_TEST_POWER_CUTS=20000 TOCSIN_TEST_REFUSED_EVERY=1 TOCSIN_TEST_RANDOM_KILLS=300 .venv/bin/python -m pytest -rs tests/crash
	@TOCSIN_TEST_CLOCK=1 .venv/bin/python -m pytest -rs tests/reading/test_linear.py
	@if .venv/bin/python -c "import atheris" 2>/dev/null; then .venv/bin/python -m tests.fuzz.read_any_text -max_total_time=300; \
	else echo "atheris is not installed: texts are made by hypothesis, blindly"; .venv/bin/python -m tests.fuzz.read_any_text_blind 300; fi
