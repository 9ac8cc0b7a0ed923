-- oldest: 0053
-- Whether she may be called without danger stands beside her number, as the referral said it, and is kept up with it.
alter table casefile_coded add column can_call @text not null default 'unknown';
update casefile_coded set can_call = (
  select r.can_call from referral_case r where r.case_id = casefile_coded.case_id)
  where exists (select 1 from referral_case r where r.case_id = casefile_coded.case_id);
