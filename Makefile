# Linux and macOS. On Windows, see README: two commands without make.
# A Python compiled by hand without its optimisations is slower than the system's own, and so are
# the kiosk and its tests: the system's is taken then, where it will do.
IS_FAST := import sysconfig; exit("--enable-opt" not in sysconfig.get_config_var("CONFIG_ARGS"))
WILL_DO := import ensurepip, sys, venv; exit(sys.version_info < (3, 11))
PYTHON ?= $(shell python3 -c '$(IS_FAST)' 2>/dev/null && echo python3 || { \
	/usr/bin/python3 -c '$(WILL_DO)' 2>/dev/null && echo /usr/bin/python3; } || echo python3)
VENV := .venv
BIN := $(VENV)/bin
SOURCES := kiosk tests benchmarks

# Compiled modules are kept, whatever the machine's habit: the second start is at once.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench bench-million demo shots clean

run: $(VENV)/.kiosk
	@$(BIN)/kiosk

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

bench-million: $(VENV)/.dev
	$(BIN)/python -m benchmarks.million

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
