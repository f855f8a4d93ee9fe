-- Each delivery, with the use of its queue id.
create or replace table delivered as select * from with_turn('records_delivery');
