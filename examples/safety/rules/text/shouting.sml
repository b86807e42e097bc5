Import(rules=['models/message/text.sml', 'models/user.sml'])

_ManyMarks = RegexMatch(target=MessageText, pattern=r'[!?]{10,}')

_Emoji = EmojiCount(s=MessageText)

Shouting = Rule(
  when_all=[MessageLength >= 30, UpperRatio(s=MessageText) > 0.7, not IsTrusted],
  description='Most letters are capitals',
)

ManyMarks = Rule(
  when_all=[_ManyMarks, not IsTrusted],
  description='Ten exclamation or question marks in a row',
)

EmojiFlood = Rule(
  when_all=[_Emoji >= 25, not IsTrusted],
  description=f'{_Emoji} emoji in one message',
)

WhenRules(
  rules_any=[Shouting, ManyMarks, EmojiFlood],
  then=[LabelAdd(entity=User, label='noisy', expires_after=TimeDelta(hours=1))],
)
