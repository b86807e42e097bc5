"""Events of an invented chat service; see generate.py."""
