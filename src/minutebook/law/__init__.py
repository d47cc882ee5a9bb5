"""minutebook.law"""
