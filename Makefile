# `make demo` and `make test` are all a newcomer needs: both make their own environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: demo test slow lint types format bench schema tools clean

demo: $(INSTALLED)
	@echo "\$$ compliance check fixtures/articles/dcnf.txt fixtures/articles/metro.txt"
	@$(BIN)/compliance check --color auto fixtures/articles/dcnf.txt fixtures/articles/metro.txt; test $$? -eq 1
	@echo
	@echo "\$$ compliance check --desk fixtures/desks/eligible.yaml fixtures/articles/dcnf-republished.html"
	@$(BIN)/compliance check --color auto --desk fixtures/desks/eligible.yaml fixtures/articles/dcnf-republished.html
	@echo
	@echo "\$$ compliance check --policy fixtures/policies/alder-news.yaml --originals fixtures/originals fixtures/copies/river-clinic.html"
	@$(BIN)/compliance check --color auto --policy fixtures/policies/alder-news.yaml --originals fixtures/originals fixtures/copies/river-clinic.html; test $$? -eq 1

test: $(INSTALLED)
	$(BIN)/python -m pytest -m "not slow" -n auto

slow: $(INSTALLED)
	$(BIN)/python -m pytest -m slow

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED)
	$(BIN)/python -m pytest benchmarks --benchmark-only --benchmark-columns=min,median,iqr,rounds

# The site, in .site/html; needs the extra `docs`.
.PHONY: docs
docs: $(INSTALLED)
	$(BIN)/python docs/build.py

schema: $(INSTALLED)
	$(BIN)/compliance schema policy > docs/schema/policy.json
	$(BIN)/compliance schema desk > docs/schema/desk.json
	$(BIN)/compliance schema article > docs/schema/article.json
	$(BIN)/compliance schema waivers > docs/schema/waivers.json

$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	$(BIN)/python -m compileall -q $(VENV)/lib || true
	@touch $@

# What others read our files with: Microsoft's SARIF multitool, the YAML server behind editors, and the judge of what
# people with a screen reader can use (107 MB).
tools:
	npm install --prefix .tools --silent --no-audit --no-fund @microsoft/sarif-multitool-linux@5 yaml-language-server@2 axe-core@4

clean:
	rm -rf .tools $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

# Needs atheris, which has wheels for few Pythons; FUZZ_SECONDS for each format.
FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	for name in page.html record.json article.md feed.xml; do \
	  PYTHONPATH=. $(BIN)/python tests/fuzz/readers.py $$name $$(mktemp -d) fixtures/articles fixtures/feeds fixtures/wires -max_total_time=$(FUZZ_SECONDS) -max_len=8192 || exit 1; \
	done
