-- oldest: 0023
-- A release before it would plan a journey without its hour, so none runs beside this step.
-- When the first leg of a journey's plan departs, in clear like the hour of arrival: calendars show it, and legs open
-- inside their case alone.
alter table journey_journey add column leaves_at @instant not null default 0;
update journey_journey set leaves_at = coalesce((select min(l.departs_at) from journey_leg l
  where l.journey_id = journey_journey.id and l.plan = journey_journey.plan), 0);
