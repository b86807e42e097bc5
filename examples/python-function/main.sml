Text: str = JsonData(path='$.message.text')

Loudness: float = Shouting(text=Text)
LinkCount: int = Links(text=Text)

LoudAdvert = Rule(
  when_all=[Loudness > 0.5, LinkCount > 0],
  description='a loud text with a link',
)
LongText = Rule(
  when_all=[StringLength(s=Text) > 80],
  description='a text longer than these messages are',
)
WhenRules(rules_any=[LoudAdvert, LongText], then=[DeclareVerdict(verdict='reject')])
