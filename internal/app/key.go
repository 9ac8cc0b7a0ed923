package app

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"havre.example/havre/internal/kernel/letters"
)

// credential is the name under which systemd hands the machine's key over (systemd.exec(5), LoadCredential).
const credential = "havre-key"

// MachineKey finds the machine's key of a network by one rule for every command: the file given, else the systemd
// credential "havre-key", else a file in the user's state folder, outside the data. A key file holds 64 hexadecimal
// digits. Where create is set and the last place has no file yet, a fresh key is written there.
func MachineKey(file, network string, create bool) (key [32]byte, path string, err error) {
	path = file
	if path == "" {
		if dir := os.Getenv("CREDENTIALS_DIRECTORY"); dir != "" {
			if p := filepath.Join(dir, credential); exists(p) {
				path = p
			}
		}
	}
	if path == "" {
		if path, err = statePath(network); err != nil {
			return key, "", err
		}
		if !exists(path) {
			if !create {
				return key, path, Tell("app.key.missing", "file", path)
			}
			return newKey(path)
		}
	} else if file != "" && !exists(path) && create {
		return newKey(path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return key, path, TellWhy("app.key.unread", err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(letters.Unmarked(raw))))
	if err != nil || len(b) != len(key) {
		return key, path, Tell("app.key.none", "file", path)
	}
	return [32]byte(b), path, nil
}

// statePath is the key's default place: one file per network in the user's state folder.
func statePath(network string) (string, error) {
	dir := os.Getenv("XDG_STATE_HOME")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", TellWhy("app.key.nowhere", err)
		}
		dir = filepath.Join(home, ".local", "state")
	}
	h := sha256.Sum256([]byte(network))
	return filepath.Join(dir, "havre", hex.EncodeToString(h[:8])+".key"), nil
}

func newKey(path string) (key [32]byte, _ string, err error) {
	if _, err := rand.Read(key[:]); err != nil {
		return key, path, fmt.Errorf("draw the machine's key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return key, path, TellWhy("app.key.unwritten", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return key, path, TellWhy("app.key.unwritten", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key[:]) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key, path, TellWhy("app.key.unwritten", err)
	}
	return key, path, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
