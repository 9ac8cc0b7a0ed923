-- Decisions: what a coordinator saw when hosts were asked, kept as it was; what was decided against the order or a rule; who is next.
-- seen is the rule book, the need in codes and every place with its verdict and values, packed. Nothing here is ever updated.
create table placement_decision (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  at @instant not null,
  user_id @id not null references access_user(id),
  urgent @bool not null,
  until_at @instant not null,
  seen @bytes not null,
  against @text not null check (against in ('','unknown','order','rule')),
  reason @text not null,
  words_sealed @bytes not null
) @strict;
create index placement_decision_case on placement_decision (case_id, at);

-- The places chosen: position counts the places that could be asked, from 1; 0 for one that a rule excluded.
create table placement_choice (
  case_id @id not null references casefile_case(id),
  decision_id @id not null references placement_decision(id),
  place_id @id not null,
  at @instant not null,
  position @int not null,
  verdict @text not null check (verdict in ('passed','unknown','excluded')),
  confirmed_days @int not null,
  primary key (decision_id, place_id)
) @strict;
create index placement_choice_at on placement_choice (at);

-- What was decided against: a criterion passed over, a datum not waited for, a rule set aside. Codes, to be counted.
create table placement_override (
  case_id @id not null references casefile_case(id),
  decision_id @id not null references placement_decision(id),
  place_id @id not null,
  at @instant not null,
  against @text not null check (against in ('unknown','order','rule')),
  what @text not null,
  reason @text not null,
  primary key (decision_id, place_id, against, what)
) @strict;
create index placement_override_at on placement_override (at);

-- What each criterion cost at a decision: without it another place would have come first, better by so much in the next.
create table placement_price (
  case_id @id not null references casefile_case(id),
  decision_id @id not null references placement_decision(id),
  at @instant not null,
  criterion @text not null,
  gains @text not null,
  steps @int not null,
  primary key (decision_id, criterion)
) @strict;
create index placement_price_at on placement_price (at);

-- Who is next in line, and why the line moved last.
create table placement_next (
  case_id @id not null primary key references casefile_case(id),
  at @instant not null,
  cause @text not null check (cause in ('asked','declined','expired')),
  department @text not null,
  reason @text not null,
  place_id @bytes not null,
  appeared @int not null,
  gone @int not null
) @strict;
