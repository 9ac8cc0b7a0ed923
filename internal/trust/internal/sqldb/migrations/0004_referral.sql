-- Referrals: drafts, what was said on submission, the thread with the referrer.

-- A draft is one sealed blob. A team's draft is sealed to the team; a draft without account to its receipt's own key
-- alone, and its id is derived from the receipt's digits, of which nothing is stored.
create table referral_draft (
  id @id not null primary key,
  team_id @bytes not null,
  user_id @bytes not null,
  began_at @instant not null,
  until_at @instant not null,
  changed_at @instant not null,
  version @int not null default 1,
  answers_sealed @bytes not null
) @strict;
create index referral_draft_team on referral_draft (team_id, changed_at);
create index referral_draft_until on referral_draft (until_at);

create table referral_case (
  case_id @id not null primary key references casefile_case(id),
  id @id not null unique,
  origin_id @id not null unique,
  way @text not null check (way in ('partner','office','public','transfer')),
  submitted_at @instant not null,
  call_at @instant not null default 0,
  care_today @text not null default 'unknown',
  can_call @text not null default 'unknown',
  referrer_sealed @bytes not null,
  danger_sealed @bytes not null,
  needs_sealed @bytes not null,
  health_sealed @bytes not null,
  former_sealed @bytes not null
) @strict;

create table referral_message (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  at @instant not null,
  side @text not null check (side in ('referrer','office')),
  user_id @bytes not null,
  words_sealed @bytes not null,
  read_at @instant not null default 0
) @strict;
create index referral_message_case on referral_message (case_id, at);
create index referral_message_unread on referral_message (side, at) where read_at = 0;

-- That a transfer asked for on a case was taken up; the new case is not named here.
create table referral_transfer (
  former_id @id not null references casefile_case(id),
  asked_at @instant not null,
  opened_at @instant not null,
  primary key (former_id, asked_at)
) @strict;
