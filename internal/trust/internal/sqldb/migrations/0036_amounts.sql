-- oldest: 0036
-- The amounts of aids stand among the network's own edits since step 0022, below which no release runs any more.
drop table stay_amount;
