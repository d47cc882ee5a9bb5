"""Random capital structures for the properties of exits."""

from hypothesis import strategies as st

from minutebook.payout import (
    Accrual,
    CarveOut,
    CarveOutBase,
    Common,
    Debt,
    Dividends,
    Exact,
    Exercise,
    ExitTerms,
    FixedCarveOut,
    Method,
    NonParticipating,
    OnConversion,
    Option,
    Participating,
    ParticipatingCapped,
    Participation,
    PercentCarveOut,
    Preferred,
    ShareClass,
)


@st.composite
def preferred(draw: st.DrawFn, name: str) -> Preferred:
    multiple = draw(st.sampled_from([1, 1, 2]))
    dividends = draw(
        st.none()
        | st.builds(
            Dividends,
            st.just(Accrual("0.1", Method.SIMPLE)),
            st.integers(0, 3),
            st.sampled_from(OnConversion),
        )
    )
    counted = draw(st.booleans())
    kinds: list[Participation] = [
        NonParticipating(),
        Participating(),
        ParticipatingCapped(multiple + draw(st.integers(0, 2)), True, False),
        ParticipatingCapped(draw(st.integers(0, 2)), False, False),
        ParticipatingCapped(multiple + 1, True, counted),
    ]
    participation = draw(st.sampled_from(kinds))
    ratios: list[Exact] = [1, 1, 2, "0.5"]
    ratio = draw(st.sampled_from(ratios))
    unconvertible = isinstance(participation, NonParticipating) and draw(st.integers(0, 5)) == 0
    return Preferred(
        name,
        draw(st.integers(0, 5)),
        draw(st.integers(0, 6)),
        participation,
        draw(st.integers(1, 2)),
        multiple,
        None if unconvertible else ratio,
        dividends,
    )


def options(name: str) -> st.SearchStrategy[Option]:
    return st.builds(
        Option, st.just(name), st.integers(0, 4), st.integers(0, 5), st.sampled_from(Exercise)
    )


carve_outs: st.SearchStrategy[CarveOut] = st.one_of(
    st.builds(FixedCarveOut, st.just("management"), st.integers(0, 3)),
    st.builds(
        PercentCarveOut,
        st.just("management"),
        st.sampled_from(["0.05", "0.1"]),
        st.sampled_from(CarveOutBase),
        st.integers(0, 4),
    ),
)


@st.composite
def exit_terms(draw: st.DrawFn, least: int = 1, most: int = 4) -> ExitTerms:
    classes: list[ShareClass] = [Common("common", draw(st.integers(0, 6)))]
    for i in range(draw(st.integers(least, most))):
        kind = st.one_of(preferred(f"P{i}"), preferred(f"P{i}"), options(f"O{i}"))
        classes += [draw(kind)]
    debts = st.builds(
        Debt, st.sampled_from(["bank", "lender"]), st.integers(0, 4), st.integers(1, 2)
    )
    return ExitTerms(
        tuple(classes),
        tuple(draw(st.lists(debts, max_size=2))),
        tuple(draw(st.lists(carve_outs, max_size=2))),
    )


exit_values = st.fractions(0, 80, max_denominator=12)
