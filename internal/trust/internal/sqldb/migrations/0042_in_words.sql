-- oldest: 0041
-- Places wished for, refused, or to be kept within reach that no list of areas holds are kept in words, in each version
-- of the evaluation.
alter table assessment_version add column hoped_sealed @bytes;
alter table assessment_version add column refused_sealed @bytes;
alter table assessment_version add column fixed_sealed @bytes;
