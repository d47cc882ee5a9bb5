"""Every rule that was collected for a preset is one of its norms, or is said to be left out."""

from __future__ import annotations

import re

import pytest

from minutebook.views.law import presets

ROWS = {
    "delaware-stock": {
        "board.power": "§ 141(a)",
        "director.person": "§ 141(b)",
        "director.term": "dgcl-141b-term",
        "director.resign": "dgcl-141b-resign",
        "director.resign.oral": "Biolase v Oracle",
        "board.quorum": "dgcl-141b-quorum",
        "board.act": "dgcl-141b-act",
        "committee.quorum": "dgcl-141c4-quorum",
        "committee.act": "dgcl-141c4-act",
        "committee.reserved": "dgcl-141c2",
        "board.consent": "dgcl-141f",
        "board.proxy": "dgcl-directors-no-proxy",
        "board.notice.regular": "dgcl-board-notice-regular",
        "board.notice.special": "dgcl-board-notice",
        "board.waiver": "dgcl-229-board",
        "board.classes": "staggered classes (§ 141(b), (d))",
        "director.remove": "dgcl-141k",
        "director.remove.by.board": "dgcl-141k-not-the-board",
        "officer.choose": "dgcl-142b-choose",
        "officer.resign": "resignations of officers (§ 142(b))",
        "officer.vacancy": "dgcl-142b-choose",
        "vacancy.board": "dgcl-223a",
        "interested.dir": "(§ 144)",
        "stock.vote": "§ 212(a)",
        "stock.proxy": "dgcl-212b",
        "stock.quorum": "dgcl-216-quorum",
        "stock.act": "dgcl-216-act",
        "stock.annual": "dgcl-211b",
        "stock.special": "(§ 211(d))",
        "stock.notice": "dgcl-222b",
        "stock.record.date": "(§ 213)",
        "stock.consent": "dgcl-228a",
        "stock.consent.time": "dgcl-228c",
        "stock.consent.notice": "dgcl-228e",
        "cumulative": "(§ 214)",
        "ratify": "dgcl-204",
        "supermajority": "(§ 102(b)(4))",
        "forum": "(§ 225)",
    },
    "delaware-nonstock": {
        "members.exist": "(§ 102(a)(4))",
        "member.vote": "§ 215(b)",
        "member.quorum": "nonstock-215-quorum",
        "member.act": "nonstock-215-act",
        "member.consent": "nonstock-228b",
        "not.applied": "(§ 215(a))",
        "gov.quorum": "(§ 141(j))",
        "org.meeting": "(§ 108)",
        "committee.quorum": "nonstock-141c4-quorum",
    },
    "delaware-llc": {
        "manage": "llc-18-402",
        "consent": "llc-18-302d",
        "manager.vote": "llc-18-404",
        "delegate": "(§ 18-407)",
        "admit": "18-301, 18-702, 18-704",
    },
    "uk-private-company": {
        "res.kind": "ca-282",
        "private.route": "ca-282-written",
        "ordinary": "ca-282",
        "special": "ca-283-meeting",
        "written.excluded": "ca-168",
        "written.lapse": "ca-297",
        "meeting.request": "s. 303",
        "notice": "ca-307",
        "quorum.members": "ca-318",
        "director.remove": "ca-168",
        "special.notice": "ca-312",
        "removal.hearing": "ca-169",
        "conflict.authorise": "ca-175",
        "declare.interest": "s. 177",
        "MA.3-6": "Model articles 3 to 6",
        "MA.7": "ma-7",
        "MA.8": "ma-8",
        "MA.9": "ma-9-notice",
        "MA.11": "ma-11",
        "MA.13": "13, on the casting vote",
        "MA.14": "14, on directors with an interest",
        "CIC": "community interest companies",
    },
    "california-public-benefit": {
        "np.board.call": "§ 5211(a)(1)",
        "np.board.notice": "cal-5211a2-hours",
        "np.board.waiver": "cal-5211a3",
        "np.adjourn": "§ 5211(a)(4)",
        "np.quorum": "cal-5211a7",
        "np.lost.quorum": "what a meeting may do that has lost its quorum",
        "np.board.proxy": "cal-5211c",
        "np.consent": "cal-5211b",
        "np.remove": "cal-5222",
        "np.remove.religious": "(§ 9222)",
        "np.remove.court": "(§ 5223)",
        "np.interested": "(§ 5227)",
        "np.member.quorum": "5512",
        "np.special.meeting": "5510",
        "np.proxy.form": "7514",
        "np.challenge": "(§ 7527)",
        "np.term": "(§ 5220)",
        "corp.quorum": "§ 307(a)(7)",
    },
    "roberts-rules": {
        "majority": "ronr-majority",
        "two-thirds": "two thirds for what limits members' rights",
        "quorum": "ronr-quorum",
        "rescind": "ronr-rescind",
        "proxy": "ronr-proxies",
        "chair vote": "the vote of the chair",
        "protect absentees": "protect those who are absent",
        "removal": "removal and discipline",
    },
}
"""For each rule, by the name it has in the collection: the norm's id, or words of the list."""

SHOWN = {preset.id: preset for preset in presets()}


@pytest.mark.parametrize("name", ROWS)
def test_every_rule_is_a_norm_or_left_out(name: str) -> None:
    preset = SHOWN[name]
    ids = {norm.id for norm in preset.norms}
    left_out = re.sub(r"\s+", " ", preset.note or "")
    lost = {row: where for row, where in ROWS[name].items()
            if where not in ids and where not in left_out}  # fmt: skip
    assert not lost
