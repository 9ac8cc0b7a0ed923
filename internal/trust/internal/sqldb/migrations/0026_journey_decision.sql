-- oldest: 0024
-- Who decided that somebody goes to a place that is not safe any more, at what step, what was doubtful and why. An older
-- release neither asks nor writes it; what it lets pass is as before.
create table journey_decision (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  decided_at @instant not null,
  user_id @id not null references access_user(id),
  step @text not null,
  doubt @text not null,
  despite @text not null
) @strict;
create index journey_decision_case on journey_decision (case_id);
