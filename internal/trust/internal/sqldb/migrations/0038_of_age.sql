-- oldest: 0036
-- The day by which somebody who was not surely of age when it was written is so: read on any later day, she is.
alter table casefile_coded add column of_age_on @text not null default '';
