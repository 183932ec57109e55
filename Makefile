# `make dataset` and `make test` need only Python 3.11 or newer, git and make.
# The first Python that is new enough; `make PYTHON=/path/to/python dataset` overrides it.
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python,\
  $(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
BIN := .venv/bin
DATASET ?= dataset
RAW ?= raw
KILLS ?= 200
.DELETE_ON_ERROR:
.PHONY: help dataset trial test lint bench bench-scale bench-explorer fuzz kill figures site check-metadata model claims-model topics unseen lock licences clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

dataset: .venv/ready  ## set up, run the whole pipeline on raw/, publish what is new, answer one question
	@$(BIN)/rapporteur run --full --prefect
	@$(BIN)/rapporteur query --file docs/agreement.sql

trial: .venv/ready  ## what this code would publish: in build/trial, a copy of dataset/
	@rm -rf build/trial && mkdir -p build && cp -R $(DATASET) build/trial
	@$(BIN)/rapporteur run --full --dataset build/trial

test: .venv/ready  ## set up, run the tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/ready  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready  ## time the main job: seconds, MB/s, peak memory
	$(BIN)/python benchmarks/main_job.py

bench-scale: .venv/ready .venv-bench/ready  ## the tables of benchmarks/RESULTS.md, on RAW=a folder of tens of MB
	$(BIN)/python benchmarks/scale.py $(RAW) --others .venv-bench/bin/python

bench-explorer: .venv/ready  ## time the explorer in Chromium, on DATASETS=folders with releases
	$(BIN)/python benchmarks/explorer.py $(or $(DATASETS),$(DATASET))

fuzz: .venv/ready  ## prove both promises on 100,000 made-up raw files: a few minutes
	$(BIN)/python -m tests.fuzz

kill: .venv/ready  ## kill runs at 1,200 random times; no reader and no later run may notice: an hour
	$(BIN)/python -m tests.kill $(KILLS) $(or $(SEED),1) publishing run full nothing command-full command-nothing
	$(BIN)/python -m tests.kill 10 $(or $(SEED),1) two
	$(BIN)/python -m tests.fetch.kills $(KILLS) $(or $(SEED),1)

figures: .venv/ready  ## the pictures of docs/ and the table of docs/quality.md, from the latest release
	$(BIN)/python docs/figures.py
	$(BIN)/python docs/agreement_figures.py

check-metadata: .venv-metadata/ready  ## whether others' tools take the latest release: its metadata, and its values
	.venv-metadata/bin/python tests/publish/check_metadata.py $(DATASET)
	.venv-metadata/bin/python tests/publish/check_readers.py $(DATASET)

site: .venv-docs/ready  ## the documentation as a website, in build/site
	.venv-docs/bin/python -m sphinx -c docs -b html -q -W --keep-going . build/site

topics: .venv/ready  ## weigh the words of the topics again, from SETS=files or folders of coded claims
	@test -n "$(SETS)" || { echo "Name the coded claims: make topics SETS='DIR...' (docs/claims.md)" >&2; exit 2; }
	$(BIN)/python -m tools.topics $(SETS)

MODEL := .rapporteur/model
model: .venv-model/ready  ## make the weights of the sentence structure again, from CORPORA=a folder of texts: an hour
	@test -n "$(CORPORA)" || { echo "Name the folder of the texts: make model CORPORA=DIR (docs/model.md)" >&2; exit 2; }
	@mkdir -p $(MODEL)
	.venv-model/bin/python -m tools.model.sentences $(CORPORA) $(MODEL)/sentences.jsonl
	.venv-model/bin/python -m tools.model.parse $(MODEL)/sentences.jsonl $(MODEL)/silver.jsonl
	.venv-model/bin/python -m tools.model.examples $(CORPORA) $(MODEL)/silver.jsonl $(MODEL)/examples.npz
	XLA_FLAGS=--xla_cpu_multi_thread_eigen=false .venv-model/bin/python -m tools.model.train \
	  $(MODEL)/examples.npz flows/code/lang/en/structure.npz
	.venv-model/bin/python -m tools.model.measure $(MODEL)/examples.npz
	.venv-model/bin/python -m tools.model.inputs $(MODEL)

claims-model: .venv-model/ready  ## make the weights of the claims' passes again, from SETS=folders of raw/ and gold/
	@test -n "$(SETS)" || { echo "Name the folders of annotated texts: make claims-model SETS='DIR ...' (docs/claims.md)" >&2; exit 2; }
	OPENBLAS_NUM_THREADS=1 .venv-model/bin/python -m tools.claims_model.train flows/code/lang/en/claims.npz $(SETS)
	.venv-model/bin/python -m tools.claims_model.inputs $(SETS)

unseen: .venv/ready  ## measure anew on unseen text: figures, confidence, from TEXTS=a folder with the annotated texts
	@test -n "$(TEXTS)" || { echo "Name the folder of the texts: make unseen TEXTS=DIR (docs/trust.md)" >&2; exit 2; }
	$(BIN)/python -m tools.unseen $(TEXTS) $(SETS)

lock:  ## pin anew (needs uv on the PATH); no registry address is written
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header pyproject.toml --extra pipeline --group dev --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group metadata --override requirements-metadata.overrides --output-file requirements-metadata.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group bench --output-file requirements-bench.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header pyproject.toml --extra pipeline --group model --output-file requirements-model.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header pyproject.toml --extra pipeline --group docs --output-file requirements-docs.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header pyproject.toml --extra pipeline --group image --constraint requirements.lock --output-file requirements-image.lock

licences: .venv/ready  ## THIRD-PARTY-LICENCES.md, from requirements.lock
	$(BIN)/python -m flows.attest .

clean:  ## remove what can be made again
	rm -rf .venv .venv-metadata .venv-bench .venv-model .venv-docs .rapporteur .pytest_cache .mypy_cache .ruff_cache .hypothesis dataset/rapporteur.duckdb

.venv/ready: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH" >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv-metadata/ready: requirements-metadata.lock
	$(PYTHON) -m venv --clear .venv-metadata
	.venv-metadata/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-metadata.lock
	@touch $@

.venv-bench/ready: requirements-bench.lock
	$(PYTHON) -m venv --clear .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-bench.lock
	@touch $@

.venv-model/ready: requirements-model.lock
	$(PYTHON) -m venv --clear .venv-model
	.venv-model/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-model.lock
	@touch $@

.venv-docs/ready: requirements-docs.lock
	$(PYTHON) -m venv --clear .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements-docs.lock
	@touch $@
