# auditql: every target that a person or CI needs. make without a target lists them.
.DEFAULT_GOAL := help
.PHONY: help build test check race cases golden index demo torture determinism bench conformance browser office fuzz clean mutate

GO      ?= go
BIN     := bin/auditql
VERSION := 0.1.0

# Real exports and reference numbers, for make conformance; not part of the project.
SHARED  ?= ../shared

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 16

build: ## build bin/auditql
	$(GO) build -trimpath -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/auditql

test: build ## run all tests, the cases of every audit test among them
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...
	$(BIN) cases

check: ## gofmt, vet, staticcheck, go mod tidy, tests
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) tool staticcheck ./...
	$(MAKE) test

race: ## run the tests with the race detector
	$(GO) test -race ./...

cases: build ## perform the cases of every audit test
	$(BIN) cases

mutate: build ## change the SQL of every audit test, and see whether its cases notice
	$(BIN) cases --mutate

index: ## write queries/INDEX.md, queries/queries.sum, datasets/exports and the JSON Schemas anew
	$(GO) test ./queries -update
	$(GO) test ./datasets -run TestPages -update
	$(GO) test ./cmd/auditql -run TestSchemas -update

golden: ## write the expected results of the demo anew
	$(GO) test ./cmd/auditql -run TestDemo -update

demo: build ## build, load the demo exports, run, sample, report, verify
	@datasets/demo/demo.sh $(BIN)

conformance: ## load real exports and check reference numbers, when SHARED has them
	AUDITQL_SHARED="$(abspath $(SHARED))" AUDITQL_VECTORS="$(abspath $(SHARED))/sampling/vectors.json" \
		$(GO) test -count=1 -run 'Conformance|Vectors' ./analytics/sampling ./cmd/auditql

torture: ## kill, fill, truncate and flip: KILLS=200 SEED=20260701; every engagement is as before or complete
	$(GO) test -count=1 -timeout 3h -v ./cmd/auditql -run TestTorture -kills $(or $(KILLS),200) -seed $(or $(SEED),20260701)

determinism: ## perform the demo under other threads, orders, zones, locales and folders, and compare the digests
	$(GO) test -count=1 -timeout 1h -v ./cmd/auditql -run TestDeterminism -determinism

browser: ## read the HTML report in a headless Chromium, installed from Debian when it is not there
	browser=$$(.ci/chromium) && AUDITQL_BROWSER="$$browser" $(GO) test -count=1 -run Browser ./analytics/page

office: ## open the XLSX report in LibreOffice, installed from Debian when it is not there, and split a sheet at Excel's limit
	office=$$(.ci/libreoffice) && AUDITQL_OFFICE="$$office" AUDITQL_LONG=1 $(GO) test -count=1 -run 'Office|Excel' ./analytics/workbook

bench: ## one table of speed against floors of the same run, and the goals: BENCH=Draw ROUNDS=3 ROWS=100000000
	@GO="$(GO)" BENCH="$(BENCH)" ROUNDS="$(ROUNDS)" ROWS="$(ROWS)" .ci/bench

fuzz: ## fuzz every parser for a minute each, or as long as FOR=20s says; PACKAGES=./analytics/trail names some
	@GO="$(GO)" FOR="$(FOR)" .ci/fuzz $(PACKAGES)

clean: ## remove what was built
	rm -rf bin
