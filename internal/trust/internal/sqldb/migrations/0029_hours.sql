-- oldest: 0028
-- Whose hour is written on a leg of a journey: an area of the country; empty: the head office's.
alter table journey_leg add column departs_in @text not null default '';
alter table journey_leg add column arrives_in @text not null default '';
