# While a room is under a raid, it is closed to those who came for it.
Import(rules=['models/message/text.sml', 'models/room.sml', 'models/user.sml'])

RaidMessage = Rule(
  when_all=[IsNewAccount, SameTextLastHour >= 1 or HasLink or MentionCount > 2],
  description='What a raid leaves behind in a room',
)

QuietInRaid = Rule(
  when_all=[IsFirstDay, not RaidMessage],
  description='An account of today writes into a room under a raid',
)

WhenRules(
  rules_any=[RaidMessage],
  then=[
    LabelAdd(entity=User, label='raider', expires_after=TimeDelta(weeks=2)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[QuietInRaid],
  then=[DeclareVerdict(verdict='hold')],
)
