-- The stay: one of a case (I6); it begins with the arrival, its row with the first thing recorded about it.
create table stay_stay (
  case_id @id not null primary key references casefile_case(id),
  id @id not null unique,
  state @text not null check (state in ('settling','ongoing','transfer_requested','exit_planned','ended')),
  since_at @instant not null,
  arrived_on @text not null,
  news_at @instant not null,
  exit_planned_on @text not null default '',
  breached_at @instant not null default 0,
  secured_at @instant not null default 0,
  ended_on @text not null default '',
  exit_reason @text not null default '',
  version @int not null default 1
) @strict;

-- Notes of the shelter: added, never changed; only the shelter's own team holds the key.
create table stay_note (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  written_at @instant not null,
  team_id @id not null references access_team(id),
  user_id @id not null references access_user(id),
  words_sealed @bytes not null
) @strict;
create index stay_note_case on stay_note (case_id, written_at);

create table stay_service (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  service @text not null,
  given_on @text not null,
  recorded_at @instant not null,
  team_id @id not null references access_team(id)
) @strict;
create index stay_service_case on stay_service (case_id, given_on);

-- Aid: codes and cents, no name. Once on arrival, once a month of the stay (I8).
create table stay_aid (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  kind @text not null,
  cents @int not null check (cents > 0),
  paid_on @text not null,
  month @text not null,
  recorded_at @instant not null,
  user_id @id not null references access_user(id)
) @strict;
create unique index stay_aid_once on stay_aid (case_id) where kind = 'one_off';
create unique index stay_aid_month on stay_aid (case_id, month) where kind = 'monthly';

-- What an aid amounts to, from a day on.
create table stay_amount (
  kind @text not null check (kind in ('one_off','monthly')),
  from_on @text not null,
  cents @int not null check (cents > 0),
  set_at @instant not null,
  user_id @id not null references access_user(id),
  primary key (kind, from_on)
) @strict;

-- Steps before the law: rights of the person and their deadlines, never a condition of help (I1).
create table stay_legal (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  event @text not null,
  happened_on @text not null,
  language @text not null,
  recorded_at @instant not null,
  team_id @id not null references access_team(id),
  user_id @id not null references access_user(id)
) @strict;
create index stay_legal_case on stay_legal (case_id, happened_on);

-- A legal deadline with its owner and its outcome (I12).
create table stay_clock (
  case_id @id not null references casefile_case(id),
  id @id not null primary key,
  kind @text not null check (kind in ('reflection')),
  begins_on @text not null,
  ends_on @text not null,
  owner @text not null check (owner in ('hosts','evaluates')),
  outcome @text not null default '',
  closed_on @text not null default ''
) @strict;
create unique index stay_clock_open on stay_clock (case_id, kind) where outcome = '';
