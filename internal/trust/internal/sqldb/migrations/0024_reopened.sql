-- oldest: 0024
-- An older release knows nothing of a case that was taken up again, so none runs beside this step.
-- The state of a stay before the present one: where it goes on when an end is taken back.
alter table stay_stay add column former_state @text not null default '';
