-- What may every detector call? Times are µs UTC, distances km.

-- One number that orders rows as `time, source, line` does: min, max and arg_min by it have no ties.
create or replace temp macro moment(time, source, line) as
    (time::hugeint << 64) + (source::hugeint << 32) + line;
create or replace temp macro time_of(moment) as (moment >> 64)::bigint;
create or replace temp macro source_of(moment) as ((moment >> 32) & 4294967295)::smallint;
create or replace temp macro line_of(moment) as (moment & 4294967295)::integer;

-- A log line, for the `evidence` list.
create or replace temp macro log_line(source, line) as
    {'source': source, 'line': line};

-- The first n of a group, for the `evidence` list.
create or replace temp macro first_lines(time, source, line, n) as
    arg_min(log_line(source, line), moment(time, source, line), n);

create or replace temp macro minutes(n) as (n * 60_000_000::bigint)::bigint;
create or replace temp macro hours(n) as (n * 3_600_000_000)::bigint;
create or replace temp macro days(n) as (n * 86_400_000_000)::bigint;

-- Great-circle distance (haversine) on a sphere of 6371 km; least() keeps rounding inside asin's domain.
create or replace temp macro km_between(lat1, lon1, lat2, lon2) as
    2 * 6371 * asin(sqrt(least(1, pow(sin(radians(lat2 - lat1) / 2), 2)
        + cos(radians(lat1)) * cos(radians(lat2)) * pow(sin(radians(lon2 - lon1) / 2), 2))));

-- How far x lies above its own history, on the scale of log(1 + x). 1.4826 makes the MAD comparable to a standard
-- deviation; the floor of 0.3 (a factor of 1.35) keeps a history without any spread from making everything odd.
create or replace temp macro robust_z(x, median_log, mad_log) as
    (ln(1 + x) - median_log) / (1.4826 * mad_log + 0.3);

-- Share of bad among n with a weak prior of one in ten, worth ten attempts: 3 of 5 is not yet a rate.
create or replace temp macro smoothed_share(bad, n) as
    (bad + 1) / (n + 10);

-- Days as bits, for the first four months; what comes later counts as the last of them.
create or replace temp macro bit_of_day(day) as (1::hugeint << greatest(0, least(day, 125))::integer);
-- The third day of them, if there are so many.
create or replace temp macro lowest_bit(days) as log2((days & -days)::double)::bigint;
create or replace temp macro without_lowest(days) as days & (days - 1);
create or replace temp macro third_day(days) as
    lowest_bit(nullif(without_lowest(without_lowest(days)), 0));

create or replace temp macro domain_of(address) as
    if(contains(address, '@'), lower(split_part(address, '@', -1)), '');

-- Networks from which mail services fetch and send for people who gave them their password: Gmail, Outlook's apps, Apple,
-- Yahoo. The services' own ranges, in which nobody can rent a server: Microsoft's "Office 365 IP address ranges" (Exchange
-- Online), Google's SPF netblocks, 17.0.0.0/8, Yahoo's postmaster pages.
create or replace temp macro of_mail_service(ip_net) as regexp_matches(
    ip_net,
    '^(40\.(9[236-9]|10[0-5])|52\.9[6-9]|132\.245|74\.125|173\.194|209\.85|64\.233\.1[6-9]\d|66\.102\.(\d|1[0-5])'
    || '|66\.249\.(8\d|9[0-5])|17\.\d+|67\.195|74\.6|98\.13[6-9]|66\.163\.1[6-9]\d)\.'
    || '|^(2607:f8b0|2a00:1450|2603:10[0-5]6|2a01:111:f40[03]):'
);

-- The /16 or /32 around a network: where no data names the provider, what lies in one block is taken for one.
create or replace temp macro block_of(ip_net) as
    if(
        contains(ip_net, ':'),
        split_part(ip_net, ':', 1) || ':' || coalesce(nullif(split_part(ip_net, ':', 2), ''), '0') || '::/32',
        split_part(ip_net, '.', 1) || '.' || split_part(ip_net, '.', 2) || '.0.0/16'
    );

create or replace temp macro local_part(address) as
    lower(split_part(address, '@', 1));

-- The hour of the day by the sun over that longitude.
create or replace temp macro sun_hour(hour, lon) as
    (hour + coalesce(round(lon / 15)::bigint, 0) + 24) % 24;

-- Bits of the hours of a day, and of the two hours before and after each; midnight has neighbours, too.
create or replace temp macro around_hours(hours) as
    (hours | (hours << 1) | (hours << 2) | (hours >> 1) | (hours >> 2)
        | (hours >> 22) | (hours >> 23) | (hours << 22) | (hours << 23)) & 16777215;

-- How odd it is that mail comes from there, as `sent_from` tells the origin: from the long-known desk little is. Of what
-- webmail sends for those who use it, and of accounts that the log hardly knows, the origin says nothing.
create or replace temp macro oddness(origin) as
    case origin
        when 'known' then 0.25 when 'network' then 0.6 when 'webmail' then 0.85 when 'provider' then 0.9 when 'country' then 1
        else 0.7
    end;
