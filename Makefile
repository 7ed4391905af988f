# Everything one does with Guichet. `make` alone says what there is.
SHELL := bash
tools := $(or $(GUICHET_TOOLS),$(HOME)/.cache/guichet)
export PATH := $(tools)/bin:$(PATH)
say = @printf '» %s\n'

.PHONY: help run release dev test bench crash clean build fmt clippy deny unit browser

help:
	@printf '%s\n' \
	  'make run      set up what is missing, build, and serve http://127.0.0.1:3000' \
	  'make test     set up what is missing and run every test' \
	  'make dev      serve, and build again on every change' \
	  'make release  build the full, optimised program into target/release' \
	  'make bench    measure a release build' \
	  'make crash    kill the program 100 times under load, on each database' \
	  'make clean    remove what was built (not your data)'

# The client is built apart from the server, whose crates have other features.
client := -p guichet-frontend --target wasm32-unknown-unknown --target-dir target/front

# Built again only when a source is newer: a second `make run` starts at once.
sources := Makefile Cargo.toml Cargo.lock .cargo/config.toml .ci/setup \
	$(shell find app frontend server style -type f -not -path '*/tests/*' -not -path '*/examples/*')

target/.built: $(sources)
	@.ci/setup run
	$(say) 'building the server, and what takes the client apart'
	@cargo build -p guichet -p guichet-bundle
	$(say) 'building the client'
	@cargo build $(client) --profile web
	@target/debug/guichet-bundle web
	@touch $@

# The client beside the program of the tests.
target/.client: $(sources)
	@.ci/setup run
	$(say) 'building the client'
	@cargo build $(client) --profile web
	@cargo test --no-run --quiet $(crates)
	@target/debug/guichet-bundle web
	@touch $@

build: target/.built

run: build
	$(say) 'starting'
	@exec target/debug/guichet serve --demo

release:
	@.ci/setup release
	$(say) 'building the optimised client'
	@cargo build $(client) --profile wasm-release
	@cargo run --release -p guichet-bundle -- wasm-release
	$(say) 'building the optimised program, with the client in it'
	@cargo build --release -p guichet --features client

# Serves what was built last while the next is built, or does not build.
dev:
	@trap 'kill $$server 2>/dev/null' EXIT; server=; mkdir -p target; \
	while touch target/.seen; do \
	  if $(MAKE) --no-print-directory build; then \
	    [ -z "$$server" ] || { kill $$server; wait $$server; }; \
	    target/debug/guichet serve --demo & server=$$!; \
	  fi; \
	  until find app frontend server style -newer target/.seen | grep -q .; do sleep 1; done; \
	done

# cargo-nextest where it is there, cargo's own runner otherwise.
runner := $(shell command -v cargo-nextest >/dev/null && echo nextest run --no-fail-fast || echo test --no-fail-fast)

test: fmt clippy deny unit browser
	$(say) 'everything passed'

fmt:
	@.ci/setup test
	$(say) 'formatting'
	@cargo fmt --all --check

clippy:
	$(say) 'clippy'
	@cargo clippy --all-targets -- -D warnings
	@cargo clippy -p guichet-app --features ssr -- -D warnings
	@cargo clippy -p guichet-frontend --target wasm32-unknown-unknown --profile web --target-dir target/front -- -D warnings

# Where cargo-deny is there. Known weaknesses of crates are told by the net: `cargo deny check advisories`.
deny:
	@if command -v cargo-deny >/dev/null; then \
	  printf '» licences and sources of the crates\n'; \
	  cargo deny check --hide-inclusion-graph licenses bans sources; \
	fi

# All crates but the client at once: nothing is built twice for another choice of features.
crates := -p guichet -p guichet-app -p guichet-bundle -p guichet-desk -p guichet-domain -p guichet-intake -p guichet-locales -p guichet-mail -p guichet-store

unit:
	$(say) 'domain, store (SQLite and PostgreSQL), desk, mail, application and server'
	@.ci/postgres run .ci/mail run cargo $(runner) $(crates)
	@node --test style/*.test.mjs end2end/*.test.mjs

# With the program that the other tests run, which is there after them.
browser: target/.client
	$(say) 'the client inside the program'
	@cargo test --quiet $(crates) --lib --features guichet/client a_release_has_inside
	$(say) 'journeys in a browser'
	@cargo test --no-run --quiet $(crates)
	@.ci/postgres run .ci/mail run npm test --silent --prefix end2end

bench: release
	@.ci/setup test
	$(say) 'building what measures'
	@cargo build --release --features guichet/client -p guichet -p guichet-desk -p guichet-mail --example visits --example bench --example promising --example recurring --example together --example filing --example replaying --example prose --example reading
	@cargo build --release -p guichet-intake --example finding --example searching
	$(say) 'measuring what visitors wait for'
	@.ci/postgres run target/release/examples/visits
	$(say) 'measuring how many tickets are recorded'
	@.ci/postgres run target/release/examples/bench
	$(say) 'measuring what promised times cost'
	@.ci/postgres run target/release/examples/promising
	$(say) 'measuring what comparing incidents costs'
	@.ci/postgres run target/release/examples/recurring
	$(say) 'measuring what tickets that belong together cost'
	@.ci/postgres run target/release/examples/together
	$(say) 'measuring how often the proposed category is right'
	@target/release/examples/filing $(FILED)
	@target/release/examples/replaying $(REPLAYED)
	$(say) 'measuring how long texts take to be rendered'
	@target/release/examples/prose
	$(say) 'measuring how long the worst messages take to be read'
	@target/release/examples/reading
	$(say) 'measuring how large an index of articles is, and how fast it finds'
	@target/release/examples/finding
	$(say) 'measuring how fast tickets are found'
	@.ci/postgres run target/release/examples/searching
	$(say) 'measuring how long a key takes in a browser'
	@cd end2end && node typing.mjs ../target/release/guichet

crash:
	$(say) 'killing the program 100 times on each database'
	@GUICHET_CRASHES=100 .ci/postgres run .ci/mail run cargo test $(crates) --test crash -- --nocapture --test-threads=1

clean:
	$(say) 'removing target/ and end2end/node_modules'
	@rm -rf target end2end/node_modules end2end/test-results
