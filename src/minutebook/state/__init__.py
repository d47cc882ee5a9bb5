"""The state of an organisation in one world, and the judge.

Slots (who holds a post, which norms are in force, what an act achieved) are worked out on
demand and remembered; ballots are counted here and nowhere else.
"""
