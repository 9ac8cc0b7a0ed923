// Package safety keeps how great the danger is for whom, and what was agreed with her for it: dated risk assessments
// (severity by likelihood, for each of who is exposed) and safety plans. The latest is never an edit of the former
// (I16); a slip is undone for ten minutes. Both are done with her, by the head office's coordinators and, from the
// admission on, by the host; nobody else reads them, and nothing is ever refused because they are missing.
//
// Their words and codes about her lie in the compartment safety, whose key the room makes with the first of them: so a
// host reads them without holding the key of danger, in which others' names stand.
package safety
