Import(rules=['models/message/text.sml', 'models/recipient.sml', 'models/user.sml'])

_Endearment = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:my (?:dear|love|queen|king|angel)|hello (?:dear|beautiful|handsome)|honey|darling)\b',
)

_Emergency = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:hospital|stranded|customs|emergency|accident|surgery|stuck at)\b',
)

_MoneyRequest = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:send|lend|borrow|transfer|wire|need) (?:me |us |some |a little |a bit of )*(?:money|cash|funds|help with money|[$€£]? ?\d{2,5})\b',
)

_FarAway = RegexMatch(
  target=PlainText,
  pattern=r'\b(?:oil rig|deployed|army doctor|work(?:ing)? overseas|on a ship)\b',
)

_WeNeverMet = IsFirstContact or FriendCount == 0

RomanceOpener = Rule(
  when_all=[_Endearment, IsStranger, IsNewAccount],
  description='Words of love to a stranger',
)

EmergencyMoney = Rule(
  when_all=[_MoneyRequest, _Emergency or _FarAway],
  description='An emergency that only money helps',
)

LoveAndMoney = Rule(
  when_all=[_Endearment, _MoneyRequest, _WeNeverMet],
  description='Love, and a wish for money',
)

FarAwayLover = Rule(
  when_all=[_FarAway, _Endearment],
  description='Love from far away',
)

WhenRules(
  rules_any=[RomanceOpener, FarAwayLover],
  then=[DeclareVerdict(verdict='warn_readers')],
)

WhenRules(
  rules_any=[EmergencyMoney, LoveAndMoney],
  then=[
    LabelAdd(entity=User, label='scammer', expires_after=TimeDelta(weeks=12)),
    DeclareVerdict(verdict='review'),
  ],
)
