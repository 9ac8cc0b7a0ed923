-- A person named to a case, beside the teams of its circle: who accompanies her, by name, and only for a time. The alias
-- is what stands in that person's links.
create table casefile_companion (
  alias @id not null primary key,
  case_id @id not null references casefile_case(id),
  user_id @id not null references access_user(id),
  from_at @instant not null,
  until_at @instant not null,
  ended_at @instant not null default 0,
  unique (case_id, user_id)
) @strict;
create index casefile_companion_user on casefile_companion (user_id) where ended_at = 0;

-- Whether the person agrees that the head office keeps her name after the first month in the place.
alter table casefile_case add column name_kept @text not null default 'unknown';

-- What past cases were imported, so that a corrected file may be read again: a hash of each coded row and of how many
-- equal rows stood before it in its file. It is not joined to the row it stands for.
create table indicator_row (
  row_hash @bytes not null primary key
) @keyed;
