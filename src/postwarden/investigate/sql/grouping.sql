-- By what are rows put together? Variables: grouped_by, zone.
create or replace temp macro key_of(account, ip, ip_net, internal, country, asn, as_name, moment) as
    case getvariable('grouped_by')
        when 'account' then account
        when 'ip' then ip
        when 'network' then ip_net
        when 'country' then origin(internal, country)
        when 'as' then if(coalesce(internal, false), 'internal', provider(asn, as_name))
        when 'day' then strftime(timezone(getvariable('zone'), make_timestamptz(moment)), '%Y-%m-%d')
        when 'hour' then strftime(timezone(getvariable('zone'), make_timestamptz(moment)), '%H:00')
    end;
-- Days and hours stand in their order, all else by how much it is.
create or replace temp macro calendar(key) as if(getvariable('grouped_by') in ('day', 'hour'), key, '');
