-- asks     = "Does an account log in from rented servers, a VPN or Tor for the first time?"
-- key      = "account"
-- axis     = "access"
-- attack   = "T1090"
-- weight   = 0.25
-- lookback = "30 days"
-- witness  = "network"
-- tells    = "first login ever from {kind}: AS{asn} {as_name}, {ip_net}, {place}"
-- [limits]
-- used_days  = 3                # who came from such providers on three days before is a user of them
-- hosting    = 0.8              # strength: people do not live in data centres, but their web shop does
-- vpn        = 0.6              # strength: people buy VPNs, thieves rent servers
-- reads      = 0.5              # strength, compared, of a server that reads: some mail programs do it by their maker's servers

-- Needs data that knows AS: the shipped table knows countries only.
-- The largest ones, for what their names do not tell. Sources: X4BNet/lists_vpn (input/vpn/ASN.txt, input/datacenter/
-- ASN.txt), brianhama/bad-asn-list; for Tor, the operators of exits that run a network of their own.
-- Left out: Google (15169) and Microsoft (8075), whose services log in for their users to send "as" them.
with listed(kind, systems) as (
    values
        ('the Tor network', [
            60729,                                      -- Stiftung Erneuerbare Freiheit (Torservers)
            208323, 205100, 396507,                     -- Foundation for Applied Privacy, F3 Netze, Emerald Onion
            198093, 62744, 4224                         -- DFRI, Quintex, Calyx Institute
        ]),
        ('a VPN', [
            9009, 212238, 60068,                        -- M247, Datacamp: exits of many VPN services
            136787, 207137, 141039,                     -- NordVPN
            209854, 209103, 39351, 50525, 20448         -- Surfshark, Proton, Mullvad (31173), Privado, VPNtranet
        ]),
        ('rented servers', [
            16276, 24940, 51167, 12876, 8560, 20773,    -- OVH, Hetzner, Contabo, Scaleway, IONOS, Host Europe
            14061, 62567, 63949, 20473,                 -- DigitalOcean, Linode, Vultr
            16509, 14618, 8987, 396982,                 -- Amazon, Google Cloud
            45102, 37963, 45090, 132203,                -- Alibaba, Tencent
            60781, 28753, 30633, 59253, 49981, 43350,   -- Leaseweb, WorldStream, NForce
            53667, 36352, 8100, 40676, 46844, 19318,    -- FranTech, ColoCrossing, QuadraNet, Psychz, Sharktech, Interserver
            49505, 9123, 29182, 202425, 44477, 208046   -- Selectel, Timeweb, ISPsystem, IP Volume, Stark, HostSlick
        ])
),
by_number as (
    select kind, unnest(systems)::bigint as asn from listed
),
-- Whole words, or words within a name that nothing else has.
by_name as (
    select
        asn,
        case
            when regexp_matches(name, '\b(tor|tor-?exit\w*|torservers(-net)?|anonymi[sz]\w*)\b') then 'the Tor network'
            when regexp_matches(name, '\b(\w*vpn\w*|proxy|proxies|packethub|datacamp|m247)\b') then 'a VPN'
            when regexp_matches(
                name,
                'hosting|\b(\w*host|hosts|hoster|\w*servers?|vps|vds|colo|colocation|co-location|dedicated|cloud|clouds|idc)\b'
                || '|data ?-?cent(er|re)|datacamp|digitalocean|linode|vultr|choopa|hetzner|contabo|\bovh\b|leaseweb'
                || '|scaleway|hostinger|hostwinds|\baeza\b|selectel|frantech|ponynet|amazon|alibaba|tencent'
            ) then 'rented servers'
        end as kind
    from (select asn, lower(any_value(as_name order by as_name)) as name from addresses where asn is not null group by asn)
),
rented as (
    select a.asn, coalesce(n.kind, a.kind) as kind
    from by_name a
    left join by_number n using (asn)
    where coalesce(n.kind, a.kind) is not null
),
visits as (
    select s.account, s.hour // 24 as day, r.kind
    from stays s
    join rented r using (asn)
    where not s.fetcher
    group by all
),
firsts as (
    select a.*, r.kind
    from arrivals a
    join rented r using (asn)
    where a.new_as and not a.vouched and a.has_history
),
habits as (
    select f.account, f.asn, count(distinct v.day) as days
    from firsts f
    join visits v on v.account = f.account and v.day < f.time // days(1)
    group by f.account, f.asn
)
select
    f.account, f.time, f.source, f.line, f.ip_net, f.kind, f.asn, coalesce(f.as_name, '') as as_name, f.place,
    case f.kind
        when 'rented servers' then $hosting * if(f.sends, 1, $reads)
        when 'a VPN' then $vpn
        else 1
    end as strength
from firsts f
left join habits h using (account, asn)
where coalesce(h.days, 0) < $used_days
order by f.account, f.time, f.source, f.line
