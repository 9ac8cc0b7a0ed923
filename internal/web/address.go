package web

import (
	"net/url"
	"strconv"
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

// Asked is what a page's own search asks, as the form that asks it shows it again.
func (r *Request) Asked(names ...string) *Form {
	v := url.Values{}
	for _, n := range names {
		v.Set(n, r.Query(n))
	}
	return NewForm(v).In(r.page.printer.Country())
}

// Page is which page of a list is asked for, from 0.
func (r *Request) Page() int {
	n, err := strconv.Atoi(r.Query("page"))
	if err != nil || n < 0 || n >= 1_000_000 {
		return 0
	}
	return n
}
