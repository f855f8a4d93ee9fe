-- asks     = "Does one address log in to several accounts that never shared one?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1110.004"
-- weight   = 0.6
-- lookback = "30 days"
-- tells    = "{ip}, {place}, logged in within a day to {accounts} accounts that had never been there, this one among them"
-- [limits]
-- accounts   = 3                # two strangers meet at a hotel; a list is longer
-- known_days = 3                # a network used on three days is where somebody lives or works
-- residents  = 3                # where three others had been for a day, strangers meet daily: a train, a hotel, a campus
-- sitting    = 3                # accounts that are read there in several hours of a day, in a known country: an office
-- office_hours = 3              # so many
-- in_land    = 0.5              # strength, compared, of reading in a known country, or on a journey: an office with a new line, a congress
-- alone      = 0.6              # strength of the smallest list; each doubling adds a fifth

-- In a network of a new provider: a telephone that changes its network meets its provider's other customers. Where no data
-- name the provider, in a new country, or in new addresses from which an account that is read elsewhere only sends.
with newcomers as (
    select *
    from arrivals
    where has_history and time - account_since >= days(1) and not fetcher and not trusted
        and if(
            asn is null and country is not null,
            new_country or new_block and sends and account in (select account from readers), new_provider
        )
),
crowds as (
    select
        n.*,
        count(*) over (partition by ip order by time range between 86_400_000_000 preceding and current row) as so_far
    from newcomers n semi join (select ip from newcomers group by ip having count(*) >= $accounts) using (ip)
),
crowded as (
    select * exclude (so_far)
    from crowds
    qualify max(so_far) over (
        partition by ip order by time range between current row and 86_400_000_000 following
    ) >= $accounts
),
-- Where else each of them is at home, and since when one could know it.
habits as (
    select account, ip_net, days(list_sort(list(distinct hour // 24))[$known_days::integer] + 1) as since
    from stays semi join crowded using (account)
    group by account, ip_net
    having count(distinct hour // 24) >= $known_days
),
-- Colleagues share an office: they may travel together, move house together, or get a new proxy.
meetings as (
    select c.account, c.ip, count(distinct c.account) over (partition by c.ip, h.ip_net) as there
    from crowded c
    join habits h on h.account = c.account and h.since <= c.time
),
acquainted as (
    select distinct account, ip from meetings where there > 1
),
-- But whoever only sends from an address, for accounts that are read elsewhere, is no party of travellers.
read_there as (
    select s.account, s.ip_net, count(distinct s.hour) >= $office_hours as sits_there
    from stays s
    join crowded c on c.account = s.account and c.ip_net = s.ip_net
    where not s.sends and s.time < c.time + days(1)
    group by s.account, s.ip_net
),
-- Where several read for hours, in a country that they know, is an office that has moved.
offices as (
    select c.ip
    from crowded c join read_there t on t.account = c.account and t.ip_net = c.ip_net
    where t.sits_there and not c.new_country
    group by c.ip
    having count(*) >= $sitting
),
residents as (
    select c.account, c.ip, count(*) as residents
    from crowded c
    join arrivals r on r.ip_net = c.ip_net and r.time <= c.time - days(1)
    where (r.account, r.ip_net) not in (select (account, ip_net) from crowded)
    group by c.account, c.ip
),
strangers as (
    select
        c.account, c.time, c.source, c.line, c.ip, c.ip_net, c.place,
        r.account is not null and t.account is null
            or c.new_country and not c.is_near and (c.account, c.country) not in (from toured) as odd,
        count(*) over (
            partition by c.ip order by c.time range between 86_400_000_000 preceding and current row
        ) as so_far
    from crowded c
    left join acquainted a on a.account = c.account and a.ip = c.ip
    left join readers r on r.account = c.account and r.since < c.time
    left join residents s on s.account = c.account and s.ip = c.ip
    left join read_there t on t.account = c.account and t.ip_net = c.ip_net
    where (a.account is null or c.sends and r.account is not null) and coalesce(s.residents, 0) < $residents
        and (c.new_country or c.ip not in (from offices) and not coalesce(t.sits_there, false))
),
listed as (
    select
        *,
        max(so_far) over (
            partition by ip order by time range between current row and 86_400_000_000 following
        ) as accounts,
        list(log_line(source, line)) over (
            partition by ip order by time, source, line rows between 2 preceding and 2 following
        ) as neighbours
    from strangers
)
select
    account, time, source, line, ip, ip_net, place, accounts,
    [log_line(source, line)] || list_filter(neighbours, lambda one: one <> log_line(source, line)) as evidence,
    least(1, $alone + 0.2 * log2(accounts / $accounts)) * if(odd, 1, $in_land) as strength
from listed
where accounts >= $accounts
order by account, time, source, line
