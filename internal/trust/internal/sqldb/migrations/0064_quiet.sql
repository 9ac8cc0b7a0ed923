-- oldest: 0061
-- Between which hours somebody is sent no mail, as HH:MM of the head office's clocks; empty: none.
alter table access_user add column quiet_from @text not null default '';
alter table access_user add column quiet_until @text not null default '';
