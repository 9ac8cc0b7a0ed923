-- oldest: 0041
-- Who of a team follows a case, and who stands in for them: each team says it for itself. Lists read both along the
-- index, as they read the rest. What was said before stays on record, for the team that said it.
alter table casefile_circle add column owner_id @id;
alter table casefile_circle add column deputy_id @id;
drop index casefile_circle_team;
drop index casefile_circle_open;
create index casefile_circle_team on casefile_circle (team_id, ended_at, case_id, relation, open, alias, owner_id,
  deputy_id);
create index casefile_circle_open on casefile_circle (team_id, case_id, relation, alias, owner_id, deputy_id)
  where open = 1 and ended_at = 0;
create index casefile_circle_owner on casefile_circle (team_id, owner_id, case_id, relation, alias, deputy_id)
  where open = 1 and ended_at = 0;

create table casefile_owner (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  team_id @id not null references access_team(id),
  owner_id @id,
  deputy_id @id,
  at @instant not null,
  user_id @id not null
) @strict;
create index casefile_owner_case on casefile_owner (case_id, team_id, at);
