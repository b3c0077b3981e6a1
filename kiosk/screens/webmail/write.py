"""Writing a mail: a new one, an answer, a draft found again."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Button, Input, Static, TextArea

from kiosk.glyphs import glyphs_of
from kiosk.screens.page import NUMEN_SENTENCE, FormPage
from kiosk.screens.visit import Visit
from kiosk.screens.webmail import lines
from kiosk.screens.webmail.answering import AnswerKind, begun
from kiosk.screens.webmail.choosing import Choosing
from kiosk.services.addresses import PageId
from kiosk.services.letter_writing import LONGEST_RECIPIENTS, Typed
from kiosk.services.mail_writing import Contact
from kiosk.services.postman import Folder
from kiosk.services.refusals import Refusal, RefusalCode, Refusals
from kiosk.widgets.buttons import ButtonKind, KioskButton
from kiosk.widgets.fields import Field
from kiosk.widgets.links import LinkItem
from kiosk.widgets.text_area import KioskTextArea
from kiosk.widgets.texts import Notice, Text, Title

_SAVE_AFTER = 0.5
"""Seconds without a key before the draft is written."""
_SENT = "Message envoyé. Une copie est dans le dossier «\u00a0Envoyés\u00a0»."
_KEPT = "Le message est gardé parmi les brouillons."
_NOT_KEPT = "Ce message n’est pas gardé : celui qu’il vise demande des codes."
_DROPPED = "Le message est abandonné."


class WritePage(FormPage):
    """To whom, about what, the text; left before it is sent, it is kept among the drafts."""

    SIGN_IN = PageId.WEBMAIL_SIGN_IN

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._key = ""
        self._begun = Typed()
        self._contacts: tuple[Contact, ...] = ()
        self._files = ""
        self._timer: Timer | None = None
        self._is_over = False

    @property
    def title_text(self) -> str:
        """A new message, an answer, or one to finish."""
        kind = self.visit.where.params.get("kind", "")
        if kind == AnswerKind.PASS_ON:
            return "Transférer le message"
        if kind == AnswerKind.ANSWER_ALL:
            return "Répondre à tous"
        if kind:
            return "Répondre"
        return "Nouveau message" if self.visit.where.page is PageId.WEBMAIL_WRITE else "Brouillon"

    @property
    def _token(self) -> str | None:
        return self.visit.browser.cookies.webmail

    def fetch(self) -> None:
        """Find the draft again, or begin one; refuses SIGN_IN_FIRST and MESSAGE_GONE."""
        writing = self.visit.services.mail_writing
        self._contacts = writing.contacts(self._token)
        key = self.visit.sitting.drafts.get(self.visit.where.address, {}).get("key", "")
        kept = self._kept(key)
        if kept is not None:
            self._key, self._begun = key, kept
        elif draft := self.visit.where.params.get("draft", ""):
            self._key, self._begun = draft, writing.draft(self._token, draft)
        else:
            self._key, self._begun = writing.new_key(), self._answer()
        files = writing.files(self._token, self._begun)
        self._files = ", ".join(f"{file.name} ({lines.size(file.size)})" for file in files)

    def _kept(self, key: str) -> Typed | None:
        if not key:
            return None
        typed = self.visit.sitting.drafts.get(_place(key))
        if typed is not None:
            return Typed(**typed)
        try:
            return self.visit.services.mail_writing.draft(self._token, key)
        except Refusal as refusal:
            if refusal.code is not RefusalCode.MESSAGE_GONE:
                raise
            return None

    def _answer(self) -> Typed:
        params = self.visit.where.params
        if "message" not in params:
            return Typed()
        message_id = params["message"]
        message = self.visit.services.mailboxes.read(self._token, message_id)
        named = params.get("kind", "")
        kind = AnswerKind(named) if named in set(AnswerKind) else AnswerKind.ANSWER
        return begun(kind, message_id, message.letter, message.owner)

    def compose(self) -> ComposeResult:
        """Recipients, subject, text."""
        with Horizontal(classes="row tabs"):
            yield Title(self.title_text)
            yield Static(classes="spacer")
            yield KioskButton("Carnet d’adresses", id="contacts", classes="small")
            yield KioskButton("Abandonner", id="drop", classes="small")
        with Vertical(classes="form letter-form"):
            yield Field(
                "À",
                field_id="to",
                value=self._begun.to,
                help="Une adresse, ou plusieurs séparées par des virgules.",
                max_length=LONGEST_RECIPIENTS,
            )
            yield Field("Objet", field_id="subject", value=self._begun.subject)
        if self._files:
            yield Text(f"Avec : {self._files}", id="files")
        yield KioskTextArea(self._begun.text, label="Message", id="text")
        yield Notice(id="form-error")
        with Horizontal(classes="actions"):
            yield KioskButton("Envoyer", kind=ButtonKind.PRIMARY, id="send")
            yield KioskButton("Finir plus tard", id="later")

    def on_mount(self) -> None:
        """Remember which draft this address is about."""
        self.visit.sitting.drafts[self.visit.where.address] = {"key": self._key}

    def taken_down(self) -> None:
        """What is typed is remembered at each key."""

    def start_focus(self) -> None:
        """Begin on the first thing left empty: recipients, subject, then above the quotation."""
        empty = next((field for field in self.query(Field) if not field.value), None)
        if empty is not None:
            empty.input.focus(scroll_visible=False)
        else:
            self.query_one(KioskTextArea).focus(scroll_visible=False)

    @property
    def _typed(self) -> Typed:
        return Typed(
            self.query_one("#to", Field).value,
            self.query_one("#subject", Field).value,
            self.query_one(KioskTextArea).text,
            self._begun.answers,
            self._begun.passes_on,
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Remember what is typed."""
        event.stop()
        self._remember()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Remember what is typed."""
        event.stop()
        self._remember()

    def _remember(self) -> None:
        typed = self._typed
        if self._is_over or typed == self._begun:
            return
        self.visit.sitting.drafts[_place(self._key)] = {
            "to": typed.to,
            "subject": typed.subject,
            "text": typed.text,
            "answers": typed.answers,
            "passes_on": typed.passes_on,
        }
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_SAVE_AFTER, self._keep_soon)

    def _keep_soon(self) -> None:
        self.run_worker(self._keep(), group="draft")

    async def _keep(self) -> None:
        """Write what is remembered to the store, or forget what is written to a trap."""
        place = _place(self._key)
        kept = self.visit.sitting.drafts.get(place)
        if kept is None or self._is_over:
            return
        writing = self.visit.services.mail_writing
        try:
            is_kept = await self.in_thread(writing.keep, self._token, self._key, Typed(**kept))
        except (Refusal, Refusals):
            # Signed out, or too long: the sitting remembers it, and sending it tells why.
            return
        if not is_kept:
            self.visit.sitting.drafts.pop(place, None)

    async def keep_typed(self) -> None:
        """Have the draft among the others, and say so where one comes in again."""
        await self._keep()
        if not self._is_over and _place(self._key) in self.visit.sitting.drafts:
            self.visit.sitting.drafts.setdefault(lines.STATE, {})["said"] = _KEPT

    async def on_unmount(self) -> None:
        """Keep the draft, unless it was sent."""
        await self._keep()

    def on_kiosk_text_area_forbidden(self, event: KioskTextArea.Forbidden) -> None:
        """Say why a part of the text has gone."""
        event.stop()
        warning = glyphs_of(self.app).warning
        self.query_one("#form-error", Notice).say(f"{warning} {NUMEN_SENTENCE}")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the subject, then to the text; it does not send."""
        event.stop()
        event.prevent_default()  # what every other form does with Enter
        subject = self.query_one("#subject", Field)
        if event.input is subject.input:
            self.screen.set_focus(self.query_one(KioskTextArea))
        else:
            subject.focus_input()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep, give up, or choose somebody to write to; sending is the form's."""
        event.stop()
        pressed = event.button.id
        if pressed == "contacts":
            self._ask_whom()
        elif pressed == "later":
            self.once(self._leave_for_later)
        elif pressed == "drop":
            self.once(self._drop)

    async def submitted(self) -> None:
        """Send it, then go back to the inbox; one that answered a trap leads to its lesson."""
        writing = self.visit.services.mail_writing
        sent = await self.attempt(writing.send, self._token, self._key, self._typed)
        if sent is None:
            return
        if sent.trap:
            self._forget()
            self.go(PageId.WEBMAIL_TRAP, sender=sent.trap)
        else:
            self._leave(Folder.INBOX, _SENT)

    async def _leave_for_later(self) -> None:
        writing, typed = self.visit.services.mail_writing, self._typed

        def kept() -> str:
            return _KEPT if writing.keep(self._token, self._key, typed) else _NOT_KEPT

        said = await self.attempt(kept)
        if said is None:
            return
        if said == _NOT_KEPT:
            self._forget()
        self._is_over = True
        self._say_and_go(Folder.DRAFTS, "" if typed.is_blank else said)

    async def _drop(self) -> None:
        filing = self.visit.services.mail_filing
        self._is_over = True
        try:
            await self.in_thread(filing.delete, self._token, [self._key])
        except Refusal:
            self.go(PageId.WEBMAIL_SIGN_IN)
            return
        self._leave(Folder.INBOX, _DROPPED)

    def _leave(self, folder: Folder, said: str) -> None:
        self._forget()
        self._say_and_go(folder, said)

    def _forget(self) -> None:
        self._is_over = True
        for place in (_place(self._key), self.visit.where.address):
            self.visit.sitting.drafts.pop(place, None)

    def _say_and_go(self, folder: Folder, said: str) -> None:
        # A second Enter must not open the message that lies where the button was.
        self.visit.sitting.drafts.setdefault(lines.STATE, {}).update(said=said, rests="on the tab")
        self.go(PageId.WEBMAIL_INBOX, folder=folder)

    def _ask_whom(self) -> None:
        def answered(address: str | None) -> None:
            if address and self.is_attached:
                field = self.query_one("#to", Field)
                others = field.value.strip().rstrip(",;")
                field.value = f"{others}, {address}" if others else address
                self.screen.set_focus(field.input)

        items = [LinkItem(one.address, one.name, one.address) for one in self._contacts]
        self.app.push_screen(
            Choosing("Carnet d’adresses", "À qui écrivez-vous\u202f?", items), answered
        )


def _place(key: str) -> str:
    """Where a sitting remembers what is typed for a mail."""
    return f"{lines.STATE}/{key}"
