Text: str = JsonData(path='$.message.text')

Loudness: float = Shouting(text=Text)
LinkCount: int = Links(text=Text)

LoudAdvert = Rule(
  when_all=[Loudness > 0.6, LinkCount > 0],
  description='a loud text with a link',
)
Longest = Rule(
  when_all=[StringLength(s=Text) > 2000],
  description='a very long text',
)
WhenRules(rules_any=[LoudAdvert, Longest], then=[DeclareVerdict(verdict='reject')])
