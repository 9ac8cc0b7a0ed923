package gallery_test

import (
	"havre.example/havre/internal/kernel/id"
	"havre.example/havre/internal/trust/access"
)

var userID = func() access.UserID {
	v, err := id.FromBytes[struct{}]([]byte("0123456789abcdef"))
	if err != nil {
		panic(err)
	}
	var u access.UserID
	if err := u.Scan(v.Bytes()); err != nil {
		panic(err)
	}
	return u
}()
