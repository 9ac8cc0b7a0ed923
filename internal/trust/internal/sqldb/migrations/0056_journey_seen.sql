-- oldest: 0053
-- Which team has seen that the place somebody is to go to is not safe any more, and when: its home gives no alarm of it
-- until something newer is known.
create table journey_seen (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  team_id @id not null references access_team(id),
  user_id @id not null references access_user(id),
  seen_at @instant not null
) @strict;
create index journey_seen_case on journey_seen (case_id);
