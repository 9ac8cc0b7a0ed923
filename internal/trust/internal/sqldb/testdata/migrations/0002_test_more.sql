create index test_person_age on test_person (age);
