"""Views of the write side: parse, ask, render."""
