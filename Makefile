# Voronka. `make help` lists the targets; scripts and CI rely on their names.
SHELL := /bin/bash
GO ?= go
DATA ?= ./data
LISTEN ?= 127.0.0.1:8080
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X voronka/internal/app.Version=$(VERSION)
LINT_VERSION := v2.15.0
LINT := .cache/bin/golangci-lint-$(LINT_VERSION)
UI_SOURCES := $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: run build test soak bench check check-all verify help go-test web-test e2e shots lint linter generate

run: build ## build all and serve at http://127.0.0.1:8080 with data in ./data
	bin/voronka serve --data $(DATA) --listen $(LISTEN)

build: web/dist/index.html ## client and program -> bin/voronka
	@scripts/needs.sh go
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/voronka ./cmd/voronka

web/node_modules/.installed: web/package-lock.json
	@scripts/needs.sh node
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.installed $(UI_SOURCES)
	cd web && npm run build
	@touch web/dist/.keep

test: ## every test; installs PostgreSQL and Chromium on Debian when it may
	@scripts/test.sh

go-test:
	@scripts/needs.sh go postgres
	$(GO) vet ./...
	$(GO) test -p 2 -timeout 20m ./...

web-test: web/node_modules/.installed
	cd web && npm run check && npm test

e2e: build ## the stories in a browser
	@scripts/needs.sh chromium
	cd web && npm run e2e

shots: build ## a picture of every screen, in both languages, themes and widths -> web/bench/shots
	@scripts/needs.sh chromium
	cd web && npm run shots

soak: build ## the long runs: kills, faults, load
	@scripts/needs.sh postgres
	VORONKA_SOAK=1 $(GO) test -count=1 -timeout 4h -v ./internal/soak/...

bench: build ## speed and size against their bars; BENCH="--only page" or "--quick" for a part
	@scripts/needs.sh postgres chromium
	$(GO) run ./internal/bench $(BENCH); server=$$?; cd web && npm run bench && npm run bench:axe && npm run bench:board; exit $$((server + $$?))

check: build lint verify ## format, vet, lint, types, tests on SQLite
	@test -z "$$(gofmt -l cmd internal web/embed.go | tee /dev/stderr)" || { echo "run gofmt -w on these files" >&2; exit 1; }
	$(GO) vet ./...
	VORONKA_TEST_ENGINES=sqlite $(GO) test ./...
	cd web && npm run check && npm test

check-all: check e2e ## check, and PostgreSQL, the race detector, the stories in a browser
	@scripts/needs.sh postgres
	$(GO) test -race -timeout 60m ./...

# The linter takes two minutes to build, so it is used where it is installed and never waited for.
lint: ## golangci-lint, when it is installed (make linter installs it)
	@if [ -x $(LINT) ]; then $(LINT) run ./...; \
	elif command -v golangci-lint >/dev/null; then golangci-lint run ./...; \
	else echo "golangci-lint is not installed: make linter builds it"; fi

linter: ## build golangci-lint $(LINT_VERSION) into .cache/bin
	@mkdir -p .cache/bin
	GOBIN=$(CURDIR)/.cache/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	mv .cache/bin/golangci-lint $(LINT)

generate: web/node_modules/.installed ## rewrite what is generated: the OpenAPI document and the client's types
	$(GO) test ./internal/api/v1 -run TestDocument -update
	cd web && npm run gen

verify: web/node_modules/.installed ## what is generated is up to date
	$(GO) test -count=1 ./internal/api/v1 -run TestDocument
	@mkdir -p .cache
	cd web && npx openapi-typescript ../internal/api/v1/openapi.json -o ../.cache/schema.d.ts >/dev/null
	diff -q .cache/schema.d.ts web/src/api/schema.d.ts || { echo "run make generate" >&2; exit 1; }

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12
