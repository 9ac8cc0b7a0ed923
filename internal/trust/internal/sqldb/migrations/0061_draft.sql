-- oldest: 0053
-- What a form kept in passing while somebody typed, beside what was posted over a session that had ended: nobody is led
-- to it after signing in.
alter table session_kept add column draft @bool not null default 0;
