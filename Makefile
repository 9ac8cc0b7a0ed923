# Short names for people; the scripts do the work.
.PHONY: check full quick run build views

check: ; scripts/test
quick: ; scripts/test --quick
full:  ; scripts/test --full
run:   ; go run ./cmd/havre demo
build: ; scripts/build
views: ; go tool -modfile=tools/go.mod templ generate
