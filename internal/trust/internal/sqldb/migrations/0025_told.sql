-- oldest: 0024
-- What a referral told of what the joint evaluation asks, so that nobody asks it again: it may come from somebody without
-- account, before anybody evaluated.
create table assessment_told (
  case_id @id not null primary key references casefile_case(id),
  id @id not null unique,
  at @instant not null,
  asserter @text not null,
  adult @text not null check (adult in ('yes','no','unknown')),
  interpreter @text not null check (interpreter in ('yes','no','unknown')),
  needs_sealed @bytes not null,
  health_sealed @bytes not null
) @strict;
