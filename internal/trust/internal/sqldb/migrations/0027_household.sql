-- oldest: 0027
-- An older release would let a household grow without its place, so none runs beside this step.
-- The first case of a person who was transferred; null for a first one. What holds for one person holds for all her
-- cases.
alter table casefile_case add column first_id @id;
create index casefile_case_first on casefile_case (first_id);

-- The household of a case from an instant on, so that figures of a past day say what was so on that day.
create table casefile_household (
  case_id @id not null references casefile_case(id),
  since_at @instant not null,
  adults @int not null,
  children_bands @text not null,
  shape @text not null,
  primary key (case_id, since_at)
) @keyed;
insert into casefile_household (case_id, since_at, adults, children_bands, shape)
  select d.case_id, c.opened_at, d.adults, d.children_bands, d.household_shape from casefile_coded d
  join casefile_case c on c.id = d.case_id;

-- Who lives at a place beyond its beds and cots, since a household grew.
alter table partner_place add column beyond_people @int not null default 0;
