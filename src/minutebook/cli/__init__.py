"""The command line: thin; it reads arguments, asks, and lays the answer out.

Exit codes: 0 done, 1 the book has errors, 2 wrong usage.
"""

from minutebook.cli.main import main

__all__ = ["main"]
