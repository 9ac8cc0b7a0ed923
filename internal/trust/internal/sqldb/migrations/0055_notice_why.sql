-- oldest: 0053
-- Why somebody does not arrive who was to, as far as the host that was to receive may know it; empty of other notices.
alter table placement_notice add column why @text not null default '';
