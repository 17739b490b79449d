# Casebook. `make help` lists what there is; docs/BUILDING.md says how it works.
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || sed -n 's/^ *Version = "\(.*\)"/\1/p' FyneApp.toml)
TAGS    := migrated_fynedo
ifeq ($(shell uname -s),Linux)
TAGS    := x11,migrated_fynedo
endif
export TAGS

.PHONY: help run build test torture check check-corpus bench demo clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: build ## install what is missing, build, open the window (or do the demo where there is no display)
	@scripts/run

build: ## leave the program at build/casebook
	@scripts/need go build
	CGO_ENABLED=1 go build -trimpath -buildvcs=false -tags $(TAGS) -ldflags "-s -w -X main.version=$(VERSION)" -o build/casebook ./app

test: ## install what the tests need and run all of them
	@scripts/need go build test
	@scripts/test

check: ## formatting, vet, staticcheck, known vulnerabilities, length budget
	@scripts/need go build
	@scripts/check

check-corpus: ## read difficult mails and judge labelled requests from elsewhere: make check-corpus DIR=folder
	@scripts/need go
	@test -d "$(DIR)/corpus" && test -f "$(DIR)/requests.jsonl" || { echo "check-corpus: DIR must name a folder with corpus/ and requests.jsonl" >&2; exit 1; }
	@CASEBOOK_CORPUS="$(abspath $(DIR))" CGO_ENABLED=0 go test -count=1 -run '^TestCorpus$$' -v ./internal/message ./internal/triage

PART  ?= Killed|Power|Flip|NoName
SHARE ?= 1
torture: ## the long form of the tests that mistreat the program: hours. Or a part of it: make torture PART='Killed|Power|Flip|NoName' SHARE=0.1
	@scripts/need go build test
	CASEBOOK_TORTURE=$(SHARE) CGO_ENABLED=0 go test -count=1 -v -timeout 12h -run '$(PART)' ./internal/torture ./internal/vault/... ./internal/store

bench: ## how fast dates are worked out, next to a plain loop over time.Time, mail is read, next to net/mail, and a vault is worked on, next to a plain database, in the same run
	@scripts/need go
	@CGO_ENABLED=0 go test -run '^$$' -bench 'BesidePlain|LoadLaw10k|BesideNetMail|Propose' -benchtime 2s ./internal/clock ./internal/store ./internal/message ./internal/vault ./internal/triage
	@CGO_ENABLED=0 go test -run '^$$' -bench 'FirstPull|LargeMessage' -benchtime 1x -timeout 30m ./internal/desk

demo: build ## the whole job without a window, into build/demo
	@rm -rf build/demo
	build/casebook demo --no-window --out build/demo

clean: ## remove what was built
	rm -rf build dist
