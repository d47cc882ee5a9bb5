# Everything runs from here, each target also as the very first command after a clone.
# Needed beforehand: make, pip, and Python 3.11 or newer.

UV_VERSION := 0.13.9
UV := .tools/bin/uv
PYTHON := .venv/bin/python

# The Python is one that is already installed; the environment is always .venv, whichever
# other one happens to be active; files are copied, so caches on another disk draw no warning.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export UV_LINK_MODE := copy
unexport VIRTUAL_ENV

# Where the system keeps trusted certificates, uv goes by them, as pip does: a network may have its
# own. Elsewhere uv goes by those it brings.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem /etc/pki/tls/cert.pem),)
export UV_SYSTEM_CERTS := 1
endif

# $(call ready,OPTIONS): bring .venv in line with uv.lock. What other targets put there stays.
define ready
@test -d .venv || echo "Setting up .venv (the first time only) ..."
@$(UV) sync --quiet --locked --inexact $(1) || { \
	$(UV) python find --quiet >/dev/null 2>&1 \
		|| echo "minutebook needs Python 3.11 or newer, and there is none on the PATH: install one, then try again." >&2; \
	exit 1; }
endef

.PHONY: help run serve site test check bench clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

run: $(UV)  ## check the shipped OpenAI book, replay its five days, answer, write it as a site
	$(call ready,--no-dev)
	@.venv/bin/minutebook tour openai
	@.venv/bin/minutebook site openai -o build/site/openai
	@echo "The same from a server, with questions of your own: make serve"

site: $(UV)  ## the same book as a site that needs no server, with every reading in it
	$(call ready,--no-dev)
	@.venv/bin/minutebook site openai -o build/site/openai

serve: $(UV)  ## the same book as web pages on this machine
	$(call ready,--no-dev)
	@.venv/bin/minutebook serve openai

# The pages are tried in Debian's Chromium, never in a downloaded browser. Where it is missing and
# cannot be installed, the tests say which of them did not run; with CI=true they fail instead.
test: $(UV)  ## all tests, with coverage
	$(call ready)
	@command -v chromium >/dev/null 2>&1 || { \
		test "$$(id -u)" = 0 && command -v apt-get >/dev/null 2>&1 \
		&& echo "Installing Chromium from Debian (the first time only) ..." \
		&& apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends chromium >/dev/null; } || true
	@$(PYTHON) -m pytest -n auto --dist loadfile --cov --cov-report=

check: $(UV)  ## lint, format, types, and the one-way flow of imports
	$(call ready)
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy
	@$(PYTHON) .venv/bin/lint-imports --no-logo

bench: $(UV)  ## measure beside other programs and write docs/benchmarks.md
	$(call ready,--group bench)
	@$(PYTHON) bench/run.py

clean:  ## remove the environment, the tools and every cache
	rm -rf .venv .tools .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp carries the version, so that a new pin replaces an old uv.
.tools/uv-$(UV_VERSION):
	@mkdir -p .tools
	@touch $@

# pip lets --target through where the Python is "externally managed": nothing of it is touched.
$(UV): .tools/uv-$(UV_VERSION)
	@mkdir -p .tools/bin; temporary=$$(mktemp -d .tools/install.XXXXXX) || exit 1; \
	trap 'rm -rf "$$temporary"' EXIT; \
	if PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 python3 -m pip install --no-deps --only-binary :all: \
		--target "$$temporary/uv" uv==$(UV_VERSION) >"$$temporary/log" 2>&1; \
	then mv -f "$$temporary/uv/bin/uv" $@ && touch $@; \
	else cat "$$temporary/log" >&2; \
		echo "Could not install uv $(UV_VERSION), which sets up the environment: pip's own words are above." >&2; \
		exit 1; \
	fi
