A: Optional[int] = JsonData(path='$.a')
_b: str = JsonData(path='$.b', required=False)
R = Rule(when_all=[A != None and A > 0, 'x' in _b], description=f'{_b} and {{}}')
WhenRules(rules_any=[R], then=[DeclareVerdict(verdict='v')])
