-- The spine: cases (ring B), who follows them, and the handover slips between rooms.
create table casefile_case (
  id @id not null primary key,
  journal_id @id not null unique,
  code @text not null unique,
  label_tree @text not null,
  label_number @int not null,
  kind @text not null check (kind in ('first','transfer')),
  opened_at @instant not null,
  stage @text not null,
  stage_at @instant not null,
  open @bool not null default 1,
  version @int not null default 1
) @keyed;
create unique index casefile_case_label on casefile_case (label_tree, label_number) where open = 1;
create index casefile_case_opened on casefile_case (opened_at);
create index casefile_case_open on casefile_case (stage, stage_at) where open = 1;

create table casefile_circle (
  alias @id not null primary key,
  case_id @id not null references casefile_case(id),
  team_id @id not null references access_team(id),
  relation @text not null check (relation in ('evaluates','organises','referred','proposed','hosts','ended')),
  since_at @instant not null,
  ended_at @instant not null default 0,
  open @bool not null default 1,
  unique (case_id, team_id)
) @keyed;
-- Lists are read along these alone: an alias tells no order, so each row of the table lies on a page of its own.
create index casefile_circle_team on casefile_circle (team_id, ended_at, case_id, relation, open, alias);
create index casefile_circle_open on casefile_circle (team_id, case_id, relation, alias) where open = 1 and ended_at = 0;

create table casefile_fact (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  kind @text not null,
  at @instant not null,
  team_id @bytes not null,
  user_id @bytes not null,
  coded @text not null,
  payload_sealed @bytes not null
) @keyed;
create index casefile_fact_case on casefile_fact (case_id, at, id);
create index casefile_fact_kind on casefile_fact (kind, at);

-- The coded row: what matching, clocks and statistics need, and nothing more.
create table casefile_coded (
  case_id @id not null primary key references casefile_case(id),
  sex @text not null default 'unknown',
  gender @text not null default '',
  birth_year @int not null default 0,
  adult @text not null default 'unknown',
  nationality_group @text not null default 'unknown',
  nationality @text not null default '',
  trafficking_status @text not null default '',
  exploitation @text not null default '',
  origin_department @text not null default '',
  referrer_kind @text not null default '',
  adults @int not null default 1,
  children_bands @text not null default '',
  household_shape @text not null default '',
  animals @text not null default 'unknown',
  need_codes @text not null default '',
  languages @text not null default '',
  autonomy @text not null default '',
  security_level @int not null default 0,
  ready_on @text not null default '',
  stay_weeks @int not null default 0,
  complaint @text not null default 'unknown',
  cooperation @text not null default 'unknown',
  reflection_informed @text not null default 'unknown',
  statistics_consent @text not null default 'unknown',
  host_region @text not null default '',
  host_department @text not null default '',
  version @int not null default 1
) @keyed;

-- Danger zones: areas, reasons and dates alone; the story lies sealed in assessment (I4).
create table casefile_zone (
  case_id @id not null references casefile_case(id),
  area @text not null,
  level @text not null,
  reason @text not null,
  since_on @text not null,
  set_at @instant not null,
  lifted_at @instant not null default 0,
  primary key (case_id, area, set_at)
) @strict;

-- Areas where the person does not want to go.
create table casefile_veto (
  case_id @id not null references casefile_case(id),
  area @text not null,
  set_at @instant not null,
  lifted_at @instant not null default 0,
  primary key (case_id, area, set_at)
) @strict;
