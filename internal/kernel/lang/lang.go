// Package lang names the languages people read Havre in. French comes first.
package lang

import "golang.org/x/text/language"

// Tag is a language of the interface: FR or EN today; more are added with their texts files.
type Tag string

// The languages of the interface.
const (
	FR Tag = "fr"
	EN Tag = "en"
)

// All lists the languages, the network's own first.
var All = []Tag{FR, EN}

// Known tells whether the interface exists in t.
func (t Tag) Known() bool { return t == FR || t == EN }

// BCP47 returns the tag for formatting libraries.
func (t Tag) BCP47() language.Tag {
	if t == EN {
		return language.BritishEnglish
	}
	return language.French
}

var matcher = language.NewMatcher([]language.Tag{language.French, language.English})

// Accept chooses the language for an Accept-Language header; French where nothing fits.
func Accept(header string) Tag {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 {
		return FR
	}
	_, i, conf := matcher.Match(tags...)
	if conf == language.No {
		return FR
	}
	return All[i]
}
