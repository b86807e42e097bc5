A: List[str] = []
B = ['x', "y", r'\d', '''z
''']
C = [[1, 2], [3]]
D = [A == B, 'x' not in B]
E: List[float] = JsonData(path='$.c')
