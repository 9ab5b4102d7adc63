"""The slots of a store, which hold its keys wrapped: one for each member of staff, and one for the paper key.

A store is encrypted under a random key, which exists only wrapped: `AES-GCM(HKDF(Argon2id(password, salt), device
secret))`. So a copy of the folder without a password opens nothing, and neither does a password with a copy that lacks
this device's secret. A supervisor's slot also holds the private key that opens the audit chains' first keys. `slots`
has what a slot is made of.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from lobby_tui.errors import NotAllowedError, StoreError
from lobby_tui.locale import msg
from lobby_tui.store import device_secret, key_document, slots
from lobby_tui.store.fitting import fitting
from lobby_tui.store.key_document import CLOSED, KeyDocument
from lobby_tui.store.slots import PIN, Keys, Lock
from lobby_tui.store.wrapping_apart import is_cheap

__all__ = ["ARGON2", "KeyFile", "Keys"]

# 64 MiB, three passes, four lanes: 128 ms where it was chosen. A slot keeps the figures it was made with.
ARGON2: Final[Mapping[str, int]] = {"time_cost": 3, "memory_cost": 65536, "parallelism": 4}


class KeyFile:
    """The slots of one store (`keys.json`) and the secret of this device (`device.key`), in `folder`."""

    def __init__(self, folder: Path, argon2: Mapping[str, int] | None = None) -> None:
        self.path = folder / "keys.json"
        self.device_path = folder / "device.key"
        self.store_path = folder / "lobby.db"
        self._argon2 = argon2 or ARGON2

    def exists(self) -> bool:
        """Whether this folder has slots."""
        return self.path.exists()

    def create(self) -> None:
        """Make a device secret and an empty list of slots. Raises FileExistsError where there are some."""
        secret = device_secret.create(self.device_path)
        key_document.write(self.path, KeyDocument(device=device_secret.mark(secret)), replace_it=False)

    def put(self, staff_no: str, password: str, keys: Keys) -> None:
        """Wrap `keys` for one member of staff, in place of the slot that they had; a PIN of theirs ends with it."""
        slot = slots.make(self._lock(staff_no, password), keys, apart=self.apart)
        self.save(self.document().with_slot(staff_no, slot))

    def give(self, staff_no: str, keys: Keys) -> bool:
        """Let a slot hold `keys` from now on, without its owner's password: as for another role.

        False where it is of version 1 or not genuine, and so has to be made anew, with a password.
        """
        document = self.document()
        slot = document.slots.get(staff_no)
        if slot is None or slots.is_first(slot):
            return False
        try:
            (made,) = slots.resealed([(staff_no, slot, keys)], keys.root, apart=self.apart)
        except (KeyError, TypeError, ValueError) as error:
            raise key_document.damaged(self.path) from error
        if made is not None:
            self.save(document.with_slot(staff_no, made))
        return made is not None

    def remove(self, staff_no: str) -> None:
        """Take a member of staff's slot away: their password opens nothing any more."""
        document = self.document()
        self.save(replace(document, slots={no: slot for no, slot in document.slots.items() if no != staff_no}))

    def open(self, staff_no: str, password: str) -> Keys:
        """Unwrap the keys. An unknown number takes as long as a wrong password, and says the same.

        Raises NotAllowedError for a wrong pair, StoreError where the files are missing or damaged.
        """
        document = self.document()
        slot = document.slots.get(staff_no, slots.nobodys(self._argon2))
        keys = self._opened(document, self._lock(staff_no, password, document), slot)
        if keys is None:
            raise NotAllowedError(
                msg("The staff number or the password is not right."),
                remedy=msg("Try again, or ask the supervisor to reset the password."),
                code="wrong_password",
                field="password",
            )
        return keys

    def renew(self, staff_no: str, password: str, keys: Keys, file_salt: Callable[[], str] | None = None) -> None:
        """Bring a slot of version 1 up to this one, once its owner has opened it; note the file's salt if nobody has.

        To be called inside a writing transaction: no two terminals then rewrite the key file at once.
        """
        document = self.document()
        slot = document.slots.get(staff_no)
        if file_salt and not document.salt:
            self.save(replace(document, salt=file_salt()))
        if slot is not None and slots.is_first(slot):
            self.put(staff_no, password, keys)

    def pin_slot(self, staff_no: str, password: str, pin: str) -> dict[str, Any]:
        """What lets a short PIN open this person's slot, as plain JSON. It has to be kept in the encrypted store.

        It ends with the password that it was made with. Raises NotAllowedError for a wrong pair, StoreError.
        """
        self.renew(staff_no, password, self.open(staff_no, password))
        document = self.document()
        lock = self._lock(staff_no, password, document)
        made = slots.wrapped_again(lock, document.slots[staff_no], self._pin_lock(staff_no, pin, document))
        assert made is not None  # it was opened a moment ago
        return made

    def open_with_pin(self, staff_no: str, slot: Mapping[str, Any], pin: str) -> Keys | None:
        """What this person's slot holds, by a PIN; None where it is wrong, or where the slot has gone since.

        Raises StoreError where the files are missing or damaged.
        """
        document = self.document()
        half = document.slots.get(staff_no)
        if half is None or slots.is_first(half):
            return None
        return self._opened(document, self._pin_lock(staff_no, pin, document), slot, half)

    def put_paper(self, secret: bytes, keys: Keys, now: datetime) -> None:
        """Let a new paper key open `keys`; the one before opens nothing any more."""
        from lobby_tui.store import paper_key  # loaded for this only, which hardly ever happens

        slot = paper_key.make_slot(secret, keys, now.isoformat(), apart=self.apart)
        self.save(replace(self.document(), paper=slot))

    def open_paper(self, secret: bytes) -> Keys:
        """What the paper key opens. Raises NotAllowedError where it is not the one of these slots, StoreError."""
        from lobby_tui.store import paper_key  # loaded for this only, which hardly ever happens

        document = self.document()
        keys = None
        if document.paper is not None:
            try:
                keys = paper_key.open_slot(secret, document.paper, apart=self.apart)
            except (KeyError, TypeError, ValueError) as error:
                raise key_document.damaged(self.path) from error
        if keys is None:
            raise NotAllowedError(
                msg("This is not the paper key of this store."),
                remedy=msg(
                    "A newer paper key ends the older one. Look for the latest page, and whether it is this branch's."
                ),
                code="wrong_paper_key",
                field="words",
            )
        return fitting(self.store_path, replace(keys, salt=bytes.fromhex(document.salt)))

    def reseal(self, keys: Keys, supervisors: Collection[str]) -> list[str]:
        """Let every slot hold `keys` from now on, those of `supervisors` and the paper key with the audit key.

        A slot of version 1, or one that is not genuine, is dropped. Returns their numbers; the paper key's is `OWNER`.
        """
        from lobby_tui.store import paper_key  # loaded for this only, which hardly ever happens

        document, without = self.document(), replace(keys, audit_private=None)
        wanted = [
            (no, slot, keys if no in supervisors else without)
            for no, slot in document.slots.items()
            if not slots.is_first(slot)
        ]
        if document.paper is not None:
            wanted.append((paper_key.OWNER, document.paper, keys))
        try:
            made = slots.resealed(wanted, keys.root, apart=self.apart)
        except (KeyError, TypeError, ValueError) as error:
            raise key_document.damaged(self.path) from error
        kept = {no: slot for (no, _, _), slot in zip(wanted, made, strict=True) if slot is not None}
        paper = kept.pop(paper_key.OWNER, None)
        self.save(replace(document, slots=kept, paper=paper))
        lost_paper = [paper_key.OWNER] if document.paper is not None and paper is None else []
        return [no for no in document.slots if no not in kept] + lost_paper

    def begin_anew(self, staff_no: str, password: str, keys: Keys) -> list[str]:
        """Give one person a slot after a recovery. Where this device's secret is lost or another one, make a new one.

        Then the other slots open nothing any more: they are dropped, and their numbers returned.
        """
        document = self.document()
        try:
            self._device_secret(document)
        except StoreError as error:
            if error.code not in ("device_secret_missing", "device_secret_other", "keys_damaged"):
                raise
        else:
            self.put(staff_no, password, keys)
            return []
        secret = device_secret.create_anew(self.device_path)
        # The mark last, with the slot: cut off before, the secret is another one still, and this begins again.
        lock = Lock(staff_no, password.encode("utf-8", "surrogatepass"), secret, self._argon2)
        slot = slots.make(lock, keys, apart=self.apart)
        self.save(replace(document, slots={staff_no: slot}, device=device_secret.mark(secret)))
        return [no for no in document.slots if no != staff_no]

    def document(self) -> KeyDocument:
        """What the key file holds. Raises StoreError."""
        return key_document.read(self.path)

    def save(self, document: KeyDocument) -> None:
        """Write the key file anew. Raises StoreError; then it is as it was."""
        try:
            key_document.write(self.path, document)
        except OSError as error:
            raise key_document.unwritable(self.path, error) from error

    @property
    def apart(self) -> bool:
        """Whether wrapping is left to a process of its own."""
        return not is_cheap(self._argon2)

    def _opened(
        self, document: KeyDocument, lock: Lock, slot: Mapping[str, Any], half: Mapping[str, Any] | None = None
    ) -> Keys | None:
        try:
            keys = slots.opened(lock, slot, half)
            return keys and fitting(self.store_path, replace(keys, salt=bytes.fromhex(document.salt)))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise key_document.damaged(self.path) from error

    def _lock(self, staff_no: str, password: str, document: KeyDocument | None = None) -> Lock:
        secret = self._device_secret(document or self.document())
        return Lock(staff_no, password.encode("utf-8", "surrogatepass"), secret, self._argon2)

    def _pin_lock(self, staff_no: str, pin: str, document: KeyDocument) -> Lock:
        return Lock(staff_no, pin.encode(), self._device_secret(document), self._argon2, PIN)

    def _device_secret(self, document: KeyDocument) -> bytes:
        secret = device_secret.read(self.device_path)
        if document.device and document.device != device_secret.mark(secret):
            raise StoreError(
                msg("The secret of this device belongs to another store: {path}", path=str(self.device_path)),
                data=CLOSED,
                remedy=msg("Put device.key and keys.json back from the same backup, or use the paper key."),
                code="device_secret_other",
            )
        return secret
