package web

import (
	"context"

	"havre.example/havre/internal/country"
	"havre.example/havre/packs"
)

// Country is the country of the page.
func Country(context.Context) *country.Pack { return packs.France() }
