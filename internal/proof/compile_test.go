package proof

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Each program in testdata/compile lies, for the compiler's eyes only, at the place its first line names. Its second
// line is the refusal to expect; the one without compiles, and shows that the others fail for their own reason.
func TestWhatDoesNotCompile(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	programs, err := filepath.Glob("testdata/compile/*.txt")
	if err != nil || len(programs) < 5 {
		t.Fatalf("programs: %v %v", programs, err)
	}
	controls := 0
	for _, name := range programs {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".go.txt"), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.SplitN(string(raw), "\n", 3)
			place, ok := strings.CutPrefix(lines[0], "// lies in ")
			if !ok {
				t.Fatal("the first line names no place")
			}
			want, refused := strings.CutPrefix(lines[1], "// says ")
			out := compile(t, root, place, name)
			switch {
			case !refused && out != "":
				t.Errorf("does not compile:\n%s", out)
			case refused && !strings.Contains(out, want):
				t.Errorf("should be refused with %q, and gives:\n%s", want, out)
			}
			if !refused {
				controls++
			}
		})
	}
	if controls == 0 {
		t.Error("no program compiles: the refusals prove nothing")
	}
}

// compile returns the compiler's complaints, "" when there are none.
func compile(t *testing.T, root, place, program string) string {
	t.Helper()
	program, err := filepath.Abs(program)
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(t.TempDir(), "overlay.json")
	raw, err := json.Marshal(
		map[string]any{"Replace": map[string]string{filepath.Join(root, place, "fixture.go"): program}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-overlay", overlay, "./"+place)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err == nil {
		return ""
	}
	return string(out)
}
