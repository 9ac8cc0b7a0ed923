// Package codelist holds the closed lists of codes in which facts are recorded:
// forms of exploitation, reasons, needs, kinds of partner, languages and so on.
//
// A list is dated data, not program text: each code has a key that never changes
// its meaning, a label in each language, the days on which it may be chosen, and
// where given its counterparts in other standards (HTCDS 2.0, CTDC 2020, MIPROF,
// Eurostat). A code that has ended still has its label, so that an old case
// stays readable. The lists come with the country pack, which country.Pack.List gives by name.
//
// No list decides anything about a person. Codes of nationality, gender, papers
// and justice exist for the person's own rights and for statistics (invariant I1).
package codelist
