"""Inside the polling station: the contests done and left to do, and the way out."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from kiosk.glyphs import glyphs_of
from kiosk.screens.asking import Question
from kiosk.screens.page import Page
from kiosk.screens.visit import Visit
from kiosk.services.addresses import PageId
from kiosk.services.content import Milestone
from kiosk.services.french import NARROW_NO_BREAK, moment
from kiosk.services.polling_words import counted
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.entries import Entries, EntryItem, EntryState
from kiosk.widgets.links import Links
from kiosk.widgets.texts import Lead, Notice, Title
