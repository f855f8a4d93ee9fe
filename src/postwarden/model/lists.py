"""Which tables do detectors see of the administrator's lists, and what does each column mean?

They are resolved for the logs that were read: `@domain` has become accounts, networks have become addresses. So all of
them are joined by equality, and none makes more rows of a row that it is joined to by the columns named in its meaning.
They are always there, and empty where nothing was told.
"""

from __future__ import annotations

from postwarden.model.tables import Column, Table

_ACCOUNT = Column("account", "VARCHAR", "login name as in `logins` and `messages`")
_ADDRESS = Column("ip", "VARCHAR", "an address of these logs that lies in it; NULL where none does")
_NETWORK = Column("network", "VARCHAR", "the network as it was told, e.g. 192.0.2.0/26")
_ORIGIN = Column("network", "VARCHAR", "the network or AS as it was told, e.g. 192.0.2.0/26 or AS64500")

LISTS: tuple[Table, ...] = (
    Table(
        "home_countries",
        "countries whose logins are no news for an account: those of everybody, of its domain and its own; each "
        "(account, country) once",
        (_ACCOUNT, Column("country", "VARCHAR", "ISO 3166-1 alpha-2 code")),
    ),
    Table(
        "trusted_networks",
        "networks and providers whose logins are never news; each ip once. `stays` and `arrivals` have it as `trusted`",
        (_ORIGIN, _ADDRESS),
    ),
    Table(
        "mail_fetchers",
        "services that collect mail on behalf of users, besides those that are known; each ip once. `stays` and "
        "`arrivals` have it as `fetcher`",
        (_ORIGIN, _ADDRESS),
    ),
    Table(
        "device_networks",
        "scanners, web applications and the networks that they send from; each (account, ip) once. An account with "
        "rows is a device; an ip of its logins that is not among them is not where it should be",
        (_ACCOUNT, _NETWORK, _ADDRESS),
    ),
    Table(
        "bulk_senders",
        "accounts that send newsletters and the like; each account once",
        (_ACCOUNT, Column("recipients_a_day", "BIGINT", "usual maximum; NULL: nothing is too much")),
    ),
    Table("shared_mailboxes", "accounts that several people use; each account once", (_ACCOUNT,)),
    Table(
        "send_as",
        "envelope senders that a login may use besides its own; each (account, sender) once. Compare with "
        "`lower(sender)`, `'@' || domain_of(sender)` and `'*'`",
        (_ACCOUNT, Column("sender", "VARCHAR", "name@domain, @domain, or * for any; lower case")),
    ),
    Table(
        "system_accounts",
        "login names that nobody may use from outside, besides those that are known; each name once",
        (Column("name", "VARCHAR", "local part, lower case"),),
    ),
)
