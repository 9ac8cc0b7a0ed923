// Package ask says each question of a form once, beside the type that its answers fill: its name, how it is answered,
// its bounds, where the answer is kept, and whether it may stay open.
//
// A Sheet is a list of questions in reading order, bound to a type by typed accessors: plain Go values, no tags and no
// language of its own. Everything else asks the sheet. Package web draws it, reads it from a form with the mistakes
// beside the fields, fills it with what is known and sums it up; a room's core lists what is missing and what has
// changed, checks what no form could have sent, and carries over what stays true. Texts are named after the room and
// the question; the tests on the source check that each text exists, and that each column named is one of its kind.
//
// A question that fits no kind here stays by hand beside the sheet.
package ask
