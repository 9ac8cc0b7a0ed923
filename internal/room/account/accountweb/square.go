package accountweb

import (
	"fmt"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// square is a QR code: its width in modules, and the dark ones as a path of an SVG.
type square struct {
	size int
	path string
}

func squareOf(uri string) (square, error) {
	code, err := qr.Encode(uri, qr.M, qr.Auto)
	if err != nil {
		return square{}, err
	}
	size := code.Bounds().Dx()
	return square{size, barsOf(size, func(x, y int) bool {
		v, _, _, _ := code.At(x, y).RGBA()
		return v == 0
	})}, nil
}

// quiet is the white margin a reader needs around a square code, in modules.
const quiet = 4

// barsOf writes the dark modules of a square as an SVG path, one bar for each run in a row.
func barsOf(size int, dark func(x, y int) bool) string {
	var b strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			if !dark(x, y) {
				continue
			}
			from := x
			for x < size && dark(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
		}
	}
	return b.String()
}

func (s square) viewBox() string { return fmt.Sprintf("0 0 %d %d", s.size+2*quiet, s.size+2*quiet) }

// fours writes a secret in groups of four, for those who type it.
func fours(s string) string {
	var out []string
	for len(s) > 4 {
		out, s = append(out, s[:4]), s[4:]
	}
	return strings.Join(append(out, s), " ")
}
