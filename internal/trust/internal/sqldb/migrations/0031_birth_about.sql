-- oldest: 0028
-- A year of birth that was made of a guessed age says so: around full age it decides nothing, and has to be asked.
alter table casefile_coded add column birth_about @text not null default '';
