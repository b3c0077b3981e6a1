"""The tables, a file per subject; no rules.

Importing this package registers every table, which is what migrations and the
schema comparison read.
"""

from kiosk.models.account import (
    AccountRequest,
    ContactDetails,
    CorrectionRequest,
    LinkToken,
    VoterAccount,
    VoterIdentifier,
)
from kiosk.models.bureau import Bureau, BureauEntry, Trustee
from kiosk.models.desk import DeskItem, Note
from kiosk.models.doors import CareerPaper, WrongTries
from kiosk.models.election import (
    BoxTray,
    CandidateList,
    Contest,
    ContestCount,
    Elector,
    InvalidBallot,
    ListCount,
    RollEntry,
    RollSignature,
)
from kiosk.models.journal import JournalEntry
from kiosk.models.mail import Delivery, LearntSender, MailAccount, MailFolder, Message
from kiosk.models.workshop import Participant, Workshop

__all__ = [
    "AccountRequest",
    "BoxTray",
    "Bureau",
    "BureauEntry",
    "CandidateList",
    "CareerPaper",
    "ContactDetails",
    "Contest",
    "ContestCount",
    "CorrectionRequest",
    "Delivery",
    "DeskItem",
    "Elector",
    "InvalidBallot",
    "JournalEntry",
    "LearntSender",
    "LinkToken",
    "ListCount",
    "MailAccount",
    "MailFolder",
    "Message",
    "Note",
    "Participant",
    "RollEntry",
    "RollSignature",
    "Trustee",
    "VoterAccount",
    "VoterIdentifier",
    "Workshop",
    "WrongTries",
]
