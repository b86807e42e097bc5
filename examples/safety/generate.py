"""Makes events of an invented chat service, for trying and measuring the rules beside this file.

    python3 generate.py --seed 1 --events 100000 --out events.jsonl.gz

One JSON object a line. About 97 of 100 events are ordinary: many languages, emoji, code, links, long
texts. The rest are what the rules look for, in waves and one by one, each kind several times in
100,000 events. The lines depend on the seed and the number alone, whatever Python makes them (the
bytes of the .gz also depend on its zlib). Python 3.9 or later, nothing to install.
"""

import argparse
import gzip
import json
import random
import sys
from collections import deque
from datetime import datetime, timedelta, timezone

from wording import ATTACKS, BAD_FILES, BENIGN, BIOS, CODE, EMOJI, FIRST_NAMES, GOOD_LINKS, LAST_NAMES, TOPICS

START = datetime(2026, 1, 2, 3, 4, 5, 678900, tzinfo=timezone.utc)
SECOND = 1_000_000
DAY = 86_400 * SECOND
MOST_STEP = SECOND // 5

ACCOUNTS = 20_000
ROOMS = 400
# One attack begins after this many events at the average; a wave has up to 80 events.
EVENTS_PER_ATTACK = 120

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
        return format(self._source.getrandbits(4 * digits), "0%dx" % digits)

    def small(self, most):
        """Mostly small, at times up to the most."""
        u = self.unit()
        return int(most * u * u * u)


class Account:
    """One account, old or new, with what the client of its owner sends along."""

    __slots__ = ("age_years", "created", "device", "display", "friends", "id", "name", "sent", "session", "shown")

    def __init__(self, chance, number, created, name=None, display=None, sent=None):
        first, last = chance.of(FIRST_NAMES), chance.of(LAST_NAMES)
        self.id = "u%08d" % number
        self.name = name or "%s.%s%d" % (first.lower(), last.lower(), chance.below(100))
        self.display = display or "%s %s" % (first, last)
        self.created = created
        self.sent = chance.between(20, 40_000) if sent is None else sent
        self.friends = chance.between(3, 240) if sent is None else chance.below(3)
        self.age_years = chance.between(18, 70) if chance.happens(0.9) else chance.between(13, 17)
        self.device = {"id": "d" + chance.hex(16), "accounts": 1 if chance.happens(0.9) else 2}
        self.session = session(chance, self.device)
        self.shown = None


