# The commands of this project. `make serve` and `make test` need Python 3.11 or newer and make, and install the rest
# into $(VENV). PY chooses the interpreter when that folder is made: make test PY=python3.12 VENV=.venv-3.12

VENV ?= .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c requirements/constraints.txt
NODE_MODULES := tests/node/node_modules

ifndef PY
PY := $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
endif

.PHONY: help serve test lint types layers workflows generated pytest bench docs format image constraints clean

help:
	@echo 'make serve       install into $(VENV) and run the server   (ARGS="--port 9000" passes options on)'
	@echo 'make test        everything that CI checks: lint, types, layers, workflows, generated docs, tests'
	@echo 'make pytest      the tests alone                           (ARGS="tests/timing -k gap" chooses)'
	@echo 'make lint        ruff; also alone: types, layers, workflows, generated'
	@echo 'make format      let ruff format and fix what it can'
	@echo 'make docs        write what is generated: documentation and data'
	@echo 'make bench       measure the budgets, print the table'
	@echo 'make image       build the container image'
	@echo 'make constraints pin the newest versions that pyproject.toml allows'

serve: $(VENV)/.installed
	@$(BIN)/python -m mockserver serve $(ARGS)

test: lint types layers workflows generated pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.installed-dev
	$(BIN)/mypy

layers: $(VENV)/.installed-dev
	$(BIN)/lint-imports

workflows: $(VENV)/.installed-dev
	$(BIN)/zizmor --offline --quiet --no-progress .github
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/yamllint --strict .
	$(BIN)/hadolint Dockerfile
	$(BIN)/shellcheck .ci/run

generated: $(VENV)/.installed-dev
	$(BIN)/python -m tools.generate --check

pytest: $(VENV)/.installed-dev $(NODE_MODULES)/.installed
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m pytest -r s -n auto --dist loadgroup $(ARGS)

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tools.generate

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

image:
	docker build --tag calendar-mockserver .

# A clean install, so that nothing that is merely on this machine gets in.
constraints: $(VENV)/.installed-dev
	$(PY) -m venv --clear $(VENV)-constraints
	$(VENV)-constraints/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	{ sed '/^[^#]/,$$d' requirements/constraints.txt; \
		$(VENV)-constraints/bin/python -m pip freeze --exclude-editable; } >$(VENV)-constraints/new
	mv $(VENV)-constraints/new requirements/constraints.txt
	rm -r $(VENV)-constraints
	cd tests/node && PATH="$(abspath $(BIN)):$$PATH" npm install --package-lock-only --omit-lockfile-registry-resolved

clean:
	rm -rf $(VENV) $(NODE_MODULES) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PY)" || { echo 'No Python 3.11 or newer found: install one, or name it: make PY=/path/to/python3'; exit 1; }
	@$(PY) -m venv $(VENV) || { rm -rf $(VENV); echo 'On Debian and Ubuntu the module venv is the package python3-venv.'; exit 1; }

# A stamp is as old as the last install from the files that it names.
$(VENV)/.installed: pyproject.toml requirements/constraints.txt | $(BIN)/python
	@echo 'Installing into $(VENV); this takes a while the first time.'
	@$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml requirements/constraints.txt | $(BIN)/python
	@echo 'Installing into $(VENV), with what the tests need; this takes a minute the first time.'
	@$(PIP_INSTALL) -e '.[dev]'
	@touch $(VENV)/.installed $@

$(NODE_MODULES)/.installed: tests/node/package.json tests/node/package-lock.json | $(VENV)/.installed-dev
	cd tests/node && PATH="$(abspath $(BIN)):$$PATH" npm ci --no-audit --no-fund --silent
	@touch $@
