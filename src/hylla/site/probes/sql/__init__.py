"""Probes that ask the tables, in words of their own: what must not be there, is counted."""

from hylla.privacy.verify import Probe
from hylla.site.probes.sql.consents import consents_are_proven, history_is_wanted, push_by_choice
from hylla.site.probes.sql.disclosed import disclosures_are_decided
from hylla.site.probes.sql.held import legal_holds_are_bounded
from hylla.site.probes.sql.ledger import vouchers_balance
from hylla.site.probes.sql.lending import (
    holds_are_live,
    last_returns_go,
    loans_are_closed,
    lost_cards_let_nobody_in,
)
from hylla.site.probes.sql.orphans import no_orphans
from hylla.site.probes.sql.outreach import outreach_is_agreed, outreach_is_its_own
from hylla.site.probes.sql.people import guardianships_end, school_classes_have_a_school
from hylla.site.probes.sql.requests import (
    deletions_are_asked,
    erasure_completes,
    requests_in_time,
)
from hylla.site.probes.sql.reviews import reviews_are_named
from hylla.site.probes.sql.sealing import (
    local_cards,
    national_id_sealed,
    no_national_ids,
    pin_hashed,
)
from hylla.site.probes.sql.staff import former_staff_are_out, machine_fields, staff_undertakings

PROBES: tuple[Probe, ...] = (
    no_orphans,
    pin_hashed,
    national_id_sealed,
    no_national_ids,
    local_cards,
    lost_cards_let_nobody_in,
    loans_are_closed,
    holds_are_live,
    last_returns_go,
    vouchers_balance,
    history_is_wanted,
    consents_are_proven,
    push_by_choice,
    reviews_are_named,
    outreach_is_agreed,
    outreach_is_its_own,
    erasure_completes,
    requests_in_time,
    disclosures_are_decided,
    legal_holds_are_bounded,
    deletions_are_asked,
    staff_undertakings,
    former_staff_are_out,
    school_classes_have_a_school,
    guardianships_end,
    machine_fields,
)
