package web

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"
)

// Address is a path with a query, of pairs of a name and its value; what is empty is left out.
func Address(path string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// Asked puts what a page's own search asks into its form, which shows it again.
func (r *Request) Asked(names ...string) *Form {
	for _, n := range names {
		if v := r.Query(n); v != "" {
			r.form.Default(n, v)
		}
	}
	return r.form
}

// Page is which page of a list is asked for, from 0.
func (r *Request) Page() int {
	n, err := strconv.Atoi(r.Query("page"))
	if err != nil || n < 0 || n >= 1_000_000 {
		return 0
	}
	return n
}

// Pages leads to the pages of a list before and after the one shown, counted from 0: the same address with another
// number.
func Pages(page int, more bool, path string, pairs ...string) templ.Component {
	return pagesOf(page, more, func(more ...string) string { return Address(path, append(pairs, more...)...) })
}

// pagesOf is Pages at an address that takes pairs more.
func pagesOf(page int, more bool, address func(...string) string) templ.Component {
	at := func(n int) string { return address("page", strconv.Itoa(n)) }
	previous, next := "", ""
	if page > 0 {
		previous = at(page - 1)
	}
	if more {
		next = at(page + 1)
	}
	return Pager(previous, next)
}
