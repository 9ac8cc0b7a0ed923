-- Placement: hosts asked without knowing who, holds, interviews, the way to both yeses.
create table placement_search (
  case_id @id not null primary key references casefile_case(id),
  possible @int not null default 0,
  to_ask @int not null default 0,
  searched_at @instant not null default 0,
  round @int not null default 0
) @strict;

-- One row a host asked. The id is a random number of its own, so that two hosts cannot compare.
create table placement_proposal (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  place_id @id not null,
  team_id @id not null references access_team(id),
  department @text not null,
  state @text not null check (state in ('sent','accepted','declined','expired','withdrawn','interview_planned','interview_held','final_accepted','final_declined','admitted','released')),
  reason @text not null default '',
  urgent @bool not null default 0,
  adults @int not null,
  children_bands @text not null default '',
  animals @text not null default 'unknown',
  need_codes @text not null default '',
  interpreter @bool not null default 0,
  language @text not null default '',
  autonomy @text not null default '',
  ready_on @text not null default '',
  stay_weeks @int not null default 0,
  sent_at @instant not null,
  until_at @instant not null,
  seen_at @instant not null default 0,
  answered_at @instant not null default 0,
  silence @int not null default 0,
  question @text not null default '',
  question_at @instant not null default 0,
  reply @text not null default '',
  reply_at @instant not null default 0,
  live @bool not null default 1
) @strict;
create index placement_proposal_case on placement_proposal (case_id, sent_at);
create index placement_proposal_team on placement_proposal (team_id, case_id) where live = 1;
create unique index placement_proposal_place on placement_proposal (place_id) where live = 1;
create index placement_proposal_state on placement_proposal (state, case_id);

create table placement_interview (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  proposal_id @id not null references placement_proposal(id),
  at @instant not null,
  way @text not null check (way in ('video','telephone','visit')),
  attends @text not null default '',
  planned_at @instant not null,
  held_at @instant not null default 0,
  prepare_sealed @bytes not null
) @strict;
create index placement_interview_case on placement_interview (case_id, at);

-- What a host is told once it has left the circle: a calm line about its place, with no trace of whom it was for.
create table placement_notice (
  id @id not null primary key,
  team_id @id not null references access_team(id),
  place_id @id not null,
  kind @text not null check (kind in ('another_place','no_longer_needed','hold_ended')),
  at @instant not null
) @strict;
create index placement_notice_team on placement_notice (team_id, at);

-- How many people each host received in a year, towards the number it agreed to; no person, no case.
create table placement_received (
  team_id @id not null references access_team(id),
  year @int not null,
  people @int not null,
  primary key (team_id, year)
) @strict;
