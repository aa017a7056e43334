# Two commands do everything from a fresh clone: `make demo` and `make test`.
PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help

help: ## say what each command does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

python:
	@command -v $(PYTHON) >/dev/null || { echo "setup: $(PYTHON) is missing. Install Python 3.11 or 3.12 \
	(sudo apt-get install python3 python3-venv), or name yours, as in: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }

setup: python ## make the virtual environments (done by the commands below when needed)
	@$(PYTHON) requirements/install.py run

setup-dev: python
	@$(PYTHON) requirements/install.py dev

demo: setup ## run three sample interviews from recording to cloud; ARGS=--exit ends by itself
	@.venv/bin/shouguan demo $(ARGS)

up: setup ## run a box on this machine
	@.venv/bin/shouguan up $(ARGS)

test: setup-dev ## run all tests; ARGS are pytest's
	@.venv/bin/shouguan models build
	.venv/bin/python -m pytest $(ARGS)

check: setup-dev ## lint, types, architecture, lock files
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/python requirements/lock.py check

setup-bench: python
	@$(PYTHON) requirements/install.py bench

bench: setup-bench ## measure beside other packages (installs them, several GB), write build/bench.json
	@.venv/bin/shouguan models build
	.venv/bin/python -m benchmarks $(ARGS)

quality: setup-dev ## measure how well scoring works on written answers, write build/quality.json
	@.venv/bin/shouguan models build
	.venv/bin/python -m tests.quality

format: setup-dev ## format the code
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock: setup-dev ## resolve the dependencies of pyproject.toml; ARGS=upgrade takes the newest
	PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/python requirements/lock.py $(or $(ARGS),write)

clean: ## remove everything that was built; keeps var/, the box's data
	rm -rf build .venv .mypy_cache .ruff_cache .pytest_cache

.PHONY: help python setup setup-dev setup-bench demo up test check bench quality format lock clean
