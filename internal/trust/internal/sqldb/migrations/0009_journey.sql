-- The way to the place: codes and hours in clear, for the clocks; every word sealed (I5).
create table journey_journey (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  host_team_id @id not null references access_team(id),
  state @text not null check (state in ('planned','in_transit','arrived','no_show','cancelled')),
  plan @int not null,
  expected_at @instant not null,
  departed_at @instant not null default 0,
  late_at @instant not null default 0,
  closed_at @instant not null default 0
) @strict;
create unique index journey_journey_open on journey_journey (case_id) where closed_at = 0;
create index journey_journey_case on journey_journey (case_id, id);

-- Each change is a new plan; none is overwritten.
create table journey_plan (
  case_id @id not null references casefile_case(id),
  journey_id @id not null references journey_journey(id),
  number @int not null,
  id @id not null unique,
  made_at @instant not null,
  user_id @id not null references access_user(id),
  expected_at @instant not null,
  accompanier @text not null,
  name_sealed @bytes not null,
  telephone_sealed @bytes not null,
  meeting_sealed @bytes not null,
  code_word_sealed @bytes not null,
  fallback_sealed @bytes not null,
  primary key (journey_id, number)
) @strict;

create table journey_leg (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  journey_id @id not null references journey_journey(id),
  plan @int not null,
  rank @int not null,
  means @text not null,
  departs_at @instant not null,
  arrives_at @instant not null,
  cost_cents @int not null,
  funder @text not null,
  from_sealed @bytes not null,
  to_sealed @bytes not null,
  carrier_sealed @bytes not null,
  ticket_sealed @bytes not null,
  unique (journey_id, plan, rank)
) @strict;

-- Each sheet printed for an accompanier: its serial stands on the paper.
create table journey_sheet (
  case_id @id not null references casefile_case(id),
  serial @text not null primary key,
  journey_id @id not null references journey_journey(id),
  plan @int not null,
  printed_at @instant not null,
  user_id @id not null references access_user(id)
) @strict;
