package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Cluster is a PostgreSQL server of one test's own, to be stopped and started at will.
type Cluster struct {
	dir    string
	flags  string
	bin    string
	caller *syscall.Credential // whom the server runs as; nil for the caller
}

// Fast trades durability for speed: for tests that do not measure or cut power.
const Fast = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"

// NewCluster makes and starts a server; flags are further options of postgres, such as Fast. It ends with the test.
func NewCluster(t testing.TB, flags string) *Cluster {
	t.Helper()
	dir, err := os.MkdirTemp("", "hpg") // short: a socket's path has 107 bytes at most
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // a leftover in the temporary folder harms nobody
	c, err := newCluster(dir, flags)
	if err == nil {
		t.Cleanup(func() { _ = c.run("pg_ctl", "-D", c.data(), "-m", "immediate", "stop") }) // may be stopped already
		err = errors.Join(c.initialise(), c.start())
	}
	if err != nil {
		refuse(t, err)
	}
	return c
}

// DSN returns the connection string of the server's own database.
func (c *Cluster) DSN() string { return "host=" + c.dir + " user=havre dbname=postgres" }

// Stop ends the server at once, as if its machine were shut down.
func (c *Cluster) Stop(t testing.TB) {
	t.Helper()
	if err := c.run("pg_ctl", "-D", c.data(), "-m", "fast", "-w", "stop"); err != nil {
		t.Fatal(err)
	}
}

// Kill ends the server without letting it finish anything.
func (c *Cluster) Kill(t testing.TB) {
	t.Helper()
	if err := c.run("pg_ctl", "-D", c.data(), "-m", "immediate", "-w", "stop"); err != nil {
		t.Fatal(err)
	}
}

// Start starts the server again.
func (c *Cluster) Start(t testing.TB) {
	t.Helper()
	if err := c.start(); err != nil {
		t.Fatal(err)
	}
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

func newCluster(dir, flags string) (*Cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, flags: flags, bin: bin}
	if os.Getuid() != 0 {
		return c, nil
	}
	// PostgreSQL refuses to run as root.
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uerr := strconv.ParseUint(u.Uid, 10, 32)
		gid, gerr := strconv.ParseUint(u.Gid, 10, 32)
		if uerr != nil || gerr != nil {
			continue
		}
		c.caller = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return c, os.Chown(dir, int(uid), int(gid))
	}
	return nil, errors.New("running as root, and there is neither a user postgres nor nobody")
}

// binaries finds the newest installed PostgreSQL.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err == nil && len(found) > 0 {
		slices.Sort(found)
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("no PostgreSQL is installed")
	}
	return filepath.Dir(path), nil
}

func (c *Cluster) run(name string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.Dir = c.dir
	if c.caller != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.caller}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

func (c *Cluster) initialise() error {
	return c.run("initdb", "-D", c.data(), "-U", "havre", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync")
}

func (c *Cluster) start() error {
	return c.run("pg_ctl", "-D", c.data(), "-w", "-t", "30", "-l", filepath.Join(c.dir, "log"), "-o",
		"-c listen_addresses='' -c unix_socket_directories="+c.dir+" -c max_connections=200 -c shared_buffers=64MB"+
			c.flags, "start")
}

// Shared is the folder of the cluster that test processes share.
func Shared() string {
	return filepath.Join(os.TempDir(), "havre-postgres-"+strconv.Itoa(os.Getuid()))
}

// startShared finds the shared cluster running, or makes a new one.
func startShared() (string, error) {
	lock, err := os.OpenFile(Shared()+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }() // gives the lock up
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	c, err := newCluster(Shared(), Fast)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if err := c.answers(30); err == nil || c.running() {
		return c.DSN(), err // never taken away from under a server that runs, however busy
	}
	if err := errors.Join(os.RemoveAll(Shared()), os.Mkdir(Shared(), 0o755)); err != nil {
		return "", err
	}
	if c, err = newCluster(Shared(), Fast); err != nil {
		return "", err
	}
	return c.DSN(), errors.Join(c.initialise(), c.start())
}

// answers asks the server each second, so many times at most while it runs: a busy one may have no connection to spare.
func (c *Cluster) answers(times int) error {
	each := time.NewTicker(time.Second)
	defer each.Stop()
	for {
		err := command(c.DSN(), "select 1")
		if times--; err == nil || times <= 0 || !c.running() {
			return err
		}
		<-each.C
	}
}

// running tells whether the server's process is alive.
func (c *Cluster) running() bool { return c.run("pg_ctl", "-D", c.data(), "status") == nil }
