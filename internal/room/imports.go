package room

import (
	"context"

	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/web"
)

// Imports is the page of imports of a room: what this press brought in, or took back, and all that were.
type Imports[Done, Undone, One any] struct {
	Checked bool // Done is only what would be
	Done    Done
	Undone  *Undone // nil: nothing was taken back
	All     []One
}

// ImportsOf opens the page of imports.
func ImportsOf[D, U, I any](list func(context.Context, access.Actor) ([]I, error)) func(*web.Request) (
	Imports[D, U, I], error) {
	return func(r *web.Request) (p Imports[D, U, I], err error) {
		p.All, err = list(r.Context(), r.Actor())
		return p, err
	}
}

// UndoImport takes an import back, and says on the page of imports what could not be.
func UndoImport[D, U, I any](undo func(*web.Request) (U, error), open func(*web.Request) (Imports[D, U, I], error),
	show func(Imports[D, U, I]) web.Response) web.Handler {
	return func(r *web.Request) (web.Response, error) {
		undone, err := undo(r)
		if err != nil {
			return web.Response{}, err
		}
		p, err := open(r)
		p.Undone = &undone
		return show(p), err
	}
}
