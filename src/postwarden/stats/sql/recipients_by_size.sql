-- To whom were the most bytes delivered?
select recipient, deliveries, bytes from recipients order by bytes desc, deliveries desc, recipient
