-- oldest: 0041
-- A host's answer by telephone that was written down by mistake is taken back within ten minutes: how its proposal
-- stood before, when its place counted as free again where somebody still stays there, and which fact the answer told.
-- An answer without a state was written before this, and is not taken back.
alter table placement_answer add column before_state @text not null default '';
alter table placement_answer add column before_until_at @instant not null default 0;
alter table placement_answer add column before_answered_at @instant not null default 0;
alter table placement_answer add column before_free_on @text not null default '';
alter table placement_answer add column fact_id @bytes;
