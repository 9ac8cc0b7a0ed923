# Short names for people; the scripts do the work.
.PHONY: check full quick run build views

check: ; scripts/test
quick: ; scripts/test --quick
full:  ; scripts/test --full
run:   ; go run ./cmd/havre demo
build: ; scripts/build
views: ; go run github.com/a-h/templ/cmd/templ@$$(go list -m -f '{{.Version}}' github.com/a-h/templ) generate
