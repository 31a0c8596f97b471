# Thin calls of dev.py, which works without make too (and on Windows).
PYTHON ?= python3
ARGS ?=

.PHONY: run test build bench screenshots
run test build bench screenshots:
	@$(PYTHON) dev.py $@ $(ARGS)
