"""The minutes on sheets of A4: every sheet says that it is an exercise, and which of how many.

The fonts are those that every PDF reader has: nothing is embedded, and they hold what French is
written with. What they do not hold is shown as a question mark, and said to be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO

from kiosk.services.french import NARROW_NO_BREAK, NO_BREAK, moment
from kiosk.services.minutes_sheet import (
    BADGE,
    NO_VALUE,
    TITLE,
    UNSEEN,
    Block,
    Facts,
    Heading,
    Paragraph,
    Prints,
    Sheet,
    Signatures,
    Table,
    groups,
)

_PAGE = (595.28, 841.89)
"""A4, in points."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 56.0, 539.0, 772.0, 58.0
_PLAIN, _BOLD, _FIXED = "Helvetica", "Helvetica-Bold", "Courier"
_SIZE, _SMALL, _LARGE = 9.5, 8.0, 15.0
_LINE = 12.2
_LABELS = 150.0
_FIGURE = 52.0
_COMPARED = 7
"""Digests that are compared with each other: they stay on one sheet."""

_MARK = "?"
_MARKED = f"Un caractère que cette impression n’a pas y est remplacé par «\u00a0{_MARK}\u00a0»."


@dataclass(frozen=True)
class _Put:
    """A text at its place; ``rule`` is the end of a line drawn instead."""

    x: float
    y: float
    text: str
    font: str = _PLAIN
    size: float = _SIZE
    rule: float | None = None


@dataclass
class _Paper:
    """Sheets being filled from the top: first all are laid out, so that each knows how many."""

    sheets: list[list[_Put]] = field(default_factory=lambda: [[]])
    y: float = _TOP

    def need(self, height: float) -> None:
        """Begin another sheet where less than so much is left of this one."""
        if self.y - height < _BOTTOM:
            self.sheets.append([])
            self.y = _TOP

    def put(self, x: float, text: str, font: str = _PLAIN, size: float = _SIZE) -> None:
        """Write on the line begun."""
        self.sheets[-1].append(_Put(x, self.y, text, font, size))

    def put_right(self, x: float, text: str, font: str = _PLAIN) -> None:
        """Write on the line begun, up to a place."""
        self.put(x - _width(text, font, _SIZE), text, font)

    def draw(self, x: float, end: float) -> None:
        """Draw a line below the line begun."""
        self.sheets[-1].append(_Put(x, self.y - 3, "", rule=end))

    def feed(self, height: float = _LINE) -> None:
        """Go to the next line."""
        self.need(height)
        self.y -= height


def pdf_file(sheet: Sheet) -> bytes:
    """Return the minutes as a PDF: the same minutes are the same bytes, wherever it is made."""
    paper = _Paper()
    for line in _broken(TITLE, _BOLD, _LARGE, _RIGHT - _LEFT):
        paper.put(_LEFT, line, _BOLD, _LARGE)
        paper.feed(20)
    _write(paper, NO_VALUE)
    for block in sheet.blocks:
        _lay(paper, block)
    if any(_MARK in put.text for one in paper.sheets for put in one):
        paper.feed()
        _write(paper, _MARKED)
    return _painted(paper, sheet.drawn_up_at)


def _lay(paper: _Paper, block: Block) -> None:
    match block:
        case Heading(text):
            paper.need(8 * _LINE)  # never alone at the foot of a sheet
            paper.feed(1.4 * _LINE)
            for line in _broken(text, _BOLD, 11.5, _RIGHT - _LEFT):
                paper.put(_LEFT, line, _BOLD, 11.5)
                paper.draw(_LEFT, _RIGHT)
                paper.feed(1.3 * _LINE)
        case Paragraph(text):
            paper.feed(0.3 * _LINE)
            _write(paper, text)
        case Facts(rows):
            _facts(paper, rows)
        case Table(rows):
            _table(paper, rows)
        case Prints(rows):
            _prints(paper, rows)
        case Signatures(names):
            _signatures(paper, names)


def _write(paper: _Paper, text: str) -> None:
    for line in _broken(text, _PLAIN, _SIZE, _RIGHT - _LEFT):
        paper.put(_LEFT, line)
        paper.feed()


def _facts(paper: _Paper, rows: Iterable[tuple[str, str]]) -> None:
    for label, told in rows:
        labels = _broken(label, _PLAIN, _SIZE, _LABELS - 10)
        values = _broken(told, _BOLD, _SIZE, _RIGHT - _LEFT - _LABELS)
        for place in range(max(len(labels), len(values))):
            if place < len(labels):
                paper.put(_LEFT, labels[place])
            if place < len(values):
                paper.put(_LEFT + _LABELS, values[place], _BOLD)
            paper.feed()


