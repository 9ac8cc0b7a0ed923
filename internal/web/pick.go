package web

import (
	"havre.example/havre/internal/kernel/letters"
	"havre.example/havre/internal/kernel/tri"
)

// Tri reads yes, no or not known; unknown when nothing was chosen.
func (f *Form) Tri(name string) tri.Value {
	v, err := tri.Parse(f.trimmed(name))
	if err != nil {
		f.Fail(name, "web.form.choice")
	}
	return v
}

// Bool reads a box that is ticked or not.
func (f *Form) Bool(name string) bool { return f.Value(name) != "" }

// Choice reads one of the allowed values; the zero value when nothing was chosen.
func Choice[S ~string](f *Form, name string, allowed []S, list ...Rule) S {
	v := f.trimmed(name)
	if v == "" {
		if ruled(list).required {
			f.Fail(name, "web.form.choose")
		}
		return ""
	}
	for _, a := range allowed {
		if string(a) == v {
			return a
		}
	}
	f.Fail(name, "web.form.choice")
	return ""
}

// Choices reads any number of the allowed values, in the order of allowed.
func Choices[S ~string](f *Form, name string, allowed []S, list ...Rule) []S {
	sent := map[string]bool{}
	for _, v := range f.d.values[name] {
		if v != "" {
			sent[v] = true
		}
	}
	var out []S
	for _, a := range allowed {
		if sent[string(a)] {
			out = append(out, a)
			delete(sent, string(a))
		}
	}
	switch {
	case len(sent) > 0:
		f.Fail(name, "web.form.choice")
	case len(out) == 0 && ruled(list).required:
		f.Fail(name, "web.form.choose_some")
	}
	return out
}

// Pick reads a choice that may have been typed: the value, the label, or "label (value)", whatever the case and
// accents. It is the reading side of AreaPicker.
func (f *Form) Pick(name string, options []Option, list ...Rule) string {
	got := f.picks(name, options)
	if len(got) == 0 {
		if ruled(list).required && f.Error(name) == nil {
			f.Fail(name, "web.form.choose")
		}
		return ""
	}
	return got[0]
}

// Picks is Pick for several values.
func (f *Form) Picks(name string, options []Option, list ...Rule) []string {
	got := f.picks(name, options)
	if len(got) == 0 && ruled(list).required && f.Error(name) == nil {
		f.Fail(name, "web.form.choose_some")
	}
	return got
}

func (f *Form) picks(name string, options []Option) (out []string) {
	for _, typed := range f.d.values[name] {
		want := fold(typed)
		if want == "" {
			continue
		}
		found := false
		for _, o := range options {
			if want == fold(o.Value) || want == fold(o.Label) || want == fold(o.Label+" ("+o.Value+")") {
				out, found = append(out, o.Value), true
				break
			}
		}
		if !found {
			f.Fail(name, "web.form.pick")
		}
	}
	return out
}

// fold makes "Hérault", "herault" and " HERAULT " equal.
func fold(s string) string { return letters.Words(s) }
