# Payment data is never shown; the hotel's own telephone numbers and addresses are.
Import(rules=['models/asked.sml'])

Answer: str = JsonData(path='$.answer')
PlainAnswer: str = FoldLookalikes(s=Answer)

PaymentInAnswer = Rule(
  when_all=['card' in Personal or 'iban' in Personal],
  description='An answer with the number of a card or an account',
)

# A model that has been talked into giving away its orders repeats them.
_Leak: Optional[str] = RegexListMatch(list='leak_patterns', phrases=[PlainAnswer])

LeakedOrders = Rule(
  when_all=[_Leak != None],
  description='An answer that repeats the orders of the model',
)

WhenRules(
  rules_any=[PaymentInAnswer],
  then=[DeclareVerdict(verdict='redact_card'), DeclareVerdict(verdict='redact_iban')],
)

WhenRules(
  rules_any=[LeakedOrders],
  then=[
    DeclareVerdict(verdict='block'),
    TellAsker(text='I can only answer questions about the hotel.'),
  ],
)
