"""minutebook.payout"""
