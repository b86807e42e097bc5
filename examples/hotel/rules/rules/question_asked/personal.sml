# What nobody should send to a search or a model is masked, and the question goes on.
Import(rules=['models/asked.sml'])

PersonalQuestion = Rule(
  when_all=[ListLength(list=Personal) > 0],
  description='A question with personal data',
)

WhenRules(
  rules_any=[PersonalQuestion],
  then=[DeclareVerdict(verdict='redact')],
)
