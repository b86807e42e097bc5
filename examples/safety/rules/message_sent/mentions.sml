Import(rules=['models/message/text.sml', 'models/room.sml', 'models/user.sml'])

_Everyone = RegexMatch(target=PlainText, pattern=r'(?:^|\s)@(?:everyone|here|all|online)\b')

_OnlyMentions = RegexMatch(target=MessageText, pattern=r'^(?:\s*<?@[\w.-]+>?,?){4,}\s*$')

MassMention = Rule(
  when_all=[MentionCount >= 10, not IsTrusted],
  description=f'{MentionCount} people mentioned in one message',
)

EveryoneMention = Rule(
  when_all=[_Everyone, IsNewAccount, RoomMembers > 50],
  description=f'A new account calls all {RoomMembers} members of a room',
)

OnlyMentions = Rule(
  when_all=[_OnlyMentions, MentionCount >= 4, FriendCount < 5],
  description=f'Nothing but {MentionCount} mentions',
)

WhenRules(
  rules_any=[MassMention, EveryoneMention],
  then=[
    LabelAdd(entity=User, label='spammer', expires_after=TimeDelta(days=7)),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[OnlyMentions],
  then=[DeclareVerdict(verdict='hide')],
)
