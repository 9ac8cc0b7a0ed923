-- oldest: 0018
-- Journal entries that no batch lists yet, however old they are. PostgreSQL itself writes a row here with each entry
-- and takes it away with the batch that lists it, whichever release runs; an entry deleted before it was put in order
-- still stands here, so the next batch lists it and the verifier misses it. Empty on SQLite, where the entries of a
-- commit are put in order by that commit.
create table journal_pending (
  id @id not null primary key,
  leaf @bytes not null
) @keyed;

-- only postgres
create function journal_waits() returns trigger language plpgsql as 'begin
  insert into journal_pending (id, leaf) values (new.id, new.leaf);
  return null;
end';
-- One by one, by the key: a join would be planned for a list that is nearly always empty, and be slow after an outage.
-- ids is the list unpacked once; taking a part of the stored column would unpack all of it each time.
create function journal_ordered() returns trigger language plpgsql as 'declare
  ids bytea := new.entries || decode('''', ''hex'');
begin
  for i in 0 .. new.size - 1 loop
    delete from journal_pending where id = substring(ids from (16 * i + 1)::integer for 16);
  end loop;
  return null;
end';
create function journal_pending_keep() returns trigger language plpgsql as 'begin
  if tg_op = ''DELETE'' and pg_trigger_depth() > 1 then
    return null;
  end if;
  raise exception ''journal'';
end';
-- Making a trigger waits for the writers under way, so what follows sees their entries, and later ones bring their row.
create trigger journal_entry_waits after insert on journal_entry for each row execute function journal_waits();
create trigger journal_batch_ordered after insert on journal_batch for each row execute function journal_ordered();
insert into journal_pending (id, leaf)
  select e.id, e.leaf from journal_entry e where not exists (
    select 1 from (
      select substring(b.entries from (16 * i + 1)::integer for 16) as id
      from journal_batch b, generate_series(0, b.size - 1) i
    ) listed where listed.id = e.id);
create trigger journal_pending_keep before update or delete or truncate on journal_pending
  execute function journal_pending_keep();
-- end
