"""The accounts and rooms of an invented chat service, and the events that they make."""

import random
from collections import deque
from datetime import datetime, timedelta, timezone

from generator.wording import BENIGN, FIRST_NAMES, LAST_NAMES, TOPICS

START = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=timezone.utc)
SECOND = 1_000_000
DAY = 86_400 * SECOND

ACCOUNTS = 20_000
ROOMS = 400

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"
MOBILE = "TeaselApp/8.4.1 (Android 16; Mobile; build 84120) okio/3"
DESKTOP = "TeaselDesktop/3.19.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0"


class Chance:
    """Random choices out of random() and getrandbits() alone, which no version of Python changes."""

    def __init__(self, seed):
        self._source = random.Random(seed)
        self.unit = self._source.random

    def below(self, end):
        return int(self.unit() * end)

    def between(self, low, high):
        return low + int(self.unit() * (high - low + 1))

    def of(self, items):
        return items[int(self.unit() * len(items))]

    def happens(self, probability):
        return self.unit() < probability

    def hex(self, digits):
        return format(self._source.getrandbits(4 * digits), f"0{digits}x")

    def small(self, most):
        """Mostly small, at times up to the most."""
        u = self.unit()
        return int(most * u * u * u)


class Account:
    """One account, old or new, with what the client of its owner sends along."""

    __slots__ = (
        "age_years",
        "created",
        "device",
        "display",
        "friends",
        "id",
        "name",
        "sent",
        "session",
    )

    def __init__(self, chance, number, created, name=None, display=None, sent=None):
        first, last = chance.of(FIRST_NAMES), chance.of(LAST_NAMES)
        self.id = f"u{number:08d}"
        self.name = name or f"{first.lower()}.{last.lower()}{chance.below(100)}"
        self.display = display or f"{first} {last}"
        self.created = created
        self.sent = chance.between(20, 40_000) if sent is None else sent
        self.friends = chance.between(3, 240) if sent is None else chance.below(3)
        self.age_years = chance.between(18, 70) if chance.happens(0.9) else chance.between(13, 17)
        self.device = {"id": "d" + chance.hex(16), "accounts": 1 if chance.happens(0.9) else 2}
        self.session = session(chance, self.device)


def session(chance, device):
    """What a client tells about itself; of all this the rules read two fields."""
    os, agent = chance.of((("android", MOBILE), ("linux", BROWSER), ("windows", DESKTOP)))
    return {
        "id": chance.hex(32),
        "user_agent": agent,
        "locale": chance.of(
            ("en-GB", "de-DE", "fr-FR", "pt-BR", "ja-JP", "hi-IN", "pl-PL", "tr-TR")
        ),
        "device": {
            **device,
            "os": os,
            "screen": {
                "width": chance.of((412, 1280, 1920)),
                "height": chance.of((915, 800, 1080)),
            },
            "timezone_minutes": 30 * chance.between(-10, 22),
        },
        "flags": ["new_composer", "threads_v2", "voice_notes", "low_motion"][
            : chance.between(0, 4)
        ],
        "network": {"kind": chance.of(("wifi", "cell", "wired")), "rtt_ms": chance.between(8, 240)},
    }


