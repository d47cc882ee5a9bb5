"""The codes of everything that can be wrong with the records of a book, each in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CODES: Final[Mapping[str, str]] = {
    # Keys and their values.
    "MB201": "A key that this kind of record does not have.",
    "MB202": "A value of the wrong type.",
    "MB203": "A word that is not one of those allowed here.",
    "MB204": "A record or a norm of unknown kind.",
    "MB205": "A key that the record needs is missing.",
    "MB206": "This cannot be an id.",
    "MB218": "A number out of its range.",
    # The files of a book.
    "MB207": "A section that a book does not have.",
    "MB208": "A file that is included cannot be read.",
    "MB209": "Files include each other in a circle.",
    "MB210": "There is no book at that place.",
    "MB261": "A file in the folder that the book does not include.",
    # Names.
    "MB211": "A name that no record has.",
    "MB212": "A name of a record of the wrong kind.",
    "MB213": "One id stands for two things.",
    "MB214": "A source that the book does not list.",
    "MB215": "A reading that the book does not list.",
    "MB216": "The roles of an organisation do not fit its law.",
    "MB217": "A document of law that cannot be found.",
    # Sentences of the grammar.
    "MB221": "A rule of decision that cannot be read.",
    "MB222": "A deed that cannot be read.",
    "MB223": "A goal that cannot be read.",
    "MB224": "A limit on votes that cannot be read.",
    "MB225": "Votes of members for a body that is the holders of instruments.",
    "MB226": "A tie that is broken for somebody who did not stand.",
    "MB227": "Votes as converted of a class that converts into nothing.",
    # Rival claims and readings.
    "MB231": "Claims that are not written as claims.",
    "MB232": "One source is given two rival claims.",
    "MB233": "A rival claim without a source.",
    "MB234": "A reading with fewer than two alternatives.",
    "MB235": "An alternative that the reading does not have.",
    "MB236": "An alternative of the reading has no value here.",
    "MB237": "The adopted alternative does not exist.",
    # What only the whole book can tell.
    "MB241": "Groups that contain each other.",
    "MB242": "Documents that amend each other.",
    "MB243": "Documents that draw their power from each other.",
    "MB244": "Records that are dated by each other, or each after the other.",
    "MB251": "Two values for one exclusive thing at one instant.",
    "MB252": "One voter is given two choices in one vote, or the same votes are told twice.",
    "MB253": "An end before its beginning.",
    "MB254": "A body with more members than seats.",
    "MB255": "A seat that belongs to no body.",
    "MB256": "Parties that together hold more than the whole.",
    "MB257": "A record that was known before it happened.",
    "MB258": "Two norms of one rank say different things about one matter.",
    "MB259": "An order of records that their dates contradict.",
    "MB264": "An act of one body at a meeting of another.",
    "MB266": "Business days that do not say of which calendar.",
    "MB265": "A norm that delays effect and does not say until when.",
    "MB263": "A norm that leaves no room to those who may change it.",
    # Who gets what.
    "MB281": "Shares of one pool that add up to more than the whole.",
    "MB282": "A tier that can never begin, or never end.",
    "MB283": "A term that can be read in more than one way.",
    "MB284": "Terms that cannot all hold.",
    "MB285": "A threshold of a tier or of a conversion that cannot be read.",
    "MB286": "An amount that is not in the currency of the book.",
    "MB287": "A rate of interest that cannot be read.",
    # Assertions, which the judged book must meet.
    "MB271": "An assertion that fails.",
    "MB272": "An assertion that cannot be determined.",
}
