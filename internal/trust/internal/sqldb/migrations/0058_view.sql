-- oldest: 0053
-- The views of lists that people keep for themselves: codes alone, never a word that somebody typed.
create table access_view (
  id @id not null primary key,
  user_id @id not null references access_user(id),
  list text not null,
  narrowed text not null
) @strict;
create unique index access_view_once on access_view (user_id, list, narrowed);
-- The cases that somebody follows, those that have ended among them.
create index casefile_circle_whose on casefile_circle (team_id, owner_id, case_id, relation, open, alias, deputy_id)
  where ended_at = 0;
