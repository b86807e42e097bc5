# The words in the list are invented stand-ins for those that a real hotel would list.
Import(rules=['models/asked.sml'])

_Insult: Optional[str] = CensorizedListContains(list='insults', phrases=[Question], plurals=True)
_Threat: Optional[str] = RegexListMatch(list='threat_patterns', phrases=[PlainQuestion])
# Somebody else's room, name or comings and goings.
_AboutAGuest: Optional[str] = RegexListMatch(list='guest_patterns', phrases=[PlainQuestion])

Insult = Rule(when_all=[_Insult != None], description='An insult')

Threat = Rule(when_all=[_Threat != None], description='A threat')

AsksAboutAGuest = Rule(when_all=[_AboutAGuest != None], description='A question about another guest')

WhenRules(
  rules_any=[Insult, Threat],
  then=[
    DeclareVerdict(verdict='block'),
    TellAsker(text='Please ask again in other words. Reception is happy to help, day and night.'),
    LabelAdd(entity=Asker, label='abusive', expires_after=TimeDelta(days=1)),
  ],
)

WhenRules(
  rules_any=[AsksAboutAGuest],
  then=[
    DeclareVerdict(verdict='block'),
    TellAsker(text='We say nothing about other guests. Please ask at reception.'),
  ],
)
