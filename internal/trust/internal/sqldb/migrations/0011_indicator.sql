-- Past cases as frozen coded rows: counted, never followed. Their ids are drawn at import and are those of no case.
create table indicator_import (
  file_hash @bytes not null primary key,
  imported_at @instant not null,
  row_count @int not null,
  left_out @int not null
) @strict;

create table indicator_history (
  id @id not null primary key,
  requested_on @text not null,
  outcome @text not null,
  reason @text not null,
  arrived_on @text not null,
  ended_on @text not null,
  exit_reason @text not null,
  sex @text not null,
  gender @text not null,
  birth_year @int not null,
  nationality_group @text not null,
  nationality @text not null,
  exploitation @text not null,
  adults @int not null,
  children @int not null,
  household_shape @text not null,
  origin_department @text not null,
  host_region @text not null,
  referrer_kind @text not null,
  complaint @text not null,
  cooperation @text not null,
  reflection_informed @text not null,
  statistics_consent @text not null
) @strict;
create index indicator_history_requested on indicator_history (requested_on, statistics_consent);
create index indicator_history_arrived on indicator_history (arrived_on, statistics_consent);
