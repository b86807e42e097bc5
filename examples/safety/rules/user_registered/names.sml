Import(rules=['models/user.sml'])

_PlainName: str = FoldLookalikes(s=StringJoin(s=' ', iterable=[UserName, DisplayName]))

_StaffName = RegexMatch(
  target=_PlainName,
  pattern=r'\b(?:teasel|official)[ _.-]*(?:admin|mod|moderator|support|staff|security|help)|\b(?:admin|support|staff)[ _.-]*teasel',
)

_GeneratedName = RegexMatch(target=UserName, pattern=r'^[a-z]+[_.]?\d{6,}$')

_Severe: Optional[str] = CensorizedListContains(list='severe_insults', phrases=[UserName])

StaffName = Rule(
  when_all=[_StaffName],
  description='A name that sounds like one of the staff',
)

GeneratedName = Rule(
  when_all=[_GeneratedName],
  description='A name as programs make them',
)

MixedAlphabetName = Rule(
  when_all=[MixesAlphabets(s=UserName) or MixesAlphabets(s=DisplayName)],
  description='One word in two alphabets',
)

InsultAsName = Rule(
  when_all=[_Severe != None],
  description='A severe insult as name',
)

WhenRules(
  rules_any=[StaffName, MixedAlphabetName],
  then=[
    LabelAdd(entity=User, label='impersonator'),
    DeclareVerdict(verdict='review'),
  ],
)

WhenRules(
  rules_any=[InsultAsName],
  then=[DeclareVerdict(verdict='rename')],
)

WhenRules(
  rules_any=[GeneratedName],
  then=[LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=3))],
)
