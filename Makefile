# Everything that a newcomer does here starts with make. `make run` shows the
# program at work, `make test` proves it; both set up what they need.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run build build-windows setup ready test unit race lint fmt generate pictures bench parity soak fuzz

# Puts the right Go and the pinned tools first on the PATH.
IN := packaging/env.sh
KINORA := build/kinora

SOAK_MINUTES ?= 30
FUZZ_TIME ?= 30s

# Packages that start goroutines or share memory: the race detector earns its
# time in these. The window and the program that contains it are left out: in the
# tests of its toolkit what is meant for the one goroutine of the window runs on
# the caller's, and building it for the detector takes minutes.
CONCURRENT = $(shell grep -rlE --include='*.go' '"(sync|sync/atomic|golang.org/x/sync/[a-z]+)"' $(wildcard app engine project) | xargs -r -n1 dirname | sort -u | grep -v '^app/kinora$$' | sed 's|^|./|')

# Packages whose tests ask about everything when they are built with -tags soak.
EXHAUSTIVE = $(shell grep -rlx --include='*_test.go' '//go:build soak' $(wildcard app ui engine project) | xargs -r -n1 dirname | sort -u | sed 's|^|./|')

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: build ## Set up, build, and make a sample clip with the pocket pack
	@$(IN) packaging/sample.sh

build: ready ## Build build/kinora
	@$(IN) packaging/build.sh

build-windows: ready ## Build build/windows, the program for Windows
	@packaging/setup.sh --windows
	@$(IN) packaging/build-windows.sh

setup: ## Put in place what building, testing and linting need
	@packaging/setup.sh --dev

ready:
	@packaging/setup.sh

test: setup lint race unit ## Set up, lint, and run every test

unit: ready ## Run every test, without the linters
	@$(IN) go test -timeout 20m ./...

race: ready ## Run the tests of concurrent packages under the race detector
	@packages='$(CONCURRENT)'; [[ -z $$packages ]] || $(IN) go test -race -timeout 20m $$packages

lint: setup ## Check style, architecture, scripts and known vulnerabilities
	@shellcheck --check-sourced --external-sources .ci/run packaging/*.sh $(wildcard packaging/bench/*.sh)
	@$(IN) golangci-lint run ./...
	@$(IN) packaging/vulncheck.sh

fmt: setup ## Format the Go code
	@$(IN) gofumpt -w $(wildcard app ui engine project assets packaging)

generate: ready ## Make Go of the SQL queries again, after they were changed
	@packaging/setup.sh --sqlc
	@cd project/store && ../../$(IN) sqlc generate

pictures: build ## Take the pictures of the guide anew
	@$(IN) packaging/pictures.sh

bench: build ## Measure speed: Go benchmarks, then every script of packaging/bench
	@$(IN) go test -run '^$$' -bench . -benchmem -timeout 60m ./...
	@for script in $(wildcard packaging/bench/*.sh); do $(IN) "$$script"; done

parity: build ## Compare the engine with the recorded results of the public models
	@$(IN) $(KINORA) inspect parity $(sort $(wildcard testdata/parity/*))

soak: build build-windows ## Run the exhaustive tests, then make clips for SOAK_MINUTES (30) and check each
	@$(IN) go test -tags soak -timeout 60m $(EXHAUSTIVE)
	@packaging/setup.sh --wine
	@packaging/wine.sh
	@$(IN) packaging/soak.sh $(SOAK_MINUTES)

fuzz: ready ## Run every fuzz test for FUZZ_TIME (30s)
	@{ grep -roE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' $(wildcard app ui engine project) || true; } | sort | while IFS=: read -r file name; do \
		$(IN) go test -run '^$$' -fuzz "^$${name#func }$$" -fuzztime $(FUZZ_TIME) "./$$(dirname "$$file")" </dev/null; done
