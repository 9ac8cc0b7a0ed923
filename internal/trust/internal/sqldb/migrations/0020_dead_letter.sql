-- oldest: 0018
-- A job that nobody could do is set aside and kept until somebody decides. Its due_at moves beyond every clock, so a
-- release that knows nothing of dead_at leaves it alone too.
alter table outbox_job add column dead_at @instant not null default 0;
alter table outbox_job add column why @text not null default '';
create index outbox_job_dead on outbox_job (dead_at) where dead_at > 0 and done_at = 0;
