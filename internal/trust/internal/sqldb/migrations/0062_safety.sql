-- oldest: 0061
-- How great the danger is for whom, and what was agreed for it: dated lines, none of which is edited. What is coded
-- of a risk, and of a measure, is a list in one cell, which is read as a whole.
create table safety_assessment (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  number @int not null,
  at @instant not null,
  user_id @bytes not null,
  assessed_on @text not null,
  occasion @text not null,
  with_her @text not null,
  language @text not null default '',
  interpreter @text not null,
  medical @text not null,
  threat @text not null,
  coded @text not null,
  grade @text not null default '',
  why_not_sealed @bytes not null,
  fears_sealed @bytes not null,
  unique (case_id, number)
) @strict;

create table safety_plan (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  number @int not null,
  at @instant not null,
  user_id @bytes not null,
  coded @text not null,
  review_on @text not null default '',
  agreed @text not null,
  followed_sealed @bytes not null,
  door_sealed @bytes not null,
  reached_sealed @bytes not null,
  besides_sealed @bytes not null,
  contacted_sealed @bytes not null,
  place_sealed @bytes not null,
  unique (case_id, number)
) @strict;
