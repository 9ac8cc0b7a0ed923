-- Who the person is (sealed), and each of her dated agreements.
create table person_identity (
  case_id @id not null primary key references casefile_case(id),
  id @id not null unique,
  names_sealed @bytes not null,
  aliases_sealed @bytes not null,
  birth_sealed @bytes not null,
  telephone_sealed @bytes not null,
  contact_sealed @bytes not null,
  route_told_at @instant not null default 0,
  changed_at @instant not null,
  changed_by @bytes not null,
  version @int not null default 1
) @strict;

create table consent_agreement (
  id @id not null primary key,
  case_id @id not null references casefile_case(id),
  kind @text not null,
  answer @text not null check (answer in ('yes','no')),
  given_on @text not null,
  language @text not null,
  interpreter @text not null,
  recorded_at @instant not null,
  user_id @bytes not null,
  team_id @bytes not null,
  revoked_on @text not null default '',
  revoked_at @instant not null default 0
) @strict;
create index consent_agreement_case on consent_agreement (case_id, recorded_at);
