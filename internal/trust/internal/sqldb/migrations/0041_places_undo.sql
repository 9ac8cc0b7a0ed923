-- oldest: 0041
-- What an import of partners, sites and places did, so that it can be undone as a whole: of each thing that it brought or
-- corrected, what a file said of it before and after. Of an address that it sealed stands a hash of what is sealed.
create table partner_import (
  id @id not null primary key,
  file_hash @bytes not null,
  imported_at @instant not null,
  user_id @bytes not null,
  row_count @int not null,
  undone_at @instant not null
) @strict;

create table partner_undo (
  import_id @id not null references partner_import(id),
  kind @text not null check (kind in ('partner','site','place','address')),
  thing_id @id not null,
  said_before @text not null,
  said_after @text not null,
  primary key (import_id, kind, thing_id)
) @strict;

-- When somebody was last proposed or received in a place: one that was used is never taken away.
alter table partner_place add column used_at @instant not null default 0;
update partner_place set used_at = 1 where held_until_at > 0 or occupied_people > 0;
