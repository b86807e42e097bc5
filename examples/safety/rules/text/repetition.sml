Import(rules=['models/message/text.sml', 'models/user.sml'])

SameTextManyTimes = Rule(
  when_all=[SameTextLastHour >= 5, MessageLength > 12, not IsTrusted],
  description=f'Sent the same text {SameTextLastHour} times in an hour',
)

SameTextInManyRooms = Rule(
  when_all=[RoomsWithTextLastHour >= 4, MessageLength > 12, not IsTrusted],
  description=f'Sent the same text to {RoomsWithTextLastHour} rooms in an hour',
)

MessageFlood = Rule(
  when_all=[MessagesLastMinute > 30, not IsTrusted],
  description=f'Sent {MessagesLastMinute} messages in a minute',
)

WhenRules(
  rules_any=[SameTextManyTimes, SameTextInManyRooms],
  then=[
    LabelAdd(entity=User, label='spammer', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[MessageFlood],
  then=[
    LabelAdd(entity=User, label='slowed', expires_after=TimeDelta(minutes=30)),
    DeclareVerdict(verdict='slow_down'),
  ],
)
