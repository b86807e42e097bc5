Import(rules=['models/message/text.sml', 'models/user.sml'])

_Hidden: Optional[str] = CensorizedListContains(
  list='severe_insults',
  phrases=[MessageText],
  plurals=True,
  must_be_censorized=True,
)

HiddenInsult = Rule(
  when_all=[_Hidden != None],
  description='A severe insult with letters hidden',
)

WhenRules(
  rules_any=[HiddenInsult],
  then=[
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(weeks=2)),
    DeclareVerdict(verdict='review'),
  ],
)
