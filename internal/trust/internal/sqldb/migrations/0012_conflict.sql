-- Two people kept apart (H3): one row holds for both cases; why lies sealed in the danger compartment of the case in
-- which it was recorded.
create table casefile_conflict (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  other_case_id @id not null references casefile_case(id),
  reach @text not null check (reach in ('house','town','department')),
  since_on @text not null,
  set_at @instant not null,
  lifted_at @instant not null default 0,
  reason_sealed @bytes not null,
  check (case_id <> other_case_id)
) @strict;
create unique index casefile_conflict_pair on casefile_conflict (case_id, other_case_id) where lifted_at = 0;
create index casefile_conflict_other on casefile_conflict (other_case_id);

-- What cannot move and has to stay within reach (H8): an area and the longest way, never what it is.
create table casefile_tie (
  case_id @id not null references casefile_case(id),
  area @text not null,
  most_minutes @int not null check (most_minutes > 0),
  set_at @instant not null,
  lifted_at @instant not null default 0,
  primary key (case_id, area, set_at)
) @strict;
