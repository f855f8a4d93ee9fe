"""What may the administrator tell postwarden about the server? The settings of postwarden.toml.

The reading of the file, the sample of `postwarden config init` and docs/reference/configuration.md come from these
classes: what a setting means, and an example of it, stand beside its type.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import inspect

from postwarden.model.values import (
    Account,
    Amount,
    AutonomousSystem,
    Country,
    Daily,
    FileName,
    Name,
    Network,
    Origin,
    Sender,
    Share,
    Size,
    Threads,
    Words,
    ZoneName,
)

DEFAULT_FILE = "/etc/postwarden/postwarden.toml"


def _told(meaning: str, example: str, *, option: str = "", table: str = "") -> msgspec.Meta:
    """`option` says the same on the command line; `table` is what detectors see of it."""
    return msgspec.Meta(description=meaning, extra={"example": example, "option": option, "table": table})


class DetectorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one detector differs from what is shipped."""

    enabled: Annotated[bool, _told("Whether it is asked at all.", "false")] = True
    weight: Annotated[
        Share | None, _told("In place of the weight in its file: 100 × weight are the points of a finding.", "0.5")
    ] = None
    limits: Annotated[dict[str, Amount], _told("In place of the limits in its file.", "{ day_messages = 400 }")] = {}


class Silence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Findings that are accepted. What it names must all fit; at least one of detector, account, network is named."""

    until: Annotated[
        date, _told("The last day of which findings are accepted. What happens later is judged.", "2026-12-31")
    ]
    why: Annotated[Words, _told("The reason; it is shown in each report.", '"the old shop moves in January"')]
    detector: Annotated[str | None, _told("Findings of this detector.", '"forged_sender"')] = None
    account: Annotated[Account | None, _told("Findings about this account.", '"shop@example.org"')] = None
    network: Annotated[
        Network | None, _told("Findings about a network within this one, or that name one.", '"192.0.2.0/24"')
    ] = None


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of postwarden.toml."""

    home_countries: Annotated[
        tuple[Country, ...],
        _told(
            "Countries whose logins are no news, for every account. Whoever logs in from elsewhere without a history "
            "is news.",
            '["DE", "AT"]',
            option="--home",
            table="home_countries",
        ),
    ] = ()
    own_networks: Annotated[
        tuple[Network, ...],
        _told(
            "Networks of this house, besides Postfix's mynetworks: webmail, proxies, gateways. Logins from them say "
            "nothing about where somebody is.",
            '["198.51.100.0/24", "2001:db8:501::/48"]',
            option="--own",
        ),
    ] = ()
    trusted_networks: Annotated[
        tuple[Network, ...],
        _told(
            "Networks outside whose logins are never news: the VPN of the company, a branch, the monitoring. Failed "
            "logins from them are counted all the same.",
            '["192.0.2.0/26"]',
            table="trusted_networks",
        ),
    ] = ()
    trusted_as: Annotated[
        tuple[AutonomousSystem, ...],
        _told(
            "The same for all networks of a provider. Needs geography data that knows providers.",
            '["AS64500"]',
            table="trusted_networks",
        ),
    ] = ()
    mail_fetchers: Annotated[
        tuple[Origin, ...],
        _told(
            "Services that collect and send mail on behalf of users, besides Google, Microsoft, Apple and Yahoo. That "
            "they log in from wherever they are is no news.",
            '["AS64510", "203.0.113.128/25"]',
            table="mail_fetchers",
        ),
    ] = ()
    shared_mailboxes: Annotated[
        tuple[Account, ...],
        _told(
            "Accounts that several people use, each from where he is: that they are in several places at once is no "
            "sign of a break-in.",
            '["info@example.org", "sales@example.org"]',
            table="shared_mailboxes",
        ),
    ] = ()
    system_accounts: Annotated[
        tuple[Name, ...],
        _told(
            "Login names that nobody may use from outside, besides root, www-data and the like.",
            '["backup", "nagios"]',
            table="system_accounts",
        ),
    ] = ()
    geo_databases: Annotated[
        tuple[FileName, ...],
        _told(
            "Geography data in MMDB files: GeoLite2, DB-IP, IPinfo, …",
            '["/var/lib/GeoIP/GeoLite2-City.mmdb"]',
            option="--geo",
        ),
    ] = ()
    detectors_folder: Annotated[
        FileName,
        _told(
            "Where your own detectors lie. --detectors on the command line names more folders.",
            '"/etc/postwarden/detectors"',
        ),
    ] = FileName("/etc/postwarden/detectors")
    timezone: Annotated[
        ZoneName | None,
        _told(
            "Zone of times in the logs that have none, and of the report. Without it: this machine's.",
            '"Europe/Berlin"',
            option="--timezone",
        ),
    ] = None
    memory: Annotated[Size, _told("Memory for tables; more is spilled to the disk.", '"2GiB"', option="--memory")] = (
        Size("1280MiB")
    )
    threads: Annotated[Threads | None, _told("Threads. Without it: one per processor.", "2", option="--threads")] = None

    home_countries_of: Annotated[
        dict[Account, tuple[Country, ...]],
        _told(
            "Home countries of single accounts or domains, besides those of everybody. For an account that has any, "
            "all others are abroad.",
            '"@example.com" = ["CH"]\n"anna@example.org" = ["US"]    # home office',
            table="home_countries",
        ),
    ] = {}
    devices: Annotated[
        dict[Account, tuple[Network, ...]],
        _told(
            "Accounts of scanners, copiers, web applications, and the networks that they send from. Many mails at once "
            "from there weigh less.",
            '"scanner@example.org" = ["192.0.2.16/28"]\n"shop@example.org" = ["198.51.100.7", "2001:db8:77::/48"]',
            table="device_networks",
        ),
    ] = {}
    bulk_senders: Annotated[
        dict[Account, Daily | None],
        _told(
            "Accounts that send newsletters and the like, and how many recipients a day are usual at most. Only more "
            "than that is a burst.",
            '"newsletter@example.org" = 20_000\n"@lists.example.org" = "unlimited"',
            table="bulk_senders",
        ),
    ] = {}
    send_as: Annotated[
        dict[Account, tuple[Sender, ...]],
        _told(
            "Which envelope senders a login may use that are not its own: assistants, web forms, second domains.",
            '"assistant@example.org" = ["boss@example.net"]\n"@example.org" = ["@example.com"]\n'
            '"form@example.org" = ["*"]',
            table="send_as",
        ),
    ] = {}
    detectors: Annotated[
        dict[str, DetectorSettings],
        _told(
            "Changes to single detectors, by name. The limits stand in the catalogue of detectors.",
            "[detectors.sending_burst]\nweight = 0.5\nlimits = { day_messages = 400, hour_messages = 200 }\n\n"
            "[detectors.local_injection]\nenabled = false",
        ),
    ] = {}
    silence: Annotated[
        tuple[Silence, ...],
        _told(
            "Findings that are accepted until a day. They are not judged, but counted and named in each report.",
            '[[silence]]\ndetector = "forged_sender"\naccount = "shop@example.org"\nuntil = 2026-12-31\n'
            'why = "the old shop writes as its customers; it moves in January"',
        ),
    ] = ()

    def accounts(self) -> frozenset[Account]:
        """All accounts and domains that it tells something about."""
        tables = (self.home_countries_of, self.devices, self.bulk_senders, self.send_as)
        silenced = (silence.account for silence in self.silence if silence.account is not None)
        return frozenset((*self.shared_mailboxes, *silenced, *(account for table in tables for account in table)))


