# For texts with a word of an advert once their letters are plain.
Import(rules=['models/message/text.sml', 'models/user.sml'])

_WrittenPlainly: Optional[str] = ListContains(list='advert_words', phrases=[MessageText])

HiddenAdvert = Rule(
  when_all=[_WrittenPlainly == None, not IsTrusted],
  description='An advert in letters that look like others',
)

WhenRules(
  rules_any=[HiddenAdvert],
  then=[
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=3)),
    DeclareVerdict(verdict='review'),
  ],
)
