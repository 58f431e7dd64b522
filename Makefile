# Only Python 3.11 or later has to be on the machine; everything else goes into .venv.

PORT ?= 8000
HOST ?= 127.0.0.1
PYTEST_ARGS ?=
PYTEST_WORKERS ?= 2
BENCH_ARGS ?=
export PORT
export DJANGO_SETTINGS_MODULE ?= portal.settings.dev

SYSTEM_PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v "$$python" && break; done)
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# uv only writes the locks; it is fetched into a folder of its own when that is asked for.
UV := .venv/lock-tools/bin/uv
COMPILE := $(UV) pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help demo test lint format serve lock bench messages screenshots \
	validator python-on-machine free-port runtime development

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: free-port runtime ## install, migrate, load the demo site and serve it (PORT=9000 for another port)
	@echo "Preparing the database ..."
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

test: development ## run the whole test suite, browser tests included (PYTEST_ARGS="-k name" for a part)
	@chromium=$$($(PYTHON) -m tests.browser.chromium) && CHROMIUM_PATH="$$chromium" \
		$(PYTHON) -m pytest -n $(PYTEST_WORKERS) --dist worksteal $(PYTEST_ARGS)

lint: development ## check style, templates and types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/djlint --quiet --lint templates
	@.venv/bin/mypy

format: development ## rewrite the code in the project's style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

serve: free-port runtime ## serve the site as it is, without loading the demo
	@$(MANAGE) migrate --verbosity 0
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

lock: runtime ## resolve the dependencies anew and write both lock files
	@test -x $(UV) || { $(SYSTEM_PYTHON) -m venv .venv/lock-tools && .venv/lock-tools/bin/pip install --quiet uv; }
	@$(COMPILE) --upgrade --output-file requirements.lock
	@$(COMPILE) --upgrade --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@echo "Wrote requirements.lock and requirements-dev.lock."

bench: development ## measure; BENCH_ARGS="import --posts 400 --runs 1" for less, "--help" for all options
	@$(PYTHON) -m tests.benchmarks $(BENCH_ARGS)

messages: development ## gather what visitors read into the catalogues of the languages, and compile them
	@$(PYTHON) -m fixtures.messages

screenshots: development ## take the README's screenshots from the running demo (PORT=...)
	@chromium=$$($(PYTHON) -m tests.browser.chromium) && CHROMIUM_PATH="$$chromium" \
		$(PYTHON) -m fixtures.screenshots http://localhost:$(PORT)

# The validator of the authors of the HTML standard, as npm carries it.
VNU := vnu-jar@26.9.27
VALIDATOR := .venv/validator
validator: development ## fetch the Nu HTML validator and check every page with it (needs Java and npm)
	@command -v java >/dev/null && command -v npm >/dev/null || { echo "The Nu validator needs Java and npm (Debian: apt install default-jre-headless npm)." >&2; exit 1; }
	@test -f $(VALIDATOR)/vnu.jar || { mkdir -p $(VALIDATOR) && cd $(VALIDATOR) && npm pack --silent $(VNU) >/dev/null \
		&& tar -xzf vnu-jar-*.tgz --strip-components=3 package/build/dist/vnu.jar && rm vnu-jar-*.tgz; }
	@$(PYTHON) -m pytest -q tests/delivered/test_vnu.py

python-on-machine:
	@test -n "$(SYSTEM_PYTHON)" || { echo "Python 3.11 or later with venv is needed and was not found (Debian: apt install python3 python3-venv)." >&2; exit 1; }

free-port: python-on-machine
	@$(SYSTEM_PYTHON) portal/serve_port.py $(HOST) $(PORT)

# The copy of a lock inside .venv says what is installed there. An interrupted installation
# leaves no copy and is taken up again.
define install
	@$(PYTHON) -c '' 2>/dev/null && test -x .venv/bin/pip || $(SYSTEM_PYTHON) -m venv --clear .venv
	@cmp -s $(1) .venv/$(1) || { \
		echo "Installing what $(1) names (the first time takes a minute or two) ..."; \
		$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
		|| { echo "The packages of $(1) could not be installed: see the lines above." >&2; exit 1; }; \
	}
endef

runtime: python-on-machine
	$(call install,requirements.lock)
	@cp requirements.lock .venv/requirements.lock

# The development lock holds everything the other one does, at the same versions.
development: python-on-machine
	$(call install,requirements-dev.lock)
	@cp requirements.lock requirements-dev.lock .venv/
