// Package call keeps the log of calls of a case: who rang whom, when, about what, with which outcome, and by when to
// call again.
//
// Inlets: the head office's team that evaluates writes a call down, and a host's answer by telephone leaves one
// (OfHost, placement's port), is read beside it and taken back with it (Answers, its own ports). Outlets: the panel
// and the timeline of the case for that team alone, and a line of its home when a call is due again.
//
// Codes are for the line; words are sealed in the compartment danger, which nobody but that team holds. What was
// written wrong is written anew: both lines stay, and are shown (decision 0029). A slip is undone for ten minutes.
package call
