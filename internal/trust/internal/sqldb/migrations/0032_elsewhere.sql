-- oldest: 0027
-- A dangerous place that no list of areas holds is kept in words: as it was told, and in each version of the evaluation.
alter table assessment_told add column elsewhere_sealed @bytes;
alter table assessment_version add column elsewhere_sealed @bytes;
