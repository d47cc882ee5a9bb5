"""Who is paid what, exactly: profit tiers, exits, financing rounds and funds.

Free-standing: claims go in as plain objects, a `Schedule` comes out, exact or vectorised.
"""
