-- What using a scarce kind of place today is expected to cost those to come: one number a kind, from the network's own past.
create table placement_scarce (
  kind @text not null primary key check (kind in ('accessible','family','high_security','emergency_flat')),
  price @int not null check (price between 0 and 9),
  places @int not null,
  arrivals @int not null,
  computed_at @instant not null
) @strict;

-- One row: how much such a price may count at most, what the prices were made from, and what the replay says of them.
create table placement_pricing (
  id @int not null primary key check (id = 1),
  cap @int not null default 3 check (cap between 0 and 9),
  computed_at @instant not null default 0,
  from_on @text not null default '',
  until_on @text not null default '',
  arrivals @int not null default 0,
  delays @int not null default 0,
  replays @int not null default 0,
  with_prices @int not null default 0,
  without_prices @int not null default 0,
  gain_low @int not null default 0,
  gain_high @int not null default 0
) @strict;
