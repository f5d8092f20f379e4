# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
OUT ?= demo-out
WORKERS ?= auto
ARGS ?=
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo quick test slow lint docs bench clean

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "duizhao needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[models]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[docs]'
	@touch $@

demo: $(VENV)/installed
	$(BIN)/duizhao run corpora/samples/faulty -o $(OUT)

# The tests start many processes: each would compile all modules again where the environment forbids to keep them compiled.
quick test slow: export PYTHONDONTWRITEBYTECODE :=

# Unit tests with their examples: no whole commands, no properties over many made-up inputs.
quick: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not slow and not thorough and not hypothesis" --ignore=tests/duizhao --ignore=tests/test_saved.py $(ARGS)

# All but what is long, on every core.
test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist loadfile -rfEs $(ARGS)

# What is long, one after another: browsers, LibreOffice, killed processes, the wheel, figures that must not fall.
# FUZZ=MINUTES: how long damaged input is tried (half a minute where nothing is said).
slow: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m slow -rfEs $(ARGS)

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/installed-docs
	$(BIN)/python docs/site/make.py
	$(BIN)/python -m mkdocs build --strict

bench: $(VENV)/installed-dev
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) $(OUT) build dist