def session(chance, device):
    """What a client tells about itself; of all this the rules read two fields."""
    os, agent = chance.of((("android", MOBILE), ("linux", BROWSER), ("windows", DESKTOP)))
    return {
        "id": chance.hex(32),
        "user_agent": agent,
        "locale": chance.of(("en-GB", "de-DE", "fr-FR", "pt-BR", "ja-JP", "hi-IN", "pl-PL", "tr-TR")),
        "device": {
            **device,
            "os": os,
            "screen": {"width": chance.of((412, 1280, 1920)), "height": chance.of((915, 800, 1080))},
            "timezone_minutes": 30 * chance.between(-10, 22),
        },
        "flags": ["new_composer", "threads_v2", "voice_notes", "low_motion"][: chance.between(0, 4)],
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
        return self.account(self.micros - hours * 3_600 * SECOND - self.chance.below(SECOND), **given)

    def regular(self):
        """An old account; some write much more than others."""
        u = self.chance.unit()
        return self.accounts[int(u * u * len(self.accounts))]

    def room(self, number):
        chance = self.chance
        return {
            "id": "r%05d" % number,
            "name": chance.of(TOPICS),
            "kind": "public" if chance.happens(0.7) else "private",
            "members": 5 + chance.small(30_000),
            "topic": chance.of(BENIGN)[0],
            "permissions": {"default": chance.hex(12), "overwrites": [chance.hex(12) for _ in range(3)]},
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
            "trace": {"id": self.chance.hex(32), "region": "eu-1", "shard": self.chance.below(64), "hops": [3, 8, 1]},
        }

    def secret(self, network="192.0.2"):
        return {"ip": "%s.%d" % (network, self.chance.between(1, 254))}

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

    def direct(self, account, text, recipient=None, first=False, recipients=0, mutual=4, stats=None, **body):
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
        return "direct_message_sent", self.data(account, stats, recipient=to, message=self.body(text, **body)), None

    def join(self, account, room=None, uses=0, stats=None):
        code = self.chance.hex(8) if uses or self.chance.happens(0.5) else None
        join = {"invite_code": code, "invite_uses_last_hour": uses, "source": "invite" if code else "directory"}
        return "user_joined_room", self.data(account, stats, room=room or self.text_room(), join=join), None

    def register(self, account, email=None, network="192.0.2", wave=0, seconds=None, referrer="search"):
        registration = {
            "form_seconds": seconds if seconds is not None else self.chance.between(90, 2_400) / 10,
            "network_registrations_last_hour": wave,
            "referrer": referrer,
            "consent": {"terms": 7, "privacy": 4, "newsletter": False},
        }
        email = email or "%s@%s" % (account.name, self.chance.of(("example.com", "example.org", "example.net")))
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

    def login(self, account, succeeded=True, failures=0, tried=1, new_device=False, network="192.0.2", **more):
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


def benign_text(world):
    chance = world.chance
    sentences = chance.of(BENIGN)
    words = [chance.of(sentences) for _ in range(1 + chance.small(6))]
    kind = chance.unit()
    if kind < 0.16:
        words.append(chance.of(EMOJI) * chance.between(1, 3))
    elif kind < 0.22:
        words.append("https://%s/%s/%d" % (chance.of(GOOD_LINKS), chance.of(TOPICS), chance.below(9_999)))
    elif kind < 0.27:
        words.append("\n```\n%s\n```" % "\n".join(chance.of(CODE) for _ in range(chance.between(2, 9))))
    elif kind < 0.30:
        words.extend(chance.of(sentences) for _ in range(chance.between(6, 2 * len(sentences))))
    return " ".join(words)


def benign(world):
    """One ordinary event."""
    chance = world.chance
    kind = chance.unit()
    account = world.regular() if chance.happens(0.96) else world.chance.of(world.recent)
    if kind < 0.70:
        mentions = [world.regular().id for _ in range(chance.small(4))]
        attachment = None
        if chance.happens(0.05) and account.friends > 0:
            attachment = {"id": chance.hex(16), "name": "photo-%d.jpg" % chance.below(9_999), "content_type": "image/jpeg"}
        reply = world.regular().id if chance.happens(0.3) else None
        return world.message(account, benign_text(world), mentions=mentions, attachment=attachment, reply_to=reply)
    if kind < 0.82:
        return world.direct(account, benign_text(world), first=chance.happens(0.02), mutual=chance.between(1, 9))
    if kind < 0.86:
        return world.join(account)
    if kind < 0.91:
        return world.login(account, succeeded=chance.happens(0.93), failures=chance.small(3), new_device=chance.happens(0.05))
    if kind < 0.94:
        return world.upload(account, "notes-%d.%s" % (chance.below(999), "pdf"), "application/pdf", chance.small(20_000_000))
    if kind < 0.965:
        return world.profile(account, bio=chance.of(BIOS))
    if kind < 0.98:
        return world.report(account, world.regular(), chance.of(("spam", "harassment", "other")))
    account = world.newcomer(hours=0, sent=0)
    world.recent.append(account)
    return world.register(account)


# What the rules look for. Each function yields the events of one attack, first to last.


def phrase(world, where, text):
    """One message with words that a rule looks for."""
    chance = world.chance
    text = (
        text.replace("{n}", str(chance.between(2, 9)))
        .replace("{code}", chance.hex(6))
        .replace("{wallet}", "0x" + chance.hex(40))
        .replace("{name}", chance.of(FIRST_NAMES))
    )
    if chance.happens(0.4):
        text = "%s %s" % (chance.of(BENIGN)[0], text)
    adult = world.newcomer() if where.endswith("new") else world.regular()
    if where == "room old" or where == "room new":
        yield world.message(adult, text)
    elif where == "stranger new" or where == "stranger old":
        yield world.direct(adult, text, first=True, mutual=0)
    else:
        adult.age_years = max(adult.age_years, chance.between(22, 50))
        child = world.regular()
        child.age_years = chance.between(13, 17)
        yield world.direct(adult, text, recipient=child, first=True, mutual=0)


def spam_wave(world):
    chance = world.chance
    account = world.newcomer(hours=chance.between(1, 20))
    text = "%s https://deals-%s.example/%s" % (chance.of(BENIGN)[0], chance.hex(3), chance.hex(5))
    for count in range(chance.between(10, 40)):
        counts = {"same_text_last_hour": count, "rooms_with_text_last_hour": 1 + count // 2}
        yield world.message(account, text, counts=counts, stats={"messages_last_minute": 1 + count})


def link_wave(world):
    account = world.newcomer()
    for count in range(world.chance.between(3, 9)):
        link = "https://%s.example" % world.chance.hex(5)
        yield world.message(account, link, counts={"rooms_with_text_last_hour": 1 + count})


def invite_wave(world):
    account = world.regular()
    text = "so much going on at https://teasel.example/join/%s" % world.chance.hex(8)
    for count in range(6):
        yield world.message(account, text, counts={"same_text_last_hour": count, "rooms_with_text_last_hour": count})


def mention_wave(world):
    chance = world.chance
    account = world.newcomer()
    for _ in range(chance.between(2, 6)):
        people = [world.regular() for _ in range(chance.between(10, 30))]
        text = " ".join("@" + person.name for person in people)
        room = world.text_room(members=5_000)
        yield world.message(account, text, room=room, mentions=[person.id for person in people])
    yield world.message(account, "@everyone look at this", room=world.text_room(members=900))


def raid(world):
    chance = world.chance
    room = dict(chance.of(world.rooms), members=chance.between(40, 9_000))
    text = "the storm is here %s" % chance.hex(4)
    raiders = []
    for count in range(chance.between(30, 80)):
        raiders.append(world.newcomer(hours=chance.between(1, 12), name="storm_%s%d" % (chance.of(LAST_NAMES).lower(), count)))
        burst = dict(room, joins_last_minute=count, young_join_share=0.9)
        yield world.join(raiders[-1], room=burst, uses=count * 4)
        if count > 24 and chance.happens(0.5):
            loud = chance.happens(0.8)
            counts = {"same_text_last_hour": count if loud else 0}
            yield world.message(chance.of(raiders), text if loud else "hi", room=burst, counts=counts)
    yield world.join(world.regular(), room=dict(room, joins_last_minute=1, young_join_share=0.0))


def room_hopper(world):
    account = world.regular()
    for count in range(17, 24):
        yield world.join(account, stats={"rooms_joined_last_hour": count})


def unreadable(world):
    chance = world.chance
    word = chance.of(BENIGN)[0]
    yield world.message(world.newcomer(), word.upper() + " " + chance.of(BENIGN[0]).upper())
    yield world.message(world.regular(), "listen" + "!" * chance.between(10, 40))
    yield world.message(world.regular(), chance.of(EMOJI) * chance.between(25, 60))
    yield world.message(world.regular(), "".join(letter + "\u0334\u0308\u031b\u0342\u0329" for letter in "look at me"))
    yield world.message(world.regular(), "nothing to\u200b\u200b\u2060\u200b see")
    yield world.message(world.newcomer(), "open \u202egpj.exe\u202c please")
    yield world.message(world.regular(), "g o o d  d e a l s h e r e")
    yield world.message(world.regular(), "your b\u043enus and g\u0456ft wait")


def copied_words(world):
    chance = world.chance
    line = "%s %s" % (chance.of(FIRST_NAMES), chance.of(LAST_NAMES))
    yield world.message(world.regular(), " ".join([line + " is the very best of all friends"] * chance.between(12, 60)))
    yield world.message(world.newcomer(), "\n".join(chance.of(chance.of(BENIGN)) for _ in range(chance.between(64, 90))))


def quarrel(world):
    """Insults, a warning, and half an hour later insults again and a report."""
    chance = world.chance
    account = world.regular()
    other = world.regular()
    yield world.message(account, "you blorgnak, leave me alone", reply_to=other.id)
    yield world.message(account, "what a sn@rvel and a kl.i.m.p.f", reply_to=other.id)
    yield world.message(account, "you noodlehead, you pickleface", reply_to=other.id)
    yield None
    yield world.message(account, "still a flumpkin", reply_to=other.id)
    yield world.report(other, account, "harassment")
    yield world.message(account, chance.of(("you will regret this", "i know where you live", "watch your back")))


def stranger_wave(world):
    account = world.newcomer()
    for count in range(3, 19):
        yield world.direct(account, "hello, are you interested?", first=True, mutual=0, recipients=count)


def watched_adult(world):
    """The second child within an hour, after the first gave a reason to watch."""
    adult = world.account(-400 * DAY)
    adult.age_years = 41
    for text in ("keep it a secret, ok? just between us", "hey, nice drawings"):
        child = world.regular()
        child.age_years = 14
        yield world.direct(adult, text, recipient=child, first=True, mutual=0)


def new_account(world):
    """The limits of new accounts, one of them outlived."""
    chance = world.chance
    account = world.newcomer(hours=3)
    account.friends = 0
    picture = {"id": chance.hex(16), "name": "me.png", "content_type": "image/png"}
    yield world.message(account, "hello all", attachment=picture)
    account = world.newcomer(hours=140)
    yield world.message(account, "one more", stats={"messages_last_minute": 14})
    yield None
    yield world.message(account, "a calm word", stats={"messages_last_minute": 1})
    bot = world.newcomer()
    bot.session = dict(bot.session, user_agent="python-requests/2.32")
    yield world.message(bot, "status ok", stats={"messages_last_minute": 5})


def attachments(world):
    chance = world.chance
    for name, text in (
        ("setup.exe", "the new version"),
        ("invoice.pdf.exe", "please check"),
        ("photos.zip", "the password is 1234"),
    ):
        file = {"id": chance.hex(16), "name": name, "content_type": "application/octet-stream"}
        yield world.message(world.newcomer(hours=90), text, attachment=file)


def registrations(world):
    chance = world.chance

    def newcomer(**given):
        return world.newcomer(hours=0, sent=0, **given)

    yield world.register(newcomer(name="teasel_support%d" % chance.below(99)))
    yield world.register(newcomer(name="sunny%07d" % chance.below(9_999_999)))
    yield world.register(newcomer(display="M\u0430ri\u0430 Support"))
    yield world.register(newcomer(name="snarvel.%d" % chance.below(99)))
    yield world.register(newcomer(), email="%s@throwaway.example" % chance.hex(8))
    yield world.register(newcomer(), network="203.0.113", referrer=None)
    shared = newcomer()
    shared.session = session(chance, {"id": "d" + chance.hex(16), "accounts": chance.between(5, 40)})
    yield world.register(shared, email="many+%s@example.com" % chance.hex(3))
    for wave in range(12, 30):
        yield world.register(newcomer(), wave=wave)
    bot = newcomer()
    yield world.register(bot, seconds=0.3)
    again = newcomer()
    again.session = bot.session
    yield world.register(again)


def profiles(world):
    chance = world.chance
    yield world.profile(world.regular(), name="Teasel Support")
    yield world.profile(world.regular(), name="Ol\u0435g the Brave")
    yield world.profile(world.newcomer(), bio="crypto mentor, dm me to learn how")
    yield world.profile(world.newcomer(), bio="tips to 0x" + chance.hex(40))
    yield world.profile(world.regular(), bio="my shop https://tiny.example/" + chance.hex(4))
    yield world.profile(world.regular(), name="Z\u0335\u0300\u0316\u0301\u0323o\u0335\u0300\u0316\u0301e")
    yield world.profile(world.regular(), bio="all of you are grubwattles")
    yield world.profile(world.regular(), name="Number %d" % chance.below(999), changes=chance.between(9, 30))


def files(world):
    chance = world.chance
    yield world.upload(world.regular(), "tool.bin", "application/octet-stream", 9_000, digest=BAD_FILES[chance.below(8)])
    yield world.upload(world.regular(), "Update.EXE", "application/x-msdownload", 90_000)
    yield world.upload(world.regular(), "holiday.jpg.scr", "application/octet-stream", 80_000)
    yield world.upload(world.regular(), "cat.png", "text/html", 4_000)
    yield world.upload(world.newcomer(), "offer.docm", "application/vnd.ms-word", 70_000)
    yield world.upload(world.newcomer(), "film.mp4", "video/mp4", chance.between(120, 900) << 20)
    yield world.upload(world.regular(), "scan.pdf", "application/pdf", 70_000, uploads=chance.between(61, 300))


def reports(world):
    reported = world.regular()
    for reporters in range(3, 7):
        yield world.report(world.regular(), reported, "spam", reporters=reporters)
    yield world.report(world.regular(), world.regular(), "spam", upheld=19, reviewed=20)
    yield world.report(world.regular(), world.regular(), world.chance.of(("self_harm", "threat", "child_safety")))
    angry = world.regular()
    for filed in range(18, 25):
        yield world.report(angry, world.regular(), "other", filed=filed, upheld=1, reviewed=40)


def logins(world):
    """Passwords tried, one found; the owner comes back an hour later."""
    chance = world.chance
    victim = world.regular()
    for failures in range(7, 13):
        yield world.login(victim, succeeded=False, failures=failures, new_device=True)
    yield world.login(victim, failures=12, new_device=True)
    for tried in range(13, 19):
        yield world.login(world.regular(), succeeded=False, tried=tried, network="198.51.100")
    yield world.login(world.regular(), new_device=True, kilometres_from_last=8_400, hours_since_last=1.5)
    just_now = world.when(world.micros - 300 * SECOND)
    yield world.login(world.regular(), new_device=True, network="203.0.113", password_changed_at=just_now)
    bot = world.regular()
    plain = bot.session
    bot.session = dict(plain, user_agent="curl/8.16.0")
    yield world.login(bot)
    bot.session = plain
    yield None
    yield None
    yield world.login(victim, password_changed_at=world.when(world.micros - 900 * SECOND))


WAVES = (
    spam_wave, link_wave, invite_wave, mention_wave, raid, room_hopper, unreadable, copied_words, quarrel,
    stranger_wave, watched_adult, new_account, attachments, registrations, profiles, files, reports, logins,
)


class Attacks:
    """Every kind of attack in turn, several under way at once."""

    # A None from an attack is a pause of this length.
    PAUSE = 1_860 * SECOND

    def __init__(self, world):
        self.world = world
        self.active = deque()
        self.paused = deque()
        self.turn = 0

    def begin(self):
        wave, part = divmod(self.turn, 4)
        if part == 0:
            self.active.append(WAVES[wave % len(WAVES)](self.world))
        else:
            self.active.append(phrase(self.world, *ATTACKS[(3 * wave + part - 1) % len(ATTACKS)]))
        self.turn += 1

    def next_event(self):
        """The next event of some attack, or None when none is due."""
        if self.paused and self.paused[0][0] <= self.world.micros:
            self.active.append(self.paused.popleft()[1])
        while self.active:
            attack = self.active.popleft()
            event = next(attack, StopIteration)
            if event is StopIteration:
                continue
            if event is None:
                self.paused.append((self.world.micros + self.PAUSE, attack))
                continue
            self.active.append(attack)
            return event
        return None


def events(seed, count):
    """Yields the lines."""
    world = World(seed)
    attacks = Attacks(world)
    chance = world.chance
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
    for action_id in range(1, count + 1):
        world.micros += 1 + chance.below(MOST_STEP)
        if chance.below(EVENTS_PER_ATTACK) == 0:
            attacks.begin()
        event = attacks.next_event() if chance.happens(0.3) else None
        name, data, secret = event or benign(world)
        line = {"action_id": action_id, "action_name": name, "timestamp": world.when(world.micros), "data": data}
        if secret:
            line["secret_data"] = secret
        yield encode(line) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--out", help="a file, compressed when it ends in .gz; standard output when not given")
    args = parser.parse_args()
    lines = events(args.seed, args.events)
    if args.out is None:
        out = sys.stdout.buffer
        out.writelines(line.encode() for line in lines)
    elif args.out.endswith(".gz"):
        with open(args.out, "wb") as file, gzip.GzipFile("", "wb", 1, file, mtime=0) as out:
            out.writelines(line.encode() for line in lines)
    else:
        with open(args.out, "wb") as out:
            out.writelines(line.encode() for line in lines)


if __name__ == "__main__":
    main()
