"""minutebook.power"""
