"""minutebook.records"""
