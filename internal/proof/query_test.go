package proof

import (
	"testing"

	_ "havre.example/havre/internal/app" // declares the queries of every room
	"havre.example/havre/internal/trust/trusttest"
)

func TestBothEnginesUnderstandEveryQuery(t *testing.T) { trusttest.PrepareAll(t) }

func TestEachDoorKeepsToItsTables(t *testing.T) { trusttest.DoorsKeepToTheirTables(t) }

func TestSealedColumnsAreKept(t *testing.T) { trusttest.SealedColumnsAreKept(t) }

func TestFiguresGiveNoID(t *testing.T) { trusttest.FiguresGiveNoID(t) }
