# Two commands: `make repro` runs the pipeline, `make test` checks everything. `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
SCALE ?=
export PATH := $(CURDIR)/.venv/bin:$(PATH)
READY := .venv/.ready
PYTEST := OMP_WAIT_POLICY=passive pytest -n 2 --dist loadgroup
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check

.PHONY: help repro test faults lint install tables benchmarks plots web clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

repro: install ## run the pipeline; SCALE=smoke runs a scale as an experiment
	pegbar params check
ifeq ($(SCALE),)
	dvc repro
else
	flags=$$(pegbar params flags $(SCALE)) && eval "dvc exp run --name $(SCALE)-$$(date +%Y%m%d-%H%M%S) $$flags"
endif

test: install lint ## lint, types, layers and every test
	$(PYTEST)

faults: install ## the long fault suite: every bad input, more kills, more examples (about 15 minutes)
	PEGBAR_FAULTS=long $(PYTEST) tests/faults

lint: install
	ruff check .
	ruff format --check .
	mypy
	lint-imports

install: $(READY) ## make .venv with pinned dependencies

$(READY): requirements.txt requirements-dev.txt constraints.txt pyproject.toml
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	$(PIP) -r requirements.txt -r requirements-dev.txt -c constraints.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

tables: install ## every table of the thesis (hours, goes on where it was broken off), then the report; SCALE=smoke runs each row shortly
	python -m benchmarks.tables $(if $(filter smoke,$(SCALE)),--smoke)

benchmarks: install ## measure again what is stale of benchmarks/dvc.yaml (hours; art in ../shared/art), then the report
	dvc repro --keep-going benchmarks/dvc.yaml || echo "some measurements are missing; the report says which are of earlier code"
	dvc repro report

plots: install ## draw loss curves and confusion matrices as HTML
	dvc plots show

web: ## build the artist's page again from web/ (needs node 20.19 or newer) into src/pegbar/resources/page/web
	cd web && npm ci --silent && npm run build && npm test

clean: ## remove pipeline outputs, keep the environment
	rm -rf data models
