Import(rules=['models/profile.sml', 'models/user.sml'])

_StaffName = RegexMatch(
  target=PlainNewName,
  pattern=r'^(?:teasel )?(?:admin|administrator|moderator|support|staff|security)$|\bteasel (?:support|staff|team|security)\b',
)

_BioWallet = RegexMatch(target=PlainBio, pattern=r'\b(?:0x[0-9a-f]{40}|bc1[0-9a-z]{25,60})\b')

_BioMoney = RegexMatch(
  target=PlainBio,
  pattern=r'\b(?:investor|forex|crypto) (?:mentor|coach|expert|trader|signals)\b|\bdm (?:me )?to (?:earn|invest|learn how)\b',
)

_BioLink = RegexMatch(target=Bio, pattern=r'https?://\S+', case_insensitive=True)

_BioShortener: Optional[str] = ListContains(list='link_shorteners', phrases=[Bio])

_StackedMarks = RegexMatch(target=NewName, pattern=r'[\u0300-\u036f]{3,}')

_Insult: Optional[str] = CensorizedListContains(
  list='severe_insults',
  phrases=[NewName, Bio],
  plurals=True,
)

StaffProfile = Rule(
  when_all=[_StaffName, not IsStaff],
  description='A name that belongs to the staff',
)

MixedAlphabetProfile = Rule(
  when_all=[MixesAlphabets(s=NewName), not IsTrusted],
  description='One word in two alphabets',
)

MoneyProfile = Rule(
  when_all=[_BioWallet or _BioMoney, IsNewAccount],
  description='A profile about money',
)

LinkProfile = Rule(
  when_all=[_BioLink, _BioShortener != None or IsFirstDay],
  description='A profile that is there for its link',
)

UnreadableName = Rule(
  when_all=[_StackedMarks],
  description='A name that nobody can read',
)

InsultInProfile = Rule(
  when_all=[_Insult != None],
  description='A severe insult in a profile',
)

RestlessProfile = Rule(
  when_all=[ChangesLastDay > 8, OldName != None and OldName != NewName],
  description=f'{ChangesLastDay} changes in a day',
)

WhenRules(
  rules_any=[StaffProfile, MixedAlphabetProfile],
  then=[
    LabelAdd(entity=User, label='impersonator', apply_if=StaffProfile),
    DeclareVerdict(verdict='reject'),
  ],
)

WhenRules(
  rules_any=[MoneyProfile, LinkProfile, RestlessProfile],
  then=[LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=3))],
)

WhenRules(
  rules_any=[UnreadableName, InsultInProfile],
  then=[DeclareVerdict(verdict='rename')],
)
