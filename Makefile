.DEFAULT_GOAL := help
.PHONY: help setup env demo translate-rates test test-slow test-jax test-all test-quick test-room test-changed check format generate soak bench bench-quick bench-profile docs docs-check dist smoke release keras-versions clean
SHELL := bash

# TensorFlow's start-up chatter hides what a target prints, and a GPU would make its numbers differ from machine to machine.
export TF_CPP_MIN_LOG_LEVEL ?= 3
export CUDA_VISIBLE_DEVICES ?= -1

run := eval "$$(tools/env.sh)" &&

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 23

setup: ## Install what is missing: R packages, .venv, .rlib (PYTHON=... chooses the Python of a new .venv)
	@tools/setup.sh system python r

env: ## Print this project's environment for: eval "$(make -s env)"
	@tools/env.sh

demo: setup ## Build a model in R, train it in Python, use it in both
	@$(run) python examples/demo.py

test: setup ## Run the usual tests, of all rooms and both languages, and the examples
	@tools/setup.sh browser servers
	@$(run) python tools/test.py --tier usual

test-slow: setup ## Run the others: many cases, processes of their own, the vignettes (CI runs both)
	@tools/setup.sh browser servers
	@$(run) python tools/test.py --tier slow

test-jax: setup ## Run the tests of the backend JAX, whose packages go into .cache/backends
	@$(run) tools/backends.sh jax

test-all: setup ## Run the tests with all cases of the sweeps, of which make test takes a part: an hour or so
	@tools/setup.sh browser servers
	@$(run) RKERAS_ALL_CASES=1 python tools/test.py

test-quick: setup ## Run a part of the tests that touches everything, in two to three minutes
	@$(run) python tools/test.py --quick

test-room: setup ## Run the tests that a change in a room of rkeras_py can break (ROOM=saving)
	@$(run) python tools/test.py --room "$(ROOM)"

test-changed: setup ## Run the tests that can be broken by what changed since this branch left main
	@$(run) python tools/test.py --changed

check: setup ## Run the linters, the type checker, the freshness checks and R CMD check
	@$(run) tools/check.sh

format: ## Lay out Python and R code as `make check` wants it
	@tools/setup.sh python
	@$(run) { ruff check --fix-only --quiet; ruff format --quiet; air format R tests/testthat; }

generate: ## Write what comes from the signatures (R wrappers, help, NAMESPACE, names), and install the R package
	@tools/setup.sh system python
	@$(run) tools/generate.sh

translate-rates: setup ## Write the table of rates of docs/translate.md, both styles over tests/translate (VERIFY=1 runs what changed)
	@$(run) python -m tools.translate_rates $(if $(VERIFY),--verify)

soak: setup ## Use both packages for half an hour as long sessions do: memory flat, nothing lost (MINUTES=3 for less)
	@$(run) python tools/soak.py --minutes $(if $(MINUTES),$(MINUTES),30)

bench: setup ## Compare with plain Keras
	@$(run) python benchmarks/run.py

bench-quick: setup ## Compare short calls with plain Keras, roughly, in under 3 minutes
	@$(run) python benchmarks/run.py --quick

bench-profile: setup ## Say where the time of a row of the benchmarks goes (ROW="train_on_batch, R" chooses another)
	@$(run) python benchmarks/run.py --profile "$(or $(ROW),train_on_batch)"

docs: setup ## Build the site of both packages in build/site, and check its links
	@tools/setup.sh docs
	@$(run) python -m tools.site

docs-check: setup ## Build the site, and open every page of it in a browser
	@tools/setup.sh docs browser
	@$(run) python -m tools.site --pages

dist: setup ## Build both packages in dist/, the same byte for byte from the same commit
	@$(run) python tools/archives.py dist

smoke: $(if $(PYTHON),,setup) ## Install both packages from their archives into an empty place, and use all of it in each language (PYTHON=... fetches all anew)
	@$(if $(PYTHON),$(PYTHON) tools/smoke,$(run) python tools/smoke --borrow)

release: setup ## Build the archives of a release, try them, and say what is to be uploaded; nothing is
	@$(run) python tools/release.py

keras-versions: setup ## Try the oldest Keras that is allowed, the newest, and the nightly
	@$(run) tools/keras-versions.sh

clean: ## Remove all that setup made
	rm -rf .venv .rlib .cache build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
