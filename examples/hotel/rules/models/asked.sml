# What a question and an answer have in common. The texts come masked: where a card number stood,
# they say [card], and Personal names the kinds.
ActionName = GetActionName()

Asker: Entity[str] = EntityJson(type='User', path='$.user.id', required=False)

Collection: str = JsonData(path='$.collection')

Question: str = JsonData(path='$.question')

Personal: List[str] = JsonData(path='$.personal')

# Small letters, look-alike letters as those they imitate, so that capitals and accents hide nothing.
PlainQuestion: str = FoldLookalikes(s=Question)
