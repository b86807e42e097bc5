if a:
  b = lambda x, *y: x
else:
	c = {1: 2, **d}[1:2]
for a, b in c: pass
match a:
  case [1, *_] | {'x': y}: pass
