-- oldest: 0050
-- What was said in a form that was sent, as a digest under a number that is kept nowhere: a form sent again with other
-- answers is told from one that is sent twice.
alter table gate_once add column said @text not null default '';
