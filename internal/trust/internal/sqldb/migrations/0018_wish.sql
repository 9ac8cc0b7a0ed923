-- Areas where the person would like to go: one criterion among the last to tell places apart, never a condition.
create table casefile_wish (
  case_id @id not null references casefile_case(id),
  area @text not null,
  set_at @instant not null,
  lifted_at @instant not null default 0,
  primary key (case_id, area, set_at)
) @strict;
