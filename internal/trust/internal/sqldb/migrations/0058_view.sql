-- oldest: 0053
-- The views of lists that people keep for themselves: codes alone, never a word that somebody typed.
create table access_view (
  id @id not null primary key,
  user_id @id not null references access_user(id),
  list text not null,
  narrowed text not null
) @strict;
create unique index access_view_once on access_view (user_id, list, narrowed);
-- The cases that a team follows, those that go on, and those of one of it or of nobody, are each read along an index
-- from either end. What is the same in all of its rows stands in front, so that an engine without statistics takes it.
drop index casefile_circle_open;
drop index casefile_circle_owner;
create index casefile_circle_open on casefile_circle (team_id, ended_at, open, case_id, relation, alias, owner_id,
  deputy_id) where open = 1 and ended_at = 0;
create index casefile_circle_owner on casefile_circle (team_id, ended_at, open, owner_id, case_id, relation, alias,
  deputy_id) where open = 1 and ended_at = 0;
create index casefile_circle_whose on casefile_circle (team_id, ended_at, owner_id, case_id, relation, open, alias,
  deputy_id) where ended_at = 0;
