# The first message from one person to another.
Import(rules=['models/message/text.sml', 'models/recipient.sml', 'models/user.sml'])

ManyStrangers = Rule(
  when_all=[NewRecipientsLastHour >= 15, not IsTrusted],
  description=f'Wrote to {NewRecipientsLastHour} new people in an hour',
)

NewAccountManyStrangers = Rule(
  when_all=[NewRecipientsLastHour >= 5, IsNewAccount],
  description=f'A new account wrote to {NewRecipientsLastHour} people in an hour',
)

StrangerLink = Rule(
  when_all=[IsStranger, HasLink or HasInvite, IsNewAccount],
  description='The first words to a stranger are a link',
)

StrangerMovesAway = Rule(
  when_all=[IsStranger, NamesOtherMessenger or AsksToMoveAway],
  description='A stranger wants to go on elsewhere',
)

_Staff = RegexMatch(
  target=StringJoin(s=' ', iterable=[UserName, DisplayName, PlainText]),
  pattern=r'\b(?:teasel (?:support|staff|team|security)|official support)\b',
  case_insensitive=True,
)

FalseStaff = Rule(
  when_all=[_Staff, not IsStaff],
  description='Someone who says to be of the staff',
)

WhenRules(
  rules_any=[ManyStrangers, NewAccountManyStrangers],
  then=[
    LabelAdd(entity=User, label='limited', expires_after=TimeDelta(days=1)),
    DeclareVerdict(verdict='slow_down'),
  ],
)

WhenRules(
  rules_any=[StrangerLink, StrangerMovesAway],
  then=[DeclareVerdict(verdict='warn_readers')],
)

WhenRules(
  rules_any=[FalseStaff],
  then=[
    LabelAdd(entity=User, label='impersonator'),
    DeclareVerdict(verdict='reject'),
  ],
)
