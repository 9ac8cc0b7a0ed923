-- oldest: 0028
-- I7: who has a place after whoever stays there now: admitted while it is still lived in, received once they have left.
-- One case for each place, and one place for each case.
create table partner_next (
  place_id @id not null primary key references partner_place(id),
  next_for @bytes not null unique,
  people @int not null check (people >= 1)
) @strict;
