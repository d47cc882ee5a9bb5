"""What to do about each diagnostic, in a sentence or two: the text of its page in the docs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ADVICE: Final[Mapping[str, str]] = {
    "MB101": "Put texts with special characters in quotes, and begin each list under its key.",
    "MB102": "Save the file as UTF-8; most editors offer it beside the file's name.",
    "MB103": "Delete the character. It often comes with text copied from a web page or a PDF.",
    "MB104": "Split the book into several files. A source itself does not belong in a book: "
    "cite the place in it.",
    "MB105": "Close a bracket that was left open, or write the inner part as a record of its own.",
    "MB106": "Close a quotation that was left open, or cite a place instead of copying a text.",
    "MB107": "Keep one of the two. The first does not win, and neither does the last: both are "
    "refused.",
    "MB108": "Write the value out where it is needed. Every line of a book then says what it says.",
    "MB109": "Remove the tag. The key decides how its value is read.",
    "MB110": "Write the keys out in each record.",
    "MB111": "Move the second document to a file of its own and list it under `include:`.",
    "MB112": "Write a name before the colon.",
    "MB113": "Indent with spaces, two for each step.",
    "MB114": "Remove the line that begins with `%`.",
    "MB115": "Close the quotation where the text ends; double an apostrophe inside single quotes.",
    "MB116": "Close the bracket where the list ends, or put a text with brackets in quotes.",
    "MB117": "Put a space after the colon: `name: Ann`.",
    "MB118": 'Put the whole text in quotes: `says: "The board: it met"`.',
    "MB119": 'Put the whole text in quotes: `note: "@ann"`.',
    "MB120": "Begin each key of one record in the same column.",
    "MB130": "Write `2023`, `2023-11`, `2023-11-17`, `2023-11-17T12:00-08:00`, an interval "
    "`2023-11-17/2023-11-20`, or one with an open side: `../2023-06-28`.",
    "MB131": "Look the day up in a calendar; months come before days.",
    "MB132": "Hours run from 00 to 23. Midnight at the end of a day is `T00:00` of the next.",
    "MB133": "On that night the clocks of the book's time zone were put forward. Write a time that "
    "they showed, or one with an offset.",
    "MB134": "Write the earlier side first.",
    "MB135": "Write years in four digits, from 1000 to 9990.",
    "MB136": "Write `2 hours after ID`, `1 day before ID`, `at ID`, `after ID` or `within 10 days "
    "after ID`. Months and years differ in length: write the date.",
    "MB137": "Give a question one point in time: a date, which means its 00:00, or a time.",
    "MB140": "Write `2/3`, `75%`, `37.5 %` or `0.2`.",
    "MB141": "Write how many equal parts make the whole: `2/3`.",
    "MB142": "Write digits, with `k`, `m`, `bn` or `tn` behind them for large numbers.",
    "MB143": "Write thousands in threes, `1,000`, and decimals after a dot, `1.5`.",
    "MB144": "Write `13bn USD`, `$0.9m` or `13,000,000`.",
    "MB145": "Name the currency once, by its three letters: `5bn JPY`.",
    "MB146": "Write a number, a percentage, a range `600..700`, `at least 600`, or `unknown`.",
    "MB147": "Write the smaller number first.",
    "MB148": "Write `48h`, `14 days`, `14 clear days`, `6 months` or `2 years`.",
    "MB149": "Check for a slip: no amount, count or term needs so many digits.",
    "MB160": "Join tests with `and`, `or`, `not` and brackets; compare amounts with `>=`, `<=`, "
    "`>`, `<` or `=`: `paid(ann) >= 13bn USD and before 2031-01-01`.",
    "MB161": "A test stands by itself (`determined(agi)`); a measure is compared with something of "
    "its own kind: money with money, a share with a share.",
    "MB162": "Use one of the tests and measures that the hint lists, with its arguments in "
    "brackets.",
    "MB287": "Write the rate a year, how it accrues, from when, and the day count: "
    '"9% a year simple from closing, actual/365".',
    "MB150": "Read the file again and repeat the edit.",
    "MB151": "Make the edits one after the other.",
    "MB152": "Make the edit inside the text of the file.",
    "MB153": "Add `records:` with a list to the file first.",
    "MB154": "Add the record by hand at the end of the list.",
    "MB201": "Correct the spelling; the [reference](reference.md#kinds-of-record) lists the keys "
    "of each kind. One misspelling is reported once, with all its places.",
    "MB202": "Write the value in the form that the key takes. What other records say of this one "
    "is not judged until it can be read.",
    "MB203": "Choose one of the words that are listed.",
    "MB204": "Begin each record with its kind and its id, and each norm with its modality.",
    "MB205": "Add the key.",
    "MB206": "An id is a short name without blanks: `altman`, `openai-inc/board`. What people read "
    "goes under `name:`.",
    "MB207": "A file has the sections `book`, `include`, `sources`, `readings` and `records`.",
    "MB208": "Give the path from the folder of the file that includes it. Files outside the book's "
    "folder are not read. Until the file is found, no name counts as unknown.",
    "MB209": "Remove one of the includes; a file is read once however often it is named.",
    "MB210": "Give a folder that holds a `book.yaml`, one `.yaml` file, or a shipped book's name.",
    "MB211": "Correct the spelling, or add the record. One misspelt name is reported once, with "
    "all its places.",
    "MB212": "Name a record of the kind that the key takes: a meeting is `of` a body, not of its "
    "organisation.",
    "MB213": "Choose another id, or join the two records.",
    "MB214": "List the source under `sources:`, or correct its id.",
    "MB215": "List the reading under `readings:` with its alternatives, or correct its name.",
    "MB216": "Say under `roles:` who fills each role of the law, or `nobody`. A law that is only "
    "one alternative of a reading counts too.",
    "MB217": "Name a document of the book or one that comes with minutebook, or write "
    "`law: nobody`.",
    "MB218": "A share is at most the whole: `49%`, not `49`. Counts and votes are not negative.",
    "MB221": "Say of what a majority is a majority: of seats, of those in office, of those present "
    "or of votes cast. See [rules of decision](reference.md#rules-of-decision).",
    "MB222": "Write one of the [deeds](reference.md#deeds), verb first.",
    "MB223": "Write one of the [goals](reference.md#goals).",
    "MB224": "A limit is a share of a base that units alone tell, as `20% of outstanding votes`, "
    "or a number of votes.",
    "MB225": "Write `votes` on the instrument, or a norm that multiplies the votes of one holder.",
    "MB226": "Name candidates of that election under `tie broken for`, or correct `candidates`.",
    "MB227": "Write `converts to:` and the instrument, or how many votes a unit has.",
    "MB231": "Write a list of two claims or more, each a value with its source.",
    "MB232": "One source that says two things settles nothing: keep what it means, or name a "
    "reading under `readings:` with both.",
    "MB233": "Add `src:` to each claim: without a source there is nobody to differ.",
    "MB234": "A reading is a choice. Name what else may be meant, or write the value plainly.",
    "MB235": "Correct the alternative's name, or add it to the reading.",
    "MB236": "Give each alternative of the reading a value, or all others one with `otherwise:`.",
    "MB237": "Adopt one of the alternatives, or none.",
    "MB241": "Decide which group is part of the other.",
    "MB242": "Decide which document is the later version.",
    "MB243": "Decide which document draws its power from the other.",
    "MB244": "Give one of the records a date of its own, or remove one `after`.",
    "MB251": "Correct one of the two, or date them apart. If two sources differ, cite both: the "
    "values then form an implicit reading.",
    "MB252": "Each voter stands once, under one of `for`, `against`, `abstain`, `not voting`, "
    "`absent`; where the votes of one were split, each number of them does.",
    "MB253": "Swap or correct the dates.",
    "MB254": "Correct the number of seats or the list of members.",
    "MB255": "Add `in: BODY`, or begin the id with that of the body: `openai-inc/board/seat-1`.",
    "MB256": "Correct the shares, or date the holdings apart.",
    "MB257": "`known:` is for what came out later; leave it away if it was known at once.",
    "MB258": "Say which norm yields: `replaces:` the other, an `unless:`, `despite:`, dates, or "
    "another rank; `amends:` or `restates:` of a document says it of all its norms. The order of "
    "files decides nothing.",
    "MB259": "Correct a date, or remove `after:`, which is needed only where dates do not tell.",
    "MB264": "Each body that decides has a meeting of its own, be it at the same time and place: "
    "add `- meeting:` with `of:` that body.",
    "MB266": "Name the calendar whose days count: `5 business days in london`.",
    "MB265": "Say what the effect waits for: `upon:` a deed (`file any with registry`, "
    "`register any`, `approve any`), `at least:` a time after it, or `value: end of meeting`.",
    "MB263": "A mandatory norm yields to nobody; a floor or a ceiling is its own bound; and a norm "
    "yields only to documents of a lower rank.",
    "MB261": "List the file under `include:`, or move it out of the folder.",
    "MB281": "Correct the shares: of each next unit there is only one. What they leave over can go "
    "to somebody by `rest to:`.",
    "MB282": "The first tier whose end is not reached pays. Put the tiers in the order in which "
    "they end, and give each but the last an `until:`.",
    "MB283": "The outcome depends on the answer, so none is assumed. Ask the document or the "
    "parties; if neither says, name a reading under `readings:` and let the term hang on it.",
    "MB284": "Read both terms again in the document; one of them is something else.",
    "MB285": "Say what is counted and up to which level: the pool's profit, the profit of a year, "
    "what a party has received, or a multiple of what it invested.",
    "MB286": "All amounts of a book are in its one currency, so that they can be added up.",
    "MB271": "The records do not bear the test out: correct the records, or the test.",
    "MB272": "Something that the test rests on is open: write what is missing, or put the test on "
    "a later date.",
}
