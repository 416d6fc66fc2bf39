"""Functions that compose copies word for word into generate.py and into the solutions."""
