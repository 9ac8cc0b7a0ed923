-- oldest: 0053
-- When a host has read what it was told of its place; 0: not yet. Who presses twice, or after a colleague, is not told
-- that there was nothing.
alter table placement_notice add column read_at @instant not null default 0;
