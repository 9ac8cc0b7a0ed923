-- oldest: 0028
-- What an import of past cases did, so that it can be undone as a whole: who asked for it, and of each case that it
-- brought or corrected, what it counted as before and after. A corrected row is known again by its own name in the file,
-- of which a hash stands here.
create table indicator_load (
  file_hash @bytes not null primary key references indicator_import(file_hash),
  user_id @bytes not null,
  undone_at @instant not null
) @strict;

create table indicator_undo (
  file_hash @bytes not null references indicator_load(file_hash),
  past_id @id not null,
  row_hash @bytes not null,
  counted_before @text not null,
  counted_after @text not null,
  primary key (file_hash, past_id)
) @strict;
create index indicator_undo_row on indicator_undo (row_hash);
