# Two commands do all the set-up: `make demo` and `make test`. Both need only Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   ?= demo

.PHONY: help demo test docs bench fuzz attacks screenshots clean

help:
	@echo "make demo         set up, then check, build, pack, import and build again, on the sample modules"
	@echo "make test         set up, then run every check and test"
	@echo "make docs         build the documentation into build/docs"
	@echo "make bench        measure, beside named peers, into benchmarks/RESULTS.md (half an hour; BENCH=--quick: 5 minutes)"
	@echo "make fuzz         throw random bytes at the readers, for FUZZ_SECONDS (60)"
	@echo "make attacks      open 10,000 attacks on pages in a browser; make test opens 360"
	@echo "make screenshots  take pictures of the built site into build/screenshots"
	@echo "make clean        remove what the others made"

$(BIN)/chapbook: pyproject.toml
	$(PYTHON) tests/support/setup_env.py "$(VENV)"
	@touch $@

$(VENV)/.test: $(BIN)/chapbook pyproject.toml tests/support/setup_env.py
	$(PYTHON) tests/support/setup_env.py "$(VENV)" --test
	@touch $@

demo: $(BIN)/chapbook
	$(BIN)/python tests/support/demo.py "$(DEMO)"

test: $(VENV)/.test
	$(BIN)/python tests/support/run_all.py

docs: $(VENV)/.test
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -f docs/mkdocs.yml -d ../build/docs
	@echo "Open build/docs/index.html"

bench: $(VENV)/.test
	$(BIN)/python benchmarks/run.py $(BENCH)

fuzz: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[fuzz]"
	$(BIN)/python tests/fuzz/run.py

attacks: $(VENV)/.test
	CHAPBOOK_VECTORS=10000 $(BIN)/python -m pytest tests/browser/test_attacks.py

screenshots: $(VENV)/.test
	$(BIN)/python tests/support/screenshots.py build/screenshots

clean:
	rm -rf "$(VENV)" "$(DEMO)" build site dist .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
