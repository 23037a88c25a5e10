# `make run` and `make test` need nothing but Python 3.11 or later, make, and a way to PyPI.

PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
SHARED := ../shared
ERRORS ?= 0

# Compiled once at setup, code and patterns, the program starts in a third of the time where Python may not write
# bytecode itself.
COMPILE := $(BIN)/python -m compileall -q src && PYTHONDONTWRITEBYTECODE= $(BIN)/gaoxin-extract --quiet seeds/ -o /dev/null

# uv stands in the environment that it fills, so it must not take itself out: --inexact.
SYNC := UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --quiet --locked --inexact --compile-bytecode --python $(BIN)/python

.PHONY: help setup run test check score golden floors docs bench designs train clean

help: ## Show these targets
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: .venv/.developed ## Install the program and what its tests need into .venv

run: .venv/.installed ## Extract the records of seeds/ into out.jsonl
	@$(BIN)/gaoxin-extract seeds/ -o out.jsonl

test: .venv/.developed ## Run the whole test suite
	@$(BIN)/pytest -q -n auto

check: .venv/.developed ## Lint, formatting, types, and which module may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

score: .venv/.installed ## Score against the annotated pages and sentences in ../shared; ERRORS=10 shows the faults
	@test -f $(SHARED)/score.py || { echo "make score: no annotated pages beside this checkout ($(SHARED))" >&2; exit 1; }
	@mkdir -p .venv/score
	@$(BIN)/gaoxin-extract --quiet $(SHARED)/seeds -o .venv/score/pages.jsonl
	@$(BIN)/gaoxin-extract --quiet $(SHARED)/data/reports_numbers_dev.jsonl -o .venv/score/numbers.jsonl
	@$(BIN)/gaoxin-extract --quiet $(SHARED)/data/reports_names_dev.jsonl -o .venv/score/names.jsonl
	@echo "pages:" && $(PYTHON) $(SHARED)/score.py $(SHARED)/gold .venv/score/pages.jsonl --errors $(ERRORS)
	@echo "sums, shares and dates of reports:" && $(PYTHON) $(SHARED)/score.py $(SHARED)/data/reports_numbers_dev.jsonl \
		.venv/score/numbers.jsonl --labels MONEY,PERCENT,DATE --errors $(ERRORS)
	@echo "names of reports:" && $(PYTHON) $(SHARED)/score.py $(SHARED)/data/reports_names_dev.jsonl \
		.venv/score/names.jsonl --labels ORG,PROJECT,ZONE --errors $(ERRORS)

golden: .venv/.developed ## Write the golden records of seeds/ anew; read the diff like code
	@$(BIN)/pytest -q tests/test_seeds.py -k golden --rewrite

floors: .venv/.developed ## Raise the floors to today's figures; LOWER='reason' lets one fall
	@$(BIN)/pytest -q tests/test_seeds.py -k floor --rewrite $(if $(LOWER),--lower '$(LOWER)')

docs: .venv/.developed ## Build the documentation into .venv/site, in English and Chinese
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@echo .venv/site/index.html

bench: .venv/.developed ## Measure the speed of sums, shares and dates beside a peer's, of the ledger, and of the report in a browser
	@$(SYNC) --group bench
	@$(BIN)/python benchmarks/figures.py
	@$(BIN)/python benchmarks/ledger.py
	@$(BIN)/python benchmarks/report.py

designs: .venv/.developed ## Hold LAC, the rules and our models side by side on the annotated sets in ../shared (10 minutes)
	@$(SYNC) --group bench
	@$(BIN)/python benchmarks/designs.py $(SHARED)

train: .venv/.installed ## Make models/ anew from the data in ../shared (training/requirements.txt; two hours)
	@PYTHON='$(PYTHON)' sh training/build.sh $(SHARED) $(or $(WORK),.venv/training)

clean: ## Remove .venv and what make run wrote
	@rm -rf .venv out.jsonl

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "make: $(PYTHON) is \
	missing or older than 3.11: install the package python3.11, or name another by make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "make: $(PYTHON) can't make environments: install \
	the package python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.installed: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC) --no-dev
	@$(COMPILE)
	@touch $@

.venv/.developed: pyproject.toml uv.lock | $(BIN)/uv
	@$(SYNC)
	@$(COMPILE)
	@touch .venv/.installed $@
