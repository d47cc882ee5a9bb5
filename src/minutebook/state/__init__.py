"""minutebook.state"""
