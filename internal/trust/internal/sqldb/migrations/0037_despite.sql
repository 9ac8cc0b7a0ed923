-- oldest: 0036
-- What was decided: to ask hosts; or, where danger grew after a host had agreed, to go on to its interview or admission.
-- An older release writes decisions to ask alone, and refuses the others; it lists them among those.
alter table placement_decision add column step @text not null default 'ask';
