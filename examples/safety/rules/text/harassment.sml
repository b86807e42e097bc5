# The words in the lists are invented stand-ins for those that a real service would list.
Import(rules=['models/message/text.sml', 'models/user.sml'])

_Severe: Optional[str] = CensorizedListContains(
  list='severe_insults',
  phrases=[MessageText],
  plurals=True,
)

# Whether its letters were hidden is asked only once there is one.
Require(rule='rules/text/hidden_insult.sml', require_if=_Severe != None)

_MildCount = ListContainsCount(list='mild_insults', phrases=[MessageText])

_Threat: Optional[str] = RegexListMatch(list='threat_patterns', phrases=[PlainText])

_IsAddressed = RegexMatch(target=PlainText, pattern=r'\b(?:you|your|ur|u)\b') or IsReply

_WasWarned = HasLabel(
  entity=User,
  label='warned',
  min_label_age=TimeDelta(minutes=10),
)

SevereInsult = Rule(
  when_all=[_Severe != None],
  description='A word from the list of severe insults',
)

PileOfInsults = Rule(
  when_all=[_MildCount >= 2, _IsAddressed],
  description=f'{_MildCount} mild insults in one message',
)

Threat = Rule(
  when_all=[_Threat != None],
  description='A threat',
)

# A warning that is still fresh may be an answer to this very quarrel, so it must have some age.
InsultAfterWarning = Rule(
  when_all=[_Severe != None or _MildCount > 0, _WasWarned],
  description='Insults again after a warning',
)

WhenRules(
  rules_any=[SevereInsult, PileOfInsults],
  then=[
    LabelAdd(entity=User, label='warned', expires_after=TimeDelta(weeks=4)),
    DeclareVerdict(verdict='hide'),
  ],
)

WhenRules(
  rules_any=[Threat, InsultAfterWarning],
  then=[
    LabelAdd(entity=User, label='muted', expires_after=TimeDelta(days=1)),
    LabelRemove(entity=User, label='trusted'),
    DeclareVerdict(verdict='reject'),
    DeclareVerdict(verdict='review'),
  ],
)
