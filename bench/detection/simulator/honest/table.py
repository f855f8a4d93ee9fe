"""Which odd honest kinds are there, and whom can they befall?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import companies, machines, networks, rhythm, travel, writing
from .person import Person, Scene


@dataclass(frozen=True, slots=True)
class Odd:
    """One person who is unlike the others."""

    act: Callable[[Person, Scene], Person]
    share: int = 2  # how often among the odd ones
    roles: tuple[str, ...] = ()  # login names of machines and functions; none: a person
    office: bool | None = None  # only where there is an office (True) or none (False)

    @property
    def name(self) -> str:
        """As the truth calls it."""
        return self.act.__name__


ODD = (
    Odd(travel.traveller, 4, office=True),
    Odd(travel.holiday_abroad, 4),
    Odd(travel.border_commuter, office=True),
    Odd(travel.second_home),
    Odd(travel.weekly_commuter, office=True),
    Odd(travel.expatriate, 1),
    Odd(networks.vpn_user, 3),
    Odd(networks.vpn_hopper),
    Odd(networks.roaming_phone, 3),
    Odd(networks.ipv6_privacy),
    Odd(networks.satellite_user, 1),
    Odd(networks.gateway_user, 1, office=True),
    Odd(networks.house_mover),
    Odd(networks.new_carrier, 1),
    Odd(networks.public_wifi),
    Odd(networks.rented_server, 1),
    Odd(writing.newsletter_sender, 3, ("newsletter", "news", "marketing")),
    Odd(writing.club_secretary, 2, office=False),
    Odd(writing.sixty_customers, office=True),
    Odd(writing.invoice_run, 2, ("billing", "invoices", "accounts"), office=True),
    Odd(writing.invitation, 1),
    Odd(writing.dusty_address_book, 1, office=False),
    Odd(writing.job_applicant, 1, office=False),
    Odd(writing.assistant, office=True),
    Odd(writing.many_identities, 1),
    Odd(writing.mailing_list_host, 1, office=False),
    Odd(writing.project_deadline, office=True),
    Odd(machines.scanner, 3, ("scanner", "scan", "copier", "kopierer"), office=True),
    Odd(machines.web_application, 2, ("shop", "orders", "noreply")),
    Odd(machines.alarm_sender, 1, ("monitoring", "alerts")),
    Odd(machines.cloud_fetcher, 3),
    Odd(machines.backup_job, 1),
    Odd(machines.stale_password_phone, 3, office=True),
    Odd(machines.new_phone),
    Odd(machines.mail_merge_tool, 1, ("crm", "helpdesk"), office=True),
    Odd(rhythm.night_owl),
    Odd(rhythm.shift_worker, 1),
    Odd(rhythm.new_staff, 3, office=True),
    Odd(rhythm.back_from_leave, 3),
    Odd(rhythm.out_of_office),
    Odd(rhythm.forwarder),
    Odd(rhythm.never_logs_in, 4),
    Odd(rhythm.retired, 3),
    Odd(rhythm.forgetful),
    Odd(rhythm.backscatter_victim),
    Odd(rhythm.shared_mailbox, 3, ("info", "office", "sales"), office=True),
    Odd(rhythm.locked_out, 1, office=True),
    Odd(rhythm.answering_machine, 1, ("support",), office=True),
)

Event = Callable[[Sequence[Person], Scene], list[Person]]
EVENTS: tuple[tuple[Event, tuple[str, ...], float], ...] = (
    # what happens, to which sorts of domain, to which share of their people
    (companies.office_move, ("trader", "craftsman", "law firm", "subsidiary"), 1.0),
    (companies.provider_renumbering, ("private people",), 1.0),
    (companies.migration_day, ("trader", "law firm", "subsidiary"), 1.0),
    (companies.conference, ("company", "trader", "law firm", "landlord"), 0.18),
)
EVENTS_PER_MONTH = (1, 2)
