Count: int = JsonData(path='$.count')
Name: str = JsonData(path='$.user.name')
By: int = JsonData(path='$.by', coerce_type=True)
Parts = Count / By
Words = StringSplit(s=Name)
HasName = Name != None

Even = Rule(when_all=[Count % 2 == 0], description='Even')
Named = Rule(when_all=[HasName, StringLength(s=Name) > 2], description='Named')

WhenRules(rules_any=[Even, Named], then=[DeclareVerdict(verdict='ok')])
