-- oldest: 0027
-- What was recorded by mistake and put right: a line of its own, with what stood before and what stands now, in codes.
create table casefile_correction (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  at @instant not null,
  team_id @bytes not null,
  user_id @bytes not null,
  what @text not null,
  was @text not null,
  now @text not null
) @keyed;
create index casefile_correction_case on casefile_correction (case_id, at);
