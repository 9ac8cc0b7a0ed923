-- oldest: 0021
-- An older release would let a deputy in on every day, so none runs beside this step.
-- A deputy has a role on some days alone, perhaps for one person; until_at 0: a member in their own right.
alter table access_membership add column from_at @instant not null default 0;
alter table access_membership add column until_at @instant not null default 0;
alter table access_membership add column stands_for @id;
alter table session_invitation add column deputy_from @instant not null default 0;
alter table session_invitation add column deputy_until @instant not null default 0;
alter table session_invitation add column stands_for @id;
