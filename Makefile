# The same commands that CI calls. Needs git, make and Python 3.11 or newer; everything else goes into .venv/.

VENV    := .venv
BIN     := $(VENV)/bin
PYTHON  ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
             "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo "$$p" && break; done)
HOST    ?= 127.0.0.1
PORT    ?= 7860
WORKERS ?= 2
PIP     := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt

.DEFAULT_GOAL := help
.PHONY: help install run test lint format docs bench demo constraints clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1 - \2/p' Makefile

run: install ## install what is missing, build the index if it is missing or stale, and serve the chat page
	$(BIN)/twitchbot serve --host $(HOST) --port $(PORT)

install: $(VENV)/.installed ## install twitchbot and what it needs into .venv/

test: $(VENV)/.installed-dev lint ## install what the tests need and run every check and test
	$(BIN)/twitchbot index --if-needed
	$(BIN)/twitchbot check
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

lint: $(VENV)/.installed-dev ## style, types and the import contract
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## put the code into the agreed form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.installed-dev ## write the list of modules into docs/architecture.md
	$(BIN)/python docs/modules.py

demo: install ## serve the bot and, on another origin, a site that embeds it
	$(BIN)/python demo/serve.py

bench: $(VENV)/.installed-dev ## measure start, speed and memory
	$(BIN)/python benchmarks/start.py

constraints: $(VENV)/.installed-dev ## pin what is installed now
	@{ sed -n '/^#/p' constraints.txt; \
	   $(BIN)/python -m pip freeze --exclude-editable | sed 's/+cpu$$//'; } > constraints.new
	@mv constraints.new constraints.txt

clean: ## remove the environment and the built encoder; the committed index stays
	rm -rf $(VENV) index/encoder

# Stamps: newer than the two files that name what is installed, so that a second run installs nothing.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing twitchbot into $(VENV) (the first time takes some minutes) ..."
	$(PIP) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing twitchbot and what its tests need into $(VENV) (the first time takes some minutes) ..."
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "twitchbot needs Python 3.11 or newer; none was found as python3 or python3.11 to python3.14." >&2; \
	  echo "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@if ! "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$(PYTHON) cannot make a virtual environment: its venv module is missing." >&2; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv. Then run make again." >&2; exit 1; fi
	@"$(PYTHON)" -m venv $(VENV)
