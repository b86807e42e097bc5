"""Ordinary events, which no rule should mind."""

from generator.wording import BENIGN, BIOS, CODE, EMOJI, GOOD_LINKS, TOPICS


def benign_text(world):
    chance = world.chance
    sentences = chance.of(BENIGN)
    words = [chance.of(sentences) for _ in range(1 + chance.small(6))]
    kind = chance.unit()
    if kind < 0.16:
        words.append(chance.of(EMOJI) * chance.between(1, 3))
    elif kind < 0.22:
        words.append(f"https://{chance.of(GOOD_LINKS)}/{chance.of(TOPICS)}/{chance.below(9_999)}")
    elif kind < 0.27:
        words.append(
            "\n```\n{}\n```".format("\n".join(chance.of(CODE) for _ in range(chance.between(2, 9))))
        )
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
            attachment = {
                "id": chance.hex(16),
                "name": f"photo-{chance.below(9_999)}.jpg",
                "content_type": "image/jpeg",
            }
        reply = world.regular().id if chance.happens(0.3) else None
        return world.message(
            account, benign_text(world), mentions=mentions, attachment=attachment, reply_to=reply
        )
    if kind < 0.82:
        return world.direct(
            account, benign_text(world), first=chance.happens(0.02), mutual=chance.between(1, 9)
        )
    if kind < 0.86:
        return world.join(account)
    if kind < 0.91:
        return world.login(
            account,
            succeeded=chance.happens(0.93),
            failures=chance.small(3),
            new_device=chance.happens(0.05),
        )
    if kind < 0.94:
        return world.upload(
            account,
            f"notes-{chance.below(999)}.pdf",
            "application/pdf",
            chance.small(20_000_000),
        )
    if kind < 0.965:
        return world.profile(account, bio=chance.of(BIOS))
    if kind < 0.98:
        return world.report(account, world.regular(), chance.of(("spam", "harassment", "other")))
    account = world.newcomer(hours=0, sent=0)
    world.recent.append(account)
    return world.register(account)
