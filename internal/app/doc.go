// Package app puts the rooms on the floors: it opens a network, lists the rooms, wires their few ports, and runs the
// server and the jobs. It holds no logic of its own.
package app
