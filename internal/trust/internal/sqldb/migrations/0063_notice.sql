-- oldest: 0061
-- What the people of a team are told inside Havre: that something happened in a case, and when; never a word of it. Who
-- saw until when is theirs alone.
create table casefile_notice (
  case_id @id not null references casefile_case(id),
  team_id @id not null references access_team(id),
  kind @text not null,
  at @instant not null,
  user_id @bytes not null,
  urgent @bool not null default 0,
  primary key (case_id, team_id, kind, at)
) @strict;
create index casefile_notice_team on casefile_notice (team_id, at);

create table casefile_notice_seen (
  user_id @id not null primary key references access_user(id),
  until_at @instant not null
) @strict;
