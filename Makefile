# Two commands are all a user needs: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# For work on Zeropark. A release is `make build PROFILE=release`.
PROFILE := fast
CARGO_TARGET_DIR ?= $(CURDIR)/target
export CARGO_TARGET_DIR
# Where the wasm build finds Cargo.lock when the target folder is elsewhere.
export WASM_BUILD_WORKSPACE_HINT := $(CURDIR)
# OpenSSL comes from the system, and a wasm runtime that only a benchmark of the SDK's wants is not built.
export OPENSSL_NO_VENDOR := 1
export SKIP_FRAME_STORAGE_ACCESS_TEST_RUNTIME_WASM_BUILD := 1
# The emulated relay chain is native.
export SKIP_ROCOCO_RUNTIME_WASM_BUILD := 1
# wasm-builder compiles every runtime with the release profile, which a network that is thrown away
# does not need: these values override it. A release keeps that profile, and so do the runtimes whose
# weights are measured (scripts/weights). A change of a value compiles all wasm once more.
ifeq ($(PROFILE),fast)
export WASM_BUILD_CARGO_ARGS := \
	--config profile.release.opt-level=1 \
	--config 'profile.release.lto="off"'
endif
export CARGO_INCREMENTAL := 0
# The four runtimes compile the same wasm dependencies; a compiler cache does it once.
export RUSTC_WRAPPER := $(CURDIR)/scripts/cached-rustc
export SCCACHE_DIR ?= $(HOME)/.cache/zeropark/sccache
export SCCACHE_CACHE_SIZE ?= 20G

TOOLS := $(HOME)/.cache/zeropark/tools/bin
NODE := $(CARGO_TARGET_DIR)/$(PROFILE)/zeropark-node
NEXT_VERSION := $(CARGO_TARGET_DIR)/next-version/$(PROFILE)/wbuild/runtime-park/runtime_park.compact.compressed.wasm
REPLAY := --replay data/park-week-2019-10-07.csv --scenario scenarios/ucsd-week.toml

# Always build the whole workspace: another selection of packages changes feature unification and
# recompiles the dependencies.
WORKSPACE := --locked --workspace
# Without the relay chain's node, which only zombienet needs.
OURS := $(WORKSPACE) --exclude zeropark-relay
# Adds one workspace's packages, as the lock file has them. `npm ci` would first remove those of the other workspaces, even from
# under a running network.
NPM_INSTALL := npm install --no-save --loglevel=error
NETWORK := small
# Lints and benchmarks need no wasm. Our runtimes are named one by one: SKIP_WASM_BUILD would also run
# the build scripts of the SDK's runtimes again, and recompile what depends on them, up to the node.
SKIP_WASM := $(foreach runtime,CARBON ENERGY GREENCERT PARK,SKIP_RUNTIME_$(runtime)_WASM_BUILD=1)
# BUILT=yes says that the wasm is up to date. Documentation then need not skip it, which would make the
# next build compile the runtimes and the node once more.
BUILT :=

.PHONY: help setup build run test test-rust test-wallet zombienet zombienet-build \
	test-zombienet check check-format check-manifests check-scripts check-lints fmt bench weights

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-15s %s\n", $$1, $$2 }'

setup: ## Install what building needs (Debian as root, or say what is missing; setup-test: what the tests need)
	@scripts/setup

setup-%:
	@scripts/setup $*

build: setup ## Build the node and the runtimes
	scripts/cargo build --profile $(PROFILE) $(OURS) --bin zeropark-node

run: build ## Start the development network, replay the committed week, print the period statement
	$(NODE) dev $(REPLAY)

test: test-rust test-wallet ## Run all tests but those under a relay chain

test-rust: setup-test ## Run the tests of pallets, of runtimes behind an emulated relay chain, and of the running network
	scripts/cargo nextest run --locked --manifest-path crates/range-proof/oracle/Cargo.toml
	scripts/cargo nextest run --cargo-profile $(PROFILE) $(OURS)

test-wallet: build setup-wallet ## Run the tests of a wallet on the running network
	$(NPM_INSTALL) --workspace tests/wallet
	ZEROPARK_NODE=$(NODE) npm test --workspace tests/wallet

zombienet: zombienet-build ## Start four of the chains under a relay chain (all: NETWORK=full)
	cd zombienet && PATH="$(dir $(NODE)):$$PATH" exec node main.mjs $(NETWORK).toml

test-zombienet: zombienet-build ## Run the tests of the chains under a relay chain
	CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/next-version scripts/cargo check --locked --profile $(PROFILE) -p runtime-park --features next-version
	PATH="$(dir $(NODE)):$$PATH" ZEROPARK_NEXT_VERSION=$(NEXT_VERSION) npm test --workspace zombienet

# The relay chain runs its runtime's wasm.
zombienet-build: build setup-zombienet ## Build the relay chain's node
	env -u SKIP_ROCOCO_RUNTIME_WASM_BUILD scripts/cargo build --profile $(PROFILE) $(WORKSPACE) \
		--bin polkadot --bin polkadot-execute-worker --bin polkadot-prepare-worker
	$(NPM_INSTALL) --workspace zombienet

check: check-manifests check-scripts check-lints ## Check everything that is checked without running it

check-format: setup-lints ## Check the formatting of the Rust code
	scripts/cargo fmt --all -- --check

check-manifests: check-format setup-check ## Check formatting, manifests, feature lists, licences and the steps of CI
	scripts/ci-steps.test
	$(TOOLS)/taplo fmt --check
	$(TOOLS)/zepter run check
	$(TOOLS)/cargo-deny --locked check licenses bans sources

check-scripts: setup-wallet ## Check formatting and lints of JavaScript
	$(NPM_INSTALL) --workspaces=false
	npm run check

check-lints: setup-lints ## Check lints and documentation
	$(SKIP_WASM) scripts/cargo clippy --profile $(PROFILE) $(OURS) --all-targets -- -D warnings
	$(SKIP_WASM) scripts/check-wasm-lints --profile $(PROFILE) $(OURS)
	$(if $(BUILT),,$(SKIP_WASM)) RUSTDOCFLAGS="-D warnings" scripts/cargo doc --profile $(PROFILE) $(OURS) --no-deps

fmt: setup-check setup-wallet ## Format everything, and complete the feature lists
	scripts/cargo fmt --all
	$(TOOLS)/zepter run default
	$(TOOLS)/taplo fmt
	$(NPM_INSTALL) --workspaces=false
	npm run fmt

bench: build ## Measure the network's speed and memory, and what the market costs
	scripts/bench $(NODE)
	$(SKIP_WASM) scripts/cargo bench --profile $(PROFILE) $(OURS) --bench market \
		--config 'profile.$(PROFILE).package.runtime-greencert.opt-level=3'

weights: build ## Measure the weights of our pallets, of money and of XCM on this machine
	scripts/weights
