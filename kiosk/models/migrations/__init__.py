"""Schema steps for SQLite, one SQL file each, in the order of their numbers.

A released file is never edited: a change of the tables is a new file. PostgreSQL
stores are made whole from the models, and refused when they are of another version.
"""

from importlib.resources import files


def steps() -> list[str]:
    """Return the SQL scripts in order; the schema's version is how many there are."""
    found = [item for item in files(__name__).iterdir() if item.name.endswith(".sql")]
    return [item.read_text("utf-8") for item in sorted(found, key=lambda item: item.name)]
