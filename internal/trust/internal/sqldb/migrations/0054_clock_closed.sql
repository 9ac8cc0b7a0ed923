-- oldest: 0053
-- When the outcome of a legal deadline was noted: a slip of the hand is undone within ten minutes. Earlier ones have
-- no hour, and are corrected.
alter table stay_clock add column closed_at @instant not null default 0;
