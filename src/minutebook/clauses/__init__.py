"""minutebook.clauses"""
