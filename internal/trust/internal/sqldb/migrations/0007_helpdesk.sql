-- Calls, mails and visits. They concern no case; what was said is sealed to the evaluation team.
create table helpdesk_contact (
  id @id not null primary key,
  state @text not null check (state in ('open','advice_given','referral_opened','redirected','no_further_contact')),
  caller @text not null,
  organisation @text not null,
  department @text not null,
  channel @text not null,
  minutes @int not null,
  month @text not null,
  redirected_to @text not null,
  opened_at @instant not null,
  closed_at @instant not null default 0,
  user_id @id not null references access_user(id),
  name_sealed @bytes not null,
  telephone_sealed @bytes not null,
  note_sealed @bytes not null,
  answer_sealed @bytes not null,
  redirect_sealed @bytes not null,
  version @int not null default 1
) @strict;
create index helpdesk_contact_open on helpdesk_contact (opened_at) where state = 'open';
create index helpdesk_contact_state on helpdesk_contact (state, id);
create index helpdesk_contact_department on helpdesk_contact (department, id);
create index helpdesk_contact_month on helpdesk_contact (month);

create table helpdesk_topic (
  contact_id @id not null references helpdesk_contact(id),
  topic @text not null,
  primary key (contact_id, topic)
) @strict;
create index helpdesk_topic_topic on helpdesk_topic (topic, contact_id);
