"""minutebook.answers"""
