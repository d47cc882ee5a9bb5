"""The law of an organisation: which documents apply to it, and since when."""

from __future__ import annotations

import re
from typing import Any, Final

from minutebook.records.context import Context, ScalarType
from minutebook.records.fields import is_id
from minutebook.records.nouns import Applied
from minutebook.text.nodes import Scalar
from minutebook.text.problem import Problem
from minutebook.text.when import When, parse_when

_APPLIED: Final = re.compile(
    r"(?P<law>\S+)(?:\s+from\s+(?P<start>\S+(?:\s+\S+)??))?(?:\s+to\s+(?P<end>\S+(?:\s+\S+)?))?"
)
_NO_LAW: Final = ("nobody", "none")


class LawType(ScalarType):
    """A document of law, with the time in which it applies where that is not always."""

    says = 'the id of a document, perhaps "from" or "to" a date, or "nobody" or "none"'
    hint = "write delaware-stock, or [delaware-stock to 2024-06-13, other-code from 2024-06-13]"

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        if node.text in _NO_LAW:
            return None
        match = _APPLIED.fullmatch(node.text)
        if match is None or not is_id(match["law"]):
            return self.wrong(ctx, node)
        dates: list[When | None] = []
        for name in ("start", "end"):
            found = None if match[name] is None else parse_when(match[name], ctx.zone)
            if isinstance(found, Problem):
                return ctx.problem(node, found)
            dates.append(found)
        ctx.use(match["law"], ("document",), node, 0, match.end("law"), "MB217")
        return Applied(match["law"], *dates)
