"""minutebook.knowledge"""
