-- oldest: 0027
-- What a step before the law changed besides its own row, in codes, so that it can be taken back whole: what was known
-- of justice before it, and which deadline it opened or closed. Empty where it was recorded before this column.
alter table stay_legal add column trace @text not null default '';
