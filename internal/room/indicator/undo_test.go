package indicator_test

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"havre.example/havre/internal/kernel/fault"
	"havre.example/havre/internal/kernel/sheet"
	"havre.example/havre/internal/room/indicator"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/trusttest"
)

func fieldFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/field/" + name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func digestOf(file string) string { return fmt.Sprintf("%x", sheet.Digest([]byte(file))) }

// A corrected row takes the place of the one that it corrects: by its name in the file, or where it says all but one
// column again. Undoing an import gives back what was before, and leaves what a later one changed.
func TestACorrectedRowCorrectsAndAnImportIsUndone(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		in := func(file string) indicator.Loaded {
			t.Helper()
			f.Clock.Advance(time.Minute)
			done, err := n.Import(t.Context(), n.rose, strings.NewReader(file), false)
			if err != nil || len(done.Mistakes) > 0 {
				t.Fatalf("%+v, %v", done, err)
			}
			return done
		}
		undo := func(file string) indicator.Undone {
			t.Helper()
			out, err := n.Undo(t.Context(), n.rose, digestOf(file))
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		counts := func(people int) {
			t.Helper()
			r := n.report(t, n.claire, 2025, indicator.Exact)
			if r.DocumentedRequests.Count != people {
				t.Errorf("%d people counted, not %d", r.DocumentedRequests.Count, people)
			}
		}
		first, second := fieldFile(t, "h01"), fieldFile(t, "h02-corrected")
		in(first)
		counts(1)
		done := in(second)
		if done.Kept != 0 || !reflect.DeepEqual(done.Corrected, []indicator.Corrected{{Line: 2,
			Columns: []string{"birth_year"}}}) {
			t.Errorf("corrected: %+v", done)
		}
		counts(1)
		if got := undo(first); got.Gone != 0 || len(got.Left) != 1 || got.Left[0].Columns[0] != "birth_year" {
			t.Errorf("the first undone: %+v", got)
		}
		counts(1)
		if got := undo(second); got.Restored != 1 || len(got.Left) != 0 {
			t.Errorf("the second undone: %+v", got)
		}
		if _, err := n.Undo(t.Context(), n.rose, digestOf(second)); !fault.Is(err, fault.NotFound) {
			t.Errorf("undone twice: %v", err)
		}
		if _, err := n.Undo(t.Context(), n.claire, digestOf(second)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a coordinator undoes: %v", err)
		}
		if done := in(second); len(done.Corrected) != 1 { // an undone file may come again
			t.Errorf("again: %+v", done)
		}
		undo(second)

		sisters := strings.TrimSpace(first) + "\n" + strings.Split(strings.TrimSpace(second), "\n")[1] + "\n"
		if done := in(sisters); done.Kept+done.Known != 2 || len(done.Corrected) != 0 {
			t.Errorf("two people who differ in one column, in one file: %+v", done)
		}
		counts(2)
		undo(sisters)
		counts(1)

		head, row, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(first), "\r", ""), "\n")
		named := func(id, row string) string { return head + ";row_id\n" + row + ";" + id + "\n" }
		in(named("A-1", row))
		other := strings.Replace(strings.Replace(row, "2025-03-01", "2025-04-01", 1), ";1999;", ";;", 1)
		other = strings.Replace(other, "2025-03-10", "2025-04-10", 1)
		if done := in(named("a‑1", other)); len(done.Corrected) != 1 || len(done.Corrected[0].Columns) != 3 {
			t.Errorf("by its name: %+v", done)
		}
		counts(2)
		if done := in(named("A-2", other)); done.Kept != 1 { // another name is another person
			t.Errorf("another name: %+v", done)
		}
		counts(3)
		twice := head + ";row_id\n" + row + ";X\n" + other + ";x\n"
		if done, err := n.Import(t.Context(), n.rose, strings.NewReader(twice), false); err == nil ||
			done.Mistakes[0].Column != indicator.RowID {
			t.Errorf("one name twice: %+v, %v", done, err)
		}

		list, err := n.Imports(t.Context(), n.rose)
		if err != nil || len(list) != 6 || list[0].Rows != 1 || list[0].Who == "" || len(list[0].Digest) != 64 {
			t.Errorf("imports: %+v, %v", list, err)
		}
		byMachine := access.Machine("import")
		if got, err := n.Undo(t.Context(), byMachine, list[0].Digest); err != nil || got.Gone+got.Restored != 1 {
			t.Errorf("by command: %+v, %v", got, err)
		}
	})
}

// A check tells what an import would do, and does nothing: what is new, corrected, known and to be corrected in the
// file is what the import then does.
func TestACheckTellsWhatAnImportDoes(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		n := open(t, f)
		first, second := strings.TrimSpace(fieldFile(t, "h01")), fieldFile(t, "h02-corrected")
		head, row, _ := strings.Cut(strings.ReplaceAll(first, "\r", ""), "\n")
		other := strings.ReplaceAll(row, "2025-03", "2025-06")
		files := []string{first, second, first + "\n" + other + "\n2025;x\n", head + ";row_id\n" + row + ";A\n" +
			other + ";B\n",
			head + ";row_id\n" + other + ";A\n" + row + ";C\n"}
		for i, file := range files {
			f.Clock.Advance(time.Minute)
			would, err := n.Check(t.Context(), n.rose, strings.NewReader(file))
			if err != nil {
				t.Fatal(i, err)
			}
			again, err := n.Check(t.Context(), n.rose, strings.NewReader(file))
			if err != nil || !reflect.DeepEqual(would, again) {
				t.Errorf("file %d: a check changes something: %+v, %+v, %v", i, would, again, err)
			}
			did, err := n.Import(t.Context(), n.rose, strings.NewReader(file), true)
			if err != nil || !reflect.DeepEqual(would, did) {
				t.Errorf("file %d: told %+v, did %+v, %v", i, would, did, err)
			}
			if did.Kept+did.Known+len(did.Corrected) != did.Good || did.Rows-did.Good != len(did.Mistakes) {
				t.Errorf("file %d: a row is in no count, or in two: %+v", i, did)
			}
		}
		if _, err := n.Check(t.Context(), n.rose, strings.NewReader(first)); !fault.Is(err, fault.Conflict) {
			t.Errorf("a file that is in already: %v", err)
		}
		if _, err := n.Check(t.Context(), n.claire, strings.NewReader(second)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a coordinator checks: %v", err)
		}
	})
}
