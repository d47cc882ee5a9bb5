"""minutebook.text"""