DEFAULTS = Settings()


def fields(shape: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The settings of one of these classes, in the order of the file."""
    known = inspect.type_info(shape)
    assert isinstance(known, inspect.StructType)
    return tuple(Field(field) for field in known.fields)


class Field:
    """One setting, as its class tells it."""

    def __init__(self, field: inspect.Field) -> None:
        assert isinstance(field.type, inspect.Metadata)
        told, about = field.type.extra or {}, field.type.extra_json_schema or {}
        self.name = field.name
        self.type = _bare(field.type.type)
        self.required = field.required
        self.default = field.default
        self.meaning: str = about["description"]
        self.example: str = told["example"]
        self.option: str = told["option"]
        self.table: str = told["table"]

    @property
    def heading(self) -> str:
        """What it stands under in the file, where it has a heading of its own."""
        match self.type:
            case inspect.VarTupleType(item_type=inspect.StructType()):
                return f"[[{self.name}]]"
            case inspect.DictType() if not self.example.startswith("{"):
                return f"[{self.name}]"
        return ""

    @property
    def expected(self) -> str:
        """How it is written, where it is more than one value."""
        if self.heading:
            return f"the heading {self.heading} and lines below it"
        kinds = {inspect.VarTupleType: "list", inspect.DictType: "table"}
        return f"a {kinds[type(self.type)]} such as {self.example}" if type(self.type) in kinds else ""


def _bare(kind: inspect.Type) -> inspect.Type:
    """Without `| None`: in TOML nothing is nothing."""
    if not isinstance(kind, inspect.UnionType):
        return kind
    (only,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
    return only
