package web

import "havre.example/havre/internal/kernel/sheet"

// FileOrText reads what a form brings in: the file that was chosen in its field "file", else the words in its field
// "text". Where there is neither, the key is said beside the file.
func FileOrText(f *Form, nothing string) []byte {
	raw := f.File("file")
	if len(raw) == 0 {
		raw = []byte(f.Text("text", Max(uploadLimit), Lines))
	}
	if len(raw) == 0 && f.OK() {
		f.Fail("file", nothing)
	}
	return raw
}

// FilledWith is a form that shows again, as text, what FileOrText read, so that one press brings it in. What nobody can
// read is not shown.
func FilledWith(raw []byte) *Form {
	f := NewForm(nil)
	if said, err := sheet.Text(raw); err == nil {
		f.Default("text", said)
	}
	return f
}
