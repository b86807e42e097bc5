"""What the rules look for, in waves and one by one.

Each function yields the events of one attack, first to last; None is a pause.
"""

from collections import deque

from generator.wording import ATTACKS, BAD_FILES, BENIGN, EMOJI, FIRST_NAMES, LAST_NAMES
from generator.world import DAY, SECOND, session


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
        text = f"{chance.of(BENIGN)[0]} {text}"
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
    text = f"{chance.of(BENIGN)[0]} https://deals-{chance.hex(3)}.example/{chance.hex(5)}"
    for count in range(chance.between(10, 40)):
        counts = {"same_text_last_hour": count, "rooms_with_text_last_hour": 1 + count // 2}
        yield world.message(account, text, counts=counts, stats={"messages_last_minute": 1 + count})


def link_wave(world):
    account = world.newcomer()
    for count in range(world.chance.between(3, 9)):
        link = f"https://{world.chance.hex(5)}.example"
        yield world.message(account, link, counts={"rooms_with_text_last_hour": 1 + count})


def invite_wave(world):
    account = world.regular()
    text = f"so much going on at https://teasel.example/join/{world.chance.hex(8)}"
    for count in range(6):
        yield world.message(
            account, text, counts={"same_text_last_hour": count, "rooms_with_text_last_hour": count}
        )


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
    text = f"the storm is here {chance.hex(4)}"
    raiders = []
    for count in range(chance.between(30, 80)):
        raiders.append(
            world.newcomer(
                hours=chance.between(1, 12),
                name=f"storm_{chance.of(LAST_NAMES).lower()}{count}",
            )
        )
        burst = dict(room, joins_last_minute=count, young_join_share=0.9)
        yield world.join(raiders[-1], room=burst, uses=count * 4)
        if count > 24 and chance.happens(0.5):
            loud = chance.happens(0.8)
            counts = {"same_text_last_hour": count if loud else 0}
            yield world.message(
                chance.of(raiders), text if loud else "hi", room=burst, counts=counts
            )
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
    yield world.message(
        world.regular(),
        "".join(letter + "\u0334\u0308\u031b\u0342\u0329" for letter in "look at me"),
    )
    yield world.message(world.regular(), "nothing to\u200b\u200b\u2060\u200b see")
    yield world.message(world.newcomer(), "open \u202egpj.exe\u202c please")
    yield world.message(world.regular(), "g o o d  d e a l s h e r e")
    yield world.message(world.regular(), "your b\u043enus and g\u0456ft wait")


def copied_words(world):
    chance = world.chance
    line = f"{chance.of(FIRST_NAMES)} {chance.of(LAST_NAMES)}"
    yield world.message(
        world.regular(),
        " ".join([line + " is the very best of all friends"] * chance.between(12, 60)),
    )
    yield world.message(
        world.newcomer(),
        "\n".join(chance.of(chance.of(BENIGN)) for _ in range(chance.between(64, 90))),
    )


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
    yield world.message(
        account, chance.of(("you will regret this", "i know where you live", "watch your back"))
    )


def stranger_wave(world):
    account = world.newcomer()
    for count in range(3, 19):
        yield world.direct(
            account, "hello, are you interested?", first=True, mutual=0, recipients=count
        )


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

    yield world.register(newcomer(name=f"teasel_support{chance.below(99)}"))
    yield world.register(newcomer(name=f"sunny{chance.below(9_999_999):07d}"))
    yield world.register(newcomer(display="M\u0430ri\u0430 Support"))
    yield world.register(newcomer(name=f"snarvel.{chance.below(99)}"))
    yield world.register(newcomer(), email=f"{chance.hex(8)}@throwaway.example")
    yield world.register(newcomer(), network="203.0.113", referrer=None)
    shared = newcomer()
    shared.session = session(
        chance, {"id": "d" + chance.hex(16), "accounts": chance.between(5, 40)}
    )
    yield world.register(shared, email=f"many+{chance.hex(3)}@example.com")
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
    yield world.profile(
        world.regular(), name="Z\u0335\u0300\u0316\u0301\u0323o\u0335\u0300\u0316\u0301e"
    )
    yield world.profile(world.regular(), bio="all of you are grubwattles")
    yield world.profile(
        world.regular(), name=f"Number {chance.below(999)}", changes=chance.between(9, 30)
    )


def files(world):
    chance = world.chance
    yield world.upload(
        world.regular(),
        "tool.bin",
        "application/octet-stream",
        9_000,
        digest=BAD_FILES[chance.below(8)],
    )
    yield world.upload(world.regular(), "Update.EXE", "application/x-msdownload", 90_000)
    yield world.upload(world.regular(), "holiday.jpg.scr", "application/octet-stream", 80_000)
    yield world.upload(world.regular(), "cat.png", "text/html", 4_000)
    yield world.upload(world.newcomer(), "offer.docm", "application/vnd.ms-word", 70_000)
    yield world.upload(world.newcomer(), "film.mp4", "video/mp4", chance.between(120, 900) << 20)
    yield world.upload(
        world.regular(), "scan.pdf", "application/pdf", 70_000, uploads=chance.between(61, 300)
    )


def reports(world):
    reported = world.regular()
    for reporters in range(3, 7):
        yield world.report(world.regular(), reported, "spam", reporters=reporters)
    yield world.report(world.regular(), world.regular(), "spam", upheld=19, reviewed=20)
    yield world.report(
        world.regular(), world.regular(), world.chance.of(("self_harm", "threat", "child_safety"))
    )
    angry = world.regular()
    for filed in range(18, 25):
        yield world.report(angry, world.regular(), "other", filed=filed, upheld=1, reviewed=40)


def logins(world):
    """Passwords tried, one found; the owner comes back an hour later."""
    victim = world.regular()
    for failures in range(7, 13):
        yield world.login(victim, succeeded=False, failures=failures, new_device=True)
    yield world.login(victim, failures=12, new_device=True)
    for tried in range(13, 19):
        yield world.login(world.regular(), succeeded=False, tried=tried, network="198.51.100")
    yield world.login(
        world.regular(), new_device=True, kilometres_from_last=8_400, hours_since_last=1.5
    )
    just_now = world.when(world.micros - 300 * SECOND)
    yield world.login(
        world.regular(), new_device=True, network="203.0.113", password_changed_at=just_now
    )
    bot = world.regular()
    plain = bot.session
    bot.session = dict(plain, user_agent="curl/8.16.0")
    yield world.login(bot)
    bot.session = plain
    yield None
    yield None
    yield world.login(victim, password_changed_at=world.when(world.micros - 900 * SECOND))


WAVES = (
    spam_wave,
    link_wave,
    invite_wave,
    mention_wave,
    raid,
    room_hopper,
    unreadable,
    copied_words,
    quarrel,
    stranger_wave,
    watched_adult,
    new_account,
    attachments,
    registrations,
    profiles,
    files,
    reports,
    logins,
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
