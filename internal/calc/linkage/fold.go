package linkage

import (
	"strings"
	"unicode"

	"havre.example/havre/internal/kernel/letters"
)

// Version counts the changes of how names are written for comparing. A card of another version is made anew.
const Version = 1

// script writes the letters of other scripts, and those of Latin that are no letter with an accent, in plain Latin
// letters: by what is usual in passports where there is a usage (ICAO Doc 9303 part 3, section 6), and by sound.
var script = map[rune]string{
	'ß': "ss", 'ø': "o", 'đ': "d", 'ł': "l", 'ı': "i", 'þ': "th", 'ð': "d", 'ħ': "h", 'ŋ': "ng", 'ə': "a", 'ɛ': "e",
	'ɔ': "o", 'ɓ': "b", 'ɗ': "d", 'ƙ': "k", 'ƴ': "y", 'ɣ': "g", 'ɲ': "ny", 'œ': "oe", 'æ': "ae",

	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'ґ': "g", 'д': "d", 'е': "e", 'ё': "e", 'є': "ie", 'ж': "zh", 'з': "z",
	'и': "i", 'і': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s",
	'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "",
	'э': "e", 'ю': "iu", 'я': "ia", 'ђ': "dj", 'ј': "j", 'љ': "lj", 'њ': "nj", 'ћ': "c", 'џ': "dz", 'ә': "a", 'ғ': "g",
	'қ': "k", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h",

	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l",
	'μ': "m", 'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f",
	'χ': "ch", 'ψ': "ps", 'ω': "o",

	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ٱ': "a", 'ء': "", 'ؤ': "u", 'ئ': "i", 'ب': "b", 'ت': "t", 'ث': "th",
	'ج': "j", 'ح': "h", 'خ': "kh", 'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d",
	'ط': "t", 'ظ': "z", 'ع': "", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h",
	'و': "w", 'ي': "y", 'ى': "a", 'ة': "a", 'پ': "p", 'چ': "ch", 'ژ': "zh", 'ک': "k", 'گ': "g", 'ی': "y", 'ٹ': "t",
	'ڈ': "d", 'ڑ': "r", 'ں': "n", 'ھ': "h", 'ہ': "h", 'ے': "e", 'ـ': "",

	'ა': "a", 'ბ': "b", 'გ': "g", 'დ': "d", 'ე': "e", 'ვ': "v", 'ზ': "z", 'თ': "t", 'ი': "i", 'კ': "k", 'ლ': "l",
	'მ': "m", 'ნ': "n", 'ო': "o", 'პ': "p", 'ჟ': "zh", 'რ': "r", 'ს': "s", 'ტ': "t", 'უ': "u", 'ფ': "p", 'ქ': "k",
	'ღ': "gh", 'ყ': "q", 'შ': "sh", 'ჩ': "ch", 'ც': "ts", 'ძ': "dz", 'წ': "ts", 'ჭ': "ch", 'ხ': "kh", 'ჯ': "j",
	'ჰ': "h",
}

// Parts are the parts of a name in plain small Latin letters, in the order in which they were written. A sign that this
// package knows no letter for stays as it is: a name in Chinese signs is found by the same signs.
func Parts(name string) []string {
	var b strings.Builder
	for _, r := range letters.Words(name) {
		switch latin, ok := script[r]; {
		case ok:
			b.WriteString(latin)
		case strings.ContainsRune(",;/().\"«»", r), unicode.IsControl(r):
			b.WriteByte(' ')
		case strings.ContainsRune("ʿʾʹʺ`´", r): // signs of scholars
		default:
			b.WriteRune(r)
		}
	}
	return strings.Fields(b.String())
}

// sounds are the spellings of one sound, longest first: what is told apart by ear in one language is not in the next.
// Where a letter has two sounds (j as in James or in Jan, c as in Marc or in Kovac, th as in Thomas or in Othman), hard
// takes the first and soft the second.
var (
	hard = strings.NewReplacer(alike("th", "t", "dh", "t", "ch", "s")...)
	soft = strings.NewReplacer(alike("th", "s", "dh", "s", "ch", "h", "j", "y", "ic", "is", "ac", "as", "yc", "is",
		"oc", "os")...)
)

func alike(more ...string) []string {
	return append([]string{"shch", "s", "tsch", "s", "sch", "s", "tch", "s", "chr", "kr", "tsj", "s", "sh", "s",
		"sz", "s", "cz", "s", "dzh", "J", "dj", "J", "zh", "J", "gh", "g", "kh", "h", "ph", "f", "ck", "k",
		"qu", "k", "ts", "s", "tz", "s", "dz", "s", "oua", "fa", "oue", "fe", "oui", "fi", "ce", "se", "ci", "si",
		"cy", "si", "ge", "Je", "gi", "Ji", "x", "ks", "q", "k"}, append(more, "j", "J", "c", "k", "wa", "fa",
		"we", "fe", "wi", "fi", "wo", "fo", "wu", "fu", "wy", "fi", "v", "f", "p", "b", "z", "s", "d", "t")...)
}

// Sounds are what stays of a part of a name when sounds that other languages spell alike, or not at all, are set equal:
// its first sound and its consonants, without the ending s of some declensions, in two readings. Parts that share one
// are likely spellings of one name.
func Sounds(part string) [2]string {
	return [2]string{skeleton(hard.Replace(part)), skeleton(soft.Replace(part))}
}

func skeleton(s string) string {
	if len(s) > 3 {
		s = strings.TrimSuffix(s, "s")
	}
	out := make([]byte, 0, 16)
	var last rune
	for i, r := range s {
		silent := strings.ContainsRune("aeiouyhw", r)
		switch {
		case i == 0 && silent && r != 'h':
			out = append(out, 'a') // a vowel at the head, whichever
		case i == 0 || !silent && r != last:
			out = append(out, string(r)...)
		}
		if last = r; silent && r != 'h' {
			last = 0
		}
	}
	return string(out)
}
