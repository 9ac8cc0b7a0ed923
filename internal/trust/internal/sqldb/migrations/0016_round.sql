-- Rounds: the best places for all who wait, weighed together. A round is a working paper: codes of several people at
-- once, so it is kept for some days only; what is decided with it stays in each case.
create table placement_round (
  id @id not null primary key,
  team_id @id not null references access_team(id),
  user_id @id not null references access_user(id),
  asked_at @instant not null,
  state @text not null check (state in ('running','done','stopped')),
  people @int not null,
  places @int not null,
  placed @int not null default 0,
  gap @int not null default 0,
  progress @text not null default '',
  question @text not null,
  answer @text not null default ''
) @strict;
create index placement_round_team on placement_round (team_id, asked_at);
