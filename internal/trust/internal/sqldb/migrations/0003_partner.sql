-- Partners: who takes part, their sites and places. No row here is about a person helped; a place tells at most which
-- case holds or fills it.
create table partner_partner (
  id @id not null primary key,
  code @text not null unique,
  name @text not null,
  kind @text not null,
  department @text not null,
  town @text not null,
  contact_telephone @text not null,
  team_id @id not null unique references access_team(id),
  convention_from_on @text not null,
  convention_until_on @text not null,
  yearly_places @int not null check (yearly_places >= 0),
  state @text not null check (state in ('prospect','active','suspended','ended')),
  created_at @instant not null,
  version @int not null default 1
) @strict;
create index partner_partner_name on partner_partner (name);

-- The site's id is the object whose keys open its address.
create table partner_site (
  id @id not null primary key,
  partner_id @id not null references partner_partner(id),
  name @text not null,
  department @text not null,
  town @text not null,
  has_address @bool not null default 0,
  address_sealed @bytes not null,
  telephone_sealed @bytes not null,
  access_sealed @bytes not null,
  shared_at @instant not null default 0,
  version @int not null default 1,
  unique (partner_id, name)
) @strict;

-- I7: held_for and occupied_for name one case each, and nobody sleeps where there is no bed.
create table partner_place (
  id @id not null primary key,
  site_id @id not null references partner_site(id),
  name @text not null,
  beds @int not null check (beds >= 1),
  cots @int not null check (cots >= 0),
  accepts_gender @text not null,
  accepts_children @text not null,
  max_children @int not null,
  accepts_couples @text not null,
  accepts_animals @text not null,
  min_autonomy @text not null,
  step_free @text not null,
  ground_floor @text not null,
  security_level @int not null check (security_level between 0 and 3),
  languages @text not null,
  specialisms @text not null,
  emergency_flat @bool not null default 0,
  state @text not null check (state in ('available','cooling','occupied','withdrawn')),
  available_from_on @text not null,
  confirmed_at @instant not null default 0,
  held_for @bytes not null,
  held_until_at @instant not null default 0,
  occupied_for @bytes not null,
  occupied_people @int not null default 0,
  version @int not null default 1,
  unique (site_id, name),
  check (occupied_people >= 0 and occupied_people <= beds + cots),
  check (occupied_people = 0 or state = 'occupied')
) @strict;
create index partner_place_held on partner_place (held_until_at) where held_until_at > 0;
