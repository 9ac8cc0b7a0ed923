package partner

import "havre.example/havre/internal/room/casefile"

var _ = casefile.Declare(casefile.Part{Room: "partner", Household: Household})
