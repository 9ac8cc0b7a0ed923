package journal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"

	"golang.org/x/mod/sumdb/note"
)

// keyName stands in every head. It names the program, not the network: heads are handed to outsiders.
const keyName = "havre-journal"

// Key returns the signer of heads that belongs to a 32-byte seed, and the verifier key to publish.
func Key(seed []byte) (signer note.Signer, verifierKey string, err error) {
	private := ed25519.NewKeyFromSeed(seed)
	public := private.Public().(ed25519.PublicKey)
	const alg = 1 // Ed25519 in the note format
	pub := append([]byte{alg}, public...)
	h := sha256.Sum256(append([]byte(keyName+"\n"), pub...))
	hash := binary.BigEndian.Uint32(h[:])
	enc := base64.StdEncoding.EncodeToString
	skey := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", keyName, hash, enc(append([]byte{alg}, private.Seed()...)))
	if signer, err = note.NewSigner(skey); err != nil {
		return nil, "", fmt.Errorf("make the journal's key: %w", err)
	}
	return signer, fmt.Sprintf("%s+%08x+%s", keyName, hash, enc(pub)), nil
}
