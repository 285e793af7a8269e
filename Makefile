# The commands of the house. Each one installs what it needs, once, in .venv.
EDITION ?= 2025
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest

.PHONY: lettre dagster test test-complet bench reference installer verrouiller
.DEFAULT_GOAL := lettre

lettre: installer
	@$(PYTHON) -m orchestration.cli lettre $(EDITION)

dagster: installer
	@$(PYTHON) -m orchestration.cli dagster

test: installer
	@$(PYTEST) -q -m "not lent"

test-complet: installer
	@$(PYTEST) -q

bench: installer
	@$(PYTHON) -m benchmarks.pipeline $(EDITION)
	@$(PYTHON) -m benchmarks.sources
	@$(PYTHON) -m benchmarks.controle
	@$(PYTHON) -m benchmarks.secret
	@$(PYTHON) -m benchmarks.portail

reference: installer
	@$(PYTHON) -m orchestration.reference

installer:
	@.ci/installer

# Rewrites requirements.lock from requirements.in (needs uv and the network).
verrouiller:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --custom-compile-command "make verrouiller" requirements.in -o requirements.lock