class World:
    """Accounts, rooms and the clock. Confined to one thread."""

    def __init__(self, seed):
        self.chance = Chance(seed)
        self.micros = 0
        self.next_account = 1
        self.next_message = 1_000_000_000_000
        chance = self.chance
        self.accounts = [self.account(-chance.between(20, 3_000) * DAY) for _ in range(ACCOUNTS)]
        self.rooms = [self.room(number) for number in range(ROOMS)]
        self.recent = deque((self.newcomer() for _ in range(300)), maxlen=300)

    def account(self, created, **given):
        account = Account(self.chance, self.next_account, created, **given)
        self.next_account += 1
        return account

    def newcomer(self, hours=None, **given):
        """An account of a few hours or days."""
        hours = self.chance.between(1, 160) if hours is None else hours
        given.setdefault("sent", self.chance.below(9))
        return self.account(
            self.micros - hours * 3_600 * SECOND - self.chance.below(SECOND), **given
        )

    def regular(self):
        """An old account; some write much more than others."""
        u = self.chance.unit()
        return self.accounts[int(u * u * len(self.accounts))]

    def room(self, number):
        chance = self.chance
        return {
            "id": f"r{number:05d}",
            "name": chance.of(TOPICS),
            "kind": "public" if chance.happens(0.7) else "private",
            "members": 5 + chance.small(30_000),
            "topic": chance.of(BENIGN)[0],
            "permissions": {
                "default": chance.hex(12),
                "overwrites": [chance.hex(12) for _ in range(3)],
            },
        }

    def text_room(self, **changed):
        shown = dict(self.chance.of(self.rooms))
        shown.update(joins_last_minute=self.chance.below(4), young_join_share=0.1, **changed)
        return shown

    def when(self, micros):
        return (START + timedelta(microseconds=micros)).isoformat(timespec="microseconds")

    def user(self, account, **stats):
        return {
            "id": account.id,
            "name": account.name,
            "display_name": account.display,
            "created_at": self.when(account.created)[:19] + "Z",
            "age_years": account.age_years,
            "avatar": {"hash": account.session["id"], "animated": False},
            "settings": {"theme": "dark", "density": "cosy", "language": account.session["locale"]},
            "stats": {
                "messages_sent": account.sent,
                "friends": account.friends,
                "messages_last_minute": self.chance.between(1, 3),
                "rooms_joined_last_hour": self.chance.below(3),
                **stats,
            },
        }

    def data(self, account, stats=None, **parts):
        return {
            "user": self.user(account, **(stats or {})),
            "session": account.session,
            **parts,
            "trace": {
                "id": self.chance.hex(32),
                "region": "eu-1",
                "shard": self.chance.below(64),
                "hops": [3, 8, 1],
            },
        }

    def secret(self, network="192.0.2"):
        return {"ip": f"{network}.{self.chance.between(1, 254)}"}

    # One builder for each kind of event: (action name, data, secret data or None).

    def body(self, text, counts=None, mentions=(), attachment=None, reply_to=None):
        chance = self.chance
        self.next_message += 1 + chance.below(4_096)
        body = {
            "id": self.next_message,
            "text": text,
            "nonce": chance.hex(16),
            "mentions": list(mentions),
            "attachments": [attachment] if attachment else [],
            "embeds": [],
            "counts": {"same_text_last_hour": 0, "rooms_with_text_last_hour": 1, **(counts or {})},
            "render": {"markdown": True, "tokens": len(text) // 4, "spans": [[0, len(text)]]},
        }
        if reply_to:
            body["reply_to"] = {"message_id": self.next_message - 977, "user_id": reply_to}
        return body

    def message(self, account, text, room=None, stats=None, **body):
        room = room or self.text_room()
        account.sent += 1
        data = self.data(account, stats, room=room, message=self.body(text, **body))
        return "message_sent", data, self.secret() if self.chance.happens(0.3) else None

    def direct(
        self, account, text, recipient=None, first=False, recipients=0, mutual=4, stats=None, **body
    ):
        recipient = recipient or self.regular()
        account.sent += 1
        to = {
            "id": recipient.id,
            "name": recipient.name,
            "age_years": recipient.age_years,
            "is_first_contact": first,
            "mutual_friends": mutual,
            "new_recipients_last_hour": recipients,
        }
        return (
            "direct_message_sent",
            self.data(account, stats, recipient=to, message=self.body(text, **body)),
            None,
        )

    def join(self, account, room=None, uses=0, stats=None):
        code = self.chance.hex(8) if uses or self.chance.happens(0.5) else None
        join = {
            "invite_code": code,
            "invite_uses_last_hour": uses,
            "source": "invite" if code else "directory",
        }
        return (
            "user_joined_room",
            self.data(account, stats, room=room or self.text_room(), join=join),
            None,
        )

    def register(
        self, account, email=None, network="192.0.2", wave=0, seconds=None, referrer="search"
    ):
        registration = {
            "form_seconds": seconds if seconds is not None else self.chance.between(90, 2_400) / 10,
            "network_registrations_last_hour": wave,
            "referrer": referrer,
            "consent": {"terms": 7, "privacy": 4, "newsletter": False},
        }
        email = email or "{}@{}".format(
            account.name,
            self.chance.of(("example.com", "example.org", "example.net")),
        )
        secret = {**self.secret(network), "email": email}
        return "user_registered", self.data(account, registration=registration), secret

    def profile(self, account, name=None, bio="", changes=1):
        profile = {
            "old_display_name": account.display,
            "new_display_name": name or account.display,
            "bio": bio,
            "changes_last_day": changes,
            "banner": {"colour": "#" + self.chance.hex(6)},
        }
        return "profile_updated", self.data(account, profile=profile), None

    def upload(self, account, name, kind, size, digest=None, uploads=1):
        file = {
            "sha256": digest or self.chance.hex(64),
            "name": name,
            "content_type": kind,
            "size_bytes": size,
            "uploads_last_hour": uploads,
            "scan": {"queued": True, "engine": "none", "parts": [1, 2, 3]},
        }
        return "file_uploaded", self.data(account, file=file), None

    def report(self, account, reported, reason, reporters=1, filed=1, upheld=1, reviewed=3):
        report = {
            "user_id": reported.id,
            "message_id": self.next_message - self.chance.below(50_000),
            "reason": reason,
            "comment": self.chance.of(BENIGN)[0],
            "distinct_reporters_last_day": reporters,
            "filed_by_user_last_hour": filed,
            "reporter_upheld": upheld,
            "reporter_reviewed": reviewed,
        }
        return "report_filed", self.data(account, report=report), None

    def login(
        self,
        account,
        succeeded=True,
        failures=0,
        tried=1,
        new_device=False,
        network="192.0.2",
        **more,
    ):
        login = {
            "succeeded": succeeded,
            "method": "password",
            "failures_last_hour": failures,
            "network_accounts_tried_last_hour": tried,
            "new_device": new_device,
            "kilometres_from_last": self.chance.below(40),
            "hours_since_last": self.chance.between(5, 900) / 10,
            **more,
        }
        return "login", self.data(account, login=login), self.secret(network)
