-- People, teams and their keys.
create table access_team (
  id @id not null primary key,
  kind @text not null check (kind in ('evaluation','logistics','administration','oversight','partner')),
  name @text not null,
  created_at @instant not null,
  ended_at @instant not null default 0
) @strict;

create table access_user (
  id @id not null primary key,
  login @text not null unique,
  name @text not null,
  lang @text not null,
  mail @text not null default '',
  created_at @instant not null,
  left_at @instant not null default 0
) @strict;

create table access_membership (
  user_id @id not null references access_user(id),
  team_id @id not null references access_team(id),
  role @text not null,
  since_at @instant not null,
  left_at @instant not null default 0,
  welcomed_at @instant not null default 0, -- when the team's key was handed to them; 0: waiting for a colleague
  primary key (user_id, team_id, role)
) @keyed;
create index access_membership_team on access_membership (team_id);

create table vault_user_key (
  user_id @id not null primary key references access_user(id),
  public_key @bytes not null,
  created_at @instant not null
) @strict;

create table vault_lock (
  user_id @id not null primary key references access_user(id),
  salt @bytes not null,
  private_sealed @bytes not null,
  totp_sealed @bytes not null,
  totp_last @int not null default 0,
  failures @int not null default 0,
  wait_until @instant not null default 0,
  changed_at @instant not null
) @strict;

create table vault_team_key (
  team_id @id not null references access_team(id),
  epoch @int not null,
  public_key @bytes not null,
  created_at @instant not null,
  retired_at @instant not null default 0,
  primary key (team_id, epoch)
) @strict;

create table vault_member_wrap (
  team_id @id not null,
  epoch @int not null,
  user_id @id not null references access_user(id),
  wrap @bytes not null,
  granted_by @id not null,
  granted_at @instant not null,
  primary key (team_id, epoch, user_id)
) @strict;
create index vault_member_wrap_user on vault_member_wrap (user_id);

-- One wrap per object and holder and grant: a bundle of compartment keys.
create table vault_wrap (
  id @id not null primary key,
  object_id @id not null,
  holder_id @id not null,
  epoch @int not null,
  compartments @text not null,
  bundle @bytes not null,
  act @text not null,
  granted_at @instant not null,
  until_at @instant not null default 0
) @strict;
create index vault_wrap_object on vault_wrap (object_id, holder_id);

create table session_open (
  token_hash @bytes not null primary key,
  id @id not null unique,
  user_id @id not null references access_user(id),
  keys_sealed @bytes not null,
  started_at @instant not null,
  seen_at @instant not null,
  stepup_until_at @instant not null default 0,
  ended_at @instant not null default 0
) @strict;
create index session_open_user on session_open (user_id, ended_at);

-- Words typed while a session ended, sealed to their writer, given back after the next sign-in.
create table session_kept (
  user_id @id not null references access_user(id),
  path @text not null,
  form_sealed @bytes not null,
  kept_at @instant not null,
  primary key (user_id, path)
) @strict;

-- One-time invitations, read out by telephone; only the hash of the code is kept.
create table session_invitation (
  code_hash @bytes not null primary key,
  id @id not null unique,
  team_id @id not null references access_team(id),
  roles @text not null,
  invited_by @bytes not null,
  invited_at @instant not null,
  until_at @instant not null,
  used_at @instant not null default 0
) @strict;
create index session_invitation_team on session_invitation (team_id, used_at);

create table gate_once (
  user_id @id not null,
  once @text not null,
  used_at @instant not null,
  primary key (user_id, once)
) @keyed;
create index gate_once_used on gate_once (used_at);

create table journal_entry (
  id @id not null primary key,
  at @instant not null,
  user_id @bytes not null,
  team_id @bytes not null,
  act @text not null,
  object_id @bytes not null,
  detail @text not null,
  salt @bytes not null,
  leaf @bytes not null
) @keyed;
create index journal_entry_object on journal_entry (object_id, at) where length(object_id) > 0;

-- Order of the entries: one row per commit group, insert only. root and frontier are those after the last entry.
create table journal_batch (
  first_seq @int not null primary key,
  size @int not null,
  entries @bytes not null,
  frontier @bytes not null,
  root @bytes not null,
  at @instant not null
) @strict;

create table journal_head (
  size @int not null primary key,
  note @text not null,
  at @instant not null
) @strict;

-- only sqlite
create trigger journal_entry_keep before update on journal_entry begin select raise(abort, 'journal'); end;
create trigger journal_entry_keep_delete before delete on journal_entry begin select raise(abort, 'journal'); end;
create trigger journal_batch_keep before update on journal_batch begin select raise(abort, 'journal'); end;
create trigger journal_batch_keep_delete before delete on journal_batch begin select raise(abort, 'journal'); end;
create trigger journal_head_keep before update on journal_head begin select raise(abort, 'journal'); end;
create trigger journal_head_keep_delete before delete on journal_head begin select raise(abort, 'journal'); end;
-- end
-- only postgres
create function journal_keep() returns trigger language plpgsql as 'begin raise exception ''journal''; end';
create trigger journal_entry_keep before update or delete or truncate on journal_entry execute function journal_keep();
create trigger journal_batch_keep before update or delete or truncate on journal_batch execute function journal_keep();
create trigger journal_head_keep before update or delete or truncate on journal_head execute function journal_keep();
create index journal_entry_at on journal_entry (at);
-- end

create table outbox_job (
  id @id not null primary key,
  kind @text not null,
  dedupe @text not null,
  object_id @bytes not null,
  payload @text not null,
  due_at @instant not null,
  lease_until_at @instant not null default 0,
  attempts @int not null default 0,
  done_at @instant not null default 0,
  unique (kind, dedupe)
) @strict;
create index outbox_job_due on outbox_job (due_at) where done_at = 0;

create table network_setting (
  name @text not null primary key,
  value @text not null,
  changed_at @instant not null
) @strict;
