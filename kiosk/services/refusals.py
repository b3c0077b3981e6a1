"""What a service answers when it will not do what was asked."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum, auto


class RefusalCode(StrEnum):
    """Every reason to refuse; its French sentence is in ``content/refusals.toml``."""

    ACADEMY_UNKNOWN = auto()
    ACCOUNT_EXISTS = auto()
    ADDRESS_NOT_PROFESSIONAL = auto()
    ADDRESS_NOT_YOURS = auto()
    ADDRESS_SHAPE = auto()
    ALREADY_VOTED = auto()
    BOX_BALLOTS_TOO_MANY = auto()
    BOX_EMPTY = auto()
    BOX_FILE_ABSENT = auto()
    BOX_FILE_FIELD_MISSING = auto()
    BOX_FILE_FIELD_UNKNOWN = auto()
    BOX_FILE_NOT_JSON = auto()
    BOX_FILE_OTHER_FORMAT = auto()
    BOX_FILE_OTHER_VERSION = auto()
    BOX_FILE_SHAPE = auto()
    BOX_FILE_TOO_LONG = auto()
    BOX_FILE_UNREADABLE = auto()
    BOX_NOT_COUNTED = auto()
    BUREAU_SEALED = auto()
    BUREAU_SIZE = auto()
    BUREAU_SIZE_SHAPE = auto()
    CAPTCHA_MISSING = auto()
    CAPTCHA_WRONG = auto()
    CAPTCHA_WRONG_TOO_OFTEN = auto()
    CEREMONY_OVERTAKEN = auto()
    CHOICE_MISSING = auto()
    CHOICE_UNKNOWN = auto()
    CONTEST_NOT_YOURS = auto()
    CONTEST_UNKNOWN = auto()
    COUNT_NOT_DUE = auto()
    COUNT_WAITS = auto()
    CREDENTIALS_UNKNOWN = auto()
    FIELD_EMPTY = auto()
    FOLDERS_TOO_MANY = auto()
    FOLDER_GONE = auto()
    FOLDER_NAME_SHAPE = auto()
    FOLDER_NAME_TAKEN = auto()
    FOLDER_NAME_UNSEEN = auto()
    FOLDER_NOT_EMPTY = auto()
    HOMONYMS_TOO_MANY = auto()
    IDENTIFIER_REVOKED = auto()
    FILE_EXISTS = auto()
    FILE_WITHOUT_MAIL = auto()
    FOLDER_ABSENT = auto()
    IDENTIFIER_SHAPE = auto()
    INSTANT_IMPOSSIBLE = auto()
    INSTANT_SHAPE = auto()
    JOURNAL_UNREADABLE = auto()
    LINK_EXPIRED = auto()
    LINK_SPENT = auto()
    LINK_UNKNOWN = auto()
    LINK_VOID = auto()
    LINK_OUTDATED = auto()
    MAILBOX_FULL = auto()
    MAILBOX_UNKNOWN = auto()
    MESSAGE_GONE = auto()
    MOBILE_MISSING = auto()
    MOBILE_NOT_MOBILE = auto()
    MOBILE_SHAPE = auto()
    NAME_SHAPE = auto()
    NOTHING_COUNTED = auto()
    NUMEN_LOWER_CASE = auto()
    NUMEN_UNKNOWN = auto()
    PAPER_GONE = auto()
    PASSWORDS_DIFFER = auto()
    PASSWORD_SAME_AS_BEFORE = auto()
    PASSWORD_TOO_WEAK = auto()
    PASSWORD_WRONG = auto()
    PERSONAL_MAIL_MISSING = auto()
    PERSONAL_MAIL_PROFESSIONAL = auto()
    PERSONAL_MAIL_SHAPE = auto()
    POLLING_CREDENTIALS_UNKNOWN = auto()
    RECEIPT_MISTYPED = auto()
    RECEIPT_SHAPE = auto()
    RECIPIENTS_TOO_MANY = auto()
    RECIPIENT_SHAPE = auto()
    RECOVERY_GONE = auto()
    REQUEST_MISSING = auto()
    SCHOOL_NOT_NAMED = auto()
    SHARES_MISSING = auto()
    SHARES_OF_TWO_KEYS = auto()
    SHARE_EMPTY = auto()
    SHARE_MISTYPED = auto()
    SHARE_OF_ANOTHER_CEREMONY = auto()
    SHARE_OF_ANOTHER_KEY = auto()
    SHARE_TWICE = auto()
    SIGN_IN_FIRST = auto()
    SIGN_IN_LOCKED = auto()
    SIGN_IN_SLOWED = auto()
    SITTING_GONE = auto()
    TABLE_ABSENT = auto()
    TABLE_COLUMN_MISSING = auto()
    TABLE_COLUMN_TWICE = auto()
    TABLE_DRAW_TWICE = auto()
    TABLE_EMPTY = auto()
    TABLE_LIST_TWICE = auto()
    TABLE_NAME_MISSING = auto()
    TABLE_NEGATIVE = auto()
    TABLE_NOT_A_LIST = auto()
    TABLE_NOT_TEXT = auto()
    TABLE_NUMBER_LARGE = auto()
    TABLE_NUMBER_MISSING = auto()
    TABLE_NUMBER_SHAPE = auto()
    TABLE_TOO_LONG = auto()
    TABLE_UNDECIDED = auto()
    TABLE_UNREADABLE = auto()
    TABLE_VALID_TOO_FEW = auto()
    TEXT_TOO_LONG = auto()
    POSTAL_ADDRESS_SHAPE = auto()
    POSTAL_ADDRESS_SIGN = auto()
    POSTCODE_WRONG = auto()
    RENEWALS_SPENT = auto()
    RESULTS_FILE_KIND = auto()
    STREET_MISSING = auto()
    TIME_GOES_FORWARD = auto()
    TIME_TOO_FAR = auto()
    TOO_EARLY = auto()
    TOO_LATE = auto()
    TOWN_MISSING = auto()
    VOTER_CREDENTIALS_UNKNOWN = auto()
    VOTER_NOT_CONFIRMED = auto()
    VOTER_PASSWORD_WRONG = auto()
    WORKSHOP_CLOSED = auto()
    WORKSHOP_CODE_SHAPE = auto()
    WORKSHOP_OTHER_ACADEMY = auto()
    WORKSHOP_NONE = auto()
    WORKSHOP_UNKNOWN = auto()


class Refusal(Exception):  # noqa: N818 - a refusal is an ordinary answer, not an error
    """A service's typed “no”: a code, the field that caused it, and the data of its sentence."""

    def __init__(self, code: RefusalCode, field: str = "", **data: str | int | datetime) -> None:
        super().__init__(code.value)
        self.code = code
        self.field = field
        self.data = data


class Refusals(Exception):  # noqa: N818 - ordinary answers, not errors
    """Several fields of one form refused at once."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals

    @staticmethod
    def gather(*checks: Callable[[], None]) -> None:
        """Run every check and raise together what they refuse."""
        refused: list[Refusal] = []
        for check in checks:
            try:
                check()
            except Refusal as refusal:
                refused.append(refusal)
        if refused:
            raise Refusals(tuple(refused))
