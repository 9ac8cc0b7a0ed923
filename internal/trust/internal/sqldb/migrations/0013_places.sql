-- Until when a place is taken, and how its host's word came.
alter table partner_place add column free_on @text not null default '';
alter table partner_place add column confirmed_way @text not null default '' check (confirmed_way in ('','page','telephone'));
