# Limits that an account grows out of.
Import(
  rules=[
    'models/device.sml',
    'models/message/attachment.sml',
    'models/message/text.sml',
    'models/room.sml',
    'models/user.sml',
  ],
)

_WasLimited = HasLabel(entity=User, label='limited', min_label_age=TimeDelta(minutes=30))

NewAccountTooFast = Rule(
  when_all=[MessagesLastMinute > 12],
  description=f'{MessagesLastMinute} messages in a minute, {AccountAgeHours} hours after registering',
)

NewAccountFile = Rule(
  when_all=[IsFirstDay, HasAttachment, FriendCount == 0],
  description='A file on the first day, from an account without friends',
)

NewAccountManyRooms = Rule(
  when_all=[IsFirstDay, RoomsWithTextLastHour >= 3],
  description=f'The same text in {RoomsWithTextLastHour} rooms on the first day',
)

NewAccountAutomated = Rule(
  when_all=[IsAutomatedClient, MessagesLastMinute > 3],
  description='Messages from a program that is no chat client',
)

LimitOver = Rule(
  when_all=[_WasLimited, MessagesLastMinute <= 3, not HasLink],
  description=f'A limited account that goes on in peace after {MessagesSent} messages',
)

WhenRules(
  rules_any=[NewAccountTooFast, NewAccountManyRooms],
  then=[
    LabelAdd(entity=User, label='limited', expires_after=TimeDelta(days=2)),
    DeclareVerdict(verdict='slow_down'),
  ],
)

WhenRules(
  rules_any=[NewAccountFile],
  then=[DeclareVerdict(verdict='hold')],
)

WhenRules(
  rules_any=[NewAccountAutomated],
  then=[
    LabelAdd(entity=User, label='automated'),
    LabelAdd(entity=Device, label='automated', apply_if=NewAccountAutomated),
    DeclareVerdict(verdict='challenge'),
  ],
)

WhenRules(
  rules_any=[LimitOver],
  then=[LabelRemove(entity=User, label='limited')],
)
