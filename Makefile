# Each target sets up .venv first if need be: once, and again when what is installed has changed. Nothing else is needed.
# pip compiles bytecode as it installs, so there is no separate step for it.

PYTHON ?=
bin := .venv/bin
ready := .venv/.ready

.PHONY: help demo test test-slow lint format bench audit wheel clean

help:
	@echo "make demo       the worker over an invented mailbox; its account, drafts, workbook and mails in demo-output/"
	@echo "make test       everything not marked slow"
	@echo "make test-slow  the full counts of faults and examples as well"
	@echo "make lint       ruff, mypy, import-linter"
	@echo "make format     ruff's own formatting, written"
	@echo "make bench      CPU and memory of reading, committing, idling and starting; some minutes, and nothing fails"
	@echo "make wheel      the wheel, built, installed apart from the checkout, and tried there"
	@echo "make audit      are vulnerabilities known of the versions in constraints.txt?"
	@echo "make clean      remove .venv, demo-output and caches"
	@echo "Another Python: make PYTHON=python3.12 demo"

$(ready): pyproject.toml constraints.txt scripts/make_environment.sh
	@PYTHON="$(PYTHON)" scripts/make_environment.sh
	@touch $@

demo: $(ready)
	@$(bin)/linkbot demo

test: $(ready)
	@$(bin)/python -m pytest -n auto --dist loadfile

test-slow: $(ready)
	@$(bin)/python -m pytest -n auto --dist loadfile --slow

lint: $(ready)
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports

format: $(ready)
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

bench: $(ready)
	$(bin)/python -m benchmarks.startup
	$(bin)/python -m benchmarks.reading linkbot/demo/linkbot.toml tests/samples
	$(bin)/python -m benchmarks.documents
	$(bin)/python -m benchmarks.hostile
	$(bin)/python -m benchmarks.throughput
	$(bin)/python -m benchmarks.idle
	$(bin)/python -m benchmarks.first_look
	$(bin)/python -m benchmarks.imap

wheel: $(ready)
	@scripts/check_wheel.sh

audit: $(ready)
	@scripts/audit.sh

clean:
	rm -rf .venv .venv-audit demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find linkbot tests -name __pycache__ -type d -prune -exec rm -rf {} +
