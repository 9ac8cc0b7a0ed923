package assessment_test

import (
	"testing"
	"time"

	"havre.example/havre/internal/kernel/date"
	"havre.example/havre/internal/kernel/secret"
	"havre.example/havre/internal/room/assessment"
	"havre.example/havre/internal/room/casefile"
	"havre.example/havre/internal/room/placement/asking"
	"havre.example/havre/internal/trust/gate"
	"havre.example/havre/internal/trust/trusttest"
)

func zone(area string) casefile.Zone {
	return casefile.Zone{Area: area, Level: "grave", Reason: "recent_sighting", Since: date.Must(2026, 11, 1)}
}

func TestI4NewZoneOverAPlaceAsksToCheckAgain(t *testing.T) {
	trusttest.Each(t, func(t *testing.T, f *trusttest.Floor) {
		c := newCast(t, f)
		ref := c.referred()
		c.Clock.Advance(time.Minute)
		if err := c.desk.Admit(c.ctx, c.claire, ref, assessment.Entry{Criteria: yes("NGO", assessment.Criteria...),
			AddZones: []casefile.Zone{zone("75")}}, secret.Text{}); err != nil {
			t.Fatal(err)
		}
		c.change(ref, func(tx *gate.CaseTx) error { // what placement does once all agree
			for _, fact := range []casefile.Fact{asking.HostAccepted{},
				casefile.Placed{Department: "34", Region: "R76"}} {
				if err := casefile.Tell(tx, fact); err != nil {
					return err
				}
			}
			return casefile.ChangeCoded(tx, func(k *casefile.Coded) { k.HostDepartment, k.HostRegion = "34", "R76" })
		})
		home := casefile.NewDesk(c.Gate, c.desk.HomePanels(), nil)
		alarms := func() int {
			t.Helper()
			items, err := home.OnHome(c.ctx, c.claire)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, it := range items {
				if it.Alarm {
					n++
				}
			}
			return n
		}
		if alarms() != 0 {
			t.Fatal("an alarm before any new zone")
		}
		c.save(ref, assessment.Entry{Base: 1, AddZones: []casefile.Zone{zone("59")}})
		if alarms() != 0 {
			t.Error("a zone elsewhere rang")
		}
		// Montpellier, in the host's department
		c.save(ref, assessment.Entry{Base: 2, AddZones: []casefile.Zone{zone("34172")}})
		if alarms() != 1 {
			t.Fatal("I4: a zone over the place did not ring")
		}
		if got := c.open(ref); len(got.Recheck) != 1 || got.Recheck[0] != "34172" || len(got.Zones) != 3 {
			t.Errorf("%+v", got.Recheck)
		}
		c.Clock.Advance(time.Minute)
		if err := c.desk.Recheck(c.ctx, c.claire, ref); err != nil {
			t.Fatal(err)
		}
		if alarms() != 0 {
			t.Error("the alarm rings after the check")
		}
		c.save(ref, assessment.Entry{Base: 3, AddZones: []casefile.Zone{zone("34")}, Lift: []string{"59"}})
		if alarms() != 1 {
			t.Error("the next zone did not ring")
		}
		c.Clock.Advance(time.Minute)
		if err := c.desk.Recheck(c.ctx, c.claire, ref); err != nil {
			t.Fatal(err)
		}
		// 1 h 35 away
		c.save(ref, assessment.Entry{Base: 4,
			AddZones: []casefile.Zone{{Area: "13", Level: "watch", Reason: "recent_sighting"}}})
		if alarms() != 0 {
			t.Error("a zone to watch, farther than its level asks, rang")
		}
		c.save(ref, assessment.Entry{Base: 5, AddZones: []casefile.Zone{zone("13")}})
		if alarms() != 1 {
			t.Error("the same zone, grave and too near by travel time, did not ring")
		}
	})
}
