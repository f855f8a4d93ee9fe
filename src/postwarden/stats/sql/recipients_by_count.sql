-- To whom were the most mails delivered?
select recipient, deliveries, bytes from recipients order by deliveries desc, bytes desc, recipient
