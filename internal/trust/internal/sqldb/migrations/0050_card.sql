-- oldest: 0050
-- Name cards: each team that holds the key of identity of a case has a card of it in the team's own book, by which its
-- people find a name among their cases. A card that is due holds nothing yet. It goes when the key does: an older
-- release would leave it there, and does not run beside this one.
create table vault_book (
  team_id @id not null primary key references access_team(id),
  id @id not null unique,
  at @instant not null
) @strict;
create table vault_card (
  team_id @id not null references access_team(id),
  case_id @id not null references casefile_case(id),
  due @int not null default 1,
  card_sealed @bytes,
  primary key (team_id, case_id)
) @strict;
create index vault_card_case on vault_card (case_id);
create index vault_card_due on vault_card (team_id, case_id) where due = 1;
insert into vault_card (team_id, case_id)
  select distinct t.id, c.id from vault_wrap w
  join access_team t on t.id = w.holder_id join casefile_case c on c.id = w.object_id
  where ' ' || w.compartments || ' ' like '% identity %';
