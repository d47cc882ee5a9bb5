"""What every surface shows of a book: show, log, diff, check, and the JSON of answers.

Pure functions of a book and a date; command line, pages and exports only lay them out.
"""
