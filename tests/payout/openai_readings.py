"""The rival readings of the OpenAI profit tiers, in billions of US dollars.

One sentence of the press gives three thresholds: 75% to Microsoft until 13 is recovered; 49% once
92 is reached; nothing after 150. What 92 and 150 measure, and what holds between recovery and 92,
is open. A quarter of the first tier goes to "others" here, which no text says.
"""

from minutebook.payout import PartyReceives, PoolReaches, ProfitTiers, Reversion, Tier

MICROSOFT, OTHERS, NONPROFIT = "microsoft", "others", "nonprofit"

RECOVERY = Tier("recovery", {MICROSOFT: "0.75", OTHERS: "0.25"}, until=PartyReceives(MICROSOFT, 13))
AFTER = Tier("after 150", {NONPROFIT: 1})


def halves(until: PoolReaches | None, others: str = "0.51") -> Tier:
    rest = {NONPROFIT: "0.02"} if others == "0.49" else {}
    return Tier("49%", {MICROSOFT: "0.49", OTHERS: others, **rest}, until=until)


def capped(microsoft_cap: int) -> ProfitTiers:
    """49/49/2 after recovery; an interest passes to the nonprofit once its owner has its cap."""
    return ProfitTiers(
        (RECOVERY, halves(None, "0.49")),
        (
            Reversion(MICROSOFT, NONPROFIT, PartyReceives(MICROSOFT, microsoft_cap)),
            Reversion(OTHERS, NONPROFIT, PartyReceives(OTHERS, 150)),
        ),
    )


READINGS = {
    "A": ProfitTiers(
        (
            Tier("75% goes on", {MICROSOFT: "0.75", OTHERS: "0.25"}, until=PoolReaches(92)),
            halves(PoolReaches(150)),
            AFTER,
        )
    ),
    "B": ProfitTiers(
        (
            RECOVERY,
            Tier("gap", {}, until=PoolReaches(92), note="no text regulates this stretch"),
            halves(PoolReaches(150)),
            AFTER,
        )
    ),
    "C": ProfitTiers((RECOVERY, halves(PoolReaches(150)), AFTER)),
    "C2": ProfitTiers((RECOVERY, halves(PoolReaches(92)))),
    "D1": capped(92),
    "D2": capped(105),
    "no-caps": ProfitTiers((RECOVERY, halves(None))),
}