def _table(paper: _Paper, rows: tuple[tuple[str, ...], ...]) -> None:
    paper.feed(0.4 * _LINE)
    ends = [_RIGHT - _FIGURE * place for place in range(len(rows[0]) - 1)][::-1]
    for at, row in enumerate(rows):
        font = _PLAIN if at else _BOLD
        names = _broken(row[0], font, _SIZE, ends[0] - _FIGURE - _LEFT)
        paper.need(_LINE * len(names))
        for name in names[:-1]:
            paper.put(_LEFT, name, font)
            paper.feed()
        paper.put(_LEFT, names[-1], font)
        for end, cell in zip(ends, row[1:], strict=True):
            paper.put_right(end, _writable(cell), font)
        if not at:
            paper.draw(_LEFT, _RIGHT)
        paper.feed(_LINE if at else 1.2 * _LINE)


def _prints(paper: _Paper, rows: tuple[tuple[str, str], ...]) -> None:
    if len(rows) <= _COMPARED:
        paper.need(2.2 * _LINE * len(rows))
    for label, digest in rows:
        paper.need(2.2 * _LINE)
        paper.feed(0.3 * _LINE)
        paper.put(_LEFT, _writable(label), _PLAIN, _SMALL)
        paper.feed(0.9 * _LINE)
        paper.put(_LEFT + 12, " ".join(groups(digest)) or "rien au journal", _FIXED, 8.5)
        paper.feed()


def _signatures(paper: _Paper, names: Iterable[str]) -> None:
    for name in names:
        lines = _broken(name, _PLAIN, _SIZE, 260)
        paper.need(_LINE * (len(lines) + 1))
        for line in lines:
            paper.feed()
            paper.put(_LEFT, line)
        paper.draw(_LEFT + 280, _RIGHT)
        paper.feed()


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    """Break a text between words, and within a word only where it is wider than the room."""
    lines = [""]
    for word in _writable(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if _width(longer, font, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _width(lines[-1] + letter, font, size) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _writable(text: str) -> str:
    """Return a text in what the fonts hold: Windows' Latin characters, without a narrow space."""
    plain = text.replace(NARROW_NO_BREAK, NO_BREAK).replace(UNSEEN, _MARK)
    return plain.encode("cp1252", "replace").decode("cp1252")


def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import (  # noqa: PLC0415 - 65 ms, for a sheet of paper only
        stringWidth,
    )

    return float(stringWidth(text, font, size))


def _painted(paper: _Paper, at: datetime) -> bytes:
    from reportlab.pdfgen.canvas import (  # noqa: PLC0415 - 65 ms, for a sheet of paper only
        Canvas,
    )

    made = BytesIO()
    canvas = Canvas(made, pagesize=_PAGE, invariant=1, pageCompression=1, lang="fr-FR")
    canvas.setTitle(f"{TITLE} - {BADGE}")
    canvas.setAuthor("Kiosque électeur")
    canvas.setCreator("Kiosque électeur")
    canvas.setSubject(NO_VALUE.replace(NARROW_NO_BREAK, NO_BREAK))
    # The hour of the exercise: the machine's would make other bytes of the same minutes.
    stamp = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")
    canvas.setDateFormatter(lambda *_: stamp)
    sheets = [puts for puts in paper.sheets if puts]
    for place, puts in enumerate(sheets, 1):
        for put in (*puts, *_frame(at, f"page {place} sur {len(sheets)}")):
            if put.rule is None:
                canvas.setFont(put.font, put.size)
                canvas.drawString(put.x, put.y, put.text)
            else:
                canvas.setLineWidth(0.5)
                canvas.line(put.x, put.y, put.rule, put.y)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _frame(at: datetime, page: str) -> Iterator[_Put]:
    """What every sheet bears: the badge above; the name, the hour and the page below."""
    yield _Put(_RIGHT - _width(BADGE, _BOLD, _LARGE), 800, BADGE, _BOLD, _LARGE)
    yield _Put(_LEFT, 800, "Kiosque électeur", size=_SMALL)
    yield _Put(_LEFT, 44, "", rule=_RIGHT)
    yield _Put(_LEFT, 32, f"{TITLE}, {moment(at)}", size=_SMALL)
    yield _Put(_RIGHT - _width(page, _PLAIN, _SMALL), 32, page, size=_SMALL)
