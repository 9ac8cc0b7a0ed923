package journal

import (
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"

	"havre.example/havre/internal/kernel/fault"
)

// frontier is the right edge of a Merkle tree: the roots of its complete subtrees, largest first. It is all that is
// needed to go on appending, log2(n) hashes.
type frontier struct {
	size  int64
	nodes []tlog.Hash
}

// add appends a leaf.
func (f *frontier) add(leaf tlog.Hash) {
	h := leaf
	for i := f.size; i&1 == 1; i >>= 1 {
		last := len(f.nodes) - 1
		h = tlog.NodeHash(f.nodes[last], h)
		f.nodes = f.nodes[:last]
	}
	f.nodes = append(f.nodes, h)
	f.size++
}

// root returns the tree's root hash.
func (f *frontier) root() tlog.Hash {
	if f.size == 0 {
		return fault.Must(tlog.TreeHash(0, nil))
	}
	h := f.nodes[len(f.nodes)-1]
	for i := len(f.nodes) - 2; i >= 0; i-- {
		h = tlog.NodeHash(f.nodes[i], h)
	}
	return h
}

func (f *frontier) encode() []byte {
	out := make([]byte, 0, len(f.nodes)*tlog.HashSize)
	for _, h := range f.nodes {
		out = append(out, h[:]...)
	}
	return out
}

func decodeFrontier(size int64, b []byte) (frontier, error) {
	n := bits.OnesCount64(uint64(size))
	if size < 0 || len(b) != n*tlog.HashSize {
		return frontier{}, fmt.Errorf("frontier of %d leaves has %d bytes", size, len(b))
	}
	f := frontier{size: size}
	for i := range n {
		var h tlog.Hash
		copy(h[:], b[i*tlog.HashSize:])
		f.nodes = append(f.nodes, h)
	}
	return f, nil
}
