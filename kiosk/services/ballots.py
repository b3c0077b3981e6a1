"""What a ballot can say besides a list's id."""

BLANK = "0" * 32
"""The choice of the blank vote: as long as a list's id, and no list's."""
