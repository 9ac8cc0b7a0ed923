-- oldest: 0041
-- What a team still means to do about a case, by when and by whom, and what its people note for one another. Words are
-- sealed in the one compartment that the team alone holds: each row fills one column at most.
create table task_entry (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  team_id @id not null references access_team(id),
  what @text not null,
  due_on @text not null default '',
  owner_id @id,
  danger_sealed @bytes,
  journey_sealed @bytes,
  shelter_sealed @bytes,
  at @instant not null,
  user_id @id not null,
  done_at @instant not null default 0,
  done_by @id,
  version @int not null default 1
) @strict;
create index task_entry_case on task_entry (case_id, team_id, at);
create index task_entry_due on task_entry (team_id, due_on) where done_at = 0 and due_on <> '';
