"""The command line: verbs, their options and what they print.

Owns argument parsing and the order in which a verb reads, computes and writes. May import every other package.
"""

from pegbar.errors import starting

starting()
