# Ways to make a text unreadable, or readable by people alone.
Import(rules=['models/message/text.sml', 'models/user.sml'])

_StackedMarks = RegexMatch(target=MessageText, pattern=r'[\u0300-\u036f\u0489]{4,}')

_InvisibleRun = RegexMatch(target=MessageText, pattern=r'[\u200b\u200c\u2060\ufeff\u00ad]{3,}')

_DirectionOverride = RegexMatch(target=MessageText, pattern=r'[\u202a-\u202e\u2066-\u2069]')

_SpacedLetters = RegexMatch(target=PlainText, pattern=r'\b[a-z](?:[ ._*-][a-z]){7,}\b')

# A word on its own may be foreign; one that is an advert once its letters are plain is not.
_PlainAdvert: Optional[str] = ListContains(list='advert_words', phrases=[PlainText])
Require(rule='rules/text/hidden_advert.sml', require_if=_PlainAdvert != None)

StackedMarks = Rule(
  when_all=[_StackedMarks, not IsTrusted],
  description='Marks stacked on letters',
)

InvisibleCharacters = Rule(
  when_all=[_InvisibleRun, not IsTrusted],
  description='A run of characters that nobody can see',
)

DirectionOverride = Rule(
  when_all=[_DirectionOverride, IsNewAccount],
  description='Text that is shown in another order than it is written',
)

SpacedLetters = Rule(
  when_all=[_SpacedLetters, not IsTrusted],
  description='Letters set apart from each other',
)

WhenRules(
  rules_any=[StackedMarks, InvisibleCharacters],
  then=[DeclareVerdict(verdict='hide')],
)

WhenRules(
  rules_any=[DirectionOverride, SpacedLetters],
  then=[
    LabelAdd(entity=User, label='watched', expires_after=TimeDelta(days=3)),
    DeclareVerdict(verdict='review'),
  ],
)
