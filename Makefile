# Two commands are all a user needs: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

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
export CARGO_INCREMENTAL := 0
# The four runtimes compile the same wasm dependencies; a compiler cache does it once.
export RUSTC_WRAPPER := $(CURDIR)/scripts/cached-rustc
export SCCACHE_DIR ?= $(HOME)/.cache/zeropark/sccache
export SCCACHE_CACHE_SIZE ?= 20G

TOOLS := $(HOME)/.cache/zeropark/tools/bin
NODE := $(CARGO_TARGET_DIR)/$(PROFILE)/zeropark-node
NEXT_VERSION := $(CARGO_TARGET_DIR)/next-version/$(PROFILE)/wbuild/runtime-park/runtime_park.compact.compressed.wasm
REPLAY := --replay data/park-week-2019-10-07.csv --scenario scenarios/ucsd-week.toml

# Always the whole workspace, for one choice of the dependencies' features: with another, cargo builds them once more.
WORKSPACE := --locked --workspace
# Without the relay chain's node, which only zombienet needs.
OURS := $(WORKSPACE) --exclude zeropark-relay
NPM_CI := npm ci --no-audit --no-fund --loglevel=error
NETWORK := small

.PHONY: help setup build run test test-rust test-wallet zombienet zombienet-build \
	test-zombienet check check-manifests check-lints fmt bench weights

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-15s %s\n", $$1, $$2 }'

setup: ## Install what building needs (Debian as root, or say what is missing)
	@scripts/setup

setup-%:
	@scripts/setup $*

build: setup ## Build the node and the runtimes
	scripts/cargo build --profile $(PROFILE) $(OURS) --bin zeropark-node

run: build ## Start the development network, replay the committed week, print the period statement
	$(NODE) dev $(REPLAY)

test: test-rust test-wallet ## Run all tests but those under a relay chain

test-rust: setup-test ## Run the tests of pallets, of runtimes behind an emulated relay chain, and of the running network
	scripts/cargo nextest run --cargo-profile $(PROFILE) $(OURS)

test-wallet: build setup-wallet ## Run the tests of a wallet on the running network
	cd tests/wallet && $(NPM_CI) && ZEROPARK_NODE=$(NODE) npm test

zombienet: zombienet-build ## Start four of the chains under a relay chain (all: NETWORK=full)
	cd zombienet && PATH="$(dir $(NODE)):$$PATH" exec node main.mjs $(NETWORK).toml

test-zombienet: zombienet-build ## Run the tests of the chains under a relay chain
	CARGO_TARGET_DIR=$(CARGO_TARGET_DIR)/next-version scripts/cargo check --locked --profile $(PROFILE) -p runtime-park --features next-version
	cd tests/wallet && $(NPM_CI)
	cd zombienet && PATH="$(dir $(NODE)):$$PATH" ZEROPARK_NEXT_VERSION=$(NEXT_VERSION) npm test

# The relay chain runs its runtime's wasm.
zombienet-build: build setup-zombienet
	env -u SKIP_ROCOCO_RUNTIME_WASM_BUILD scripts/cargo build --profile $(PROFILE) $(WORKSPACE) \
		--bin polkadot --bin polkadot-execute-worker --bin polkadot-prepare-worker
	cd zombienet && $(NPM_CI)

check: check-manifests check-lints ## Check formatting, manifests, licences, lints and documentation

check-manifests: setup-check ## Check formatting, manifests and licences
	scripts/cargo fmt --all -- --check
	$(TOOLS)/taplo fmt --check
	$(TOOLS)/cargo-deny --locked check licenses bans sources

check-lints: setup-lints ## Check lints and documentation
	SKIP_WASM_BUILD=1 scripts/cargo clippy --profile $(PROFILE) $(OURS) --all-targets -- -D warnings
	SKIP_WASM_BUILD=1 RUSTDOCFLAGS="-D warnings" scripts/cargo doc --profile $(PROFILE) $(OURS) --no-deps

fmt: setup-check ## Format everything
	scripts/cargo fmt --all
	$(TOOLS)/taplo fmt

bench: build ## Measure the network's speed and memory, and what the market costs
	scripts/bench $(NODE)
	SKIP_WASM_BUILD=1 scripts/cargo bench --profile $(PROFILE) $(OURS) --bench market \
		--config 'profile.$(PROFILE).package.runtime-greencert.opt-level=3'

weights: build ## Measure the weights of our pallets, of money and of XCM on this machine
	scripts/weights
