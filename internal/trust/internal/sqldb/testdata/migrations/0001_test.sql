-- Tables for the tests of this package.
create table test_person (
  id @id not null primary key,
  label @text not null unique,
  age @int not null check (age >= 0), -- @int in a comment stays
  share @real not null default 0.5,
  ready @bool not null default 0,
  note_sealed @bytes,
  seen_at @instant not null default 0
) @strict;

create table test_stay (
  person_id @id not null references test_person (id),
  number @int not null,
  words @text not null default '@int',
  primary key (person_id, number)
) @strict;

-- only sqlite
create trigger test_stay_keep before delete on test_stay begin select raise(abort, 'kept'); end;
-- end
-- only postgres
create function test_keep() returns trigger language plpgsql as $$ begin raise exception 'kept'; end $$;
create trigger test_stay_keep before delete on test_stay for each row execute function test_keep();
-- end
