-- oldest: 0022
-- An older release would set the amounts of aids where no newer one reads them, so none runs beside this step.
-- What the network itself says of its country's lists, deadlines and amounts, from a day on. A line is never changed: a
-- later day, or a later hour for the same day, adds another.
create table country_edit (
  section @text not null check (section in ('rule','amount','code')),
  name @text not null,
  from_on @text not null,
  value @text not null,
  set_at @instant not null,
  user_id @id not null references access_user(id),
  primary key (section, name, from_on, set_at)
) @strict;
insert into country_edit (section, name, from_on, value, set_at, user_id)
  select 'amount', kind, from_on, cast(cents as text), set_at, user_id from stay_amount;

-- stay_amount stays for a release that runs beside this one; the next takes it away.
