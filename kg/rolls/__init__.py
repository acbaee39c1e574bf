"""Rolls: lists of givers and tables of postings, which say by their lines what sentences say by verbs.

A roll is found by the line that announces it, and read line by line, or cell by cell. What is found here are
places in the text; `kg.mentions` finds out whom they name, and `kg.reading` what is claimed of them.
"""

from kg.rolls.columns import join_cells
from kg.rolls.find import find_rolls
from kg.rolls.model import Candidates, Entry, Rolls, Row

__all__ = ["Candidates", "Entry", "Rolls", "Row", "find_rolls", "join_cells"]
