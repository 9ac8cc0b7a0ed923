package pgtest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A server without a connection to spare runs all the same, and answers again once one is free; one that is gone is not
// waited for.
func TestABusyServerIsNotAGoneOne(t *testing.T) {
	c := NewCluster(t, Fast+" -c max_connections=4")
	var open []*pgx.Conn
	for {
		conn, err := pgx.Connect(context.Background(), c.DSN())
		if err != nil {
			break
		}
		open = append(open, conn)
	}
	if err := c.answers(1); err == nil || !c.running() {
		t.Fatalf("with %d connections: %v, running %t", len(open), err, c.running())
	}
	for _, conn := range open {
		if err := conn.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.answers(30); err != nil {
		t.Errorf("with connections to spare: %v", err)
	}
	c.Kill(t)
	if err := c.answers(1_000_000); err == nil || c.running() {
		t.Errorf("after its end: %v, running %t", err, c.running())
	}
}
