"""Terms of a fund that contradict each other, or leave open what its manager is paid."""

from __future__ import annotations

from minutebook.records.draft import Draft
from minutebook.records.money import Deal, Fund
from minutebook.records.money_worlds import World, ask, dated, pick
from minutebook.records.values import Value
from minutebook.records.words import quote


def check_fund(draft: Draft, record: Fund, world: World) -> None:
    """Ask what a fund leaves open, and report what it says twice."""
    deals = [d for d in draft.records.values() if isinstance(d, Deal) and d.of == record.id]
    _waterfall(draft, record, deals, world)
    _clawback(draft, record, world)
    if record.hurdle is None:
        return
    name = quote(record.id)
    if record.accrues is None and draft.reads(record, "accrues"):
        question = f"is the preferred return of {name} simple or compounded?"
        ask(draft, record, "hurdle", question, "write accrues: simple, or accrues: compounded")
    if record.catch_up is None and draft.reads(record, "catch-up"):
        question = f"which share does the manager of {name} take after the hurdle, to catch up?"
        hint = "write catch-up: 100% for a full one, or catch-up: 0% for none"
        ask(draft, record, "hurdle", question, hint)
    accrues = pick(record.accrues, world)
    if accrues == "simple" and record.pays_first is None and draft.reads(record, "pays first"):
        question = f"does a distribution of {name} first pay capital back, or the return?"
        hint = "write pays first: capital, or pays first: return"
        ask(draft, record, "hurdle", question, hint)
    drawn = [*record.contributions, *(flow for deal in deals for flow in deal.contributions)]
    if record.day_count is None and any(dated(flow.date) for flow in drawn):
        question = f"how do days become years for the preferred return of {name}?"
        ask(draft, record, "hurdle", question, "write day count: actual/365, or another")


def _waterfall(draft: Draft, record: Fund, deals: list[Deal], world: World) -> None:
    """Deals and the flows of the fund itself: whose carry is counted on what."""
    name, how = quote(record.id), pick(record.waterfall, world)
    if deals and how is None and draft.reads(record, "waterfall"):
        question = f"is carry paid on {name} as a whole, or on each of its deals?"
        ask(draft, record, "", question, "write waterfall: whole fund, or waterfall: deal by deal")
    for key, flows in (
        ("contributions", record.contributions),
        ("distributions", record.distributions),
    ):
        if deals and flows:
            message = f"{name} has {key} of its own and deals with theirs"
            hint = "write each flow once, under the deal that it belongs to"
            draft.ctx.report(
                "MB284", draft.place(record, key), message, hint, also=(deals[0].span,)
            )
    if how != "deal by deal":
        return
    if not deals and not draft.broken and not draft.perhaps and "records" not in draft.unread:
        question = f"which are the deals of {name}, on each of which carry is paid?"
        hint = f"add a record for each: - deal: NAME, with of: {record.id} and its flows"
        ask(draft, record, "waterfall", question, hint)
    if record.earlier_losses is None and draft.reads(record, "earlier losses"):
        question = f"must a later deal of {name} first make good what closed deals have lost?"
        hint = "write earlier losses: made good, or earlier losses: left"
        ask(draft, record, "waterfall", question, hint)
    if record.clawback is None and draft.reads(record, "clawback"):
        question = f"does the manager of {name} give back carry beyond that of the whole fund?"
        hint = "write clawback: none, clawback: gross of tax, or clawback: net of tax"
        ask(draft, record, "waterfall", question, hint)


def _clawback(draft: Draft, record: Fund, world: World) -> None:
    name, how = quote(record.id), pick(record.clawback, world)
    if how == "net of tax":
        if record.kept_after_tax is None and draft.reads(record, "kept after tax"):
            question = f"which share of its carry has the manager of {name} kept after tax?"
            ask(draft, record, "clawback", question, "write kept after tax: 60%, or unknown")
    elif record.kept_after_tax is not None and not isinstance(record.clawback, Value):
        message = f"{name} says what is kept after tax, and its clawback is not net of tax"
        hint = "write clawback: net of tax, or remove it"
        draft.ctx.report("MB284", draft.place(record, "kept after tax"), message, hint)
