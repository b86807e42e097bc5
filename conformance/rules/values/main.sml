Import(rules=['text.sml'])

User: Entity[str] = EntityJson(type='User', path='$.user.id')
Amount: Optional[float] = JsonData(path='$.amount')
Count: int = JsonData(path='$.count')
Tags: List[str] = JsonData(path='$.tags')
Paid = ResolveOptional(optional_value=Amount, default_value=0.0)

Double = Count * 2
Half = Count / 2
Power = Count ** 5
Rest = -7 % 3
Share = Paid / 3
Large = Count * 9007199254740993 * 9007199254740993
IsLarge = Double > 10 or Paid >= 99.5
Summary = f'{User} paid {Paid} for {Count}'

ManyItems = Rule(when_all=[Count > 3, TextLength > 0], description=f'{Count} at once')

WhenRules(rules_any=[ManyItems], then=[DeclareVerdict(verdict='review')])
