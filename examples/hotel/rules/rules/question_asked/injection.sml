# Questions that are orders to the model that words the answers.
Import(rules=['models/asked.sml'])

_Pattern: Optional[str] = RegexListMatch(list='injection_patterns', phrases=[PlainQuestion])

# Orders inside of an encoding, which no guest writes by hand.
_Encoded = RegexMatch(target=Question, pattern=r'(?:[A-Za-z0-9+/]{4}){12,}={0,2}')
_Hidden = RegexMatch(target=Question, pattern=r'[\u200b-\u200f\u202a-\u202e\u2060-\u2064]|[\U000e0000-\U000e007f]')

OrderToTheModel = Rule(
  when_all=[_Pattern != None],
  description='An order to the model in place of a question',
)

EncodedOrder = Rule(
  when_all=[_Encoded or _Hidden],
  description='Text that people cannot read',
)

WhenRules(
  rules_any=[OrderToTheModel, EncodedOrder],
  then=[
    DeclareVerdict(verdict='block'),
    TellAsker(text='I can only answer questions about the hotel.'),
    LabelAdd(entity=Asker, label='prompt_injection', expires_after=TimeDelta(days=1)),
  ],
)
