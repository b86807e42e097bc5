User: Entity[str] = EntityJson(type='User', path='$.user')
Text: str = JsonData(path='$.text')

IsKnown = HasLabel(entity=User, label='seen')
IsFlagged = HasLabel(entity=User, label='flagged')
IsPardoned = HasLabel(entity=User, label='flagged', status='removed')

First = Rule(when_all=[not IsKnown], description='Seen for the first time')
Rude = Rule(when_all=[RegexMatch(target=Text, pattern='rude')], description='Rude')
Again = Rule(when_all=[IsFlagged, Text == 'rude'], description='Rude again')
Sorry = Rule(when_all=[IsFlagged, Text == 'sorry'], description='Said sorry')

WhenRules(rules_any=[First], then=[LabelAdd(entity=User, label='seen')])
WhenRules(rules_any=[Rude], then=[LabelAdd(entity=User, label='flagged')])
WhenRules(rules_any=[Again], then=[DeclareVerdict(verdict='reject')])
WhenRules(rules_any=[Sorry], then=[LabelRemove(entity=User, label='flagged')])
