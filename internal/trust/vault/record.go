package vault

import (
	"encoding/json"
	"fmt"

	"havre.example/havre/internal/kernel/secret"
)

// Record is a draft: answers by name, codes apart from words about a person. It is sealed as one, so that a draft's
// shape tells nothing of what was answered.
type Record struct {
	Codes map[string][]string
	Words map[string]secret.Text
}

// Format keeps a draft out of every print.
func (Record) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(secret.Mask)) }

type plainRecord struct {
	Codes map[string][]string `json:"c"`
	Words map[string]string   `json:"w"`
}

// recordStep is the step, in bytes, in which the length of a sealed record grows.
const recordStep = 1024

// Plain writes the record as it is sealed, its length a multiple of 1,024 bytes.
func (r Record) Plain() ([]byte, error) {
	p := plainRecord{Codes: r.Codes, Words: map[string]string{}}
	for name, w := range r.Words {
		p.Words[name] = string(w.Bytes())
	}
	b, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("write a record: %w", err)
	}
	for len(b)%recordStep != 0 {
		b = append(b, ' ')
	}
	return b, nil
}

// ReadRecord reads what Plain wrote.
func ReadRecord(b []byte) (Record, error) {
	var p plainRecord
	if err := json.Unmarshal(b, &p); err != nil {
		return Record{}, fmt.Errorf("read a record: %w", err)
	}
	r := Record{Codes: p.Codes, Words: map[string]secret.Text{}}
	if r.Codes == nil {
		r.Codes = map[string][]string{}
	}
	for name, w := range p.Words {
		r.Words[name] = secret.Of(w)
	}
	return r, nil
}
