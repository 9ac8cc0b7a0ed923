package room_test

import (
	"context"
	"slices"
	"testing"

	"havre.example/havre/internal/room"
	"havre.example/havre/internal/trust/access"
	"havre.example/havre/internal/trust/outbox"
	"havre.example/havre/internal/web"
)

// The navigation stands in the order of its groups, whatever the order of the rooms, and shows nobody what their roles
// do not open.
func TestNavigationFollowsGroupsAndRoles(t *testing.T) {
	rooms := []room.Room{
		{Nav: []room.Entry{{Group: room.Own, URL: "/own"}, {Group: room.People, Rank: 2, URL: "/two"}}},
		{Nav: []room.Entry{{Group: room.People, Rank: 1, URL: "/one", Key: "n",
			Roles: []access.Role{access.Coordinator}},
			{Group: room.Today, URL: "/"}}},
	}
	var team access.TeamID
	for role, want := range map[access.Role][]string{access.Coordinator: {"/", "/one", "/two", "/own"},
		access.Host: {"/", "/two", "/own"}} {
		who := access.NewActor(access.Profile{Members: []access.Membership{{Team: team, Role: role}}})
		var got []string
		for _, e := range room.Nav(rooms)(context.Background(), who) {
			got = append(got, e.URL)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", role, got, want)
		}
	}
}

func TestNoTwoRoomsDoTheSameJob(t *testing.T) {
	do := func(context.Context, outbox.Job) error { return nil }
	one := room.Room{Jobs: map[string]outbox.Handler{"a": do}, Letters: map[string]room.Letter{"b": {}}}
	if len(room.Jobs([]room.Room{one, {}})) != 1 || len(room.Letters([]room.Room{one})) != 1 {
		t.Error("a room's jobs and letters are those of the network")
	}
	defer func() {
		if recover() == nil {
			t.Error("two rooms do the same job")
		}
	}()
	room.Jobs([]room.Room{one, one})
}

// A public page stands in its room's site, and nothing else does: else the program does not start.
func TestASiteHoldsPublicPagesAlone(t *testing.T) {
	act := access.Define(access.Act{Name: "roomtest.read", Door: access.PublicDoor, By: access.Anyone})
	none := func(*web.Request) (web.Response, error) { return web.Response{}, nil }
	inside, outside := web.PublicGet("room.url.page", act, none), web.Get("/page", act, none)
	good := room.Room{Routes: []web.Route{outside}, Site: room.Site{Routes: []web.Route{inside}}}
	if n := len(room.Routes([]room.Room{good})); n != 3 {
		t.Errorf("%d routes, not both and the front", n)
	}
	for _, bad := range []room.Room{{Routes: []web.Route{inside}}, {Site: room.Site{Routes: []web.Route{outside}}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("a room mixes its public pages with the others")
				}
			}()
			room.Routes([]room.Room{bad})
		}()
	}
}

// Exactly one room says what a session may ask for; without, or with two, the program does not start.
func TestOneRoomSaysTheLimits(t *testing.T) {
	one := room.Room{Limits: web.Limits{PerSecond: 1, Burst: 2}}
	if got := room.Limits([]room.Room{{}, one}); got != one.Limits {
		t.Errorf("the limits are %v", got)
	}
	for _, rooms := range [][]room.Room{nil, {{}}, {one, one}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%d rooms say the limits and the program starts", len(rooms))
				}
			}()
			room.Limits(rooms)
		}()
	}
}
