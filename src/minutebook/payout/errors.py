"""What a caller may do wrong: terms that leave a question open, contradict or overflow."""

from __future__ import annotations


class PayoutError(ValueError):
    """Anything wrong with the terms or amounts handed to this package."""


class InexactNumberError(PayoutError):
    """A float stands where law and money need an exact number."""


class OutOfRangeError(PayoutError):
    """An amount lies where the function is not defined, such as a negative pool."""


class ContradictionError(PayoutError):
    """Terms that cannot all hold, such as a cap below the preference it includes."""


class AmbiguityError(PayoutError):
    """Terms that can be read in more than one way, and the payout depends on which.

    Attributes:
        term: The term that is silent, in the field's words.
        question: What to ask the document or the parties.
        answers: How each answer is written.
    """

    def __init__(self, term: str, question: str, answers: tuple[str, ...]) -> None:
        self.term = term
        self.question = question
        self.answers = answers
        super().__init__(f"{term}: {question} Write {' or '.join(answers)}.")
