-- asks     = "Does an account with a history log in from somewhere it has never been?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1078"
-- weight   = 0.35
-- lookback = "30 days"
-- witness  = "place"
-- tells    = "first login ever from {level}: {place}, {ip_net} ({history})"
-- [limits]
-- abroad     = 0.7              # strength outside the home countries that the administrator named, without a history
-- net_share  = 0.3              # strength of a new network of a known provider: telephones do that every day
-- as_share   = 0.7              # strength of a new provider in a known country: a hotel, a café
-- block      = 0.4              # where no data name the provider, of a new /16 or /32: lines and telephones change it, too
-- first_day  = 0.7              # strength, compared, on the day on which the account is first seen: home and work are two places
-- toured     = 0.6              # strength, compared, of a new country in which the account moves about and reads: on a journey
-- seen       = 2                # new countries until the day before that halve the next one: a VPN's exits, a pilot
-- shared     = 0.7              # strength of a new country of a mailbox that several people use; the rest is no news

with judged as (
    select
        a.*,
        -- Home countries that the administrator named serve as history where there is none.
        a.country is not null and h.country is null and a.account in (select account from home_countries) as is_abroad,
        m.account is not null as is_shared,
        if(a.asn is null and a.country is not null, $block, $as_share) as of_provider
    from arrivals a
    left join home_countries h on h.account = a.account and h.country = a.country
    left join shared_mailboxes m on m.account = a.account
)
select
    account, time, source, line, ip_net, place,
    case
        when time - account_since >= days(1) then format('after {:.0f} days', (time - account_since) / days(1))
        else format('after {} logins', coalesce(logins_first_week, 0))
    end as history,
    case
        when is_abroad and not has_history then 'outside the home countries'
        when new_country then 'the country ' || country
        when new_as then 'the provider ' || coalesce(as_name, 'AS' || asn)
        when new_provider then 'the addresses ' || block
        else 'the network'
    end as level,
    case
        when not has_history then $abroad
        when is_shared then $shared
        -- Where many of the domain's accounts have been, the next one may go, too.
        when new_country then
            greatest(1 - country_accounts / greatest(all_accounts, 1), of_provider) * pow(0.5, countries_before / $seen)
        when new_provider then of_provider
        else $net_share
    end
        * if((account, country) in (from toured) and (new_country or new_provider), $toured, 1)
        * if(time - account_since < days(1), $first_day, 1) as strength
from judged
where (has_history or is_abroad and new_country) and not vouched and (new_country or not is_shared)
order by account, time, source, line
