-- Where each mail came from, with the use of its queue id.
create or replace table accepted as select * from with_turn('records_accepted') where queue_id <> 'NOQUEUE';
create or replace table pickups as select * from with_turn('records_pickup');
