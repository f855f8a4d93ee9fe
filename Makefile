# How is postwarden shown, tested and extended? `make` alone lists the recipes.

PYTHON ?= python3
DEMO := .venv
DEV := .venv-dev
BIN := $(CURDIR)/$(DEV)/bin
LINES ?= 1000000
SEEDS ?= 501-520
# Debian packages that building and testing need; `make test` installs them where it may.
LAB_DEBIAN := postfix dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-managesieved dovecot-sieve rsyslog libfaketime \
	iproute2 openssl uidmap logrotate systemd
DEBIAN := build-essential python3-dev python3-venv $(LAB_DEBIAN)
RELEASE ?= installed

SOURCES := pyproject.toml setup.py $(shell find src -type f -not -name '*.so' -not -name '*.c' -not -name '*.pyc' \
	-not -path '*.egg-info/*')

export PYTHON
.DELETE_ON_ERROR:

.PHONY: help demo test check style format types layers reference lab lab-shell lab-root golden capture-demo bench bench-detection docs sanitize new-detector debian clean

help:  ## List the recipes
	@echo 'make RECIPE, where RECIPE is one of'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

demo: $(DEMO)/ready  ## Install into .venv and judge the shipped incident: an account that was broken into
	@echo '$$ $(DEMO)/bin/postwarden check --demo'
	@$(DEMO)/bin/postwarden check --demo || test $$? -eq 2  # 2 says "compromised", which is right here

test: debian $(DEV)/ready  ## Set up everything that development needs and run all checks and tests
	@failed=; $(MAKE) --no-print-directory --keep-going check || failed=yes; \
	echo $(BIN)/pytest -n auto -ra; $(BIN)/pytest -n auto -ra || failed=yes; \
	tools/debian_packages.sh --missing $(DEBIAN); \
	test -z "$$failed"

check: style format types layers reference  ## Style, types, layers, and whether the reference pages are up to date: the quick part of `make test`

style: $(DEV)/ready
	$(BIN)/ruff check
format: $(DEV)/ready
	$(BIN)/ruff format --check
types: $(DEV)/ready
	$(BIN)/mypy
layers: $(DEV)/ready
	$(BIN)/lint-imports
reference: $(DEV)/ready
	$(BIN)/python tools/make_reference.py --check

lab: debian $(DEV)/ready lab-root  ## RELEASE=trixie: play attacks on a real Postfix and Dovecot (this Debian's, or 13's) and compare
	LAB_RELEASE=$(RELEASE) $(BIN)/pytest -n auto -ra tests/lab

lab-shell: debian $(DEV)/ready lab-root  ## RELEASE=trixie: a shell beside a mail server of your own, to play with
	@PYTHONPATH=tests $(BIN)/python -P -m lab.shell --release $(RELEASE)

lab-root: $(DEV)/ready
ifneq ($(RELEASE),installed)
	@tools/debian_packages.sh debootstrap
	PYTHONPATH=tests $(BIN)/python -P -m lab.debian_root $(RELEASE)
endif

golden: debian $(DEV)/ready lab-root  ## RELEASE=trixie: play the scenarios anew and keep their logs for the tests that need no server
	PYTHONPATH=tests $(BIN)/python -P -m lab.capture --release $(RELEASE)

capture-demo: debian $(DEV)/ready  ## Play the shipped incident anew in the lab (on Debian 12, ten minutes)
	PYTHONPATH=tests $(BIN)/python -P tools/capture_demo.py

bench: $(DEV)/ready bench/data/$(LINES).log  ## LINES=1000000: measure beside pflogsumm, logwatch and others, those that are installed
	$(BIN)/python bench/peers.py bench/data/$(LINES).log

bench-detection: $(DEV)/ready  ## SEEDS=501-520: score the verdicts on months of mail in which everything is known
	$(BIN)/python bench/detection/score.py --seeds $(SEEDS)

bench/data/%.log: | $(DEV)/ready
	@mkdir -p $(@D)
	$(BIN)/python bench/generate.py --lines $* --stamp rfc3164 --output $@

docs: $(DEV)/ready  ## Write the pages of docs/reference/ and the picture of the demo anew
	$(BIN)/python tools/make_reference.py
	$(BIN)/python tools/make_screenshot.py

sanitize: $(DEV)/ready  ## Run the compiled log reader under AddressSanitizer and UBSan (needs gcc)
	PATH="$(BIN):$$PATH" tools/sanitize.sh

new-detector: $(DEV)/ready  ## NAME=word_word: begin a detector and its two cases, which pass and are yours to change
	$(BIN)/python tools/new_detector.py $(NAME)

debian:
	@tools/debian_packages.sh $(DEBIAN)

clean:  ## Remove what the recipes have built
	rm -rf $(DEMO) $(DEV) build src/postwarden.egg-info
	rm -f src/postwarden/parse/matcher.c src/postwarden/parse/matcher.*.so

# build/ may hold files of an earlier state, which would be installed again
$(DEMO)/ready: $(SOURCES)
	@tools/environment.sh $(DEMO)
	@echo 'installing postwarden into $(DEMO)'
	@rm -rf build && $(DEMO)/bin/pip install --quiet . && touch $@

$(DEV)/ready: pyproject.toml setup.py $(wildcard src/postwarden/parse/*.p[yx][xi])
	@tools/environment.sh $(DEV)
	@echo 'installing postwarden and its tools into $(DEV), the log reader compiled in place'
	@$(DEV)/bin/pip install --quiet --editable '.[dev]'
	@$(BIN)/python -c 'import postwarden.parse.matcher' 2>/dev/null || echo 'NOT COMPILED: the tests of the compiled log reader will be skipped' >&2
	@touch $@
