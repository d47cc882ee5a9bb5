"""Web pages of a book, served on this machine or written as a static site.

The pages lay out what the views answer; they hold no rule of their own. It is one Django
project without a database.
"""
