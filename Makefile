# Lobby: everything that is done to this project, by name. `make help` lists it.

PYTHON ?= python3
UV     ?= uv
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

# The tests never ask the network, and neither does the project's own install: the lock has brought all it needs.
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --no-index --editable .

.DEFAULT_GOAL := help
.PHONY: help run test check bench coverage messages docs sbom format lock clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1	\2/' | expand -t 20

run: $(RUN_STAMP)  ## open the app; the first time, make its environment and install it
	@$(BIN)/lobby

test: $(DEV_STAMP)  ## run all tests on two cores; needs no network
	@$(BIN)/python -m pytest -n 3

check: $(DEV_STAMP)  ## what has to hold beside the tests: style, types, layers, texts, docs, known weaknesses
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/messages.py --check
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/python tools/sbom.py --check
	@$(BIN)/lobby playbook check data/playbooks/icbc.toml
	@$(BIN)/python tools/known_weaknesses.py

bench: $(DEV_STAMP)  ## measure speed and scale, as ratios to a floor measured in the same run
	@$(BIN)/python -m benchmarks

coverage: $(DEV_STAMP)  ## run the tests in one process, and tell which lines they never reach
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage report --show-missing --skip-covered

messages: $(DEV_STAMP)  ## collect the texts from the code and compile both catalogues
	@$(BIN)/python tools/messages.py

docs: $(DEV_STAMP)  ## write the generated parts of the documentation
	@$(BIN)/python tools/docs.py

sbom: $(DEV_STAMP)  ## write docs/sbom.json: what the program is made of, for those who have to know
	@$(BIN)/python tools/sbom.py

format: $(DEV_STAMP)  ## put the code into the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# `LOCK_OPTIONS=--upgrade` takes newer versions; without it, versions that still fit are kept.
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command "make lock" --no-emit-index-url $(LOCK_OPTIONS) pyproject.toml

lock:  ## pin versions and hashes anew (then `make sbom`); needs uv and the network
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## throw the environment and all caches away
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage dist

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("Lobby needs Python 3.11 to 3.14; this is " + sys.version.split()[0] + ". Name another one: make run PYTHON=python3.12" if not (3, 11) <= sys.version_info < (3, 15) else 0)'
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# Each stamp is as new as the last install of its lock; a lock or project file that is newer installs again.
$(RUN_STAMP): requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what Lobby needs …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(INSTALL_SELF)
	@touch $@

$(DEV_STAMP): requirements-dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests and tools need …"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(INSTALL_SELF)
	@touch $@ $(RUN_STAMP)
