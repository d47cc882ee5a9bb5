"""The codes of everything that can be wrong with the text of a book, each in one line."""

from __future__ import annotations

from typing import Final

CODES: Final[dict[str, str]] = {
    # The file.
    "MB101": "The file is not well-formed YAML.",
    "MB102": "The file is not UTF-8.",
    "MB103": "The file contains a character that cannot be seen.",
    "MB104": "The file is too large to be a book.",
    "MB105": "Lists and mappings are nested too deeply.",
    "MB106": "One piece of text is too long.",
    "MB107": "A key stands twice in one mapping.",
    "MB108": "Anchors and aliases are not used in a book.",
    "MB109": "Tags are not used in a book.",
    "MB110": "Merge keys are not used in a book.",
    "MB111": "A file holds one document.",
    "MB112": "A key is plain text, not a list or a mapping.",
    "MB113": "A line is indented with a tab, or another blank that is no space.",
    "MB114": "Directives are not used in a book.",
    "MB115": "A quotation is not closed, or is closed too early.",
    "MB116": "A bracket or a brace is not closed, or closes nothing.",
    "MB117": "A colon after a key needs a space.",
    "MB118": "A text with a colon and a space in it needs quotes.",
    "MB119": "A text that begins with a reserved character needs quotes.",
    "MB120": "A line is indented unlike its neighbours.",
    # Dates and times.
    "MB130": "This is not a date, or not in a form that is read.",
    "MB131": "There is no such day, month, quarter or season.",
    "MB132": "There is no such time of day or offset.",
    "MB133": "The clocks of that place never showed this time.",
    "MB134": "A span of time ends before it begins.",
    "MB135": "The year is out of range.",
    "MB136": "This is not a moment relative to another.",
    "MB137": "One point in time is needed here.",
    # Numbers, money and durations.
    "MB140": "This is not a fraction.",
    "MB141": "A fraction of zero parts has no value.",
    "MB142": "This is not a number.",
    "MB143": "Thousands are not separated in threes.",
    "MB144": "This is not an amount of money.",
    "MB145": "The currency is not clear.",
    "MB146": "This is not a quantity.",
    "MB147": "The upper end of a range lies below its lower end.",
    "MB148": "This is not a duration.",
    "MB149": "The number is too long or too large.",
    # Conditions.
    "MB160": "A condition that cannot be read.",
    "MB161": "A condition that compares or tests things of the wrong type.",
    "MB162": "A test or measure that conditions do not have.",
    # Edits to a file.
    "MB150": "The file has changed since it was read.",
    "MB151": "Two edits touch the same text.",
    "MB152": "An edit lies outside the text.",
    "MB153": "There is no list of records to add to.",
    "MB154": "The new record cannot be written into the file as it is.",
}
