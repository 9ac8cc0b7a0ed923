package codelist

import "havre.example/havre/internal/trust/access"

// Edit is the act by which an administrator says what holds in the network from a day on: a code of a list, a deadline,
// an amount.
var Edit = access.Define(access.Act{Name: "country.edit", Door: access.OfficeDoor, By: access.ByAdministrator})
