# Linux and macOS. On Windows, see README: two commands without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := kiosk tests benchmarks

# Compiled modules are kept, whatever the machine's habit: the second start is at once.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench demo shots clean

run: $(VENV)/.kiosk
	@$(BIN)/kiosk

test: check
	$(BIN)/python -m pytest -n 3

check: $(VENV)/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

demo: $(VENV)/.kiosk
	@$(BIN)/kiosk demo

shots: $(VENV)/.kiosk
	$(BIN)/kiosk shots shots

clean:
	rm -rf $(VENV) shots

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent : essayez « make run PYTHON=python3.11 »."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.kiosk: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.kiosk
