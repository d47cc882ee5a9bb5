"""Tests of minutebook.power."""
