-- oldest: 0027
-- A host's answer that was given by telephone and written down by the head office, as the host reads it; what stands in
-- the case is beside it. A host may say that this is not what it said.
create table placement_said (
  id @id not null primary key,
  team_id @id not null references access_team(id),
  place_id @id not null,
  answer @text not null check (answer in ('yes','no','later','final_yes')),
  reason @text not null default '',
  said_at @instant not null,
  noted_at @instant not null,
  disputed_at @instant not null default 0,
  settled_at @instant not null default 0
) @strict;
create index placement_said_team on placement_said (team_id, noted_at);

create table placement_answer (
  id @id not null primary key references placement_said(id),
  case_id @id not null references casefile_case(id),
  proposal_id @id not null references placement_proposal(id),
  user_id @id not null,
  until_at @instant not null default 0,
  who_sealed @bytes not null
) @strict;
create index placement_answer_case on placement_answer (case_id, proposal_id);

-- Who telephoned with whom about a case, for the head office's team alone. What was written wrong is written anew; the
-- former line stays.
create table call_entry (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  at @instant not null,
  noted_at @instant not null,
  user_id @id not null,
  way @text not null check (way in ('ours','theirs')),
  party @text not null,
  host_id @bytes not null,
  about @text not null,
  outcome @text not null,
  again_at @instant not null default 0,
  words_sealed @bytes not null,
  instead_of @bytes not null,
  replaced @int not null default 0
) @strict;
create index call_entry_case on call_entry (case_id, at);
create index call_entry_again on call_entry (again_at) where again_at > 0 and replaced = 0;
