# Everything people run by hand; .ci/run is what a build server runs.
SHELL    := /bin/sh
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
GOFLAGS_BUILD := -trimpath -ldflags "-s -w -X main.version=$(VERSION)"

# The outside schemas, rulesets and difficult inputs of make conformance.
DIR ?= ../shared/data
# How many providers make bench measures the finder with, one run each.
PROVIDERS ?= 10000 100000
# make demo passes these on: make demo ARGS="--addr 127.0.0.1:9000 --data ./kept"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo build test test-go test-e2e conformance check bench chaos lighthouse screenshots tools clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole portal on this machine with sample data; ARGS="--addr … --data …"
	@.ci/prepare postgres
	go run ./cmd/portal demo $(ARGS)

build: ## bin/portal: one static binary, with the flags of the Dockerfile
	CGO_ENABLED=0 go build $(GOFLAGS_BUILD) -o bin/portal ./cmd/portal

test: test-go test-e2e ## every test: Go with -race on real services, then the browser

test-go: ## the Go tests only
	@.ci/prepare postgres scanner pdf s3
	go test -race -timeout 30m ./...

test-e2e: ## the browser tests only
	@.ci/prepare postgres browser e2e
	e2e/run.sh

conformance: ## checks with the outside data of DIR (default ../shared/data)
	@.ci/prepare postgres scanner pdf s3 openapi
	@test -d "$(DIR)" || { echo "conformance: there is no folder $(DIR); give DIR=…" >&2; exit 1; }
	DIR="$(abspath $(DIR))" go test -count=1 -timeout 15m -tags conformance ./conformance/...
	DIR="$(abspath $(DIR))" go test -count=1 -timeout 15m -tags conformance -run Naughty ./portal

check: ## format, lint, import rules, modules, container files, vulnerabilities
	@.ci/prepare lint
	.ci/check

bench: ## speed and memory: parts with a benchmark, and the finder with PROVIDERS made by DIR/../bench/gen.py
	@.ci/prepare postgres scanner pdf s3
	.ci/named-tests Benchmark
	go test -run '^$$' -bench . -benchmem -timeout 15m ./...
	@test -f "$(DIR)/../bench/gen.py" || { echo "bench: there is no $(DIR)/../bench/gen.py; give DIR=…" >&2; exit 1; }
	DIR="$(abspath $(DIR))" BENCH_PROVIDERS="$(PROVIDERS)" go test -count=1 -timeout 1h -tags bench -run TestFinderSpeed -v ./portal

chaos: ## the tests that kill processes and cut connections, five times
	@.ci/prepare postgres scanner pdf s3
	.ci/named-tests 'Kill|Crash|Survive'
	go test -race -count=5 -timeout 30m -run 'Kill|Crash|Survive' ./...

lighthouse: ## Lighthouse on finder and profile, 95 or more each
	@.ci/prepare postgres browser e2e
	e2e/run.sh e2e/lighthouse.mjs

screenshots: ## pictures of the pages that the browser tests visit, in screenshots/
	@.ci/prepare postgres browser e2e
	rm -rf screenshots && mkdir screenshots
	SCREENSHOTS="$(CURDIR)/screenshots" e2e/run.sh
	@ls screenshots/*.png >/dev/null

tools: ## everything the other targets install, at once
	.ci/prepare postgres browser scanner pdf s3 e2e openapi lint

clean: ## what was built; .tools and node_modules stay
	rm -rf bin screenshots e2e/test-results
