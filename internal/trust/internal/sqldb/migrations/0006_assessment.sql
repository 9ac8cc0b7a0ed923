-- Joint evaluations: each save is a new dated row, the latest is never an edit of the former (I16).
create table assessment_version (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  number @int not null,
  at @instant not null,
  user_id @id not null references access_user(id),
  assessed_on @text not null,
  coded @text not null,
  needs_sealed @bytes not null,
  wishes_sealed @bytes not null,
  health_sealed @bytes not null,
  plan_sealed @bytes not null,
  unique (case_id, number)
) @strict;

-- Who says what of an admission criterion, and since when; rows are added, never changed (I11).
create table assessment_assertion (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  number @int not null,
  at @instant not null,
  user_id @id not null references access_user(id),
  criterion @text not null,
  asserter @text not null,
  answer @text not null check (answer in ('yes','no','unknown')),
  since_on @text not null,
  note_sealed @bytes not null
) @strict;
create index assessment_assertion_case on assessment_assertion (case_id, number);

create table assessment_decision (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  number @int not null,
  at @instant not null,
  user_id @id not null references access_user(id),
  outcome @text not null check (outcome in ('admitted','not_admitted')),
  reason @text not null,
  age_route @text not null,
  sentence_sealed @bytes not null
) @strict;
create index assessment_decision_case on assessment_decision (case_id, at);

-- Somebody looked again at where the person stays, after the danger zones grew (I4).
create table assessment_recheck (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  at @instant not null,
  user_id @id not null references access_user(id),
  department @text not null
) @strict;
create index assessment_recheck_case on assessment_recheck (case_id, at);
