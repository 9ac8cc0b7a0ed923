-- oldest: 0049
-- What was said of full age is kept apart from what follows from the birth, which is reckoned on the day of reading:
-- adult is what was said, on adult_said_on; the birth gives the days between which full age is reached.
alter table casefile_coded add column adult_said_on @text not null default '';
alter table casefile_coded add column of_age_from @text not null default '';
-- Rows written before the day of full age was kept: the last day of its year, three years later of a guess.
update casefile_coded
  set of_age_on = (birth_year + case when birth_about = '' then 18 else 21 end) || '-12-31'
  where adult <> 'yes' and of_age_on = ''
  and birth_year + case when birth_about = '' then 18 else 21 end >= 2026 and birth_year > 0;
-- Full age is reached on that day alone, or in its month, or in its year; of a guess up to six years earlier.
update casefile_coded set of_age_from = of_age_on where of_age_on <> '';
update casefile_coded set of_age_from = substr(of_age_on, 1, 8) || '01'
  where substr(of_age_on, 6, 5) in ('01-31', '02-28', '02-29', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31',
  '09-30', '10-31', '11-30');
update casefile_coded set of_age_from = substr(of_age_on, 1, 5) || '02-01'
  where substr(of_age_on, 6, 5) = '03-01' and birth_year % 4 = 0;
update casefile_coded set of_age_from = substr(of_age_on, 1, 5) || '01-01' where substr(of_age_on, 6, 5) = '12-31';
update casefile_coded
  set of_age_from = (cast(substr(of_age_from, 1, 4) as integer) - 6) || substr(of_age_from, 5, 6)
  where of_age_from <> '' and birth_about <> '';
-- What was said and what was reckoned stood in one word. Where a birth may say the same, nobody is held to have said
-- it; where it says otherwise, somebody did; what contradicted a birth stays disputed.
update casefile_coded set adult = case
  when adult = 'yes' and of_age_on <> '' then 'yes'
  when adult = 'unknown' and (of_age_on = '' or of_age_from > '2026-11-30') then 'differing'
  else 'unknown' end
  where birth_year > 0;
