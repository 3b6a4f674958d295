# Every command of the house. `make help` lists them; each one sets up what it needs.
#
# Needed beforehand: Python 3.11 or newer, Node 20 or newer, git, make. Everything else is fetched
# from the Python and Node package indexes in the versions that uv.lock and package-lock.json name,
# and kept inside this folder. A stamp file remembers what is done, so a second run costs nothing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

# `uv` from the path if there is one, else our own, from the package index, in a private place.
OWN_UV := .tools/uv/bin/uv
UV := $(or $(shell command -v uv 2>/dev/null),$(OWN_UV))
UV_VERSION := 0.13.9
QUIETLY := --quiet --disable-pip-version-check

# Trust whom the machine trusts, where it has a list of its own (behind a proxy, say).
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif

PYTHON_READY := .venv/.ready
NODE_READY := node_modules/.ready
CHROMIUM_READY := .tools/chromium.tried
WORDS_READY := .tools/words.packed
READY := $(PYTHON_READY) $(NODE_READY) $(WORDS_READY)

SOURCES := src tests $(wildcard bench docs scripts)

.PHONY: help run demo test test-url test-real check bench promises pictures network docs words setup
.PHONY: check-format check-lint check-types check-imports check-migrations check-locks check-words

help: ## list these commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(READY) ## start everything on this machine: database, pages, worker, sandbox
	@exec $(BIN)/antiphon up $(ARGS)

demo: $(READY) ## one message, every network of the sandbox, each exactly once; ends 0 only if all is as promised
	@exec $(BIN)/antiphon demo $(ARGS)

test: $(READY) $(CHROMIUM_READY) ## every test, on a real PostgreSQL, networks simulated on loopback
	@$(BIN)/pytest -n 2 $(ARGS)

# What speaks to the database; what starts an embedded one of its own does so here too.
BY_URL := $(wildcard $(addprefix tests/,people work channels plan tailor publish engage measure))

test-url: $(READY) ## the tests that reach the database, on a PostgreSQL of one's own, by address and password
	@$(BIN)/python -m scripts.own_postgresql $(BIN)/pytest -n 2 -m "not slow and not browser" $(BY_URL) $(ARGS)

test-real: $(READY) ## speak to real servers of networks, installed by name; skips with a reason what cannot be
	@ANTIPHON_REAL_SERVERS=1 $(BIN)/pytest -n 0 -rs -m realserver $(ARGS)

check: ## format, lint, types, imports, migrations, locks, spelling
check: check-format check-lint check-types check-imports check-migrations check-locks check-words

bench: $(READY) ## measure what must be fast, each figure against a floor of the same run
	@$(BIN)/python -m bench $(ARGS)

promises: $(READY) ## which promise is kept by which test, and which by none
	@$(BIN)/python -m tests.promises $(ARGS)

pictures: $(READY) $(CHROMIUM_READY) ## draw every page, wide and narrow, light and dark, into build/pictures
	@ANTIPHON_PICTURES=build/pictures $(BIN)/pytest -q -n 2 -m browser tests/pages $(ARGS)

network: $(READY) ## begin a network of that KEY and NAME by copying a small complete one
	@$(BIN)/python -m scripts.network "$(KEY)" "$(NAME)" $(ARGS)

docs: $(READY) ## write the pages of the manual that are made from the code
	@$(BIN)/python -m docs.generate $(ARGS)

words: $(PYTHON_READY) ## gather what the pages say into the catalogues of languages
	@$(BIN)/python -m scripts.words

setup: $(READY) ## only fetch and install, run nothing

check-format: $(READY)
	@echo "== format"; $(BIN)/ruff format --check $(SOURCES)

check-lint: $(READY)
	@echo "== lint"; $(BIN)/ruff check $(SOURCES)

check-types: $(READY)
	@echo "== types"; $(BIN)/mypy $(SOURCES)

check-imports: $(READY)
	@echo "== imports"; $(BIN)/lint-imports --no-logo

check-migrations: $(READY)
	@echo "== migrations"; $(BIN)/pytest -q -p no:cacheprovider tests/architecture/test_migrations.py

check-locks: $(READY)
	@echo "== locks"; $(UV) lock --check --quiet && npm ci --dry-run --silent >/dev/null

check-words: $(READY)
	@echo "== words"; $(BIN)/codespell README.md CONTRIBUTING.md SECURITY.md CHANGELOG.md changelog.d docs src tests

$(OWN_UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Antiphon needs Python 3.11 or newer.")'
	@echo "Fetching uv, which installs the rest."
	@{ $(PYTHON) -m venv --clear .tools/uv >/dev/null && .tools/uv/bin/python -m pip install $(QUIETLY) uv==$(UV_VERSION); } \
	  || $(PYTHON) -m pip install $(QUIETLY) --upgrade --target .tools/uv uv==$(UV_VERSION) \
	  || { echo "Install uv, or what Python needs to fetch it (on Debian: python3-venv)."; exit 1; }

$(PYTHON_READY): pyproject.toml uv.lock | $(filter $(OWN_UV),$(UV))
	@echo "Installing the Python packages that uv.lock names."
	@UV_PYTHON_DOWNLOADS=never $(UV) sync --frozen --inexact --quiet
	@touch $@

$(NODE_READY): package.json package-lock.json vendor.mjs
	@command -v npm >/dev/null || { echo "Antiphon needs Node 20 or newer, with npm."; exit 1; }
	@echo "Installing the Node packages that package-lock.json names."
	@npm ci --silent
	@node vendor.mjs
	@touch $@

$(WORDS_READY): $(wildcard src/antiphon/web/locale/*/LC_MESSAGES/django.po) $(PYTHON_READY)
	@mkdir -p $(@D)
	@$(BIN)/python -m scripts.words --pack
	@touch $@

# Journeys need a browser. Root on Debian gets one, once; elsewhere those tests skip and say so.
$(CHROMIUM_READY):
	@mkdir -p $(@D)
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Fetching Chromium for the journeys."; \
	  (apt-get update -qq; DEBIAN_FRONTEND=noninteractive timeout 300 apt-get install -qq -y chromium) >/dev/null 2>&1 \
	    || echo "No Chromium: the journeys will skip."; \
	fi
	@touch $@
